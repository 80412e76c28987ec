"""Opening a Stream socket: a ticket from the gateway, then the upgrade (`dingtalk.md` §3.1, §3.2).

Neither the ticket nor an address that holds it may reach a log or an error text.
"""

import asyncio

import aiohttp
from yarl import URL

from adapters.dingtalk.answers import read_answer
from adapters.dingtalk.errors import trouble_of, unreachable
from adapters.dingtalk.frames import TOPIC_PRESSED, TOPIC_SAID
from adapters.dingtalk.loose import object_of, text_at
from adapters.dingtalk.settings import DingTalkSettings
from domain.failures import Transient

OPEN_PATH = "/v1.0/gateway/connections/open"
_CLOSE_S = 2.0
"""A server that does not answer our goodbye is not waited for."""

Socket = aiohttp.ClientWebSocketResponse


async def open_socket(settings: DingTalkSettings, session: aiohttp.ClientSession) -> Socket:
    """A fresh socket, subscribed to robot messages, card presses and events.

    Raises a `DeliveryFailed`: with the gateway's own code when it refused, `Transient` when it could not be reached.
    """
    limit = settings.stream.open_timeout_s
    try:
        async with asyncio.timeout(limit):
            address = await _ticketed_address(settings, session)
        async with asyncio.timeout(limit):
            return await session.ws_connect(
                address,
                heartbeat=settings.stream.heartbeat_s,
                max_msg_size=settings.stream.max_frame_bytes,
                timeout=aiohttp.ClientWSTimeout(ws_close=_CLOSE_S),
            )
    except aiohttp.WSServerHandshakeError as fault:
        raise Transient(f"http_{fault.status}", "DingTalk's Stream host refused the socket") from None
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as fault:
        raise unreachable(fault, sent=False, repeatable=True) from None


async def _ticketed_address(settings: DingTalkSettings, session: aiohttp.ClientSession) -> URL:
    question = {
        "clientId": settings.client_id,
        "clientSecret": settings.client_secret.reveal(),
        "subscriptions": [
            {"type": "EVENT", "topic": "*"},
            {"type": "CALLBACK", "topic": TOPIC_SAID},
            {"type": "CALLBACK", "topic": TOPIC_PRESSED},
        ],
    }
    async with session.post(
        settings.api_base.rstrip("/") + OPEN_PATH,
        json=question,
        headers={"Accept": "application/json"},  # without it the answer may be XML
        allow_redirects=False,
    ) as answer:
        body, text = await read_answer(answer)
    trouble = trouble_of(answer.status, body, text)
    if trouble is not None:
        raise trouble.failure(repeatable=True)
    endpoint, ticket = text_at(object_of(body), "endpoint"), text_at(object_of(body), "ticket")
    address = URL(endpoint)
    if address.scheme not in {"ws", "wss"} or not ticket:
        raise Transient("no_endpoint", "the Stream gateway's answer holds no address and ticket")
    return address.update_query(ticket=ticket)
