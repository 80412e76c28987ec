"""Plays one story through the real program: every step acts on a phone or looks at one, never at the database."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, assert_never

from bot.rehearsal.casting import Casting, Role
from bot.rehearsal.memory import Memory
from bot.rehearsal.screens import Button, Shown, chat_shown, texts_shown
from bot.rehearsal.sitework import SiteWork
from bot.rehearsal.story import LOCAL, Step, Story, StoryUnreadable, TimeVerb, Verb, read_moment
from bot.rehearsal.watching import Watcher
from bot.stage.phones import CannotDo, Json, Phones


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
    memory: Memory = field(default_factory=Memory)
    lines: list[str] = field(default_factory=list)
    _seen: dict[tuple[str, bool], int] = field(default_factory=dict)
    _pressed: dict[str, Json] = field(default_factory=dict)

    async def play(self) -> Difference | None:
        """Play to the end, or to the first difference."""
        await self.program.travel_to(self.story.begins_at)
        for step in self.story.steps:
            try:
                difference = await self._play(step)
            except CannotDo as error:
                difference = Difference(step, str(error), ())
            if self.watcher is not None:
                self.lines += await self.watcher.news()
            if difference is not None:
                return difference
        return None

    async def _play(self, step: Step) -> Difference | None:
        if isinstance(step.verb, TimeVerb):
            await self._move_time(step)
            return None
        role = self.casting.roles[step.player]
        match step.verb:
            case Verb.SEES | Verb.SEES_CARD:
                return await self._sees(step, role)
            case Verb.SEES_NOT | Verb.SEES_NO_CARD:
                return await self._sees_not(step, role)
            case Verb.PAGE_SAYS:
                return self._page_says(step)
            case _:
                difference = await self._act(step, role)
                await self.program.settle()
                return difference

    async def _act(self, step: Step, role: Role) -> Difference | None:
        told = self._details(step)
        words = self.memory.filled(str(told.get("话", "")))
        self._note(f"{step.player} {step.verb.value}：{words or self._short(told)}")
        match step.verb:
            case Verb.TEXTS | Verb.TEXTS_TWICE:
                await self.phones.text(role.phone, words, twice=step.verb is Verb.TEXTS_TWICE)
            case Verb.SAYS:
                await self._say(role, words, told, group=False)
            case Verb.SAYS_IN_GROUP:
                await self._say(role, words, told, group=True)
            case Verb.PRESSES:
                return await self._press(step, role, words)
            case Verb.PRESSES_OLD:
                await self._press_again(role)
            case Verb.CONFIRMS:
                shown = chat_shown(await self.phones.screen(role.staff_id), group=False)
                await self.site.confirm(shown, told, self.memory)
            case Verb.LEAVES:
                await self.phones.leave(role.staff_id)
            case _:
                raise StoryUnreadable(f"{self.story.file} 第{step.line}行：这个动作不能这样用。")
        return None

    async def _say(self, role: Role, words: str, told: dict[str, object], *, group: bool) -> None:
        order: Json = {"person": role.staff_id, "kind": "text", "text": words}
        if group:
            order["to"] = self.casting.group
        if "照片" in told:
            names = told["照片"]
            order["picture"] = (
                [str(name) for name in names] if isinstance(names, list | tuple) else [str(names)]
            )
            order["kind"] = "richText" if words else "picture"
        if "语音" in told:
            order |= {"kind": "audio", "recognition": self.memory.filled(str(told["语音"]))}
        if told.get("引用") == "卡片":
            cards = [
                one for one in chat_shown(await self.phones.screen(role.staff_id), group=False) if one.card
            ]
            order["quote"] = cards[-1].card
        await self.phones.say(order)

    async def _press(self, step: Step, role: Role, words: str) -> Difference | None:
        shown = chat_shown(await self.phones.screen(role.staff_id), group=False)
        wanted, _, about = words.partition("@")
        for one in reversed(shown):
            button = next((b for b in one.buttons if b.text == wanted.strip()), None)
            if button is not None and (not about or self.memory.found(about.strip(), one.text)):
                await self._press_button(role, one, button)
                return None
        return Difference(step, f"卡片上有按钮“{words}”", tuple(one.text for one in shown if one.card))

    async def _press_button(self, role: Role, card: Shown, button: Button) -> None:
        order: Json = {"person": role.staff_id, "outTrackId": card.card, "params": dict(button.params)}
        self._pressed[role.staff_id] = order
        self._heard(await self.phones.press(order))

    async def _press_again(self, role: Role) -> None:
        self._heard(await self.phones.press(self._pressed[role.staff_id]))

    def _heard(self, seen: Json) -> None:
        if toast := seen.get("toast"):
            self._note(f"    （提示：{toast}）")

    async def _sees(self, step: Step, role: Role) -> Difference | None:
        wanted = self._wanted(step)
        group, shown = await self._screen(step, role)
        if step.verb is Verb.SEES_CARD:
            cards = [one for one in shown if one.card]
            if any(all(self.memory.found(words, card.text) for words in wanted) for card in reversed(cards)):
                self._note(f"{step.player} 卡片上有：{'、'.join(wanted)}")
                return None
            return Difference(step, "、".join(wanted), tuple(card.text for card in cards[-2:]))
        start = self._seen.get((role.name, group), 0)
        for place in range(start, len(shown)):
            if not shown[place].mine and all(self.memory.found(words, shown[place].text) for words in wanted):
                self._seen[role.name, group] = place + 1
                self._note(f"{step.player} 看到：{shown[place].text}")
                return None
        fresh = tuple(one.text for one in shown[start:] if not one.mine)
        return Difference(step, "、".join(self.memory.filled(words) for words in wanted), fresh)

    async def _sees_not(self, step: Step, role: Role) -> Difference | None:
        group, shown = await self._screen(step, role)
        cards_only = step.verb is Verb.SEES_NO_CARD
        start = 0 if cards_only else self._seen.get((role.name, group), 0)
        looked = [one for one in shown[start:] if not one.mine and (bool(one.card) or not cards_only)]
        for words in self._wanted(step):
            filled = self.memory.filled(words)
            for one in looked:
                if re.sub(r"\s", "", filled) in re.sub(r"\s", "", f"{one.alert}{one.text}"):
                    return Difference(step, f"不应看到“{filled}”", (one.text,))
        return None

    async def _screen(self, step: Step, role: Role) -> tuple[bool, tuple[Shown, ...]]:
        if role.phone:
            return False, texts_shown(await self.phones.texts(role.phone))
        told = step.told
        group = isinstance(told, dict) and "群里" in told
        return group, chat_shown(await self.phones.screen(role.staff_id), group=group)

    def _page_says(self, step: Step) -> Difference | None:
        for words in self._wanted(step):
            if not self.memory.found(words, self.site.last_answer):
                return Difference(step, words, (self.site.last_answer,))
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
            case dict() as told:
                value = told.get("群里", "")
                return tuple(str(one) for one in value) if isinstance(value, list | tuple) else (str(value),)
            case _:
                assert_never(step.told)

    def _short(self, told: dict[str, object]) -> str:
        return "，".join(f"{name} {value}" for name, value in told.items())

    def _note(self, line: str) -> None:
        clock = self.program.now().astimezone(LOCAL)
        self.lines.append(f"{clock:%m-%d %H:%M}  {line}".rstrip())
