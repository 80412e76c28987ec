"""Reads a centre's folder for a command, and sets up the log."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.logs import log_to_stderr
from config.load import Centre, load

Folder = Annotated[Path, typer.Option("--dir", help="中心配置目录（含 duban.toml），由 duban init 生成。")]
HERE = Path()


def centre_of(folder: Path) -> Centre:
    """The centre; the environment is handed over here and looked at nowhere else. Raises `Misconfigured`."""
    centre = load(folder, os.environ)
    log_to_stderr(centre.settings.log)
    return centre
