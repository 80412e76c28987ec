"""How a robot message looks on a phone: `msgKey` and `msgParam` turned into a message (`dingtalk.md` §7.3)."""

from dataclasses import dataclass

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.phones import Kind
from adapters.standins.dingtalk.reading import Json


@dataclass(frozen=True, slots=True)
class Look:
    """What one `msgKey` needs, and what it turns into."""

    kind: Kind
    needs: tuple[str, ...]


LOOKS = {
    "sampleText": Look(Kind.TEXT, ("content",)),
    "sampleMarkdown": Look(Kind.MARKDOWN, ("title", "text")),
    "sampleImageMsg": Look(Kind.IMAGE, ("photoURL",)),
    "sampleLink": Look(Kind.LINK, ("text", "title", "picUrl", "messageUrl")),
    "sampleActionCard": Look(Kind.ACTION_CARD, ("title", "text", "singleTitle", "singleURL")),
    **{
        f"sampleActionCard{count}": Look(
            Kind.ACTION_CARD,
            (
                "title",
                "text",
                *(f"action{part}{n}" for n in range(1, count + 1) for part in ("Title", "URL")),
            ),
        )
        for count in range(2, 6)
    },
    "sampleActionCard6": Look(
        Kind.ACTION_CARD, ("title", "text", "buttonTitle1", "buttonUrl1", "buttonTitle2", "buttonUrl2")
    ),
    "sampleAudio": Look(Kind.AUDIO, ("mediaId", "duration")),
    "sampleFile": Look(Kind.FILE, ("mediaId", "fileName", "fileType")),
    "sampleVideo": Look(Kind.VIDEO, ("duration", "videoMediaId", "videoType", "picMediaId")),
}

_PAIRS = (
    ("singleTitle", "singleURL"),
    *((f"actionTitle{n}", f"actionURL{n}") for n in range(1, 6)),
    ("buttonTitle1", "buttonUrl1"),
    ("buttonTitle2", "buttonUrl2"),
)


def content_of(kind: Kind, param: Json) -> Json:
    """The message as a screen shows it: always `title` and `text`, and links where there are any."""
    content: Json = {
        "title": reading.text(param, "title"),
        "text": reading.text(param, "text") or reading.text(param, "content"),
    }
    links = [
        {"text": reading.text(param, label), "url": reading.text(param, url)}
        for label, url in _PAIRS
        if label in param
    ]
    if links:
        content["links"] = links
    if kind is Kind.IMAGE:
        content["media"] = reading.text(param, "photoURL")
    if kind in {Kind.FILE, Kind.AUDIO}:
        content |= {"media": reading.text(param, "mediaId"), "name": reading.text(param, "fileName")}
    if kind is Kind.VIDEO:
        content["media"] = reading.text(param, "videoMediaId")
    if kind is Kind.LINK:
        content["url"] = reading.text(param, "messageUrl")
    return content
