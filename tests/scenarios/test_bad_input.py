"""Malformed, hostile, unknown and repeated input through the whole program: one clear answer, nothing else changed."""

import asyncio
import json

import pytest

from domain.vocabulary import Office
from tests.scenarios.town import GROUP, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOT = "/v1.0/im/bot/messages/get"
CARD = "/v1.0/card/instances/callback"
FINE = '[{"phone_number":"13700000001","content":"路灯坏了","sequence_id":"q"'

HOSTILE_FRAMES = {
    "not json": "%%%",
    "empty": "",
    "truncated": '{"specVersion":"1.0","type":"CALLBACK","headers":{"topic":"/v1.0/im/bot/mess',
    "a list": "[1, 2, 3]",
    "a number": "42",
    "null": "null",
    "no headers": '{"type":"CALLBACK","data":"{}"}',
    "headers of another kind": '{"type":"CALLBACK","headers":7,"data":"{}"}',
    "deep": "[" * 5000 + "]" * 5000,
    "not a number": '{"type":"CALLBACK","headers":{"topic":NaN},"data":"{}"}',
    "half a pair": '{"type":"CALLBACK","headers":{"topic":"\\ud800"},"data":"\\udfff"}',
    "huge": json.dumps({"type": "CALLBACK", "headers": {"topic": BOT}, "data": "x" * 3_000_000}),
}


@pytest.mark.parametrize("frame", HOSTILE_FRAMES.values(), ids=HOSTILE_FRAMES.keys())
async def test_a_hostile_frame_changes_nothing_and_the_connection_is_kept(here: Town, frame: str) -> None:
    before, sockets = here.state(), await here.sockets()

    await here.control("frame", {"text": frame})
    await here.settle()

    assert here.state() == before
    assert await here.sockets() == sockets
    assert await _answers(here)


HOSTILE_BODIES: dict[str, tuple[str, object]] = {
    "a message that is no object": (BOT, "hello"),
    "an empty message": (BOT, {}),
    "a message of nobody": (BOT, {"msgtype": "text", "text": {"content": "在吗"}}),
    "a message with types mixed up": (BOT, {"msgId": 7, "senderStaffId": [], "msgtype": {}, "text": "x"}),
    "a press of nothing": (CARD, {}),
    "a press with no json inside": (CARD, {"outTrackId": "x", "userId": "staff-zx03", "content": "{{{"}),
    "a press on a card nobody holds": (
        CARD,
        {
            "outTrackId": "999",
            "userId": "staff-zx03",
            "corpId": "ding-stage",
            "content": '{"cardPrivateData":{}}',
        },
    ),
    "a topic nobody knows": ("/v9/none", {"a": 1}),
}


@pytest.mark.parametrize(("topic", "data"), HOSTILE_BODIES.values(), ids=HOSTILE_BODIES.keys())
async def test_a_hostile_push_changes_nothing_and_the_connection_is_kept(
    here: Town, topic: str, data: object
) -> None:
    before, sockets = here.state(), await here.sockets()

    await here.control("push", {"topic": topic, "data": data})
    await here.settle()

    assert here.state() == before
    assert await here.sockets() == sockets
    assert await _answers(here)


async def test_what_cannot_be_read_is_kept_where_an_operator_can_see_it(here: Town) -> None:
    secret_words = "我叫刘某某住在幸福路"
    await here.control("push", {"topic": BOT, "data": {"msgtype": secret_words}})
    await here.settle()

    listed = await asyncio.to_thread(here.duban, "quarantine", "list")
    number = listed.stdout.strip().splitlines()[-2].split()[0]
    shown = await asyncio.to_thread(here.duban, "quarantine", "show", number)
    again = await asyncio.to_thread(here.duban, "quarantine", "retry", number)
    unknown = await asyncio.to_thread(here.duban, "quarantine", "show", "1")

    assert listed.returncode == 0
    assert secret_words not in listed.stdout
    assert secret_words in json.loads(shown.stdout)["data"]
    assert again.returncode == 1
    assert "仍然读不懂" in again.stderr
    assert unknown.returncode == 1
    assert "隔离区没有 1 号" in unknown.stderr
    assert secret_words not in here.logged()


HOSTILE_WEBHOOKS: dict[str, tuple[bytes, int]] = {
    "empty": (b"", 400),
    "not json": (b"<html>", 400),
    "truncated": (FINE.encode(), 400),
    "no list": (b'{"phone_number":"13700000001"}', 400),
    "a list of numbers": (b"[1,2]", 400),
    "not utf-8": (b"\xff\xfe\xfd", 400),
    "no phone": (b'[{"content":"hi","sequence_id":"1"}]', 400),
    "no content": (b'[{"phone_number":"13700000001","sequence_id":"1"}]', 400),
    "deep": (b"[" * 9000 + b"]" * 9000, 400),
    "huge": (b"[" + b" " * 80_000 + b"]", 413),
}


