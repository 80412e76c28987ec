"""A whole town on one machine: a centre's files, both stand-ins, and the real program between them.

The demo and the rehearsals differ only in where the clock stands and whether it ticks.
"""

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, replace

import aiohttp
from aiohttp import web

from bot.clock import BusinessClock, real_now
from bot.program import Program
from bot.rhythm import Rhythm
from bot.stage.phones import Phones
from bot.stage.processes import StageBroken, standin
from bot.travel import Travel
from config.load import Centre
from config.secret import Secret
from config.settings import DatabaseSettings, DingTalkSection, ServerSettings, SmsSettings
from domain.calendar_clock import local_date
from domain.faces import SmsKind
from domain.people import Directory, Person
from domain.vocabulary import Office

CORP, CLIENT, TEMPLATE = "ding-stage", "stage-client", "duban-stage.schema"
GROUP, GROUP_TITLE = "cidStageSupervision=", "民声督办群"
ACCESS_KEY, SIGN_CODE = "stage-key", "SMS_STAGE_{kind}"
DEMO_PACE, REHEARSAL_PACE = 20, 1000
"""Calls a second: as in the world while time ticks; where a story's days take seconds, its calls may too."""
GATEWAY_SECOND_S = 0.02
"""The gateway's retries, minutes in the world, take seconds on a stage."""


@dataclass(frozen=True, slots=True)
class Theatre:
    """Everything is on stage while the `async with` lasts."""

    program: Program
    phones: Phones
    travel: Travel
    url: str


@dataclass(frozen=True, slots=True)
class Secrets:
    """Made anew for every performance."""

    chat: str
    sms: str
    door: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where everybody is on this stage; an empty `database` is the centre's own."""

    url: str
    port: int
    chat: str
    sms: str
    database: str = ""
    calls_per_second: int = 20
    template: str = TEMPLATE


Pages = Callable[[Phones, Travel, Program], tuple[web.RouteDef, ...]]


@asynccontextmanager
async def theatre(
    centre: Centre,
    clock: BusinessClock,
    *,
    database: str = "",
    port: int = 0,
    ticking: bool,
    limited: bool | None = None,
    template: str = TEMPLATE,
    pages: Pages = lambda _phones, _travel, _program: (),
    rhythm: Rhythm | None = None,
) -> AsyncIterator[Theatre]:
    """Raise the curtain. `database`: another URL than the centre's own; `port` 0: any free one.

    `template`: empty for a centre that has published no card. `limited`: the chat platform's calls a second are
    counted as in life; else wherever the clock ticks.
    """
    limited = ticking if limited is None else limited
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    own = Secrets(secrets.token_urlsafe(18), secrets.token_urlsafe(18), secrets.token_urlsafe(24))
    async with AsyncExitStack() as stack:
        chat, sms = await both(
            stack,
            standin("dingtalk", chat_world(centre.directory, own, clock, limited=limited)),
            standin("sms", gateway_world(centre, own, url)),
        )
        session = await stack.enter_async_context(aiohttp.ClientSession())
        phones = Phones(session, chat, sms)
        await phones.set_clock(clock.now() - real_now())
        pace = DEMO_PACE if limited else REHEARSAL_PACE
        staged = on_stage(centre, own, Addresses(url, port, chat, sms, database, pace, template))
        travels: list[Travel] = []

        def hung(program: Program) -> tuple[web.RouteDef, ...]:
            travels.append(travel_of(program, phones))
            return pages(phones, travels[0], program)

        program = await stack.enter_async_context(
            Program(
                staged,
                clock,
                port,
                public_url=url,
                pages=hung,
                ticking=ticking,
                rhythm=rhythm or Rhythm(),
            )
        )
        await program.connected()
        await bind_group(program, phones, travels[0])
        yield Theatre(program, phones, travels[0], url)


async def both(
    stack: AsyncExitStack, first: AbstractAsyncContextManager[str], second: AbstractAsyncContextManager[str]
) -> tuple[str, str]:
    """Both stand-ins, started side by side."""
    one, other = await asyncio.gather(first.__aenter__(), second.__aenter__())
    stack.push_async_exit(first)
    stack.push_async_exit(second)
    return one, other


def travel_of(program: Program, phones: Phones) -> Travel:
    """Moving this program's time."""
    return Travel(
        clock=program.clock,
        calendar=program.centre.calendar,
        phones=phones,
        sweep=program.timetable.sweep,
        next_due=program.timetable.next_due,
        moving=program.moving,
        keep_offset=program.keep_offset,
    )


