"""The control API itself: looking, watching, steering, and clear answers to wrong orders."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest

from adapters.standins.dingtalk import StandinSettings, serve
from tests.standins.dingtalk.client import CLIENT_ID, GROUP, SECRET, Client

REPOSITORY = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("order", "body", "status", "word"),
    [
        ("POST /say", {"text": "x"}, 400, "person"),
        ("POST /say", {"person": "nobody", "text": "x"}, 404, "nobody"),
        ("POST /say", {"person": "001", "kind": "smoke"}, 400, "smoke"),
        ("POST /say", {"person": "001", "to": "cidNo", "text": "x"}, 404, "cidNo"),
        ("POST /say", {"person": "001", "quote": "none"}, 404, "quote"),
        ("POST /say", {"person": "001", "kind": "file"}, 400, "files"),
        ("POST /say", {"person": "001", "kind": "file", "files": [{"base64": "%"}]}, 400, "base64"),
        ("POST /press", {"person": "001", "outTrackId": "none"}, 404, "none"),
        ("POST /misbehave", {"fault": "sulk"}, 400, "sulk"),
        ("PUT /settings", {"colour": 1}, 400, "colour"),
        ("PUT /settings", {"value_limit": "sometimes"}, 400, "refuse"),
        ("PUT /settings", {"ack_seconds": -1}, 400, "ack_seconds"),
        ("PUT /settings", {"retry_seconds": ["soon"]}, 400, "retry_seconds"),
        ("PUT /settings", {"monthly_calls": "many"}, 400, "monthly_calls"),
        ("POST /clock", {}, 400, "offset_s"),
        ("POST /groups", {"title": "x", "members": ["nobody"]}, 404, "nobody"),
        ("POST /people", {"name": "x"}, 400, "staffId"),
        ("POST /frame", {}, 400, "system"),
        ("GET /screen/nobody", None, 404, "nobody"),
    ],
)
async def test_a_wrong_order_gets_one_sentence(
    client: Client, order: str, body: object, status: int, word: str
) -> None:
    before = await client.look("/people")
    method, path = order.split()
    got, answer = await client.ask(method, "/control" + path, body)
    assert got == status
    assert word in answer["error"]
    assert await client.look("/people") == before


async def test_no_json_is_said_so(client: Client) -> None:
    async with client.session.post(client.standin.url + "/control/say", data="{") as got:
        assert (got.status, await got.json()) == (400, {"error": "the body is no JSON object"})


async def test_business_time_moves_what_people_see(client: Client) -> None:
    now = (await client.control("/clock", {"offset_s": 3600 * 24 * 10}))["now_ms"]
    await client.say("001", "十天后")
    socket_time = (await client.chat("001"))[0]["at"]
    assert (await client.look("/screen/001"))["now"][:10] == socket_time[:10]
    assert now > client.standin.world.clock.real_ms() + 3600 * 24 * 9 * 1000


async def test_the_call_log_leaves_secrets_out(client: Client) -> None:
    await client.send("看", "001")
    calls = (await client.look("/calls"))["calls"]
    assert [one["path"].rpartition("/")[2] for one in calls] == ["accessToken", "batchSend"]
    assert SECRET not in json.dumps(calls)
    assert (await client.look("/calls?path=/v1.0/robot"))["calls"][0]["body"]["userIds"] == ["001"]


async def test_watching_tells_whose_screen_changed(client: Client) -> None:
    async with client.session.get(client.standin.url + "/control/watch") as news:
        assert news.content_type == "text/event-stream"
        await news.content.readuntil(b"\n\n")
        await client.say("001", "大家好", to=GROUP, mentions=[])
        line = await news.content.readuntil(b"\n\n")
    assert json.loads(line.removeprefix(b"data: ")) == {"people": ["001", "002", "003"]}


async def test_unread_is_counted_until_read(client: Client) -> None:
    await client.send("一", "001")
    await client.send("二", "001")
    assert (await client.look("/screen/001"))["chats"][0]["unread"] == 2
    await client.control("/read", {"person": "001"})
    assert (await client.look("/screen/001"))["chats"][0]["unread"] == 0


async def test_who_has_left_gets_nothing_any_more(client: Client) -> None:
    await client.control("/event", {"type": "user_leave_org", "people": ["002"]})
    assert (await client.send("再见", "002"))["invalidStaffIdList"] == ["002"]


async def test_the_same_seed_gives_the_same_ids() -> None:
    async def ids() -> list[str]:
        standin = await serve(StandinSettings(CLIENT_ID, SECRET, "corp", seed=7))
        made = [standin.world.mint.fresh("x"), standin.world.mint.choose("abcdefgh")]
        await standin.stop()
        return made

    assert await ids() == await ids()


async def test_a_world_file_is_taken_in(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    people = [{"staffId": "1", "name": "甲"}]
    groups = [{"openConversationId": "cidX=", "title": "群", "members": ["1"]}]
    file.write_text(
        json.dumps({"people": people, "groups": groups, "templates": {"t": {}}}), encoding="utf-8"
    )
    standin = await serve(StandinSettings(CLIENT_ID, SECRET, "corp", world_file=file))
    assert standin.world.organisation.groups["cidX="].members == ("1",)
    assert "t" in standin.world.templates
    await standin.stop()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_a_process_says_where_it_listens_and_ends_when_told(sign: signal.Signals) -> None:
    program = (
        "import asyncio; from adapters.standins.dingtalk import StandinSettings, run;"
        "asyncio.run(run(StandinSettings('a', 'b', 'c')))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, cwd=REPOSITORY, env=dict(os.environ), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    assert line.startswith("DingTalk stand-in: http://127.0.0.1:")
    process.send_signal(sign)
    assert await process.wait() == 0
