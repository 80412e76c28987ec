"""The Stream client over real sockets: what it promises when the other side does not."""

import asyncio
import contextlib
import json
from typing import Any

import pytest
from aiohttp import WSCloseCode
from structlog.testing import capture_logs

from adapters.dingtalk.desk import Unread
from adapters.dingtalk.frames import TOPIC_PRESSED, TOPIC_SAID
from domain.faces import Answer, CardFace
from domain.inbound import CardPressed, ChatSaid, Inbound, MessageRead, PersonLeft
from tests.adapters.dingtalk.gateway import Gateway, frame

SAID = {
    "msgId": "msg-1==",
    "msgtype": "text",
    "text": {"content": "已经到现场"},
    "conversationId": "cidAb=",
    "conversationType": "1",
    "senderStaffId": "0042",
    "senderCorpId": "ding-corp",
    "senderNick": "李大山",
    "createAt": 1790000000000,
    "robotCode": "dingapp",
}
PRESSED = {
    "outTrackId": "card-7",
    "corpId": "ding-corp",
    "userId": "0042",
    "userIdType": 1,
    "content": json.dumps(
        {
            "cardPrivateData": {
                "actionIds": ["b1"],
                "params": {"action": "sign", "argument": "2", "revision": "3"},
            }
        }
    ),
}


async def test_the_frame_is_acknowledged_only_after_the_commit(start: Any) -> None:
    began, commit = asyncio.Event(), asyncio.Event()

    async def receive(_inbound: Inbound) -> Answer:
        began.set()
        await commit.wait()
        return Answer()

    line = await start(receive=receive)
    socket = await line.socket()
    await socket.send_str(frame(TOPIC_SAID, SAID))
    await began.wait()
    await socket.send_str(frame("ping", {"opaque": "o-1"}, kind="SYSTEM", message_id="p-1"))
    _, first = await line.ack()
    commit.set()
    _, second = await line.ack()

    assert (first["headers"]["messageId"], json.loads(first["data"])) == ("p-1", {"opaque": "o-1"})
    assert (second["code"], second["headers"]["messageId"], json.loads(second["data"])) == (
        200,
        "t-1",
        {"response": None},
    )


async def test_what_is_not_even_kept_raw_is_not_acknowledged(start: Any) -> None:
    async def receive(_inbound: Inbound) -> Answer:
        raise ConnectionError("the database is gone")

    line = await start(receive=receive)
    socket = await line.socket()
    await socket.send_str(frame(TOPIC_SAID, SAID))
    await socket.send_str(frame(TOPIC_PRESSED, PRESSED))
    await socket.send_str(
        frame("*", {"userId": ["1"]}, kind="EVENT", message_id="e", eventType="user_leave_org", eventId="e-1")
    )
    _, only = await line.ack()

    assert only["headers"]["messageId"] == "e"
    assert json.loads(only["data"])["status"] == "LATER"
    await line.client.stop()
    assert line.gateway.acks.empty()
    assert line.client.health().counters.not_kept == 3


async def test_a_redelivery_has_the_same_key_under_a_new_transport_id(start: Any) -> None:
    line = await start()
    socket = await line.socket()
    for transport in ("t-1", "t-2"):
        await socket.send_str(frame(TOPIC_SAID, SAID, message_id=transport))
    said = [await line.received.get(), await line.received.get()]

    assert {one.key.id for one in said} == {"dingapp:msg-1=="}
    assert {(await line.ack())[1]["headers"]["messageId"] for _ in said} == {"t-1", "t-2"}


async def test_a_press_is_answered_with_the_pressers_new_face(start: Any) -> None:
    line = await start()
    socket = await line.socket()
    await socket.send_str(frame(TOPIC_PRESSED, PRESSED))
    _, ack = await line.ack()

    response = json.loads(ack["data"])["response"]
    assert response["cardData"]["cardParamMap"] == {"title": "已签收", "revision": "4"}
    assert response["cardUpdateOptions"]["updateCardDataByKey"] is True
    pressed = line.received.get_nowait()
    assert isinstance(pressed, CardPressed)
    assert (pressed.card, pressed.revision, pressed.action, pressed.argument) == ("card-7", 3, "sign", "2")


async def test_a_face_that_does_not_fit_is_left_out_of_the_answer(start: Any) -> None:
    async def receive(_inbound: Inbound) -> Answer:
        return Answer(CardFace(1, tuple((f"v{number}", "x" * 1000) for number in range(120))))

    line = await start(receive=receive)
    await (await line.socket()).send_str(frame(TOPIC_PRESSED, PRESSED))

    assert json.loads((await line.ack())[1]["data"]) == {"response": {}}


