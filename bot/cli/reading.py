"""Reads a centre's folder for a command, and sets up the log."""

import logging
import os
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer

from config.load import Centre, load
from config.settings import LogSettings

Folder = Annotated[Path, typer.Option("--dir", help="中心配置目录（含 duban.toml），由 duban init 生成。")]
HERE = Path()


def centre_of(folder: Path) -> Centre:
    """The centre; the environment is handed over here and looked at nowhere else. Raises `Misconfigured`."""
    centre = load(folder, os.environ)
    log_to_stderr(centre.settings.log)
    return centre


def log_to_stderr(settings: LogSettings) -> None:
    """Sentences for people and fields for machines; never personal data (`tests/house` greps for it)."""
    level = logging.getLevelName(settings.level.upper())
    shown = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=max(level, logging.WARNING))
