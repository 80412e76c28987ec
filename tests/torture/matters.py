"""What happens to one matter, after the stories: each function is one matter from the citizen's text to its end.

Whoever gets no answer does the thing again, with other words; so each goes on whatever is being killed, if duban lets it.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import real_now
from bot.stage.theatre import GROUP
from domain.calendar_clock import local_date
from tests.torture.crowd import Crowd, Stalled

DISPATCHER, OFFICER, SUPERVISOR, HEAD, ADMINISTRATOR = "zx03", "zx05", "zx07", "zx01", "zx11"
CONFIRMERS = ("zx09", "zx10")
UNITS = {
    "城管局": ("cgj02", "cgj03"),
    "水务局": ("swj02", "swj03"),
    "环保局": ("hbj02", "hbj03"),
    "住建局": ("zjj02", "zjj03"),
    "市场监管局": ("scj02", "scj03"),
    "南桥镇": ("nqz01", "nqz02"),
    "北河镇": ("bhz01", "bhz02"),
}
"""Each with its leader and its liaison."""
LEADERS = {"cgj02": "姜示例", "swj02": "章示例", "hbj02": "葛示例", "zjj02": "郎示例", "scj02": "邹示例"}
_NUMBER = re.compile(r"编号([0-9A-Za-z-]+)")
_ANY_NUMBER = re.compile(r"工单 ?([0-9A-Za-z-]{6,})")
READS_WITHIN_S = 60.0


@dataclass(slots=True)
class Matter:
    """One citizen's matter. `number` is known from the receipt, or from what the dispatcher sees."""

    crowd: Crowd
    phone: str
    unit: str
    number: str = ""

    @property
    def leader(self) -> str:
        """The unit's leader."""
        return UNITS[self.unit][0]

    @property
    def liaison(self) -> str:
        """The unit's liaison."""
        return UNITS[self.unit][1]

    def has(self, kind: str, times: int = 1) -> bool:
        """Whether it happened so often."""
        return self.crowd.times(self.number, kind) >= times

    async def filed(self) -> None:
        """The citizen texts; in the end the number is known."""
        mark = self.crowd.fresh()
        await self.crowd.text(self.phone, f"幸福路{self.phone[-4:]}号门口路灯坏了三盏，{mark}", mark)

        def known() -> bool:
            named = self._number(mark)
            self.number = self.crowd.codes.get(named, named)
            return self.number in self.crowd.log

        if not await self.crowd.until(known, READS_WITHIN_S):
            raise Stalled

    def _number(self, mark: str) -> str:
        screens = self.crowd.screens
        for shown in screens.texts[self.phone]:
            if found := _NUMBER.search(shown.text):
                return found[1]
        for shown in screens.messages[f"staff-{DISPATCHER}"]:
            if mark in shown.text and (found := _ANY_NUMBER.search(shown.text)):
                return found[1]
        return ""

    async def step(self, kind: str, act: Callable[[str], Awaitable[None]], times: int = 1) -> None:
        """Somebody does it, each time with a fresh token, until it has happened so often."""
        await self.crowd.again_until(lambda: act(self.crowd.fresh()), lambda: self.has(kind, times))

    async def says(self, person: str, words: str, of: str, **more: object) -> None:
        """An official says something about this matter."""
        await self.crowd.say(person, words.format(number=self.number, mark=of), of, self.number, **more)

    async def pressed(self, person: str, action: str, kind: str, times: int = 1) -> None:
        """An official presses until it has happened."""
        await self.crowd.again_until(
            lambda: self.when_shown(person, action, kind), lambda: self.has(kind, times)
        )

    async def when_shown(self, person: str, action: str, kind: str) -> None:
        """Wait for the button and press it once."""
        shown = lambda: any(  # noqa: E731 - a look, twice
            button.get("action") == action
            for _, button in self.crowd.screens.buttons(f"staff-{person}", self.number)
        )
        if await self.crowd.until(shown):
            await self.crowd.press(person, self.number, action, kind)

    async def confirmed(self, person: str, words: str, of: str, kind: str) -> None:
        """An official asks for something that is read back, and says yes to it."""
        async with self.crowd.alone(person):
            before = len(self.crowd.screens.messages[f"staff-{person}"])
            await self.says(person, words, of)

            def read_back() -> bool:
                fresh = self.crowd.screens.messages[f"staff-{person}"][before:]
                return any(self.number in one.text and "回复“是”" in one.text for one in fresh)

            if await self.crowd.until(read_back, READS_WITHIN_S / 2):
                await self.crowd.say(person, "是")
                await self.crowd.until(lambda: self.has(kind), READS_WITHIN_S / 4)

    async def dispatched(self) -> None:
        """派单."""
        words = f"/派单 {{number}} {self.unit} 求助 地点：幸福路{{mark}}"
        await self.step("Dispatched", lambda mark: self.says(DISPATCHER, words, mark))

    async def signed(self) -> None:
        """签收, by the button or by words."""
        if self.crowd.dice.random() < 0.5:
            return await self.pressed(self.liaison, "acknowledge", "AcknowledgedBy")
        return await self.step(
            "AcknowledgedBy", lambda _: self.crowd.say(self.liaison, f"{self.number} 收到")
        )

    async def progress(self, times: int = 1) -> None:
        """报送进度."""
        words = "{number} 今天到现场看过，正在安排施工，{mark}"
        await self.step("ProgressReported", lambda mark: self.says(self.liaison, words, mark), times)

    async def added(self) -> None:
        """The citizen adds something."""
        await self.step("WordsAdded", lambda mark: self.texts(f"补充，{mark}", mark))

    async def texts(self, words: str, of: str = "") -> None:
        """The citizen texts about this matter."""
        await self.crowd.text(self.phone, words, of, self.number)

    async def urged(self) -> None:
        """催办, one-to-one or in the group."""
        more = {"to": GROUP} if self.crowd.dice.random() < 0.3 else {}
        words = "/催办 {number} 请抓紧{mark}"
        await self.step("Urged", lambda mark: self.says(SUPERVISOR, words, mark, **more))

    async def handled(self, times: int = 1) -> None:
        """申请办结."""
        words = "/办结 {number} 今天到现场检查，系线路老化，更换路灯三盏，已修好，已电话告知诉求人，{mark}"
        await self.step("HandledReported", lambda mark: self.says(self.liaison, words, mark), times)

    async def rated(self) -> None:
        """The citizen answers the survey."""
        asked = lambda: any("数字评价" in one.text for one in self.crowd.screens.texts[self.phone])  # noqa: E731
        if not await self.crowd.until(asked, 2 * READS_WITHIN_S):
            raise Stalled
        await self.crowd.again_until(lambda: self.texts("1"), lambda: self.has("RatingGiven"))


