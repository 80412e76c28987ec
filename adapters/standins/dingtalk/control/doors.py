"""How control calls are answered: JSON in, JSON out, one clear sentence when something is wrong."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from adapters.standins.dingtalk import reading
from adapters.standins.dingtalk.organisation import Group, Person
from adapters.standins.dingtalk.reading import Json
from adapters.standins.dingtalk.world import World


class ControlRefused(Exception):
    """The control call cannot be done; the sentence says why and what to do."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Order:
    """One control call."""

    world: World
    body: Json
    parts: dict[str, str]
    query: dict[str, str]
    origin: str

    def needed(self, key: str) -> str:
        """A text that must be there."""
        value = reading.text(self.body, key)
        if not value:
            raise ControlRefused(f"'{key}' is missing: give it as text")
        return value

    def person(self, staff_id: str) -> Person:
        """A person by staff id."""
        person = self.world.organisation.people.get(staff_id)
        if person is None:
            raise ControlRefused(f"nobody has the staffId '{staff_id}': see GET /control/people", 404)
        return person

    def group(self, group_id: str) -> Group:
        """A group by its openConversationId."""
        group = self.world.organisation.groups.get(group_id)
        if group is None:
            raise ControlRefused(f"no group has the id '{group_id}': see GET /control/people", 404)
        return group


@dataclass(frozen=True, slots=True)
class Door:
    """One control endpoint."""

    method: str
    path: str
    do: Callable[[Order], Awaitable[Json]]
    needs_body: bool = field(default=True)


def handler_for(door: Door, world: World) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The aiohttp handler of one control endpoint."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            body = await _body(request) if door.needs_body else {}
            order = Order(
                world,
                body,
                dict(request.match_info),
                {str(name): str(value) for name, value in request.query.items()},
                f"http://{request.host}",
            )
            return web.json_response(await door.do(order), dumps=_dumps)
        except ControlRefused as fault:
            return web.json_response({"error": str(fault)}, status=fault.status, dumps=_dumps)

    return handle


async def _body(request: web.Request) -> Json:
    raw = await request.text()
    if not raw.strip():
        return {}
    body = reading.object_text(raw)
    if body is None:
        raise ControlRefused("the body is no JSON object")
    return body


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