async def test_a_slow_press_is_answered_busy_and_its_work_is_not_cut_off(start: Any) -> None:
    commit, committed = asyncio.Event(), asyncio.Event()

    async def receive(_inbound: Inbound) -> Answer:
        await commit.wait()
        committed.set()
        return Answer()

    line = await start(receive=receive, press_limit_s=0.02)
    socket = await line.socket()
    await socket.send_str(frame(TOPIC_PRESSED, PRESSED))
    _, ack = await line.ack()
    commit.set()
    await committed.wait()

    assert json.loads(ack["data"])["response"]["cardData"]["cardParamMap"]["note"] == "正在处理"
    await line.client.stop()
    assert line.gateway.acks.empty()


@pytest.mark.parametrize(
    ("event_type", "data", "kind"),
    [
        ("user_leave_org", {"userId": ["0042", "0043"]}, PersonLeft),
        ("robot_msg_read", {"userId": "0042", "processQueryKey": "pqk"}, MessageRead),
    ],
)
async def test_events_are_answered_success(start: Any, event_type: str, data: object, kind: type) -> None:
    line = await start()
    socket = await line.socket()
    await socket.send_str(
        frame("*", data, kind="EVENT", eventType=event_type, eventId="e-1", eventCorpId="ding-corp")
    )
    _, ack = await line.ack()

    assert json.loads(ack["data"]) == {"status": "SUCCESS"}
    assert isinstance(line.received.get_nowait(), kind)


async def test_unknown_things_are_answered_once_logged_and_the_socket_stays(start: Any) -> None:
    with capture_logs() as logs:
        line = await start()
        socket = await line.socket()
        for _ in range(2):
            await socket.send_str(frame("/v1.0/other", {}, message_id="u"))
            await socket.send_str(frame("x", {}, kind="GREETING"))
            await socket.send_str(frame("CONNECTED", {}, kind="SYSTEM"))
            await socket.send_str(
                frame("*", {}, kind="EVENT", message_id="v", eventType="user_add_org", eventId="1")
            )
        acks = [(await line.ack())[1] for _ in range(4)]

    assert sorted((ack["headers"]["messageId"], ack["code"]) for ack in acks) == [
        ("u", 404),
        ("u", 404),
        ("v", 200),
        ("v", 200),
    ]
    assert line.received.empty()
    assert len([entry for entry in logs if entry["log_level"] == "warning"]) == 3


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "not json",
        "[]",
        "{}",
        '{"headers":[]}',
        "[" * 100_000,
        '{"type":"CALLBACK","headers":null}',
        b"\xff\xfe\xfa",
    ],
    ids=["empty", "words", "list", "bare", "list headers", "deep", "null headers", "bytes"],
)
async def test_a_malformed_frame_is_set_aside_without_its_words_in_the_log(
    start: Any, broken: str | bytes
) -> None:
    with capture_logs() as logs:
        line = await start()
        socket = await line.socket()
        await (socket.send_str(broken) if isinstance(broken, str) else socket.send_bytes(broken))
        await socket.send_str(frame(TOPIC_SAID, SAID))
        back_on, _ = await line.ack()

    assert back_on is socket
    assert line.gateway.opens == 1
    unread: Unread = await line.unread.get()
    assert unread.topic == ""
    assert "not json" not in str(logs)


@pytest.mark.parametrize("data", ["{", "[]", '"x"', "{}", '{"msgId":"1"}'])
async def test_an_unreadable_message_is_quarantined_and_acknowledged(start: Any, data: str) -> None:
    line = await start()
    socket = await line.socket()
    await socket.send_str(frame(TOPIC_SAID, data))
    _, ack = await line.ack()

    unread: Unread = await line.unread.get()
    assert ack["code"] == 200
    assert unread.topic == TOPIC_SAID
    assert json.loads(unread.raw)["data"] == data


async def test_an_unreadable_message_that_cannot_be_quarantined_is_not_acknowledged(start: Any) -> None:
    tried = asyncio.Event()

    async def report(_unread: Unread) -> None:
        tried.set()
        raise OSError

    line = await start(report=report)
    socket = await line.socket()
    await socket.send_str(frame(TOPIC_SAID, "{"))
    await tried.wait()
    await line.client.stop()

    assert line.gateway.acks.empty()


async def test_a_planned_disconnect_opens_the_new_socket_first_and_still_reads_the_old(start: Any) -> None:
    line = await start()
    old = await line.socket()
    await old.send_str(frame("disconnect", {"reason": "expired"}, kind="SYSTEM"))
    new = await line.socket()
    await old.send_str(frame(TOPIC_SAID, SAID, message_id="late"))
    back_on, ack = await line.ack()

    assert back_on is old
    assert ack["headers"]["messageId"] == "late"
    assert line.client.health().sockets == 2
    await old.close()
    await new.send_str(frame(TOPIC_SAID, SAID, message_id="next"))
    assert (await line.ack())[0] is new
    assert line.naps.asked.empty()
    assert line.gateway.opens == 2


