"""The adapter against the stand-in of DingTalk, each with its own codecs: what one writes the other must read."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from adapters.dingtalk.api import Api
from adapters.dingtalk.cards import Cards
from adapters.dingtalk.contacts import Contacts
from adapters.dingtalk.desk import Unread
from adapters.dingtalk.ding import ding
from adapters.dingtalk.files import Files
from adapters.dingtalk.media import MediaKind, upload
from adapters.dingtalk.messages import SESSION_EXPIRED, Messages
from adapters.dingtalk.places import ToGroup, ToPerson
from adapters.dingtalk.settings import DingTalkSettings, StreamSettings
from adapters.dingtalk.stream import StreamClient
from adapters.standins.dingtalk.organisation import Group, Person
from adapters.standins.dingtalk.server import serve
from adapters.standins.dingtalk.settings import Rules, StandinSettings
from config.secret import Secret
from domain.faces import Answer, CardFace, ChatText
from domain.failures import Permanent, Transient, Unknown
from domain.inbound import (
    CardPressed,
    ChatSaid,
    ConversationKind,
    FileKind,
    Inbound,
    MessageRead,
    PersonLeft,
    SpeechForm,
)

TEMPLATE = "leader.schema"
BUTTONS = json.dumps([{"action": "sign", "text": "签收", "argument": "1"}], ensure_ascii=False)
FACE = CardFace(3, (("title", "督办单 0317"), ("buttons", BUTTONS)))


class NoLimit:
    async def take(self, *, urgent: bool = False) -> None:
        del urgent


@dataclass
class Town:
    """A stand-in, our adapter on it, and what the adapter handed over."""

    url: str
    session: aiohttp.ClientSession
    settings: DingTalkSettings
    api: Api
    received: asyncio.Queue[Inbound] = field(default_factory=asyncio.Queue)
    unread: asyncio.Queue[Unread] = field(default_factory=asyncio.Queue)
    fail_first: int = 0
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def receive(self, inbound: Inbound) -> Answer:
        self.received.put_nowait(inbound)
        if self.fail_first > 0:
            self.fail_first -= 1
            raise OSError
        if isinstance(inbound, CardPressed):
            return Answer(CardFace(inbound.revision + 1, (("title", "已签收"), ("buttons", "[]"))))
        return Answer()

    async def connect(self, **rhythm: Any) -> StreamClient:
        settings = replace(self.settings, stream=StreamSettings(**rhythm))
        client = StreamClient(
            settings,
            self.session,
            self.receive,
            self.unread.put,
            busy_face=lambda press: Answer(CardFace(press.revision, ())),
            clock=lambda: datetime.now(UTC),
            between=lambda _low, _high: 0.0,
        )
        self.tasks.append(asyncio.create_task(client.run()))
        await self.until(lambda stats: bool(stats["sockets"]))
        return client

    async def until(self, good: Callable[[dict[str, Any]], bool]) -> None:
        """Looks again and again; each look is a call over the wire, so everybody else gets on."""
        async with asyncio.timeout(10):
            while not good(await self.control("GET", "stats")):
                continue

    async def control(self, method: str, door: str, /, **body: Any) -> dict[str, Any]:
        async with self.session.request(method, f"{self.url}/control/{door}", json=body or None) as answer:
            said: dict[str, Any] = await answer.json()
            assert answer.status == 200, said
            return said

    async def say(self, person: str, text: str = "", **more: Any) -> str:
        answer = await self.control("POST", "say", person=person, text=text, **more)
        return str(answer["msgId"])

    async def next(self) -> Any:
        return await asyncio.wait_for(self.received.get(), 10)

    async def last_message(self, person: str, chat: int = 0) -> dict[str, Any]:
        screen = await self.control("GET", f"screen/{person}")
        message: dict[str, Any] = screen["chats"][chat]["messages"][-1]
        return message


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    people = (
        Person("0042", "周启明", mobile="13800000042"),
        Person("0051", "李大山"),
        Person("0077", "外人", outsider=True),
    )
    standin = await serve(
        StandinSettings(
            client_id="dingapp",
            client_secret="very-secret",
            corp_id="ding-corp",
            robot_name="督办小助手",
            people=people,
            groups=(Group("cidGroup=", "督办群", ("0042", "0051", "0077")),),
            template_ids=(TEMPLATE,),
            rules=Rules(retry_seconds=(0.05, 0.1), ack_seconds=0.05, calls_per_second=None),
        )
    )
    settings = DingTalkSettings(
        client_id="dingapp",
        client_secret=Secret("very-secret"),
        corp_id="ding-corp",
        robot_name="督办小助手",
        card_template_id=TEMPLATE,
        api_base=standin.url,
        oapi_base=standin.url,
        allow_private_downloads=True,
        call_timeout_s=5,
    )
    async with aiohttp.ClientSession() as session:
        town = Town(standin.url, session, settings, Api(settings, session, NoLimit(), lambda _name: None))
        yield town
        for task in town.tasks:
            task.cancel()
        await asyncio.gather(*town.tasks, return_exceptions=True)
    await standin.stop()


def messages(town: Town) -> Messages:
    return Messages(town.api, lambda: datetime.now(UTC))


async def test_words_come_in_and_the_answer_goes_back_into_the_session(town: Town) -> None:
    await town.connect()
    await town.say("0042", "路灯已经修好 [强]")
    said: ChatSaid = await town.next()

    assert (said.text, said.sender.staff_id, said.sender.corp_id) == (
        "路灯已经修好 [强]",
        "0042",
        "ding-corp",
    )
    assert said.conversation.kind is ConversationKind.ONE_TO_ONE
    assert said.reply_link is not None
    await messages(town).reply(said.reply_link, ChatText("收到", "已记为进展", ("0042",)))
    assert "已记为进展" in json.dumps(await town.last_message("0042"), ensure_ascii=False)

    await town.control("POST", "misbehave", fault="expire_sessions")
    with pytest.raises(Transient) as caught:
        await messages(town).reply(said.reply_link, ChatText("收到", "又一次"))
    assert caught.value.code == SESSION_EXPIRED


async def test_a_group_command_is_clean_and_names_the_mentioned(town: Town) -> None:
    await town.connect()
    await town.say("0042", "/踏勘 0317", to="cidGroup=", mentions=["bot", "0051"])
    said: ChatSaid = await town.next()

    assert (said.text, said.mentions) == ("/踏勘 0317", ("0051",))
    assert (said.conversation.kind, said.conversation.id) == (ConversationKind.GROUP, "cidGroup=")


async def test_an_outsider_has_no_staff_id(town: Town) -> None:
    await town.connect()
    await town.say("0077", "你好", to="cidGroup=")

    assert (await town.next()).sender.staff_id is None


@pytest.mark.parametrize(
    ("kind", "more", "form", "file"),
    [
        ("picture", {"picture": 7}, SpeechForm.TYPED, (FileKind.PICTURE, "image/png")),
        ("audio", {"recognition": "明天去看"}, SpeechForm.RECOGNISED, (FileKind.VOICE, "audio/amr")),
    ],
)
async def test_files_are_fetched_by_their_codes(
    town: Town, kind: str, more: dict[str, Any], form: SpeechForm, file: tuple[FileKind, str]
) -> None:
    await town.connect()
    await town.say("0042", kind=kind, **more)
    said: ChatSaid = await town.next()

    assert (said.form, said.text) == (form, more.get("recognition", ""))
    assert said.files[0].kind is file[0]
    assert (await Files(town.api).fetch(said.files[0].code)).media_type == file[1]
    await town.control("POST", "misbehave", fault="expire_download_codes")
    with pytest.raises(Permanent):
        await Files(town.api).fetch(said.files[0].code)


async def test_a_quote_of_our_own_message_is_known_by_what_sending_it_gave(town: Town) -> None:
    await town.connect()
    sent = await messages(town).send_to_person(("0042",), ChatText("提醒", "请回复进展"))
    message = await town.last_message("0042")
    await town.say("0042", "今天完成", quote=message["id"])
    said: ChatSaid = await town.next()

    assert said.quote is not None
    assert sent.provider_id in said.quote.message_ids
    await town.control("POST", "read", person="0042")
    read: MessageRead = await town.next()
    assert (read.staff_id, read.message_id) == ("0042", sent.provider_id)


async def test_a_group_hears_the_robot_too(town: Town) -> None:
    sent = await messages(town).send_to_group("cidGroup=", ChatText("通报", "**今日到期** 3 件"))
    media_id = await upload(town.api, MediaKind.IMAGE, "现场.png", b"\x89PNG\r\n\x1a\n0000")
    await messages(town).send_picture(ToGroup("cidGroup="), media_id)

    assert sent.provider_id
    shown = (await town.control("GET", "screen/0051"))["chats"][1]["messages"]
    assert "今日到期" in json.dumps(shown[0], ensure_ascii=False)
    assert shown[1]["files"][0]["type"]
    with pytest.raises(Permanent):
        await messages(town).send_to_group("cidNobody=", ChatText("通报", "x"))


@pytest.mark.parametrize("shape", ["both", "content_only", "value_only", "params_outside"])
async def test_a_press_shows_the_presser_the_new_face_and_an_update_everybody(town: Town, shape: str) -> None:
    await town.control("PUT", "settings", callback_shape=shape)
    await town.connect()
    cards = Cards(town.api)
    sent = await cards.create_and_deliver("card-1", TEMPLATE, FACE, ToPerson("0042"), "新督办单")
    assert sent.provider_id
    before = (await town.last_message("0042"))["card"]
    assert before["values"]["title"] == "督办单 0317"

    await town.control("POST", "press", person="0042", outTrackId="card-1", action="sign")
    press: CardPressed = await town.next()
    assert (press.card, press.revision, press.action, press.argument) == ("card-1", 3, "sign", "1")
    assert press.presser.staff_id == "0042"
    after = (await town.last_message("0042"))["card"]
    assert (after["values"]["title"], after["values"]["revision"], after["buttons"]) == ("已签收", "4", [])

    await cards.update("card-1", CardFace(5, (("title", "已办结"),)))
    assert (await town.last_message("0042"))["card"]["values"]["title"] == "已办结"


async def test_a_card_for_nobody_is_not_delivered(town: Town) -> None:
    with pytest.raises(Permanent) as caught:
        await Cards(town.api).create_and_deliver("card-2", TEMPLATE, FACE, ToPerson("9999"), "x")
    assert caught.value.code == "card_not_delivered"
    with pytest.raises(Permanent) as caught:
        await Cards(town.api).create_and_deliver("card-3", "other.schema", FACE, ToPerson("0042"), "x")
    assert caught.value.code == "param.templateNotExist"


async def test_a_card_made_without_our_hearing_of_it_is_made_once(town: Town) -> None:
    await town.control("PUT", "settings", repeated_card="refuse")
    await town.control("POST", "misbehave", fault="done_but_504", path="/v1.0/card", count=1)
    cards = Cards(town.api)
    with pytest.raises(Transient):
        await cards.create_and_deliver("card-4", TEMPLATE, FACE, ToPerson("0042"), "x")
    await cards.create_and_deliver("card-4", TEMPLATE, CardFace(4, (("title", "新"),)), ToPerson("0042"), "x")

    chat = (await town.control("GET", "screen/0042"))["chats"][0]["messages"]
    assert [one["card"]["values"]["title"] for one in chat] == ["新"]


async def test_a_second_try_shows_the_newest_face_even_where_the_platform_ignores_repeats(town: Town) -> None:
    cards = Cards(town.api)
    await cards.create_and_deliver("card-5", TEMPLATE, FACE, ToPerson("0042"), "x")
    newer = CardFace(4, (("title", "新"),))
    await cards.create_and_deliver("card-5", TEMPLATE, newer, ToPerson("0042"), "x", again=True)

    assert (await town.last_message("0042"))["card"]["values"]["title"] == "新"


async def test_a_message_that_may_have_gone_out_is_unknown(town: Town) -> None:
    await town.control("POST", "misbehave", fault="done_but_504", path="/v1.0/robot", count=1)
    with pytest.raises(Unknown):
        await messages(town).send_to_person(("0042",), ChatText("提醒", "一次"))
    assert len((await town.control("GET", "screen/0042"))["chats"][0]["messages"]) == 1


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ("throttle_403", Transient),
        ("error_500", Transient),
        ("error_503", Transient),
        ("html", Transient),
        ("banned", Transient),
        ("reset_call", Unknown),
    ],
)
async def test_misbehaviour_has_a_name(town: Town, fault: str, failure: type) -> None:
    await town.control("POST", "misbehave", fault=fault, path="/v1.0/robot", count=1)
    with pytest.raises(failure):
        await messages(town).send_to_person(("0042",), ChatText("提醒", "一次"))


async def test_an_expired_token_is_not_noticed_by_anybody(town: Town) -> None:
    await messages(town).send_to_person(("0042",), ChatText("提醒", "一"))
    await town.control("POST", "misbehave", fault="expire_tokens")
    await messages(town).send_to_person(("0042",), ChatText("提醒", "二"))
    await town.control("POST", "misbehave", fault="expire_tokens")

    assert await Contacts(town.api).staff_id_by_mobile("13800000042") == "0042"
    assert await Contacts(town.api).staff_id_by_mobile("13900000000") is None
    assert (await town.last_message("0042"))["kind"]


async def test_a_strong_reminder_rings_or_is_refused(town: Town) -> None:
    await ding(town.api, ("0042",), "请速办 0317")
    assert len((await town.control("GET", "screen/0042"))["dings"]) == 1
    await town.control("POST", "misbehave", fault="refuse_ding", count=1)
    with pytest.raises(Permanent) as caught:
        await ding(town.api, ("0042",), "请速办 0317")
    assert not caught.value.for_everyone


async def test_what_was_not_kept_comes_again_with_the_same_key(town: Town) -> None:
    town.fail_first = 1
    await town.connect()
    await town.say("0042", "修好了")
    first, again = await town.next(), await town.next()

    assert first.key == again.key
    await town.until(lambda stats: not stats["unacked"])
    assert town.received.empty()


async def test_a_push_delivered_twice_has_one_key(town: Town) -> None:
    await town.connect()
    await town.control("POST", "misbehave", fault="duplicate", count=1)
    await town.say("0042", "修好了")

    assert (await town.next()).key == (await town.next()).key


async def test_somebody_who_got_too_much_gets_it_later(town: Town) -> None:
    await town.control("POST", "misbehave", fault="flow_control", words=["0042"], count=1)
    with pytest.raises(Transient) as caught:
        await messages(town).send_to_person(("0042",), ChatText("提醒", "一次"))

    assert caught.value.code == "flow_controlled"


async def test_words_the_review_refuses_are_final(town: Town) -> None:
    await town.control("POST", "misbehave", fault="refuse_content", words=["死人"])
    with pytest.raises(Permanent) as caught:
        await messages(town).send_to_person(("0042",), ChatText("提醒", "路上要出死人了"))

    assert not caught.value.for_everyone
    with pytest.raises(Permanent):
        await Cards(town.api).create_and_deliver(
            "card-6", TEMPLATE, CardFace(1, (("problem", "要出死人了"),)), ToPerson("0042"), "x"
        )


async def test_a_late_message_on_the_old_socket_is_heard_and_acknowledged(town: Town) -> None:
    client = await town.connect()
    await town.control(
        "POST", "misbehave", fault="disconnect_with_late_message", person="0042", text="最后一句"
    )
    said: ChatSaid = await town.next()

    assert said.text == "最后一句"
    await town.until(lambda stats: client.health().counters.opened > 1 and not stats["unacked"])
    await town.say("0042", "新的一句")
    assert (await town.next()).text == "新的一句"


@pytest.mark.parametrize("fault", ["half_open", "close", "reset"])
async def test_a_lost_socket_is_replaced_and_nothing_is_missed(town: Town, fault: str) -> None:
    client = await town.connect(heartbeat_s=0.1)
    await town.control("POST", "misbehave", fault=fault)
    await town.until(lambda _stats: client.health().counters.opened > 1)
    await town.say("0042", "还在吗")

    assert (await town.next()).text == "还在吗"


@pytest.mark.parametrize("fault", ["broken_frame", "unknown_type", "unknown_topic"])
async def test_odd_frames_cost_nothing_but_a_line_in_the_log(town: Town, fault: str) -> None:
    with capture_logs() as logs:
        client = await town.connect()
        await town.control("POST", "misbehave", fault=fault, count=1)
        await town.say("0042", "第一句")
        await town.say("0042", "第二句")
        heard = {(await town.next()).text}
        if heard == {"第一句"}:
            heard = {(await town.next()).text}

    assert heard == {"第二句"}
    assert client.health().counters.opened == 1
    assert "第一句" not in str(logs)


async def test_somebody_who_leaves_is_reported(town: Town) -> None:
    await town.connect()
    await town.control("POST", "event", type="user_leave_org", people=["0051"])
    left: PersonLeft = await town.next()

    assert left.staff_ids == ("0051",)
