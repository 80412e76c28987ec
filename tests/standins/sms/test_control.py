"""What an outside program can do and see through the control interface."""

import asyncio
import json
from datetime import datetime, timedelta

import pytest

from adapters.standins.sms import Running
from tests.standins.sms.conftest import Control, Customer


def contents(pushes: list[list[dict[str, object]]]) -> list[object]:
    return [entry["content"] for push in pushes for entry in push]


async def test_a_citizens_text_shows_on_their_phone_and_is_pushed(
    control: Control, customer: Customer
) -> None:
    await control.text("路灯坏了")

    ((entry,),) = await customer.pushed(1)
    assert set(entry) == {"phone_number", "content", "send_time", "dest_code", "sequence_id"}
    assert (entry["phone_number"], entry["content"]) == ("13800000001", "路灯坏了")
    assert isinstance(entry["sequence_id"], str)
    screen = await control.done("GET", "screen/13800000001")
    (message,) = screen["messages"]
    assert (message["author"], message["text"], message["number"]) == ("citizen", "路灯坏了", 1)
    assert (await control.done("GET", "phones")) == {"phones": ["13800000001"]}


async def test_a_long_text_may_come_in_parts_with_ids_of_their_own(
    control: Control, customer: Customer
) -> None:
    long = "字" * 66 + "😀" + "尾" * 5

    await control.text(long, split=True)

    pushes = await customer.pushed(2)
    assert set(contents(pushes)) == {"字" * 66, "😀" + "尾" * 5}
    assert len({entry["sequence_id"] for push in pushes for entry in push}) == 2


async def test_a_text_pushed_twice_has_one_id(control: Control, customer: Customer) -> None:
    await control.text("路灯坏了", twice=True)

    first, second = await customer.pushed(2)
    assert first == second


async def test_older_editions_write_other_forms(control: Control, customer: Customer) -> None:
    forms = {"sequence_form": "number", "time_form": "compact", "with_sign_name": True}
    await control.done("PUT", "rules", forms)

    await control.text("路灯坏了")

    ((entry,),) = await customer.pushed(1)
    assert isinstance(entry["sequence_id"], int)
    assert str(entry["send_time"]).isdigit()
    assert entry["sign_name"] == "某市民声"


async def test_entries_that_come_together_are_pushed_together(control: Control, customer: Customer) -> None:
    await control.done("PUT", "rules", {"gather_s": 200, "entries_max": 2})

    await asyncio.gather(*(control.text(word) for word in "甲乙丙"))

    assert sorted(len(push) for push in await customer.pushed(2)) == [1, 2]


async def test_a_push_without_the_answer_is_tried_three_times_more_and_then_dropped(
    control: Control, customer: Customer
) -> None:
    customer.answers = [(500, ""), (200, "thanks"), (200, '{"code":"0"}'), (302, ""), (200, '{"code":0}')]

    await control.text("甲")
    await customer.pushed(4)
    await _quiet(control)
    await control.text("乙")
    await customer.pushed(5)
    await _quiet(control)

    stats = await control.done("GET", "stats")
    assert contents(customer.pushes) == ["甲", "甲", "甲", "甲", "乙"]
    assert stats["pushes"] == {"tried": 5, "taken": 1, "refused": 4, "dropped": 1}


async def _quiet(control: Control) -> None:
    async with asyncio.timeout(10):
        while not (await control.done("GET", "stats"))["quiet"]:  # noqa: ASYNC110 - asked as a driver would
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"kind": "drop", "times": 1}, ["乙"]),
        ({"kind": "duplicate", "times": 1}, ["甲", "甲", "乙"]),
        ({"kind": "reorder", "times": 1}, ["乙", "甲"]),
        ({"kind": "delay", "times": 1, "ms": 300}, ["乙", "甲"]),
        ({"kind": "drop"}, []),
    ],
)
async def test_pushes_misbehave_on_demand(
    control: Control, customer: Customer, fault: dict[str, object], expected: list[str]
) -> None:
    await control.done("POST", "misbehave", fault)

    await control.text("甲")
    if expected[:2] == ["甲", "甲"]:
        await customer.pushed(2)
    await control.text("乙")
    await _quiet(control)

    assert contents(customer.pushes) == expected


