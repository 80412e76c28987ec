"""Plays one story through the real program: every step acts on a phone or looks at one, never at the database."""

import asyncio
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, assert_never

from bot.rehearsal.casting import Casting, Role
from bot.rehearsal.eyes import Eyes, Missed, Place
from bot.rehearsal.memory import Memory
from bot.rehearsal.screens import Button, Shown
from bot.rehearsal.sitework import SiteWork
from bot.rehearsal.story import LOCAL, Step, Story, StoryUnreadable, TimeVerb, Verb, read_moment
from bot.rehearsal.watching import Watcher
from bot.stage.phones import CannotDo, Json, Phones

_STAMP = len("07-26 10:00  ")
_GROUP = frozenset({Verb.SEES_IN_GROUP, Verb.SEES_NOT_IN_GROUP})
_DINGS = frozenset({Verb.SEES_DING, Verb.SEES_NO_DING})
_OVERTAKEN = frozenset({Verb.TEXTS, Verb.SAYS, Verb.SAYS_IN_GROUP, Verb.PRESSES})
"""What somebody does may reach us after what somebody else did later."""


class Program(Protocol):
    """What a rehearsal needs of the running duban."""

    async def settle(self) -> None:
        """Wait until inbox, outbox and stand-ins are quiet."""

    async def travel_to(self, instant: datetime) -> None:
        """Move business time there, stepping from one due instant to the next."""

    def now(self) -> datetime:
        """Business time."""

    def next_morning(self) -> datetime:
        """When the next working morning begins."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where reality departs from the story."""

    step: Step
    expected: str
    shown: tuple[str, ...]