async def ordinary(matter: Matter) -> None:
    """Dispatched, worked on, reviewed, called back, closed (stories 2 and 7)."""
    crowd = matter.crowd
    await matter.filed()
    if crowd.dice.random() < 0.4:
        await matter.added()
    await matter.dispatched()
    await matter.signed()
    await matter.progress()
    if crowd.dice.random() < 0.3:
        await matter.urged()
    await matter.handled()
    if crowd.dice.random() < 0.3:
        back = "/审核 {number} 退回 请说明维修情况{mark}"
        await matter.step("ReviewFailed", lambda mark: matter.says(DISPATCHER, back, mark))
        await matter.handled(2)
    await matter.pressed(DISPATCHER, "pass_review", "ReviewPassed")
    await matter.rated()


async def listed(matter: Matter) -> None:
    """Itemised, reported with a photo, confirmed on site, approved, rated, closed out (stories 1 and 12)."""
    crowd = matter.crowd
    await matter.filed()
    words = (
        f"/交办 {{number}} @{LEADERS[matter.leader]} 投诉 地点：幸福路{{mark}}\n1. 路灯 | 修好三盏，夜间亮"
    )
    await matter.step("Dispatched", lambda mark: matter.says(SUPERVISOR, words, mark))
    await matter.pressed(matter.leader, "acknowledge", "AcknowledgedBy")
    await matter.step("ProgressReported", lambda mark: _reported_done(matter, mark))
    await crowd.until(lambda: matter.has("EvidenceAdded"))
    await matter.step("CloseoutRequested", lambda _: _asked_to_close(matter))
    await crowd.until(lambda: matter.has("ConfirmerNamed"))
    await crowd.again_until(lambda: _visited(matter), lambda: matter.has("SiteVisitPassed"))
    await matter.pressed(HEAD, "approve", "ApprovalGiven")
    await matter.rated()


