"""A small DingTalk OpenAPI for tests, on a real socket: answers what the test says, remembers what was asked."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Reply = web.Response | Callable[[web.Request], Awaitable[web.StreamResponse]]

TOKEN_PATH = "/v1.0/oauth2/accessToken"


def says(body: object, status: int = 200) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status)

    return answer


def says_words(text: str, status: int = 200) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(text=text, status=status, content_type="text/html")

    return answer


async def hangs(_request: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    return web.Response()


async def hangs_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Office:
    """`then` is used up one answer at a time; the last stays."""

    answers: dict[str, list[Callable[[web.Request], Awaitable[web.StreamResponse]]]] = field(
        default_factory=dict
    )
    asked: list[Asked] = field(default_factory=list)
    tokens: int = 0
    token_life: int = 7200
    base: str = ""

    def on(self, path: str, *then: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> None:
        self.answers[path] = list(then)

    def calls(self, path: str) -> list[Asked]:
        return [one for one in self.asked if one.path == path]

    def app(self) -> web.Application:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/{tail:.*}", self._serve)
        return app

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        body: Any = None
        if request.content_type == "application/json":
            body = await request.json()
        elif request.content_type == "multipart/form-data":
            body = dict((await request.post()).items())
        self.asked.append(
            Asked(request.method, request.path, dict(request.query), dict(request.headers), body)
        )
        then = self.answers.get(request.path)
        if then:
            return await (then.pop(0) if len(then) > 1 else then[0])(request)
        if request.path == TOKEN_PATH:
            self.tokens += 1
            return web.json_response({"accessToken": f"token-{self.tokens}", "expireIn": self.token_life})
        return web.json_response({"code": "no.such.path"}, status=404)
