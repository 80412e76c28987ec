"""Putting a picture or file on DingTalk's side, to be shown by its media id (`dingtalk.md` §11)."""

import re
from enum import StrEnum

import aiohttp

from adapters.dingtalk.api import Api, not_understood
from adapters.dingtalk.calls import UPLOAD
from adapters.dingtalk.loose import text_at
from domain.failures import Permanent

_MB = 1024 * 1024


class MediaKind(StrEnum):
    """What DingTalk takes."""

    IMAGE = "image"
    """jpg, gif, png, bmp"""
    VOICE = "voice"
    """amr, mp3, wav"""
    VIDEO = "video"
    """mp4"""
    FILE = "file"
    """doc, docx, xls, xlsx, ppt, pptx, zip, pdf, rar"""


_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_LONGEST = {
    MediaKind.IMAGE: 20 * _MB,
    MediaKind.VOICE: 2 * _MB,
    MediaKind.VIDEO: 20 * _MB,
    MediaKind.FILE: 20 * _MB,
}


async def upload(api: Api, kind: MediaKind, name: str, content: bytes) -> str:
    """The media id of the content: reusable, inside DingTalk only.

    Of `name` only the ending goes over the wire: DingTalk checks it, and shows the name the message gives.
    """
    if not content or len(content) > _LONGEST[kind]:
        raise Permanent("media_size", f"a {kind.value} for DingTalk has 1 byte to {_LONGEST[kind] // _MB} MB")

    def form() -> aiohttp.FormData:
        filled = aiohttp.FormData()
        filled.add_field(
            "media", content, filename=f"media{_ending(name)}", content_type="application/octet-stream"
        )
        return filled

    answer = await api.upload(UPLOAD, form, {"type": kind.value})
    media_id = text_at(answer, "media_id")
    if not media_id:
        raise not_understood(UPLOAD)
    return media_id


def _ending(name: str) -> str:
    found = _ENDING.search(name)
    return found.group().lower() if found else ""
