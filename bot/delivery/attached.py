"""Whether a file sent in chat may stand in the record: not empty, and a whole picture where it claims to be one.

What the platform's link gives is believed as little as what a phone uploads: a page of HTML under a photo's name proves
nothing on site.
"""

import mimetypes

from bot.site.pictures import picture_type
from domain.inbound import FileKind, RemoteFile
from domain.site_page import UploadFault


def fault_of(file: RemoteFile, content: bytes, media_type: str) -> UploadFault | None:
    """What is wrong with the content, if anything; `media_type` is what its first bytes say."""
    if not content:
        return UploadFault.PHOTO_EMPTY
    if not _claims_to_be_a_picture(file):
        return None
    verdict = picture_type(content)
    if verdict is UploadFault.NOT_A_PICTURE and media_type.startswith("image/"):
        # GIF, BMP, AVIF: no camera's, but people do send screenshots so, and every phone shows them.
        return None
    return verdict if isinstance(verdict, UploadFault) else None


def _claims_to_be_a_picture(file: RemoteFile) -> bool:
    named = mimetypes.guess_type(file.name, strict=False)[0] or ""
    return file.kind is FileKind.PICTURE or (file.kind is FileKind.FILE and named.startswith("image/"))
