"""`duban migrate`: brings the database's schema up to date."""

import asyncio
from pathlib import Path

import typer

from bot.cli.reading import HERE, Folder, centre_of
from store.migrate import current, newest, upgrade


def migrate(folder: Folder = HERE) -> None:
    """Upgrade whatever is there to this version."""
    centre = centre_of(Path(folder))
    url = centre.database_url.reveal()
    before = asyncio.run(current(url))
    asyncio.run(upgrade(url))
    after = newest()
    typer.echo(
        f"表结构已是最新（{after}）。" if before == after else f"表结构已升级：{before or '空库'} → {after}。"
    )
