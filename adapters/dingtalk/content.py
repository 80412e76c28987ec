"""The words and files inside one message, whatever kind it is (`dingtalk.md` §4.2), asked or quoted (§4.5)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from adapters.dingtalk.loose import NOTHING, Json, json_of, list_of, object_of, text_at
from domain.inbound import FileKind, RemoteFile, SpeechForm

_TOO_DEEP = 3
"""A forwarded record inside a forwarded record inside …: nobody reads further."""

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_EDGES = re.compile(rf"^[\s{_INVISIBLE}]+|[\s{_INVISIBLE}]+$")


@dataclass(frozen=True, slots=True)
class Content:
    """What one message says."""

    text: str = ""
    form: SpeechForm = SpeechForm.TYPED
    files: tuple[RemoteFile, ...] = ()


def trimmed(text: str) -> str:
    """Without the spaces mentions leave behind, of whatever width (U+2005, U+3000 …, `dingtalk.md` §4.4)."""
    return _EDGES.sub("", text)


def content_of(kind: str, raw: object, depth: int = 0) -> Content:
    """The words and files of a message of this `kind`; `raw` is an object, the JSON text of one, or plain words.

    A kind we do not know is `SpeechForm.UNKNOWN`, with the words the platform may have put there.
    """
    body = object_of(raw)
    if not body and isinstance(raw, str) and not isinstance(json_of(raw), dict):
        body = {"text": raw}
    reader = _READERS.get(kind)
    if reader is None:
        return Content(trimmed(text_at(body, "text", "content", "unknownMsgType")), SpeechForm.UNKNOWN)
    return reader(body, depth)


def content_of_parts(parts: list[object]) -> Content:
    """Rich text: one word may be split over two parts, so nothing is put between them; line breaks are parts."""
    texts: list[str] = []
    files: list[RemoteFile] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(text_at({"text": part}, "text"))
            continue
        body = object_of(part)
        kind = text_at(body, "type", "msgType")
        if kind != "at":
            texts.append(text_at(body, "text", "content"))
        code = file_code(body)
        if code:
            files.append(RemoteFile(_FILE_KINDS.get(kind, FileKind.PICTURE), code, text_at(body, "fileName")))
    return Content(trimmed("".join(texts)), SpeechForm.TYPED, tuple(files))


def file_code(body: Json) -> str:
    """The code that fetches a file; the picture's own code was reported not to work, so it comes second."""
    return text_at(body, "downloadCode", "pictureDownloadCode")


def _words(body: Json, _depth: int) -> Content:
    return Content(trimmed(text_at(body, "content", "text")))


def _picture(body: Json, _depth: int) -> Content:
    return _with_file(FileKind.PICTURE, body, SpeechForm.TYPED)


def _voice(body: Json, _depth: int) -> Content:
    code = file_code(body)
    files = (RemoteFile(FileKind.VOICE, code),) if code else ()
    return Content(trimmed(text_at(body, "recognition")), SpeechForm.RECOGNISED, files)


def _video(body: Json, _depth: int) -> Content:
    return _with_file(FileKind.VIDEO, body, SpeechForm.TYPED)


def _file(body: Json, _depth: int) -> Content:
    return _with_file(FileKind.FILE, body, SpeechForm.TYPED)


def _with_file(kind: FileKind, body: Json, form: SpeechForm) -> Content:
    """A file put into the chat by API has no code (§4.2): nothing to fetch, so its name is all there is."""
    code, name = file_code(body), trimmed(text_at(body, "fileName"))
    if not code:
        return Content(name, SpeechForm.UNKNOWN)
    return Content("", form, (RemoteFile(kind, code, name),))


def _rich(body: Json, _depth: int) -> Content:
    return content_of_parts(list_of(body.get("richText")))


def _record(body: Json, depth: int) -> Content:
    """A forwarded conversation (合并转发): its words line by line, its files, what is unreadable left out."""
    if depth >= _TOO_DEEP:
        return Content(form=SpeechForm.UNKNOWN)
    lines: list[str] = []
    files: list[RemoteFile] = []
    for entry in list_of(body.get("chatRecord")):
        line = object_of(entry)
        kind = text_at(line, "msgType", "msgtype", "type") or "text"
        inner = _record_line(kind, line, depth + 1)
        if inner.form is not SpeechForm.UNKNOWN:
            lines.append(inner.text)
            files.extend(inner.files)
    if not lines:
        return Content(trimmed(text_at(body, "summary", "title")), SpeechForm.UNKNOWN)
    return Content("\n".join(line for line in lines if line), SpeechForm.TYPED, tuple(files))


def _record_line(kind: str, line: Json, depth: int) -> Content:
    """A line's fields stand beside its kind, or one level down in `content`."""
    if kind in _FILE_KINDS and file_code(line):
        return content_of(kind, line, depth)
    nested = line.get("content", NOTHING)
    return content_of(kind, nested or line, depth)


def _card(body: Json, _depth: int) -> Content:
    """A shared document or another robot's card: its words are not the sender's, so its form is unknown."""
    name = text_at(body, "fileName")
    if name:
        return Content(trimmed(name), SpeechForm.UNKNOWN)
    values = [
        text_at(object_of(child), "value")
        for block in list_of(body.get("cardContent"))
        for child in list_of(object_of(block).get("children"))
    ]
    return Content(trimmed("\n".join(value for value in values if value)), SpeechForm.UNKNOWN)


def _markdown(body: Json, _depth: int) -> Content:
    return Content(trimmed(text_at(body, "text", "content")))


_Reader = Callable[[Json, int], Content]

_READERS: dict[str, _Reader] = {
    "text": _words,
    "picture": _picture,
    "image": _picture,
    "richText": _rich,
    "audio": _voice,
    "voice": _voice,
    "video": _video,
    "file": _file,
    "chatRecord": _record,
    "interactiveCard": _card,
    "markdown": _markdown,
}

_FILE_KINDS = {
    "picture": FileKind.PICTURE,
    "image": FileKind.PICTURE,
    "audio": FileKind.VOICE,
    "voice": FileKind.VOICE,
    "video": FileKind.VIDEO,
    "file": FileKind.FILE,
}
