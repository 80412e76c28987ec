"""The vendor's call interface: one address, one action (SendSms), answers as JSON (`sms.md` §6.1)."""

import asyncio
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web

from adapters.standins.sms.faults import Fault, FaultKind
from adapters.standins.sms.gateway import StandinGateway
from adapters.standins.sms.refused import RefusedError
from adapters.standins.sms.signature import Asked, Verifier
from adapters.standins.swapping import HELD_S

_VERSION = "2017-05-25"
_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_FORM = "application/x-www-form-urlencoded"
_BEFORE = (
    FaultKind.THROTTLE,
    FaultKind.ERROR_500,
    FaultKind.HTML,
    FaultKind.CLOSE,
    FaultKind.REFUSE,
)
_AFTER = (
    FaultKind.DONE_BUT_HANG,
    FaultKind.DONE_BUT_CLOSE,
    FaultKind.DONE_BUT_504,
    FaultKind.DONE_BUT_HTML,
)


class Calls:
    """Handles every call a customer makes."""

    def __init__(self, gateway: StandinGateway, verifier: Verifier) -> None:
        self._gateway = gateway
        self._verifier = verifier

    async def call(self, request: web.Request) -> web.StreamResponse:
        """One call, answered or misanswered."""
        faults = self._gateway.faults
        rules = self._gateway.rules
        before = faults.take(*_BEFORE)
        if before is not None:
            return self._misanswer(request, before)
        try:
            biz_id = await self._send(request)
        except RefusedError as refused:
            return self._refuse(request, refused)
        slow = faults.take(FaultKind.SLOW)
        await asyncio.sleep(slow.ms / 1000 if slow else 0)
        if self._gateway.pushes.swapping.coin():
            await asyncio.sleep(rules.report_s * rules.second_s + 2 * HELD_S)  # its report comes first
        after = faults.take(*_AFTER)
        if after is not None:
            return await _done_but(request, after)
        return self._answer(200, {"Code": "OK", "Message": "OK", "BizId": biz_id})

    async def _send(self, request: web.Request) -> str:
        body = await request.read()
        headers = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(
            request.method, request.rel_url.raw_path, request.rel_url.raw_query_string, headers, body
        )
        parameters = dict(parse_qsl(asked.query, keep_blank_values=True))
        if headers.get("content-type", "").startswith(_FORM):
            parameters |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        if headers.get("x-acs-action", parameters.get("Action")) != "SendSms":
            message = "Specified api is not found, please check your url and method."
            raise RefusedError("InvalidAction.NotFound", message, 404)
        if headers.get("x-acs-version", parameters.get("Version")) != _VERSION:
            raise RefusedError("InvalidVersion", "Specified parameter Version is not valid.", 400)
        self._verifier.check(asked, self._gateway.clock.real(), self._gateway.rules.skew_s)
        return self._accept(parameters)

    def _accept(self, parameters: Mapping[str, str]) -> str:
        gateway = self._gateway
        day = gateway.clock.beijing().strftime("%Y-%m-%d")
        return gateway.send(gateway.account.order(parameters, gateway.rules, day))

    def _misanswer(self, request: web.Request, fault: Fault) -> web.Response:
        match fault.kind:
            case FaultKind.THROTTLE:
                code = fault.code or "Throttling.User"
                message = "Request was denied due to user flow control."
                return self._refuse(request, RefusedError(code, message, 400))
            case FaultKind.REFUSE:
                code = fault.code or "isv.BUSINESS_LIMIT_CONTROL"
                return self._refuse(request, RefusedError(code, "按控制接口要求拒绝"))
            case FaultKind.HTML:
                return web.Response(status=502, text=_PAGE, content_type="text/html")
            case FaultKind.CLOSE:
                return _close(request)
            case _:
                return web.Response(status=500, text="")

    def _refuse(self, request: web.Request, refused: RefusedError) -> web.Response:
        answer = {"Code": refused.code, "Message": refused.message}
        if refused.status != 200:  # noqa: PLR2004 - a business error comes with HTTP 200
            answer |= {"HostId": request.host, "Recommend": "https://api.aliyun.com/troubleshoot"}
        return self._answer(refused.status, answer)

    def _answer(self, status: int, answer: Mapping[str, str]) -> web.Response:
        self._gateway.codes[answer["Code"]] += 1
        return web.json_response({**answer, "RequestId": secrets.token_hex(16).upper()}, status=status)


async def _done_but(request: web.Request, fault: Fault) -> web.Response:
    match fault.kind:
        case FaultKind.DONE_BUT_HANG:
            # Cancelled when the caller goes or the stand-in stops.
            await asyncio.Event().wait()
            return _close(request)
        case FaultKind.DONE_BUT_CLOSE:
            return _close(request)
        case FaultKind.DONE_BUT_HTML:
            return web.Response(status=200, text=_PAGE, content_type="text/html")
        case _:
            return web.Response(status=504, text="")


def _close(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.close()
    return web.Response(status=500)