async def test_a_server_that_announces_its_going_again_and_again_is_not_opened_in_a_loop(start: Any) -> None:
    line = await start()
    for _ in range(2):
        await (await line.socket()).send_str(frame("disconnect", {}, kind="SYSTEM"))

    assert await line.naps.asked.get() >= 1
    assert line.gateway.opens == 2


async def test_the_old_socket_is_let_go_when_the_server_forgets_to(start: Any) -> None:
    line = await start(overlap_quiet_s=0.02)
    old = await line.socket()
    await old.send_str(frame("disconnect", {}, kind="SYSTEM"))

    assert await asyncio.wait_for(line.gateway.closed.get(), 10) == WSCloseCode.OK
    assert old.closed


@pytest.mark.parametrize("code", [1000, 1001, 1011])
async def test_even_a_clean_close_is_followed_by_a_growing_wait(start: Any, code: int) -> None:
    line = await start(Gateway(close_at_once=code))
    waits = []
    for opened in range(1, 9):
        waits.append(await line.naps.asked.get())
        assert line.gateway.opens == opened
        assert line.client.health().sockets == 0
        line.naps.end_one()

    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]


async def test_a_minute_of_life_resets_the_wait(start: Any) -> None:
    seconds = [0.0]
    line = await start(Gateway(close_at_once=1000), seconds=seconds)
    for expected in (2, 4):
        assert await line.naps.asked.get() == expected
        line.gateway.close_at_once = None if expected == 4 else 1000
        line.naps.end_one()
        await line.socket()
    living = await line.socket()
    await living.send_str(frame("ping", {}, kind="SYSTEM"))
    await line.ack()
    seconds[0] = 61.0
    await living.close()

    assert await line.naps.asked.get() == 2


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        ((400, '{"code":"invalidClientIdOrSecret","message":"x"}'), "invalidClientIdOrSecret"),
        ((503, "<html>busy</html>"), "http_503"),
        ((200, "<html>banned</html>"), "html"),
        ((200, "{}"), "no_endpoint"),
        ((200, '{"endpoint":"http://x/","ticket":"t"}'), "no_endpoint"),
        ((200, '{"endpoint":"ws://127.0.0.1:1/","ticket":"TICKET"}'), "unreachable"),
    ],
    ids=["secret", "503", "html", "empty", "not a socket", "dead host"],
)
async def test_a_refused_opening_waits_and_tells_no_secret(
    start: Any, refusal: tuple[int, str], code: str
) -> None:
    with capture_logs() as logs:
        line = await start(Gateway(refuse_with=refusal))
        first = await line.naps.asked.get()
        line.naps.end_one()
        second = await line.naps.asked.get()

    assert (first, second) == (2, 4)
    assert logs[0]["code"] == code
    assert "very-secret" not in str(logs)
    assert "TICKET" not in str(logs)
    health = line.client.health()
    assert (health.counters.open_failed, health.open_failure, health.sockets) == (2, code, 0)


