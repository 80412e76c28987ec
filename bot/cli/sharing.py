"""Whether the configured Redis serves us, in one sentence: for `duban doctor`, and for a warning at the start."""

from adapters.redis.probe import trouble_with
from config.load import Centre
from config.texts import redis as told


async def redis_sentence(centre: Centre) -> str:
    """What is wrong with it and what to do; empty when it serves us or none is configured."""
    url = centre.settings.redis.url
    trouble = await trouble_with(url) if url else None
    return told.trouble(trouble.value) if trouble else ""
