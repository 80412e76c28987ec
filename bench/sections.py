"""What `make bench` measures, section by section: one entry here is one part of the table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bench import intake, memory, papers, reply
from bench.lines import Found
from bench.machine import Server
from bench.service import chat, figures, pages, timers
from bench.service import intake as service_intake

FULL_LASTS = 4
"""So many times longer a section may take at the full sizes."""


@dataclass(frozen=True, slots=True)
class Section:
    """`what`: said where it could not be measured. `at_most_s`: then it is given up. `measure` takes whether sizes are full."""

    what: str
    at_most_s: int
    measure: Callable[[bool], Awaitable[Found]]
    needs: tuple[Server, ...] = ()

    def lasts_s(self, *, full: bool) -> int:
        """Its bound."""
        return self.at_most_s * (FULL_LASTS if full else 1)


SECTIONS = {
    "texts": Section("embedded: texts over HTTP against a bare handler on SQLite", 180, intake.found),
    "reply": Section("embedded: chat reply to card update", 120, reply.found),
    "papers": Section("a bulletin over a year of 100,000 tickets", 180, papers.found),
    "memory": Section("embedded: an idle process", 60, memory.found),
    "intake": Section(
        "service: texts over HTTP against the machine's ceiling and django-helpdesk",
        420,
        service_intake.found,
        (Server.POSTGRESQL,),
    ),
    "chat": Section(
        "service: 200 replies within 2 s, four workers", 300, chat.found, (Server.POSTGRESQL, Server.REDIS)
    ),
    "timers": Section(
        "a due timer, however many wait, on SQLite and PostgreSQL", 240, timers.found, (Server.POSTGRESQL,)
    ),
    "pages": Section(
        "a ticket, /进度, /清单 and /统计, however many tickets there are, on SQLite and PostgreSQL",
        300,
        pages.found,
        (Server.POSTGRESQL,),
    ),
    "figures": Section(
        "the figures of a year of 100,000 tickets, and /进度 meanwhile, on SQLite and PostgreSQL",
        300,
        figures.found,
        (Server.POSTGRESQL,),
    ),
}