async def asked_back(matter: Matter) -> None:
    """The citizen is asked for what is missing, and answers (story 17)."""
    await matter.filed()
    words = "/补充 {number} 请说明是哪个小区几号楼{mark}"
    await matter.step("CitizenAsked", lambda mark: matter.says(DISPATCHER, words, mark))
    await matter.step("CitizenAnswered", lambda mark: matter.texts(f"幸福家园3号楼2单元，{mark}", mark))
    await matter.dispatched()
    await matter.signed()
    await matter.progress()


async def extended(matter: Matter) -> None:
    """An extension asked for, read back, granted (story 18)."""
    crowd = matter.crowd
    await matter.filed()
    await matter.dispatched()
    await matter.signed()
    until = local_date(real_now() + crowd.town.offset) + timedelta(days=9)
    words = f"{{number}} 申请延期到{until.month}月{until.day}日，材料没到货，{{mark}}"

    async def ask(mark: str) -> None:
        await matter.confirmed(matter.liaison, words, mark, "ExtensionRequested")

    await matter.step("ExtensionRequested", ask)
    await matter.pressed(HEAD, "grant_extension", "ExtensionDecided")
    await matter.progress()


async def sent_back(matter: Matter) -> None:
    """A unit that is not responsible asks to give it back; the next one gets it (story 18)."""
    await matter.filed()
    await matter.dispatched()
    words = "{number} 不是我们管的，应该交警，{mark}"

    async def ask(mark: str) -> None:
        await matter.confirmed(matter.liaison, words, mark, "ReturnRequested")

    await matter.step("ReturnRequested", ask)
    grant = "/退单 {number} 批准 交警大队 {mark}"
    await matter.step("ReturnDecided", lambda mark: matter.says(DISPATCHER, grant, mark))


KINDS = {ordinary: 45, listed: 25, asked_back: 12, extended: 10, sent_back: 8}


async def live(crowd: Crowd, place: int, ended: Callable[[str, bool], None]) -> None:
    """One matter of a kind by the dice, to its end or until it stalls."""
    kind = crowd.dice.choices(list(KINDS), list(KINDS.values()))[0]
    units = [unit for unit, (leader, _) in UNITS.items() if kind is not listed or leader in LEADERS]
    matter = Matter(crowd, f"137{place:08d}", crowd.dice.choice(units))
    try:
        await kind(matter)
    except Stalled:
        ended(kind.__name__, False)
    else:
        ended(kind.__name__, True)


async def _reported_done(matter: Matter, mark: str) -> None:
    words = "{number} 1已完成，已电话告知诉求人，{mark}"
    await matter.says(matter.leader, words, mark, kind="richText", picture=[mark])


async def _asked_to_close(matter: Matter) -> None:
    async with matter.crowd.alone(matter.leader):
        await matter.when_shown(matter.leader, "request_closeout", "")
        await matter.when_shown(matter.leader, "yes", "CloseoutRequested")


async def _visited(matter: Matter) -> None:
    crowd = matter.crowd
    number = matter.number

    def goes() -> str | None:
        return next(
            (
                one
                for one in (*CONFIRMERS, HEAD)
                if any("/site/" in text for text in crowd.screens.card_texts(f"staff-{one}", number))
            ),
            None,
        )

    if await crowd.until(lambda: goes() is not None) and (who := goes()) is not None:
        await crowd.confirm(who, number, crowd.fresh())
