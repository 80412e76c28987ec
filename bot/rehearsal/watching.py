"""Everything that newly appears on anybody's screen, for the writer of a story: what to expect, and what should not be there."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.rehearsal.casting import Casting
from bot.rehearsal.screens import Shown, chat_shown, dings_shown, texts_shown
from bot.stage.phones import Phones


@dataclass(slots=True)
class Watcher:
    """Remembers what it has seen; a card that changes is news again."""

    casting: Casting
    phones: Phones
    _seen: dict[tuple[str, str], str] = field(default_factory=dict)

    async def news(self) -> list[str]:
        """One entry per message or card that is new or has changed since the last look."""
        told: list[str] = []
        for role in self.casting.roles.values():
            if role.phone:
                screens = [("", texts_shown(await self.phones.texts(role.phone)))]
            else:
                screen = await self.phones.screen(role.staff_id)
                screens = [
                    ("", chat_shown(screen, group=False)),
                    ("群里", chat_shown(screen, group=True)),
                    ("强提醒", dings_shown(screen)),
                ]
            for place, shown in screens:
                told += self._fresh(f"{role.name}{place}", shown)
        return told

    def _fresh(self, whose: str, shown: tuple[Shown, ...]) -> Iterator[str]:
        for one in shown:
            if one.mine or self._seen.get((whose, one.id)) == one.text:
                continue
            changed = "（更新）" if (whose, one.id) in self._seen else ""
            self._seen[whose, one.id] = one.text
            kind = "卡片" if one.card else "消息"
            yield f"    ▸ {whose}的{kind}{changed}：" + one.text.replace("\n", "\n      │ ")
