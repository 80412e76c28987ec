"""Long text messages (长短信): how they are counted, and which pushes are likely parts of one message.

Cloud gateways deliver a long text either joined or one push per part, and do not say which (`sms.md` §4).
The handler joins parts in the ticket and keeps both; here is only the suspicion.
"""

from datetime import timedelta

from domain.inbound import SmsReceived

SINGLE_UNITS = 70
"""UTF-16 units in one Chinese text message."""
PART_UNITS = 67
"""UTF-16 units in each part of a longer one; three go to the header."""
TOGETHER = timedelta(seconds=10)
"""Parts of one message follow each other within seconds."""


def units(text: str) -> int:
    """Length as the phone network counts it: UTF-16 units, so an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parts_of(text: str) -> int:
    """How many text messages will be paid for; the signature (签名) must already be in the text."""
    length = units(text)
    return 1 if length <= SINGLE_UNITS else -(-length // PART_UNITS)


def looks_like_continuation(earlier: SmsReceived, later: SmsReceived, within: timedelta = TOGETHER) -> bool:
    """Whether `later` is probably the next part of the message that began with `earlier`.

    Same phone, same number dialled, a full first part, and sent within moments; where either sending time is
    missing, the arrival counts. The same words again are a repeat, not a continuation.
    """
    if (earlier.gateway, earlier.phone, earlier.dest) != (later.gateway, later.phone, later.dest):
        return False
    if earlier.key == later.key or earlier.text == later.text:
        return False
    if not _fills_a_part(earlier.text, later.text):
        return False
    if earlier.sent_at is not None and later.sent_at is not None:
        apart = later.sent_at - earlier.sent_at
    else:
        apart = later.received_at - earlier.received_at
    return abs(apart) <= within


def _fills_a_part(text: str, following: str) -> bool:
    """A part is one unit short where the next letter takes two (emoji) and was not cut in half."""
    length = units(text)
    return length in (PART_UNITS, SINGLE_UNITS) or (length == PART_UNITS - 1 and units(following[:1]) > 1)
