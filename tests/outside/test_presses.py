"""Cards in doubt: pressed twice on two faces, pressed before we know that they arrived, quoted when they are old."""

import asyncio

import pytest

from bot.rehearsal.screens import Shown, chat_shown
from domain.people import Person
from domain.vocabulary import Office
from tests.outside.acting import CARDS, dispatcher, misbehave, text, told, until
from tests.scenarios.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


def liaison(here: Town) -> Person:
    people = here.house.program.parts.who.directory
    day = here.house.program.now().date()
    return people.holders(Office.LIAISON, day, people.unit_named("城管局")[0].id)[0]


async def dispatch(here: Town, words: str) -> int:
    """A matter is on its way to the unit; nobody waits for its card."""
    await text(here, words)
    await here.settle()
    ((ticket, number),) = here.rows("SELECT id, number FROM tickets ORDER BY id DESC LIMIT 1")
    order = {"person": dispatcher(here), "kind": "text", "text": f"/派单 {number} 城管局 求助 地点：幸福路"}
    await here.house.phones.say({**order})
    return int(str(ticket))


async def cards(here: Town, words: str) -> list[Shown]:
    screen = await here.house.phones.screen(liaison(here).staff_id or "")
    return [one for one in chat_shown(screen, group=False) if one.card and words in one.text]


async def press(here: Town, card: Shown, words: str, **params: object) -> None:
    button = next(one for one in card.buttons if one.text == words)
    await here.house.phones.press(
        {
            "person": liaison(here).staff_id,
            "outTrackId": card.card,
            "params": {**dict(button.params), **params},
        }
    )


def times(here: Town, ticket: int, kind: str) -> int:
    return len(here.rows("SELECT seq FROM events WHERE ticket = ? AND kind = ?", ticket, kind))


async def test_one_press_on_two_faces_at_once_is_done_once(here: Town) -> None:
    ticket = await dispatch(here, "按两次，路灯坏了")
    await here.settle()
    (card,) = await cards(here, "按两次")
    ((version,),) = here.rows("SELECT version FROM tickets WHERE id = ?", ticket)

    await asyncio.gather(
        press(here, card, "签收"),
        press(here, card, "签收", revision=str(int(str(version)) + 1)),
        press(here, card, "签收", revision="0"),
    )
    await here.settle()

    assert times(here, ticket, "AcknowledgedBy") == 1


async def test_a_press_before_we_know_that_the_card_arrived_is_done_and_the_card_shows_it(here: Town) -> None:
    await misbehave(here, "done_but_late", path=CARDS)
    ticket = await dispatch(here, "按得早，井盖坏了")
    await until(lambda: cards(here, "按得早"))
    (card,) = await cards(here, "按得早")
    ((delivered,),) = here.rows("SELECT delivered FROM cards WHERE ticket = ? ORDER BY id LIMIT 1", ticket)
    assert not delivered, "the card was known to be there before it was pressed"

    await press(here, card, "签收")
    await here.control("misbehave", {}, method="DELETE")
    await here.settle()

    assert times(here, ticket, "AcknowledgedBy") == 1
    (after,) = await cards(here, "按得早")
    assert "签收" not in [one.text for one in after.buttons]


async def test_a_quote_of_an_old_card_is_about_its_matter_and_not_the_newest(here: Town) -> None:
    old = await dispatch(here, "旧卡片，垃圾没清")
    await here.settle()
    new = await dispatch(here, "新卡片，树枝断了")
    await here.settle()
    (card,) = await cards(here, "旧卡片")
    await press(here, card, "签收")
    await here.settle()
    person = liaison(here).staff_id or ""

    await here.say(person, "今天去看过，明天清完，已电话联系反映人", quote=card.card)

    assert times(here, old, "ProgressReported") == 1
    assert times(here, new, "ProgressReported") == 0
    assert await told(here, person, "已记录进度")
