"""The way every platform call takes: faults, token, speed, permission, quota, body, then its answerer, then the log."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import BodyPartReader, web

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.answers import DENIED, CallRefused, OldCallRefused
from adapters.standins.dingtalk.faults import FaultKind
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.world import Asked, CallSeen, Upload, World

HTML_PAGE = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>tengine</body></html>"
SECRET_KEYS = frozenset(
    {"appsecret", "clientsecret", "client_secret", "accesstoken", "access_token", "ticket", "code"}
)


class Host(StrEnum):
    """The two hosts; one port answers for both, the paths never meet."""

    NEW = "api"
    OLD = "oapi"


class Body(StrEnum):
    """What a call carries."""

    NONE = "none"
    JSON = "json"
    MULTIPART = "multipart"


@dataclass(frozen=True, slots=True)
class Call:
    """One endpoint. `scope`: the permission it needs. `counted`: it costs quota."""

    method: str
    path: str
    answer: Callable[[Asked], Awaitable[Json]]
    host: Host = Host.NEW
    scope: str = ""
    token: bool = True
    counted: bool = True
    body: Body = Body.JSON


def handler_for(call: Call, world: World) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The aiohttp handler of one endpoint."""

    async def handle(request: web.Request) -> web.StreamResponse:
        began = time.monotonic()
        body: Json = {}
        world.calls_open += 1
        try:
            struck = await _struck_before(world, request)
            if struck is not None:
                code, response = "fault", struck
            else:
                code, body, response = await _answered(call, world, request)
        finally:
            world.calls_open -= 1
        world.calls.append(
            CallSeen(
                world.clock.now_ms(),
                request.method,
                request.path,
                response.status,
                int((time.monotonic() - began) * 1000),
                code,
                _redacted(body),
            )
        )
        return response

    return handle


async def _answered(call: Call, world: World, request: web.Request) -> tuple[str, Json, web.Response]:
    request_id = world.mint.fresh_hex("request")
    asked: Asked | None = None
    try:
        token = _let_in(call, world, request)
        asked = await _read(call, world, request, token)
        result = await call.answer(asked)
        if call.counted:
            world.quota.count_call()
        if late := world.faults.take(FaultKind.DONE_BUT_LATE, request.path):
            await world.faults.hold(late)
        if world.faults.take(FaultKind.DONE_BUT_504, request.path):
            return "done_but_504", asked.body, _timed_out(call, request_id)
        if call.host is Host.OLD:
            result = {"errcode": 0, "errmsg": "ok", **result, "request_id": request_id}
        return "", asked.body, web.json_response(result, dumps=reading.compact)
    except CallRefused as fault:
        body = asked.body if asked else {}
        return fault.code, body, _json(fault.status, fault.body(request_id))
    except OldCallRefused as fault:
        body = asked.body if asked else {}
        return str(fault.errcode), body, _json(200, fault.body(request_id))


def _let_in(call: Call, world: World, request: web.Request) -> str:
    """Check token, speed, permission and quota; answers the token. Raises what the host would answer."""
    old = call.host is Host.OLD
    token = (
        request.query.get("access_token", "")
        if old
        else request.headers.get("x-acs-dingtalk-access-token", "")
    )
    if call.token and not world.secrets.tokens.look(token):
        if old:
            raise OldCallRefused(40014, "不合法的access_token")
        raise CallRefused(400, "InvalidAuthentication", "不合法的access_token")
    if call.counted and world.faults.take(FaultKind.THROTTLE_403, request.path):
        raise _too_fast(old)
    if call.counted and world.quota.too_fast(world.rules.calls_per_second):
        raise _too_fast(old)
    if call.scope in world.rules.scopes_withheld and call.scope:
        if old:
            raise OldCallRefused(60011, "没有调用该接口的权限", "60011", f"requiredScopes=[{call.scope}]")
        raise CallRefused(
            403, f"{DENIED}AccessTokenPermissionDenied", "应用尚未开通所需的权限", (call.scope,)
        )
    if call.counted and world.quota.used_up(world.rules.monthly_calls):
        if old:
            raise OldCallRefused(90020, "本月调用次数已用完")
        raise CallRefused(403, f"{DENIED}ApiCountLimitForOrg", "本月调用次数已用完")
    return token


