"""What a slash-command (斜杠指令) is: its names, who may give it and where, an example, and the function that does it.

One file per command; `handlers/commands/__init__.py` holds the table. `/帮助` prints these declarations.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from config.texts.heard.arguments import Arguments
from config.texts.heard.commands import HeardCommand
from domain.actor import Actor, official
from domain.context import Context
from domain.inbound import ChatSaid, ConversationKind
from domain.people import Person
from domain.vocabulary import CENTRE_OFFICES, Office
from handlers.ports import Work
from handlers.speaking import Spoken
from handlers.surroundings import Surroundings

HEADS = frozenset({Office.CENTRE_HEAD, Office.DEPUTY_HEAD})
INTAKE = frozenset({Office.OPERATOR, Office.DISPATCHER}) | HEADS
DISPATCH = frozenset({Office.DISPATCHER}) | HEADS
SUPERVISION = frozenset({Office.SUPERVISOR}) | HEADS
CALLERS = frozenset({Office.CALLBACK_OFFICER}) | HEADS
UNIT = frozenset({Office.LEADER, Office.UNIT_HEAD, Office.LIAISON, Office.DUTY_OFFICER})
CENTRE = CENTRE_OFFICES
EVERYBODY: frozenset[Office] = frozenset(Office)


class Unclear(Exception):
    """An argument is missing or cannot be read: `words` says which, with an example.

    Raised while arguments are read, before anything is changed; `running.py` turns it into the answer.
    """

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Call:
    """One command as given: who, where, with which words."""

    spec: "CommandSpec"
    heard: HeardCommand
    arguments: Arguments
    said: ChatSaid
    speaker: Person
    work: Work
    around: Surroundings

    @property
    def context(self) -> Context:
        """What deciding may know."""
        return self.around.context

    @property
    def by(self) -> Actor:
        """The speaker as the one who acts."""
        return official(self.speaker.id)

    @property
    def in_group(self) -> bool:
        """Whether others read the answer: then everything personal is masked."""
        return self.said.conversation.kind is ConversationKind.GROUP

    @property
    def offices(self) -> frozenset[Office]:
        """What the speaker holds today."""
        return self.context.directory.offices_of(self.speaker.id, self.context.today)

    @property
    def text(self) -> str:
        """The free text: what no reader took of the first line, and the lines after it."""
        lines = (self.arguments.rest(), *(line.text for line in self.heard.lines))
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """The declaration of a command. The first of `names` is the one shown; `aliases` are English."""

    names: tuple[str, ...]
    aliases: tuple[str, ...]
    usage: str
    example: str
    purpose: str
    offices: frozenset[Office]
    run: Callable[[Call], Awaitable[Spoken]] = field(repr=False)
    any_group: bool = False
    """May be given in a group that is not (yet) the supervision group."""
    private: bool = False
    """One-to-one only: the answer may hold personal data."""

    @property
    def name(self) -> str:
        """The name people are shown."""
        return self.names[0]


def may_give(spec: CommandSpec, offices: frozenset[Office]) -> bool:
    """Whether somebody with these offices may give the command: by role, not by knowing it."""
    return spec.offices == EVERYBODY or bool(spec.offices & offices)


def by_name(commands: Iterable[CommandSpec]) -> dict[str, CommandSpec]:
    """Every name and alias, lower-case. ValueError when two commands want the same one."""
    table: dict[str, CommandSpec] = {}
    for spec in commands:
        for name in (*spec.names, *spec.aliases):
            if name.lower() in table:
                raise ValueError(f"two commands are called {name}")
            table[name.lower()] = spec
    return table
