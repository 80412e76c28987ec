"""Fetching what people sent: pictures, voice, files (`dingtalk.md` §4.7)."""

import ipaddress
from dataclasses import dataclass

import aiohttp
from yarl import URL

from adapters.dingtalk.api import Api, not_understood
from adapters.dingtalk.calls import DOWNLOAD
from adapters.dingtalk.errors import unreachable
from adapters.dingtalk.loose import text_at
from adapters.dingtalk.magic import media_type_of
from adapters.dingtalk.resolver import PrivateAddress, PublicResolver, is_public
from domain.failures import Permanent, Transient

_OK = 200
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file's content and what it really is."""

    content: bytes
    media_type: str


class Files:
    """Downloads by the code that came with a message, over connections of its own that cannot lead inside."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._settings = api.settings

    async def fetch(self, code: str) -> Fetched:
        """The file behind a download code.

        Raises `Permanent` when the code has expired, the file is larger than we take or the link leads where none
        may lead; `Transient` when the link failed: the next try asks for a fresh one.
        """
        body = {"downloadCode": code, "robotCode": self._settings.robot}
        answer = await self._api.ask(DOWNLOAD, body)
        url = self._fetchable(text_at(answer, "downloadUrl"))
        try:
            content = await self._content(url)
        except aiohttp.InvalidURL:
            raise Permanent("link", "a file's link is not a plain web address") from None
        except (aiohttp.ClientError, OSError, TimeoutError) as fault:
            if isinstance(getattr(fault, "os_error", None), PrivateAddress):
                raise Permanent("link", "a file's link leads to a private address") from None
            raise unreachable(fault, sent=False, repeatable=True) from None
        return Fetched(content, media_type_of(content))

    def _fetchable(self, address: str) -> URL:
        if not address:
            raise not_understood(DOWNLOAD)
        try:
            url = URL(address)
        except ValueError:
            raise Permanent("link", "a file's link is not an address") from None
        if url.scheme not in {"http", "https"} or not url.host or url.user is not None:
            raise Permanent("link", "a file's link is not a plain web address")
        if not self._settings.allow_private_downloads and _is_literal(url.host) and not is_public(url.host):
            raise Permanent("link", "a file's link leads to a private address")
        return url

    async def _content(self, url: URL) -> bytes:
        resolver = None if self._settings.allow_private_downloads else PublicResolver()
        timeout = aiohttp.ClientTimeout(total=self._settings.download_timeout_s)
        async with (
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=resolver), timeout=timeout, auto_decompress=False
            ) as session,
            # A redirect would leave the host that DingTalk named.
            session.get(url, allow_redirects=False) as answer,
        ):
            if answer.status != _OK:
                raise Transient(f"http_{answer.status}", "a file's link did not give the file")
            return await self._within_limit(answer)

    async def _within_limit(self, answer: aiohttp.ClientResponse) -> bytes:
        limit = self._settings.download_limit_bytes
        content = bytearray()
        if (answer.content_length or 0) <= limit:
            async for piece in answer.content.iter_chunked(_PIECE):
                content += piece
                if len(content) > limit:
                    break
            else:
                return bytes(content)
        raise Permanent("too_large", f"the file is larger than {limit // (1024 * 1024)} MB")


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
