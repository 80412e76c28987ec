"""Everything works without a card template: the card is a message with numbered choices, said again only when they change."""

from datetime import UTC, datetime
from pathlib import Path

from bot.clock import BusinessClock
from bot.rehearsal.screens import Shown, chat_shown
from bot.stage.theatre import Theatre, account_of, theatre
from config.init import write_sample
from config.load import load
from domain.ids import PersonId

MORNING = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
VILLAGER = "13911110001"


async def heard(house: Theatre, person: str, *, since: int = 0) -> list[Shown]:
    shown = chat_shown(await house.phones.screen(account(house, person)), group=False)
    return [one for one in shown[since:] if not one.mine]


async def says(house: Theatre, person: str, words: str) -> None:
    await house.phones.say({"person": account(house, person), "kind": "text", "text": words})
    await house.travel.settle()


def account(house: Theatre, person: str) -> str:
    return account_of(house.program.centre.directory.people[PersonId(person)])


async def test_a_leader_signs_by_number_and_is_not_told_the_same_card_twice(tmp_path: Path) -> None:
    write_sample(tmp_path / "centre")
    centre = load(tmp_path / "centre", {})
    clock = BusinessClock(stopped_at=MORNING)
    async with theatre(centre, clock, ticking=False, template="") as house:
        await house.phones.text(VILLAGER, "南桥镇幸福路口没有减速带，大货车开得太快，很危险")
        await house.travel.settle()
        await says(house, "zx03", "/派单 E100 交通运输局 求助 地点：南桥镇幸福路口")

        told = await heard(house, "jtj02")
        assert not any(one.card for one in told)
        assert sum("1. 签收" in one.text or "1.签收" in one.text for one in told) == 1

        before = len(chat_shown(await house.phones.screen(account(house, "jtj02")), group=False))
        await says(house, "jtj02", "1")
        after = await heard(house, "jtj02", since=before)
        assert any("签收" in one.text for one in after)
        choices = [one for one in after if "1." in one.text]
        assert len(choices) == 1
        assert "签收" not in choices[0].text.split("1.")[1].splitlines()[0]

        before = len(chat_shown(await house.phones.screen(account(house, "jtj02")), group=False))
        await says(house, "jtj02", "已到现场查看，正在选点")
        await says(house, "jtj02", "明天进场施工")
        after = await heard(house, "jtj02", since=before)
        assert len([one for one in after if "1." in one.text]) <= 1