@pytest.mark.parametrize(("body", "status"), HOSTILE_WEBHOOKS.values(), ids=HOSTILE_WEBHOOKS.keys())
async def test_a_hostile_webhook_body_is_refused_with_a_sentence(
    here: Town, body: bytes, status: int
) -> None:
    before = here.state()

    async with here.session.post(here.door, data=body) as answer:
        said = await answer.text()

    assert answer.status == status
    assert said.endswith(".")
    assert "\n" not in said
    await here.settle()
    assert here.state() == before


async def test_a_wrong_secret_finds_no_door(here: Town) -> None:
    before = here.state()

    async with here.session.post(here.door[:-1] + "_", data=FINE + "}]") as answer:
        assert answer.status == 404
    async with here.session.post(here.door.replace("alibaba", "other"), data=FINE + "}]") as answer:
        assert answer.status == 404

    assert here.state() == before


async def test_the_watchdog_hears_that_all_is_well(here: Town) -> None:
    async with here.session.get(f"{here.house.url}/healthz") as answer:
        assert (answer.status, await answer.text()) == (200, "ok")
    async with here.session.get(f"{here.house.url}/readyz") as answer:
        assert (await answer.json())["wrong"] == []
        assert answer.status == 200


@pytest.mark.parametrize(
    "words", ["你好", "/进度", "/派单 E100 城管局", "/绑定 督办群", "收到", "/查 13700000001"]
)
async def test_somebody_unknown_gets_a_polite_sentence_and_nothing_is_done(here: Town, words: str) -> None:
    await here.control("people", {"staffId": "nobody-1", "name": "陌生人甲", "mobile": "13711112222"})
    before, heard = here.state(), await here.heard("nobody-1")

    await here.say("nobody-1", words)

    (answer,) = (await here.heard("nobody-1"))[len(heard) :]
    assert answer
    assert here.state() == before


async def test_an_outsider_in_the_group_is_answered_politely_at_most(here: Town) -> None:
    await here.control("people", {"staffId": "outsider-1", "name": "外人乙", "outsider": True})
    members = [here.holder(Office.DISPATCHER).staff_id]
    await here.control(
        "groups", {"openConversationId": "cidOther=", "title": "别的群", "members": [*members, "outsider-1"]}
    )
    before = here.state()

    await here.say("outsider-1", "/派单 E100 城管局", to="cidOther=")

    assert here.state() == before
    assert len(await here.heard("outsider-1", "cidOther=")) <= 1


HOSTILE_COMMANDS = [
    "/",
    "//",
    "/派单",
    "/派单 NX2026000000000 城管局",
    "/派单 '; DROP TABLE tickets; -- 城管局",
    "/核实 到位",
    "/没有这个指令",
    "/查 <script>alert(1)</script>",
    "/交办 " + "长" * 5000,
    "／派单　１　２",
    "/延期 \u202e\u200b\x07",
    "/销号 💥💥💥",
    "/绑定",
]


@pytest.mark.parametrize("words", HOSTILE_COMMANDS, ids=lambda words: words[:12])
async def test_a_wrong_command_gets_one_answer_and_changes_nothing(here: Town, words: str) -> None:
    dispatcher = here.holder(Office.DISPATCHER).staff_id or ""
    before, heard = here.state(), await here.heard(dispatcher)

    await here.say(dispatcher, words)

    assert len(await here.heard(dispatcher)) == len(heard) + 1
    assert here.state()["versions"] == before["versions"]


async def test_a_picture_that_is_none_disturbs_nobody(here: Town) -> None:
    leader = here.holder(Office.LEADER).staff_id or ""
    before = here.state()

    await here.house.phones.say(
        {"person": leader, "kind": "file", "files": [{"name": "x.jpg", "type": "image/jpeg", "base64": ""}]}
    )
    await here.settle()

    assert here.state()["versions"] == before["versions"]
    assert await _answers(here)


async def test_a_text_pushed_twice_is_one_request(here: Town) -> None:
    before = len(here.rows("SELECT id FROM tickets"))

    await here.text("13700000010", "河道里漂着死猪，臭得很，请尽快处理", twice=True)

    assert len(here.rows("SELECT id FROM tickets")) == before + 1
    assert len(await here.texts_to("13700000010")) == 1