async def bind_group(program: Program, phones: Phones, travel: Travel) -> None:
    """The administrator makes the group the supervision group, as they would in a real centre."""
    directory, day = program.parts.who.directory, local_date(program.now())
    admins = [one.staff_id for one in directory.holders(Office.ADMINISTRATOR, day) if one.staff_id]
    if not admins:
        raise StageBroken("人员名册里没有管理员（offices.csv），无法绑定督办群。")
    await phones.say({"person": admins[0], "to": GROUP, "kind": "text", "text": "/绑定 督办群"})
    await travel.settle()


def on_stage(centre: Centre, own: Secrets, at: Addresses) -> Centre:
    """The centre with the stand-ins' addresses in place of the world's."""
    settings = centre.settings
    templates = {kind.value: SIGN_CODE.format(kind=kind.value) for kind in SmsKind}
    staged = replace(
        settings,
        server=ServerSettings(port=at.port, public_url=at.url),
        database=DatabaseSettings(url=Secret(at.database)) if at.database else settings.database,
        dingtalk=DingTalkSection(
            client_id=CLIENT,
            client_secret=Secret(own.chat),
            corp_id=CORP,
            robot_name=settings.dingtalk.robot_name,
            card_template_id=at.template,
            calls_per_second=at.calls_per_second,
            # Where a story's days take seconds, a day's messages come within a minute.
            messages_per_minute=0 if at.calls_per_second == REHEARSAL_PACE else 20,
            call_timeout_s=settings.dingtalk.call_timeout_s,
            heartbeat_s=settings.dingtalk.heartbeat_s,
            api_base=at.chat,
            oapi_base=at.chat,
            allow_private_downloads=True,
        ),
        sms=SmsSettings(
            gateway="alibaba",
            webhook_secret=Secret(own.door),
            section={
                **{name: value for name, value in settings.sms.section.items() if name == "timeout_s"},
                "access_key_id": ACCESS_KEY,
                "access_key_secret": Secret(own.sms),
                "sign_name": settings.centre.sign,
                "templates": templates,
                "endpoint": at.sms,
            },
        ),
    )
    return replace(centre, settings=staged, directory=replace(centre.directory, corp_id=CORP))


def with_accounts(directory: Directory) -> Directory:
    """Everybody with a chat account known from the start: a rehearsal need not look fifty people up."""
    people = {
        code: replace(person, staff_id=person.staff_id or account_of(person))
        for code, person in directory.people.items()
    }
    return replace(directory, people=people)


def account_of(person: Person) -> str:
    """The chat id the stand-in gives this person."""
    return person.staff_id or f"staff-{person.id}"


def chat_world(
    directory: Directory, own: Secrets, clock: BusinessClock, *, limited: bool
) -> dict[str, object]:
    """The chat stand-in's organisation: everybody of the centre's files, the centre's people in one group."""
    people = [
        {"staff_id": account_of(person), "name": person.name, "mobile": person.mobile}
        for person in directory.active()
    ]
    day = local_date(clock.now())
    members = [
        account_of(person)
        for person in directory.active()
        if directory.of_the_centre(person.id, day) or directory.holds(person.id, Office.ADMINISTRATOR, day)
    ]
    return {
        "client_id": CLIENT,
        "client_secret": own.chat,
        "corp_id": CORP,
        "people": people,
        "groups": [{"id": GROUP, "title": GROUP_TITLE, "members": members}],
        "template_ids": [TEMPLATE],
        "rules": {"monthly_calls": None, "calls_per_second": DEMO_PACE if limited else None},
    }


def gateway_world(centre: Centre, own: Secrets, url: str) -> dict[str, object]:
    """The gateway stand-in's account: our signature, our templates, our door."""
    return {
        "access_key_id": ACCESS_KEY,
        "access_key_secret": own.sms,
        "sign_names": [centre.settings.centre.sign],
        "templates": [
            {"code": SIGN_CODE.format(kind=kind.value), "text": text}
            for kind, text in centre.texts.templates()
        ],
        "callback_url": f"{url}/intake/alibaba/{own.door}",
        "rules": {"second_s": GATEWAY_SECOND_S},
    }


def free_port() -> int:
    """A port nobody uses just now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