async def test_it_behaves_again_when_told(control: Control, customer: Customer) -> None:
    await control.done("POST", "misbehave", {"kind": "drop"})

    assert (await control.done("DELETE", "misbehave")) == {"waiting": []}
    await control.text("甲")
    assert contents(await customer.pushed(1)) == ["甲"]


async def test_any_body_can_be_pushed_and_the_answer_is_shown(control: Control, customer: Customer) -> None:
    customer.answers = [(404, "nothing here"), (200, '{"code":0}')]

    elsewhere = await control.done("POST", "push", {"body": "[]", "path": "/wrong"})
    home = await control.done("POST", "push", {"body": '[{"a":1}]'})

    assert elsewhere == {"status": 404, "body": "nothing here", "taken": False}
    assert home["taken"] is True
    assert customer.pushes == [[], [{"a": 1}]]


async def test_business_time_moves_and_texts_say_it(control: Control, customer: Customer) -> None:
    clock = await control.done("POST", "clock", {"offset_s": 86_400 * 3})

    await control.text("甲")

    ((entry,),) = await customer.pushed(1)
    apart = datetime.fromisoformat(str(clock["now"])) - datetime.fromisoformat(str(clock["real"]))
    assert abs(apart - timedelta(days=3)) < timedelta(seconds=1)
    said = datetime.strptime(f"{entry['send_time']}+0800", "%Y-%m-%d %H:%M:%S%z")
    assert abs(said - datetime.fromisoformat(str(clock["now"]))) < timedelta(minutes=1)


async def test_whoever_watches_hears_whose_screen_changed(control: Control) -> None:
    async with control.session.get(f"{control.address}/control/watch") as stream:
        assert await stream.content.readline() == b": listening\n"
        await stream.content.readline()
        await control.text("甲", phone="13900000002")

        assert await stream.content.readline() == b"event: screen\n"
        assert json.loads((await stream.content.readline())[6:]) == {"phone": "13900000002"}


async def test_saving_the_address_tries_it_as_the_console_does(control: Control, customer: Customer) -> None:
    assert await control.done("PUT", "callback", {"url": customer.url}) == {"checked": True}
    customer.answers = [(404, "")]
    assert await control.done("PUT", "callback", {"url": customer.url}) == {"checked": False}
    assert await control.done("PUT", "callback", {"url": ""}) == {"checked": False}
    await control.text("甲")
    await _quiet(control)
    assert customer.pushes == []


@pytest.mark.parametrize(
    ("method", "path", "body", "named"),
    [
        ("POST", "text", {"phone": "138"}, "text"),
        ("POST", "text", {"phone": "", "text": "x"}, "phone"),
        ("POST", "text", {"phone": "1", "text": "x", "colour": 1}, "colour"),
        ("POST", "text", [], "object"),
        ("POST", "misbehave", {"kind": "explode"}, "kind"),
        ("POST", "misbehave", {"kind": "drop", "times": 0}, "times"),
        ("POST", "clock", {"offset_s": "soon"}, "offset_s"),
        ("PUT", "rules", {"retries": 3}, "retries"),
        ("PUT", "rules", {"answer_s": 0}, "answer_s"),
        ("PUT", "rules", [], "object"),
        ("PUT", "callback", {"url": "nowhere"}, "url"),
    ],
)
async def test_a_wrong_request_is_told_what_is_wrong(
    control: Control, method: str, path: str, body: object, named: str
) -> None:
    status, answer = await control.ask(method, path, body)

    assert status == 400
    assert named in str(answer["error"])


async def test_the_stand_in_does_not_show_its_secrets(standin: Running, customer: Customer) -> None:
    assert "secret" not in repr(standin.gateway.pushes)
    assert customer.url not in repr(standin)