async def test_a_command_pushed_twice_is_done_and_answered_once(here: Town) -> None:
    await here.text("13700000011", "学校门口没有斑马线，孩子过马路危险")
    ((number,),) = here.rows("SELECT number FROM tickets ORDER BY id DESC LIMIT 1")
    dispatcher = here.holder(Office.DISPATCHER).staff_id or ""
    heard = await here.heard(dispatcher, GROUP)
    await here.control("misbehave", {"fault": "duplicate", "path": BOT, "count": 1, "ms": 20})

    await here.say(dispatcher, f"/派单 {number} 交警 求助 地点：实验小学门口", to=GROUP)

    ((version,),) = here.rows("SELECT version FROM tickets WHERE number = ?", number)
    assert len(await here.heard(dispatcher, GROUP)) == len(heard) + 1
    assert (
        len(here.rows("SELECT seq FROM events JOIN tickets ON tickets.id = ticket WHERE number = ?", number))
        == version
    )
    assert (
        len(
            here.rows(
                "SELECT unit FROM ticket_units JOIN tickets ON tickets.id = ticket WHERE number = ?", number
            )
        )
        == 1
    )


async def test_a_poisonous_event_is_parked_tried_again_and_set_aside_while_all_behind_it_goes_on(
    here: Town,
) -> None:
    phone, words = "13700000012", "我再说一次，路灯还是没修好"
    await here.text(phone, "村口路灯全灭了，晚上看不见路")
    ((appellant,),) = here.rows("SELECT appellant FROM ticket_appellants ORDER BY ticket DESC LIMIT 1")
    here.change(
        "UPDATE subject_keys SET wrapped = ? WHERE kind = 'appellant' AND subject = ?", b"\0", str(appellant)
    )
    before = here.state()

    await here.house.phones.text(phone, words)
    await _until(here, "SELECT count(*) FROM inbox_raw WHERE quarantined_at IS NULL", 1)
    for attempt in range(2, 9):
        here.change("UPDATE inbox_raw SET next_try_at = parked_at WHERE quarantined_at IS NULL")
        await here.house.program.timetable.retry()
        if attempt == 3:
            tickets = len(here.rows("SELECT id FROM tickets"))
            await here.house.phones.text("13700000013", "另外一件事：公交站牌倒了")
            await _until(here, "SELECT count(*) FROM tickets", tickets + 1)

    assert here.rows("SELECT count(*) FROM inbox_raw WHERE quarantined_at IS NULL") == [(0,)]
    ((reason, attempts),) = here.rows(
        "SELECT reason, attempts FROM inbox_raw WHERE quarantined_at IS NOT NULL AND attempts > 1"
    )
    assert isinstance(attempts, int)
    assert attempts >= 6
    assert words not in str(reason)
    await here.settle()
    assert len(await here.texts_to("13700000013")) == 1
    assert [one for one in here.state()["versions"] if one in before["versions"]] == before["versions"]
    here.phones_used |= {phone, "13700000013"}


async def test_nothing_logged_holds_a_number_a_name_or_a_word_of_theirs(here: Town) -> None:
    people = here.house.program.parts.who.directory.people.values()
    secrets = {
        here.house.program.centre.settings.sms.webhook_secret.reveal(),
        "陌生人甲",
        "外人乙",
        "13711112222",
    }
    personal = here.phones_used | {p.name for p in people} | {p.mobile for p in people} | secrets
    logged = here.logged()

    assert "quarantine" in logged or "set aside" in logged, "the log was not captured"
    assert [one for one in personal if one in logged] == []
    assert [words for words in ("死猪", "斑马线", "路灯", "公交站牌") if words in logged] == []


async def test_a_fault_is_logged_with_the_key_of_its_event(here: Town) -> None:
    lines = [line for line in here.logged().splitlines() if "could not be handled" in line]

    assert lines
    assert all('"key": "alibaba:' in line and '"fault"' in line for line in lines)


async def _answers(here: Town) -> bool:
    """Whether the program still hears and answers on this connection."""
    dispatcher = here.holder(Office.DISPATCHER).staff_id or ""
    heard = await here.heard(dispatcher)
    await here.say(dispatcher, "/帮助")
    return len(await here.heard(dispatcher)) == len(heard) + 1


async def _until(here: Town, wanted: str, count: int) -> None:
    async with asyncio.timeout(20):
        while here.rows(wanted)[0][0] < count:  # type: ignore[operator] # noqa: ASYNC110 - a count in a database
            await asyncio.sleep(0.02)
