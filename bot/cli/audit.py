"""`duban audit verify`: walks every chain, seal and day of the record, and says what does not fit."""

import asyncio
from pathlib import Path

import typer

from bot.cli.reading import HERE, Folder, centre_of
from store.audit import verify
from store.audit_findings import Finding
from store.database import open_database

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def audit() -> None:
    """The record: events chained per ticket, sealed each minute."""


@app.command("verify", help="核对全部留痕；有不符之处时退出码为 1。")
def verify_all(folder: Folder = HERE) -> None:
    """Exit 1 if anything does not fit."""
    findings = asyncio.run(_verified(centre_of(Path(folder)).database_url.reveal()))
    for finding in findings:
        typer.echo(f"不符：{finding}")
    typer.echo(
        "留痕完整，未发现改动。" if not findings else f"共 {len(findings)} 处不符，请保留现场并报告主任。"
    )
    if findings:
        raise typer.Exit(1)


async def _verified(url: str) -> tuple[Finding, ...]:
    database = open_database(url)
    try:
        return await verify(database)
    finally:
        await database.close()