def _too_fast(old: bool) -> Exception:
    if old:
        return OldCallRefused(
            90018, "您的服务器调用钉钉开放平台所有接口的请求都被暂时禁用了", "90018", "qps limit"
        )
    return CallRefused(403, f"{DENIED}QpsLimitForAppkeyAndApi", "请求过于频繁")


async def _read(call: Call, world: World, request: web.Request, token: str) -> Asked:
    body: Json = {}
    fields: Json = {}
    upload: Upload | None = None
    if call.body is Body.JSON:
        body = await _json_body(call, request)
    elif call.body is Body.MULTIPART:
        upload, fields = await _multipart(request)
    return Asked(
        world=world,
        path=request.path,
        body=body,
        query={str(name): str(value) for name, value in request.query.items()},
        parts=dict(request.match_info),
        origin=f"http://{request.host}",
        token=token,
        upload=upload,
        fields=fields,
    )


async def _json_body(call: Call, request: web.Request) -> Json:
    if call.host is Host.OLD and request.content_type == "application/x-www-form-urlencoded":
        return {str(name): str(value) for name, value in (await request.post()).items()}
    if request.content_type != "application/json":
        if call.host is Host.OLD:
            raise OldCallRefused(43008, "参数需要multipart类型或json类型")
        raise CallRefused(400, "Missingbody", "body is mandatory for this action")
    body = reading.object_text(await request.text())
    if body is None:
        if call.host is Host.OLD:
            raise OldCallRefused(40035, "不合法的参数")
        raise CallRefused(400, "InvalidParameter", "body is not a JSON object")
    return body


async def _multipart(request: web.Request) -> tuple[Upload | None, Json]:
    fields: Json = {}
    upload: Upload | None = None
    if not request.content_type.startswith("multipart/"):
        raise OldCallRefused(43008, "参数需要multipart类型")
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        content = bytes(await part.read(decode=True))
        if part.name == "media":
            kind = part.headers.get("Content-Type", "application/octet-stream")
            upload = Upload(part.filename or "", kind, content)
        elif part.name:
            fields[part.name] = content.decode("utf-8", "replace")
    return upload, fields


async def _struck_before(world: World, request: web.Request) -> web.Response | None:
    """The faults that come before anything is looked at."""
    path, faults = request.path, world.faults
    slow = faults.take(FaultKind.SLOW, path)
    if slow:
        await asyncio.sleep(slow.ms / 1000)
    if faults.take(FaultKind.NO_ANSWER, path):
        await asyncio.Event().wait()  # for ever: until the caller gives up, which cancels us
    if faults.take(FaultKind.RESET_CALL, path):
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=499)
    if faults.take(FaultKind.HTML, path):
        return web.Response(status=200, text=HTML_PAGE, content_type="text/html")
    if faults.take(FaultKind.BANNED, path):
        ban: Json = {
            "status": 1111,
            "wait": 5,
            "source": "x5",
            "punish": "deny",
            "uuid": world.mint.fresh_hex("ban"),
        }
        return _json(200, ban)
    if faults.take(FaultKind.ERROR_500, path):
        return _json(
            500, {"requestid": world.mint.fresh_hex("request"), "code": "system.busy", "message": "系统繁忙"}
        )
    if faults.take(FaultKind.ERROR_503, path):
        return web.Response(status=503, text="Service Unavailable")
    return None


def _timed_out(call: Call, request_id: str) -> web.Response:
    if call.host is Host.OLD:
        return _json(
            200,
            OldCallRefused(15, "远程服务调用超时", "isp.top-remote-connection-timeout", "").body(request_id),
        )
    return _json(504, {"requestid": request_id, "code": "ServiceTimeout", "message": "服务响应超时"})


def _json(status: int, body: Json) -> web.Response:
    return web.json_response(body, status=status, dumps=reading.compact)


def _redacted(body: Json) -> Json:
    return {name: "***" if name.lower() in SECRET_KEYS else value for name, value in body.items()}
