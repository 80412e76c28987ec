"""Which reply addresses are DingTalk's own: they come inside messages, and messages can be anything."""

from yarl import URL

REPLY_PATH = "/robot/sendBySession"


def trusted_reply_url(address: str, oapi_base: str) -> str | None:
    """The address as it will be called, if it leads to DingTalk's session call and nowhere else.

    Parsed by the same library that will call it, so that no other reading of the text is possible.
    """
    try:
        url = URL(address)
        ours = url.is_absolute() and url.origin() == URL(oapi_base).origin()
    except ValueError:
        return None
    if not ours or url.user is not None or url.password is not None or url.path != REPLY_PATH:
        return None
    return str(url)
