"""Words with which a unit says it has arrived on site (到场), or wants to speak to the supervisor."""

import re

from config.texts.heard.letters import squeeze

_ARRIVED = re.compile(
    r"(?:已经?|都|人|人员|我们|工作人员|值班员|队员)*(?:到(?:达)?(?:了)?(?:现|事发)?(?:场|地)|到达|抵达)(?!(?:时间|不了|后再|才))"
)
_NOT_YET = re.compile(r"(?:未|没|没有|尚未|还没|正在|正|马上|即将|准备|赶往|前往|预计|将|去).{0,6}到")
_SUPERVISOR = re.compile(r"(?:联系|找|请|转|叫)(?:一下|下)?督办员|督办员(?:电话|号码)")


def says_arrived(text: str) -> bool:
    """已到现场, 人员到场; not 正在赶往, not 还没到."""
    plain = squeeze(text)
    return _ARRIVED.search(_NOT_YET.sub("", plain)) is not None


def wants_supervisor(text: str) -> bool:
    """联系督办员: the typed twin of the button."""
    return _SUPERVISOR.search(squeeze(text)) is not None
