"""Names that lead inside are not looked up: a link from outside must not reach our own network (`dingtalk.md` §4.7)."""

import ipaddress
import socket

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet; what is no address is not."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped if mapped is not None else found
    return found.is_global and not found.is_multicast


class PrivateAddress(OSError):
    """The name leads inside."""


class PublicResolver(AbstractResolver):
    """Gives public addresses only; the connector goes exactly there, so a second look-up cannot change it."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The public ones among the host's addresses. Raises `PrivateAddress` when there are none."""
        found = await self._inner.resolve(host, port, family)
        public = [one for one in found if is_public(one["host"])]
        if not public:
            raise PrivateAddress("the name leads to no public address")
        return public

    async def close(self) -> None:
        """Nothing to close."""
        await self._inner.close()
