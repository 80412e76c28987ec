"""The only place that constructs: from a centre's files to a program ready to start. No business words here."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import aiohttp

from adapters.dingtalk.api import Api
from adapters.dingtalk.cards import Cards
from adapters.dingtalk.contacts import Contacts
from adapters.dingtalk.files import Files
from adapters.dingtalk.messages import Messages
from adapters.dingtalk.settings import DingTalkSettings, StreamSettings
from adapters.sms import GATEWAYS
from adapters.sms.port import Gateway
from bot.clock import BusinessClock, real_now
from bot.delivery.carrier import Carrier
from bot.delivery.errands import Errands
from bot.delivery.pacing import Pacing
from bot.fleet import TOKEN, Fleet, fleet_of
from bot.intake import Intake
from bot.links import SignedLinks
from bot.metrics import Metrics
from bot.papers.printer import Printer
from bot.printing import printing
from bot.rosters import RosterReader
from bot.sender import Sender
from bot.spending import Spending
from bot.who import Who
from bot.worker import WorkerNumber, fresh_name
from config.load import Centre
from config.texts.busy import BUSY_NOTE
from domain.context import Context
from domain.economy import Budget, Share
from domain.faces import Answer, CardFace
from domain.failures import Misconfigured
from handlers.surroundings import Surroundings
from store.blobs import Blobs, FolderBlobs, TableBlobs
from store.database import Database, open_database
from store.ids import TimeOrderedIds
from store.sealing import KeyRing
from store.work import Tools

BUSY = Answer(CardFace(0, (("note", BUSY_NOTE), ("toast", BUSY_NOTE))))


@dataclass(slots=True)
class Parts:
    """Everything that is made once and shared. Nothing of it runs yet."""

    centre: Centre
    database: Database
    tools: Tools
    clock: BusinessClock
    who: Who
    links: SignedLinks
    blobs: Blobs
    session: aiohttp.ClientSession
    api: Api
    contacts: Contacts
    gateway: Gateway | None
    intake: Intake
    sender: Sender
    spending: Spending
    worker: str
    """This start's own name, in leases."""
    number: WorkerNumber
    """Take it before anything is written, give it back at the end."""
    fleet: Fleet
    metrics: Metrics

    def around(self) -> Surroundings:
        """A handler's surroundings, as of this moment."""
        return surroundings(self.centre, self.clock, self.who, self.links)


def build(
    centre: Centre, clock: BusinessClock, session: aiohttp.ClientSession, public_url: str = ""
) -> Parts:
    """Make all parts. Raises `Misconfigured`. `public_url` overrides the setting where the port is only now known."""
    url = centre.database_url.reveal()
    database = open_database(url)
    ring = master_key(centre)
    number = WorkerNumber(database, fresh_name())
    metrics = Metrics()
    who = Who(centre.directory, centre.directory)
    ids = TimeOrderedIds(clock.real, number.current)
    tools = Tools(ring, ids, refused=metrics.refused, rostered=who.take_in)
    links = SignedLinks(
        public_url or centre.settings.server.public_url,
        site_key(centre),
        centre.policy.site_link_opens_within,
        clock.now,
    )
    spending = Spending(database, clock.now, Budget(centre.policy.quota_calls, centre.policy.quota_pushes))
    chat = chat_settings(centre)
    alone = database.dialect == "sqlite"
    fleet = fleet_of(centre.settings.redis.url, chat, number.name, ring.blind, alone=alone)
    api = Api(chat, session, fleet.rate, spending.call, shelf=fleet.shelf)
    fleet.signals.on(TOKEN, api.doubt_token)
    gateway = sms_gateway(centre, session)
    wake = asyncio.Event()
    intake = Intake(
        database,
        tools,
        lambda: surroundings(centre, clock, who, links),
        fleet.waking(wake.set),
        BUSY,
        clock.real,
    )
    blobs: Blobs = FolderBlobs(centre.places.blobs) if database.dialect == "sqlite" else TableBlobs(database)
    carrier = Carrier(api, Messages(api, clock.now), Cards(api), chat.card_template_id, gateway, blobs)
    printer = Printer(
        database, tools, lambda: surroundings(centre, clock, who, links), printing(centre), blobs, clock.now
    )
    reader = RosterReader(lambda: surroundings(centre, clock, who, links))
    errands = Errands(Files(api), blobs, intake.receive, clock.now, reader.read, printer.printed)
    sender = Sender(
        database,
        tools,
        lambda: surroundings(centre, clock, who, links),
        clock,
        carrier,
        errands,
        pacing_of(centre, fleet, gateway),
        number.name,
        wake,
        lambda: spending.stands,
        spending.refused,
        lambda: intake.flooded,
    )
    intake.counted, sender.counted = metrics.event, metrics.sent
    return Parts(
        centre,
        database,
        tools,
        clock,
        who,
        links,
        blobs,
        session,
        api,
        Contacts(api),
        gateway,
        intake,
        sender,
        spending,
        number.name,
        number,
        fleet,
        metrics,
    )


def surroundings(centre: Centre, clock: BusinessClock, who: Who, links: SignedLinks) -> Surroundings:
    """What a handler stands in, with one moment for the whole transaction."""
    context = Context(clock.now(), centre.policy, centre.calendar, who.directory)
    return Surroundings(context, centre.texts, links)


def pacing_of(centre: Centre, fleet: Fleet, gateway: Gateway | None) -> Pacing:
    """What one recipient is sent: as the settings say in chat, as the gateway says by text."""
    most = centre.settings.dingtalk.messages_per_minute
    chat = Share(most, timedelta(minutes=1)) if most else None
    return Pacing(fleet.shares, chat, gateway.capabilities.per_number if gateway else None)


def chat_settings(centre: Centre) -> DingTalkSettings:
    """The adapter's own settings out of the section of `duban.toml`: the same fields under the same names."""
    section = centre.settings.dingtalk
    return DingTalkSettings(
        client_id=section.client_id,
        client_secret=section.client_secret,
        corp_id=section.corp_id,
        robot_code=section.robot_code,
        robot_name=section.robot_name,
        agent_id=section.agent_id,
        card_template_id=section.card_template_id,
        api_base=section.api_base,
        oapi_base=section.oapi_base,
        allow_private_downloads=section.allow_private_downloads,
        calls_per_second=section.calls_per_second,
        call_timeout_s=section.call_timeout_s,
        stream=StreamSettings(heartbeat_s=section.heartbeat_s),
    )


def sms_gateway(centre: Centre, session: aiohttp.ClientSession) -> Gateway | None:
    """The configured gateway, or none. Its clock is real time: the other side checks it against its own."""
    sms = centre.settings.sms
    if not sms.gateway:
        return None
    if sms.gateway not in GATEWAYS:
        raise Misconfigured(
            f"duban.toml：sms.gateway 写的是 {sms.gateway!r}，可用的有：{'、'.join(GATEWAYS)}。"
        )
    return GATEWAYS[sms.gateway](sms.section, session, real_now)


def master_key(centre: Centre) -> KeyRing:
    """The key ring, made at the first start of an embedded centre."""
    path = centre.places.master_key
    if not path.exists() and centre.database_url.reveal().startswith("sqlite"):
        path.parent.mkdir(parents=True, exist_ok=True)
        return KeyRing.create(path)
    return KeyRing.load(path)


def site_key(centre: Centre) -> bytes:
    """The key that signs page links."""
    path = centre.places.site_key
    try:
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        raise Misconfigured(
            f"{path}：读不到核实页签名密钥（应为 64 位十六进制），请用 duban init 生成。"
        ) from None
