"""Media files (媒体文件) the app uploads (`dingtalk.md` §11)."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.answers import OldCallRefused
from adapters.standins.dingtalk.gate import Body, Call, Host
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.world import Asked

MEGABYTE = 1024 * 1024
WRONG_TYPE, TOO_LARGE, NO_MEDIA = 40004, 40009, 41005


@dataclass(frozen=True, slots=True)
class MediaRule:
    """What one type of media may be."""

    endings: frozenset[str]
    limit: int


RULES = {
    "image": MediaRule(frozenset({".jpg", ".jpeg", ".gif", ".png", ".bmp"}), 20 * MEGABYTE),
    "voice": MediaRule(frozenset({".amr", ".mp3", ".wav"}), 2 * MEGABYTE),
    "video": MediaRule(frozenset({".mp4"}), 20 * MEGABYTE),
    "file": MediaRule(
        frozenset({".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".pdf", ".rar"}), 20 * MEGABYTE
    ),
}


async def upload(asked: Asked) -> Json:
    """Take a file; its id works inside DingTalk only, again and again."""
    kind = reading.text(asked.fields, "type") or asked.query.get("type", "")
    rule = RULES.get(kind)
    if asked.upload is None:
        raise OldCallRefused(NO_MEDIA, "缺少多媒体文件数据")
    ending = PurePosixPath(asked.upload.name).suffix.lower()
    if rule is None or ending not in rule.endings:
        raise OldCallRefused(WRONG_TYPE, "不合法的媒体文件类型")
    if len(asked.upload.content) > rule.limit:
        raise OldCallRefused(TOO_LARGE, "不合法的文件大小")
    stored = asked.world.keep_file(asked.upload.name, asked.upload.media_type, asked.upload.content)
    media_id = ("$" if kind == "file" else "@") + stored.id
    asked.world.phones.files[media_id] = stored
    return {"media_id": media_id, "created_at": asked.world.clock.now_ms(), "type": kind}


CALLS = (Call("POST", "/media/upload", upload, Host.OLD, body=Body.MULTIPART),)
