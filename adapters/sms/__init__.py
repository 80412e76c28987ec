"""SMS gateways (短信网关) by name. A new one: a file beside `alibaba.py`, a line here and a test (`style.md` §3)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import aiohttp

from adapters.sms import alibaba
from adapters.sms.port import Clock, Gateway

Factory = Callable[[Mapping[str, object], aiohttp.ClientSession, Clock], Gateway]
"""Section of `duban.toml`, shared session, real clock to gateway. Raises `Misconfigured`."""

GATEWAYS: Mapping[str, Factory] = MappingProxyType({alibaba.NAME: alibaba.build})
