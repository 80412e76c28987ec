"""Whether the database is of this version: embedded it is made so, in service the operator does it (`duban migrate`)."""

from config.load import Centre
from config.texts import database as told
from domain.failures import DubanError
from store.migrate import check, upgrade


class SchemaTooOld(DubanError):
    """The database is not of this version; the text says what to do."""


async def make_ready(centre: Centre) -> None:
    """Make or upgrade the embedded database; raises `SchemaTooOld` for another that is not of this version."""
    url = centre.database_url.reveal()
    if url.startswith("sqlite"):
        centre.places.data.mkdir(parents=True, exist_ok=True)
        await upgrade(url)
    elif wrong := await check(url):
        raise SchemaTooOld(told.older(wrong[0]))
