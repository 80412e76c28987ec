"""`duban contacts sync` against the stand-in's address book: moved is told, left is suspended, strangers are only listed."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.contacts import told
from bot.clock import BusinessClock
from bot.contacts import ContactSync, NotSynced
from bot.rehearsal.screens import chat_shown
from bot.stage.theatre import Theatre, account_of, theatre
from config.init import write_sample
from config.load import load
from domain.ids import PersonId
from domain.people import Person

MORNING = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Theatre]:
    write_sample(tmp_path / "centre")
    async with theatre(
        load(tmp_path / "centre", {}), BusinessClock(stopped_at=MORNING), ticking=False
    ) as opened:
        yield opened


async def put(house: Theatre, what: str, **body: object) -> None:
    async with house.phones.session.post(f"{house.phones.chat}/control/{what}", json=body) as answer:
        assert answer.status < 400, await answer.text()


async def rules(house: Theatre, **body: object) -> None:
    async with house.phones.session.put(f"{house.phones.chat}/control/settings", json=body) as answer:
        assert answer.status < 400, await answer.text()


def person(house: Theatre, code: str) -> Person:
    return house.program.parts.who.directory.people[PersonId(code)]


async def told_the_administrator(house: Theatre, *words: str) -> None:
    """Wait until the administrator has been told all of these words."""
    async with asyncio.timeout(30):
        while True:
            await house.travel.settle()
            screen = await house.phones.screen(account_of(person(house, "zx11")))
            heard = [one.text for one in chat_shown(screen, group=False)]
            if all(any(word in one for one in heard) for word in words):
                return
            await asyncio.sleep(0.05)


async def test_moved_is_told_left_is_suspended_and_strangers_are_only_listed(house: Theatre) -> None:
    sync = ContactSync(house.program.parts)
    for number, name in ((2, "交通运输局"), (3, "城市管理局")):
        await put(house, "departments", id=number, name=name)
    await put(house, "people", staffId=account_of(person(house, "jtj02")), departments=[2])
    await sync.keep(await sync.look())
    await put(house, "people", staffId=account_of(person(house, "jtj02")), departments=[3])
    await put(house, "people", staffId="new1", name="新来的", mobile="13912345678", departments=[2])
    await put(house, "people", staffId=account_of(person(house, "jjdd03")), active=False)
    await put(house, "people", staffId=account_of(person(house, "cgj03")), visible=False)

    rehearsed = await sync.look()
    shown = "\n".join(told(rehearsed, done=False))

    assert "jtj02 由“交通运输局”调到“城市管理局”" in shown
    assert "jjdd03 已离开组织，将停用" in shown
    assert "组织中有 1 人不在人员表中" in shown
    assert "  new1  新来的  “交通运输局”" in shown
    assert "不在应用可见范围 1 人：cgj03" in shown
    assert not re.search(r"1\d{10}", shown), "no phone number is ever printed"
    assert not person(house, "jjdd03").suspended, "a rehearsal changes nothing"

    await rules(house, contacts_as_text=True)
    found = await sync.look()
    assert found == rehearsed, "the published samples' way of answering says the same"
    await sync.keep(found)

    assert person(house, "jjdd03").suspended
    assert not person(house, "cgj03").suspended
    await told_the_administrator(house, "jtj02 由“交通运输局”调到“城市管理局”", "jjdd03已离开组织")
    again = await sync.look()
    assert (again.gone, again.compared.moved) == ((), ())
    assert "new1" not in house.program.parts.who.directory.people


async def test_what_cannot_be_believed_or_read_changes_nothing(house: Theatre) -> None:
    sync = ContactSync(house.program.parts)
    everybody = [one for one in house.program.parts.who.directory.active() if one.id.endswith(("01", "02"))]
    for one in everybody:
        await put(house, "people", staffId=account_of(one), active=False)

    found = await sync.look()
    with pytest.raises(NotSynced, match=rf"{len(everybody)} 人在钉钉中查不到，多得不寻常"):
        await sync.keep(found)
    await sync.daily()
    assert not any(one.suspended for one in house.program.parts.who.directory.people.values())

    await rules(house, scopes_withheld=["qyapi_get_department_list"])
    with pytest.raises(NotSynced, match=r"没有改动任何内容：钉钉应用缺少接口权限"):
        await sync.look()
    await rules(house, scopes_withheld=[])

    await sync.keep(found, force=True)
    gone = {one.id for one in house.program.parts.who.directory.people.values() if one.suspended}
    assert gone == {one.id for one in everybody}