@dataclass(slots=True)
class Player:
    """One performance. `lines` is the transcript."""

    story: Story
    casting: Casting
    phones: Phones
    program: Program
    site: SiteWork
    watcher: Watcher | None = None
    """Given, the transcript also has everything that newly appears on anybody's screen."""
    swap: int | None = None
    """A seed: by its chances, what two people do one after the other arrives the other way round, at the same moment."""
    memory: Memory = field(default_factory=Memory)
    lines: list[str] = field(default_factory=list)
    eyes: Eyes = field(init=False)
    _chance: random.Random = field(init=False)
    _pressed: dict[str, Json] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """One pair of eyes for the whole story."""
        self.eyes = Eyes(self.casting, self.phones, self.memory)
        self._chance = random.Random(self.swap)  # noqa: S311 - chances of a rehearsal

    async def play(self) -> Difference | None:
        """Play to the end, or to the first difference."""
        await self.program.travel_to(self.story.begins_at)
        for role in self.casting.roles.values():
            await self.eyes.read_all(role)
        for steps in self._in_order():
            try:
                missed = await (self._play(steps[0]) if len(steps) == 1 else self._at_once(steps))
            except CannotDo as error:
                missed = Missed(str(error), ())
            if self.watcher is not None:
                self.lines += await self.watcher.news()
            if missed is not None:
                return Difference(steps[-1], missed.expected, missed.shown)
        return None

    def _in_order(self) -> Iterator[tuple[Step, ...]]:
        """One step after the other; where neighbours are swapped, both at once with the later one first."""
        steps = list(self.story.steps)
        while steps:
            pair = tuple(steps[:2])
            if self._may_swap(pair) and self._chance.random() < 0.5:  # noqa: PLR2004 - a coin
                yield pair[::-1]
                del steps[:2]
            else:
                yield (steps.pop(0),)

    def _may_swap(self, pair: tuple[Step, ...]) -> bool:
        """Two people who know nothing of each other: both officials of units, or both citizens."""
        if self.swap is None or len({step.player for step in pair}) < len(pair):
            return False
        if any(step.verb not in _OVERTAKEN for step in pair):
            return False
        roles = [self.casting.roles[step.player] for step in pair]
        return all(role.on_their_own for role in roles) and len({bool(role.phone) for role in roles}) == 1

    async def _at_once(self, steps: tuple[Step, ...]) -> Missed | None:
        roles = [self.casting.roles[step.player] for step in steps]
        for role in roles:
            await self.eyes.read_all(role)
        found = await asyncio.gather(
            *(self._act(step, role) for step, role in zip(steps, roles, strict=True))
        )
        await self.program.settle()
        return next((missed for missed in found if missed is not None), None)

    async def _play(self, step: Step) -> Missed | None:
        if isinstance(step.verb, TimeVerb):
            await self._move_time(step)
            return None
        role = self.casting.roles[step.player]
        match step.verb:
            case Verb.SEES | Verb.SEES_IN_GROUP | Verb.SEES_DING:
                return await self._sees(step, role)
            case (
                Verb.SEES_NOT
                | Verb.SEES_NOT_IN_GROUP
                | Verb.SEES_NO_DING
                | Verb.SEES_NOTHING_NEW
                | Verb.SEES_CARD
                | Verb.SEES_NO_CARD
            ):
                return await self._looks(step, role)
            case Verb.PAGE_SAYS:
                return self._page_says(step)
            case _:
                await self.eyes.read_all(role)
                missed = await self._act(step, role)
                await self.program.settle()
                return missed

    async def _act(self, step: Step, role: Role) -> Missed | None:
        told = self._details(step)
        words = self._filled(step, str(told.get("话", "")))
        said = words or self._short(told)
        self._note(f"{step.player} {step.verb.value}" + (f"：{said}" if said else ""))
        match step.verb:
            case Verb.TEXTS | Verb.TEXTS_TWICE:
                await self.phones.text(role.phone, words, twice=step.verb is Verb.TEXTS_TWICE)
            case Verb.SAYS | Verb.SAYS_IN_GROUP:
                await self._say(step, role, words, told)
            case Verb.PRESSES | Verb.PRESSES_OLD_CARD:
                return await self._press(role, words, old=step.verb is Verb.PRESSES_OLD_CARD)
            case Verb.PRESSES_AGAIN:
                self._heard(await self.phones.press(self._pressed[role.staff_id]))
            case Verb.CONFIRMS:
                await self.site.confirm(await self.eyes.screen(role), told, self.memory)
            case Verb.LEAVES:
                await self.phones.leave(role.staff_id)
            case _:
                raise StoryUnreadable(f"{self.story.file} 第{step.line}行：这个动作不能这样用。")
        return None

    async def _say(self, step: Step, role: Role, words: str, told: dict[str, object]) -> None:
        order: Json = {"person": role.staff_id, "kind": "text", "text": words}
        if step.verb is Verb.SAYS_IN_GROUP:
            order["to"] = self.casting.group
        if "照片" in told:
            names = told["照片"]
            order["picture"] = (
                [str(name) for name in names] if isinstance(names, list | tuple) else [str(names)]
            )
            order["kind"] = "richText" if words else "picture"
        if "语音" in told:
            order |= {"kind": "audio", "recognition": self._filled(step, str(told["语音"]))}
        if "引用" in told:
            order["quote"] = await self._quoted(role, self._filled(step, str(told["引用"])))
        await self.phones.say(order)

    async def _quoted(self, role: Role, words: str) -> str:
        """The newest message or card with these words."""
        for one in reversed(await self.eyes.screen(role)):
            if not one.mine and self.memory.found(words, one.text):
                return one.card or one.id
        raise CannotDo(f"屏幕上没有可引用的“{words}”")

    async def _press(self, role: Role, words: str, *, old: bool) -> Missed | None:
        found = await self.eyes.button(role, words, old=old)
        if isinstance(found, Missed):
            return found
        await self._press_button(role, *found)
        return None

    async def _press_button(self, role: Role, card: Shown, button: Button) -> None:
        order: Json = {"person": role.staff_id, "outTrackId": card.card, "params": dict(button.params)}
        self._pressed[role.staff_id] = order
        self._heard(await self.phones.press(order))

    def _heard(self, seen: Json) -> None:
        if toast := seen.get("toast"):
            self._note(f"    （提示：{toast}）")

    async def _sees(self, step: Step, role: Role) -> Missed | None:
        found = await self.eyes.sees(role, self._wanted(step), _place(step.verb))
        if isinstance(found, Missed):
            return found
        self._note(f"{step.player} {step.verb.value}：{found.text}")
        return None

    async def _looks(self, step: Step, role: Role) -> Missed | None:
        wanted = self._wanted(step)
        match step.verb:
            case Verb.SEES_NOTHING_NEW:
                missed = await self.eyes.nothing_new(role, Place.OWN)
            case Verb.SEES_NO_DING if not any(wanted):
                missed = await self.eyes.nothing_new(role, Place.DINGS)
            case Verb.SEES_CARD:
                missed = await self.eyes.card_has(role, wanted)
            case Verb.SEES_NO_CARD:
                missed = await self.eyes.card_has_not(role, self._known(step))
            case _:
                missed = await self.eyes.sees_not(role, self._known(step), _place(step.verb))
        if missed is None:
            told = "、".join(self.memory.filled(words) for words in wanted)
            self._note(f"{step.player} {step.verb.value}" + (f"：{told}" if told else ""))
        return missed

    def _page_says(self, step: Step) -> Missed | None:
        for words in self._wanted(step):
            if not self.memory.found(words, self.site.last_answer):
                return Missed(words, (self.site.last_answer,))
        self._note(f"{step.player} 核实页显示：{self.site.last_answer}")
        return None

    async def _move_time(self, step: Step) -> None:
        words = str(step.told).strip()
        target = (
            read_moment(self.story.file, step.line, words)
            if step.verb is TimeVerb.AT
            else self._later(step, words)
        )
        if target < self.program.now():
            raise StoryUnreadable(f"{self.story.file} 第{step.line}行：时间只能往前走。")
        await self.program.travel_to(target)
        await self.program.settle()
        self._note(f"—— {target.astimezone(LOCAL):%Y-%m-%d %H:%M} ——")

    def _later(self, step: Step, words: str) -> datetime:
        if words == "到下个工作日早上":
            return self.program.next_morning()
        match = re.fullmatch(r"(\d+)\s*(分钟|小时|天)", words)
        if match is None:
            raise StoryUnreadable(
                f"{self.story.file} 第{step.line}行：“{words}”看不懂，可写“30分钟”“3小时”“2天”或“到下个工作日早上”。"
            )
        amount = int(match[1])
        spans = {"分钟": timedelta(minutes=1), "小时": timedelta(hours=1), "天": timedelta(days=1)}
        return self.program.now() + amount * spans[match[2]]

    def _details(self, step: Step) -> dict[str, object]:
        match step.told:
            case str() as words:
                return {"话": words}
            case dict() as told:
                return told
            case tuple() as lines:
                return {"话": "\n".join(lines)}
            case _:
                assert_never(step.told)

    def _wanted(self, step: Step) -> tuple[str, ...]:
        match step.told:
            case str() as words:
                return (words,)
            case tuple() as several:
                return several
            case dict():
                return ()
            case _:
                assert_never(step.told)

    def _known(self, step: Step) -> tuple[str, ...]:
        """The words of a step that can only be understood once their blanks are known."""
        return tuple(self._filled(step, words) for words in self._wanted(step))

    def _filled(self, step: Step, words: str) -> str:
        if unknown := self.memory.unknown(words):
            raise StoryUnreadable(
                f"{self.story.file} 第{step.line}行：{{{unknown[0]}}}还不知道是什么，"
                f"请先在前面的“看到”里让它出现，如“看到: 编号{{{unknown[0]}}}”。"
            )
        return self.memory.filled(words)

    def _short(self, told: dict[str, object]) -> str:
        return "，".join(f"{name} {_listed(value)}" for name, value in told.items() if value != "")

    def _note(self, line: str) -> None:
        clock = self.program.now().astimezone(LOCAL)
        indented = line.replace("\n", f"\n{' ' * _STAMP}")
        self.lines.append(f"{clock:%m-%d %H:%M}  {indented}".rstrip())


def _listed(value: object) -> str:
    return "、".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)


def _place(verb: Verb | TimeVerb) -> Place:
    if verb in _GROUP:
        return Place.GROUP
    return Place.DINGS if verb in _DINGS else Place.OWN
