"""Reading an HTTP answer that may be anything, without letting it grow."""

import aiohttp

from adapters.dingtalk.loose import json_of

LONGEST_BYTES = 4 * 1024 * 1024
"""A department's list of people is the longest answer we ask for; it stays far below."""


async def read_answer(answer: aiohttp.ClientResponse, limit: int = LONGEST_BYTES) -> tuple[object, str]:
    """The JSON of an answer (`None` if it holds none) and its first words, to tell a page for people by."""
    read = bytearray()
    async for piece in answer.content.iter_any():
        read += piece
        if len(read) > limit:
            return None, ""
    raw = bytes(read)
    return json_of(raw), raw[:200].decode(errors="replace")
