"""Takes in what a phone sends: a form of a few words and up to a dozen photos, over a bad line, from anybody.

The body is read piece by piece; a photo beyond a megabyte waits in a temporary file, so that many big uploads at once
cost disk, not memory. Everything is judged before anything is kept.
"""

import asyncio
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

import aiohttp
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.site import fields
from bot.site.fields import Unusable
from bot.site.pictures import picture_type
from domain.inbound import Position, SiteItemFinding
from domain.site_page import UploadFault
from domain.vocabulary import ConfirmationKind

MEGABYTE = 1024 * 1024
_PIECE = 64 * 1024
_PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one page may send."""

    photo_bytes: int = 15 * MEGABYTE
    photos: int = 12
    body_bytes: int = 80 * MEGABYTE
    words: int = 1_000
    """Letters in the note as a whole, and in the note of one item."""
    field_bytes: int = 256 * 1024
    """One field that is not a photo: room for every item with a long note."""
    fields: int = 20
    silence_s: float = 60.0
    """Real seconds without a single byte after which the line counts as lost; a slow line may take its time."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What the confirmer sent, read and judged."""

    findings: tuple[SiteItemFinding, ...]
    note: str
    kind: ConfirmationKind
    position: Position | None
    photos: tuple[IO[bytes], ...]
    """Whole pictures, still in their temporary files."""


async def read_upload(request: web.Request, limits: Limits, files: ExitStack) -> Upload:
    """The form as sent. `files` closes the temporary files. Raises `Unusable` and has then kept nothing."""
    told, kept = await _Reading(request, limits, files).form()
    for no, file in enumerate(kept, 1):
        await asyncio.to_thread(_judge, file, no)
    return Upload(
        findings=fields.findings(told.get("findings", ""), limits.words),
        note=fields.words(told.get("note", ""), limits.words),
        kind=fields.kind(told),
        position=fields.position(told),
        photos=tuple(kept),
    )


def content_of(file: IO[bytes]) -> bytes:
    """All of a photo."""
    file.seek(0)
    return file.read()


def _judge(file: IO[bytes], no: int) -> None:
    verdict = picture_type(content_of(file))
    if isinstance(verdict, UploadFault):
        raise Unusable(verdict, no)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One body on its way in."""

    request: web.Request
    limits: Limits
    files: ExitStack

    async def form(self) -> tuple[Mapping[str, str], list[IO[bytes]]]:
        """The fields by name (the first of each), and the photos in order."""
        if (self.request.content_length or 0) > self.limits.body_bytes:
            raise Unusable(UploadFault.TOO_BIG)
        if self.request.content_type != "multipart/form-data":
            raise Unusable(UploadFault.GARBLED)
        try:
            return await self._parts(await self.request.multipart())
        except TimeoutError:
            raise Unusable(UploadFault.TOO_SLOW) from None
        # The reader says in many ways that a body is put together wrongly or broke off.
        except (
            ValueError,
            RuntimeError,
            HttpProcessingError,
            aiohttp.ClientError,
            web.RequestPayloadError,
            OSError,
        ):
            raise Unusable(UploadFault.GARBLED) from None

    async def _parts(self, reader: aiohttp.MultipartReader) -> tuple[Mapping[str, str], list[IO[bytes]]]:
        told: dict[str, str] = {}
        photos: list[IO[bytes]] = []
        for _ in range(self.limits.fields + self.limits.photos + 1):
            async with asyncio.timeout(self.limits.silence_s):
                part = await reader.next()
            if part is None:
                return told, photos
            if not isinstance(part, aiohttp.BodyPartReader):
                raise Unusable(UploadFault.GARBLED)
            if part.name == _PHOTO:
                await self._photo(part, photos)
            else:
                text = await self._field(part)
                told.setdefault(part.name or "", text)
        raise Unusable(UploadFault.GARBLED)

    async def _photo(self, part: aiohttp.BodyPartReader, photos: list[IO[bytes]]) -> None:
        no = len(photos) + 1
        file = self.files.enter_context(tempfile.SpooledTemporaryFile(max_size=MEGABYTE))  # noqa: SIM115 - the stack closes it
        size = 0
        while piece := await self._piece(part):
            size += len(piece)
            if no > self.limits.photos:
                raise Unusable(UploadFault.TOO_MANY_PHOTOS)
            if size > self.limits.photo_bytes:
                raise Unusable(UploadFault.PHOTO_TOO_BIG, no)
            file.write(piece)
        # A form without a chosen file sends a part without name and content.
        if size or part.filename:
            if no > self.limits.photos:
                raise Unusable(UploadFault.TOO_MANY_PHOTOS)
            photos.append(file)

    async def _field(self, part: aiohttp.BodyPartReader) -> str:
        gathered = bytearray()
        while piece := await self._piece(part):
            gathered += piece
            if len(gathered) > self.limits.field_bytes:
                raise Unusable(UploadFault.WORDS_TOO_LONG)
        return gathered.decode()

    async def _piece(self, part: aiohttp.BodyPartReader) -> bytes:
        """The next bytes of the part; none only at its end."""
        while not part.at_eof():
            async with asyncio.timeout(self.limits.silence_s):
                piece = await part.read_chunk(_PIECE)
            if self.request.content.total_bytes > self.limits.body_bytes:
                raise Unusable(UploadFault.TOO_BIG)
            if piece:
                return piece
        return b""
