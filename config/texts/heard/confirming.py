"""A yes that can only be meant as one: what confirms a question read back some while ago, when 好的 may mean anything."""

from config.texts.heard.letters import squeeze

_PLAIN_YES = frozenset(
    {"是", "是的", "对", "对的", "确认", "确定", "确认无误", "没错", "是滴", "yes", "y", "正确"}
)


def plainly_yes(text: str) -> bool:
    """是, 确认; not 好的, 可以, ok, which also answer a notice."""
    return squeeze(text).strip(".。!！~～,，") in _PLAIN_YES
