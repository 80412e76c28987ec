"""`duban init DIR`: a commented, working set of the centre's files, with keys of its own."""

from pathlib import Path
from typing import Annotated

import typer

from config.init import write_sample
from config.load import load
from store.sealing import KeyRing


def init(directory: Annotated[Path, typer.Argument(help="要写入的目录，不会覆盖已有文件。")]) -> None:
    """Write the set, make the keys, and prove that it loads."""
    written = write_sample(directory)
    centre = load(directory, {})
    KeyRing.create(centre.places.master_key)
    for path in (*written, centre.places.master_key):
        typer.echo(f"已写入 {path.resolve().relative_to(directory.resolve())}")
    typer.echo(f"下一步：按注释填写 {directory}/duban.toml，再运行 duban doctor --dir {directory}")
