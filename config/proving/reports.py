"""Proves what the rules say about meetings and figures: settings that can be read, but hurt."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from config.checks import Finding, Severity
from config.policy import Rules
from config.texts import labels
from config.texts import proofs as told
from domain.figures.rules import RankingStyle
from domain.people import Directory
from domain.vocabulary import Office

FEWEST = 5
"""Fewer tickets than this say nothing about a unit (§13.7)."""


def meetings(rules: Rules) -> Iterator[Finding]:
    """The agenda is proposed after the meeting before, not ahead of it."""
    policy = rules.policy
    gap = min((later - earlier for earlier, later in pairwise(policy.meeting_days)), default=31)
    if policy.agenda_working_days >= gap:
        line = rules.file.line_of("agenda_working_days")
        sentence = told.agenda_too_early(rules.file.name, line, policy.agenda_working_days, gap)
        yield Finding(Severity.WARNING, sentence)


def figures(rules: Rules, directory: Directory, today: date) -> Iterator[Finding]:
    """A ranking stands on enough tickets, and somebody may see it."""
    chosen, file = rules.policy.figures, rules.file
    if chosen.ranking is RankingStyle.OFF:
        return
    if chosen.smallest_sample < FEWEST:
        line = file.line_of("figures", "smallest_sample")
        sentence = told.sample_too_small(file.name, line, chosen.smallest_sample, FEWEST)
        yield Finding(Severity.WARNING, sentence)
    seeing = [office for office in Office if office in chosen.ranking_seen_by]
    if not any(directory.holders(office, today) for office in seeing):
        line = file.line_of("figures", "ranking_seen_by")
        names = "、".join(labels.office(office) for office in seeing)
        yield Finding(Severity.ERROR, told.nobody_sees(file.name, line, names))
