"""`duban backup` and `duban restore`: one file with everything but the keys, proven by bringing it back (docs/operations.md)."""

import asyncio
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bot.build import master_key
from bot.cli.reading import HERE, Folder, centre_of
from bot.clock import real_now
from config.load import Centre
from config.texts import backup as words
from store.backup.archive import NotRestorable, digest_of
from store.backup.making import make
from store.backup.restoring import Restored, restore, verify_backup
from store.sealing import KeyRing

Target = Annotated[Path, typer.Argument(metavar="目标", help="备份文件，或放备份文件的已有目录。")]
Source = Annotated[Path, typer.Argument(metavar="备份文件", help="duban backup 写出的文件。")]
Verify = Annotated[bool, typer.Option("--verify", help="不做新备份，只核验这一份。")]
Unproven = Annotated[bool, typer.Option("--no-verify", help="写完不核验（之后须在别处用 --verify 核验）。")]


def backup(
    target: Target, verify: Verify = False, no_verify: Unproven = False, folder: Folder = HERE
) -> None:
    """Write a backup and prove it; or only prove one."""
    centre = centre_of(Path(folder))
    if verify:
        _prove(target, _ring(centre))
        return
    if target.is_dir():
        target /= f"duban-{real_now():%Y%m%dT%H%M%SZ}.tar"
    if target.exists():
        raise NotRestorable(words.exists(str(target)))
    if not target.parent.is_dir():
        raise NotRestorable(words.not_written(str(target), "no such directory"))
    # Only what was proven gets its name: whatever lies there under another one is no backup.
    begun = target.with_name(f"{target.name}.unverified")
    ring = master_key(centre)
    url, at = centre.database_url.reveal(), real_now()
    manifest = asyncio.run(make(url, centre.places.blobs, begun, ring=ring, program=version("duban"), at=at))
    size = begun.stat().st_size
    if no_verify:
        target = begun
    else:
        _prove(begun, ring)
        begun.rename(target)
    typer.echo(words.made(str(target), manifest.rows(), len(manifest.blobs), size, digest_of(target)))
    if no_verify:
        typer.echo(words.UNVERIFIED.format(file=target))
    typer.echo(words.KEYS)


def bring_back(source: Source, folder: Folder = HERE) -> None:
    """Restore into the centre's empty database."""
    centre = centre_of(Path(folder))
    ring = KeyRing.load(centre.places.master_key)
    came = asyncio.run(restore(source, centre.database_url.reveal(), centre.places.blobs, ring))
    _mention(came)
    typer.echo(words.RESTORED.format(tables=came.tables, rows=came.rows, blobs=came.blobs))
    typer.echo(words.NEXT)


def _prove(file: Path, ring: KeyRing | None) -> None:
    came = asyncio.run(verify_backup(file, ring))
    _mention(came)
    if ring is None:
        typer.echo(words.NO_KEY)
    typer.echo(words.FAITHFUL)


def _mention(came: Restored) -> None:
    if came.missing:
        typer.echo(words.missing_files(came.missing))


def _ring(centre: Centre) -> KeyRing | None:
    """The keys where they are: a backup may be proven on a machine that has none."""
    path = centre.places.master_key
    return KeyRing.load(path) if path.exists() else None