async def test_a_gateway_that_never_answers_is_given_up(start: Any) -> None:
    async def never(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.set()
        await ended.wait()
        writer.close()

    connected, ended = asyncio.Event(), asyncio.Event()
    server = await asyncio.start_server(never, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    endpoint = f'{{"endpoint":"ws://127.0.0.1:{port}/connect","ticket":"t"}}'
    line = await start(Gateway(refuse_with=(200, endpoint)), open_timeout_s=0.05)

    await connected.wait()
    assert await line.naps.asked.get() == 2
    ended.set()
    server.close()
    await server.wait_closed()


async def test_a_silent_socket_is_replaced(start: Any) -> None:
    line = await start(Gateway(silent=True), heartbeat_s=0.05)
    await line.socket()

    assert await asyncio.wait_for(line.naps.asked.get(), 10) == 2
    line.naps.end_one()
    await line.socket()
    assert line.gateway.opens == 2


async def test_a_socket_that_only_answers_pings_is_replaced_in_the_end(start: Any) -> None:
    line = await start(idle_limit_s=0.05, heartbeat_s=0.01)
    await line.socket()

    assert await line.naps.asked.get() == 2


async def test_the_secret_goes_to_the_gateway_and_every_topic_is_asked_for(start: Any) -> None:
    line = await start()
    await line.socket()

    question = line.gateway.questions[0]
    assert (question["clientId"], question["clientSecret"]) == ("dingapp", "very-secret")
    assert [(one["type"], one["topic"]) for one in question["subscriptions"]] == [
        ("EVENT", "*"),
        ("CALLBACK", "/v1.0/im/bot/messages/get"),
        ("CALLBACK", "/v1.0/card/instances/callback"),
    ]


async def test_a_clean_stop_finishes_and_acknowledges_what_is_in_work(start: Any) -> None:
    began, commit = asyncio.Event(), asyncio.Event()

    async def receive(_inbound: Inbound) -> Answer:
        began.set()
        await commit.wait()
        return Answer()

    line = await start(receive=receive)
    socket = await line.socket()
    await socket.send_str(frame(TOPIC_SAID, SAID))
    await began.wait()
    reading = set(line.client._readers)
    stopping = asyncio.create_task(line.client.stop())
    await asyncio.wait(reading)
    for _ in range(10):
        await asyncio.sleep(0)
    commit.set()
    await asyncio.wait_for(stopping, 10)

    back_on, ack = await line.ack()
    assert (back_on, ack["code"]) == (socket, 200)
    assert await line.gateway.closed.get() == WSCloseCode.OK
    assert line.client.health().sockets == 0
    await asyncio.wait_for(line.task, 10)


async def test_a_clean_stop_does_not_wait_for_ever(start: Any) -> None:
    began = asyncio.Event()

    async def receive(_inbound: Inbound) -> Answer:
        began.set()
        await asyncio.Event().wait()
        return Answer()

    line = await start(receive=receive, drain_s=0.02)
    await (await line.socket()).send_str(frame(TOPIC_SAID, SAID))
    await began.wait()

    await asyncio.wait_for(line.client.stop(), 10)
    assert line.gateway.acks.empty()


async def test_a_stop_while_waiting_or_opening_ends_at_once(start: Any) -> None:
    waiting = await start(Gateway(refuse_with=(503, "")))
    await waiting.naps.asked.get()

    await asyncio.wait_for(waiting.client.stop(), 10)
    assert waiting.task.done() or await asyncio.wait_for(waiting.task, 10) is None


async def test_a_cancelled_client_closes_its_sockets(start: Any) -> None:
    line = await start()
    await line.socket()
    line.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await line.task

    assert line.client.health().sockets == 0
    assert await line.gateway.closed.get() == WSCloseCode.OK


async def test_only_so_many_frames_are_worked_on_at_once_and_pings_never_wait(start: Any) -> None:
    working, most, go = 0, 0, asyncio.Event()

    async def receive(_inbound: Inbound) -> Answer:
        nonlocal working, most
        working += 1
        most = max(most, working)
        await go.wait()
        working -= 1
        return Answer()

    line = await start(receive=receive, at_once=3, waiting=4)
    socket = await line.socket()
    for number in range(9):
        await socket.send_str(frame(TOPIC_SAID, {**SAID, "msgId": f"m{number}"}, message_id=f"m{number}"))
    await socket.send_str(frame("ping", {}, kind="SYSTEM", message_id="ping"))
    assert (await line.ack())[1]["headers"]["messageId"] == "ping"
    go.set()
    acknowledged = {(await line.ack())[1]["headers"]["messageId"] for _ in range(7)}

    assert most == 3
    assert acknowledged == {f"m{number}" for number in range(7)}
    assert line.client.health().counters.turned_away == 2


async def test_a_frame_of_several_megabytes_is_read_and_one_beyond_the_limit_costs_one_socket(
    start: Any,
) -> None:
    line = await start()
    socket = await line.socket()
    big = {**SAID, "text": {"content": "水" * 2_000_000}}
    await socket.send_str(frame(TOPIC_SAID, big))
    said = await asyncio.wait_for(line.received.get(), 20)
    assert isinstance(said, ChatSaid)
    assert len(said.text) == 2_000_000

    await line.ack()
    with contextlib.suppress(ConnectionError):  # the client may hang up before the last byte
        await socket.send_str(frame(TOPIC_SAID, {"text": "x" * (9 * 1024 * 1024)}))
    assert await asyncio.wait_for(line.naps.asked.get(), 20) == 2
    line.naps.end_one()
    await line.socket()


async def test_an_ack_whose_socket_is_gone_goes_nowhere_else(start: Any) -> None:
    began, commit = asyncio.Event(), asyncio.Event()

    async def receive(_inbound: Inbound) -> Answer:
        began.set()
        await commit.wait()
        return Answer()

    line = await start(receive=receive)
    socket = await line.socket()
    await socket.send_str(frame(TOPIC_SAID, SAID))
    await began.wait()
    await socket.close()
    await line.naps.asked.get()
    line.naps.end_one()
    await line.socket()
    commit.set()
    await line.client.stop()

    assert line.gateway.acks.empty()
    assert line.client.health().counters.acks_lost == 1
