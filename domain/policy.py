"""The centre's own rules as values: limits by class, urgency and unit, and every number of `domain.md` §7 to §10.

Defaults are those of §7.1; the centre's `policy.yaml` overrides them (read by `config/policy.py`). Names of people
or of places never stand here.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.calendar import MEETING_DAYS
from domain.figures.rules import FigureRules
from domain.ids import UnitId
from domain.ladders import DEFAULT_LADDERS, Ladders
from domain.ticket import Limit
from domain.vocabulary import Grade, LimitKind, Nature, Office, Urgency, WhistleKind


def _working_days(days: int, source: str) -> Limit:
    return Limit(LimitKind.WORKING_DAYS, days, source)


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One row of the table of limits: every condition that is set must hold. The first fitting row counts."""

    limit: Limit
    nature: Nature | None = None
    category: str = ""
    """Code of a class, or the beginning of one; empty: any."""
    urgency: Urgency | None = None
    unit: UnitId | None = None
    statutory: bool = False
    """A legal limit beats the table (法定时限优先), whatever its place in it."""
    since: date = date.min
    until: date = date.max


@dataclass(frozen=True, slots=True)
class Category:
    """A class of the centre's catalogue (内容分类): what the dispatcher is offered."""

    code: str
    name: str
    standard: str = ""
    """What counts as done for matters of this class, in Chinese, from the centre's own file."""
    lead: UnitId | None = None
    department_duty: bool = False
    """A department's duty: never dispatched to a town as lead (国办函〔2025〕66号)."""
    needs_work: bool = True
    """Closed within minutes, a matter of this class is looked at (§8.5 "too fast")."""


@dataclass(frozen=True, slots=True)
class MatterKind:
    """One of the kinds of prominent problems (十类突出问题): lists, meetings and bulletins sort by them."""

    name: str
    categories: tuple[str, ...]
    """Codes of classes, or beginnings of them."""


FOUR_SYSTEMS = 4
"""一单四制: so many names of systems, whatever they are (`domain.md` §1.3)."""


DEFAULT_LIMITS: tuple[LimitRow, ...] = (
    LimitRow(_working_days(1, "7.1 咨询"), nature=Nature.ENQUIRY),
    LimitRow(_working_days(5, "7.1 求助"), nature=Nature.HELP),
    LimitRow(_working_days(10, "7.1 投诉举报"), nature=Nature.COMPLAINT),
    LimitRow(_working_days(10, "7.1 投诉举报"), nature=Nature.REPORT),
    LimitRow(_working_days(15, "7.1 建议"), nature=Nature.SUGGESTION),
    LimitRow(_working_days(5, "7.1 其他")),
)


@dataclass(frozen=True, slots=True)
class Policy:
    """Every number of the rules. Periods are `timedelta`; `*_working_days` and `*_days` are whole days."""

    limits: tuple[LimitRow, ...] = DEFAULT_LIMITS
    categories: dict[str, Category] = field(default_factory=dict)
    kinds: tuple[MatterKind, ...] = ()
    """十类突出问题; the centre's list, in its order. Empty only where no file was read."""
    four_systems: tuple[str, ...] = ()
    """The names of the four systems (一单四制)."""

    acknowledge: timedelta = timedelta(hours=4)
    """Of office hours."""
    acknowledge_urgent: timedelta = timedelta(minutes=10)
    """Wall clock, day and night."""
    contact_working_days: int = 1
    arrival_town: timedelta = timedelta(minutes=30)
    arrival_village_warn: timedelta = timedelta(hours=1)
    arrival_village: timedelta = timedelta(hours=2)
    critical_feedback: timedelta = timedelta(hours=2)
    whistle_arrival: timedelta = timedelta(hours=4)
    """For a whistle that is not urgent and names no time."""
    whistle_listed: tuple[WhistleKind, ...] = (WhistleKind.PROMINENT, WhistleKind.JOINT)
    """Kinds of whistles that go on the list track; one that repeats always does."""
    whistle_again_days: int = 90
    """So long a whistle about the same place and matter is the same case again (又)."""

    extension_max_working_days: int = 10
    return_working_days: int = 1
    rework: Limit = field(default_factory=lambda: _working_days(5, "7.1 发回重办"))
    callback: Limit = field(default_factory=lambda: _working_days(1, "7.1 回访"))
    site_visit: Limit = field(default_factory=lambda: _working_days(2, "3 现场核实"))
    need_info_working_days: int = 2
    shelve_max_days: int = 90
    look_back_days: int = 30
    call_tries: int = 3
    answered_sample: float = 0.05
    """The share of matters answered at once that is called back all the same (§6.2), 0 to 1."""
    item_silence_days: int = 3
    """A list item without progress for so many days: its leader is reminded."""
    too_fast: timedelta = timedelta(minutes=30)
    """Handled sooner after receipt than this, a matter of a class that needs work is looked at."""
    decision_wait: timedelta = timedelta(hours=3, minutes=30)
    """Of office hours, half a working day: a return, an extension, a review may wait so long before a reminder."""
    dispatch_wait: timedelta = timedelta(hours=4)
    """Of office hours: received and not dispatched for so long, the dispatcher is reminded."""
    look_back_working_days: int = 2
    """A look-back that was opened may wait so long."""
    urge_again_after: timedelta = timedelta(minutes=10)
    """The same unit is not urged twice within this time."""
    late_step: timedelta = timedelta(minutes=30)
    """A reminder later than this was missed and is marked 补发."""

    supervision: dict[Grade, Limit] = field(
        default_factory=lambda: {
            Grade.URGE: _working_days(1, "10.1 催办"),
            Grade.GENERAL: _working_days(3, "10.1 一般督办"),
            Grade.KEY: _working_days(5, "10.1 重点督办"),
            Grade.SPECIAL: Limit(LimitKind.CALENDAR_DAYS, 10, "10.1 专项督办"),
        }
    )
    ladders: Ladders = DEFAULT_LADDERS
    """Who is told at which step when a limit is over (§7.4) or nobody acts on an urgent matter."""

    join_within: timedelta = timedelta(minutes=10)
    """A second text within this time joins the first."""
    same_words_within: timedelta = timedelta(hours=24)
    again_within: timedelta = timedelta(days=30)
    """A text about a matter closed less than this ago starts a look-back there."""
    question_within: timedelta = timedelta(hours=24)
    """A bare digit answers the latest question asked within this time."""
    undo_within: timedelta = timedelta(minutes=10)
    joins_progress_within: timedelta = timedelta(minutes=10)
    """Photos, voice and later words join the progress they follow."""
    ask_expires: timedelta = timedelta(hours=24)
    site_link_opens_within: timedelta = timedelta(hours=24)
    site_visit_lives: timedelta = timedelta(hours=72)

    approvers: tuple[Office, ...] = (Office.CENTRE_HEAD, Office.DEPUTY_HEAD)
    confirmers: tuple[Office, ...] = (
        Office.CONFIRMER,
        Office.SUPERVISOR,
        Office.CENTRE_HEAD,
    )
    """Who may confirm on site; the head may, then somebody else approves (design §3, Hands)."""
    meeting_days: tuple[int, ...] = MEETING_DAYS
    """逢6: days of the month with a dispatch meeting; one that is off moves to the next working day, always (§11)."""
    agenda_working_days: int = 1
    """So many working days ahead the agenda is proposed."""
    agenda_at_most: int = 30
    """So many matters at most are proposed for one meeting."""
    sheet_series: str = "民督"
    """代字 of supervision sheets: 民督〔2019〕45号 (§13.2)."""
    first_batch: int = 1
    """The number of the first batch held with the program; the centre's count goes on."""

    figures: FigureRules = field(default_factory=FigureRules)
    """Which formulae and which ranking the centre prints."""

    quota_calls: int = 5_000
    quota_pushes: int = 3_000

    forget_by_itself: bool = False
    """Whether what follows is done every hour; if not, only inbox keys go by themselves, the rest by `duban retention`."""
    keep_keys: timedelta = timedelta(days=30)
    """So long a repeat is known for one, with its answer. The longest any wire repeats is a day (§4.5: gateways push again for
    up to 24 hours), a confirmer's page may come in after 72 hours; the rest is for a machine that stood over a holiday."""
    keep_unread: timedelta = timedelta(days=365)
    """Messages that could not be read or handled (§14: no longer than needed)."""
    keep_sent: timedelta = timedelta(days=730)
    """What was sent, with its words; never of an open ticket (§14.7)."""
    keep_texts: timedelta = timedelta(days=30)
    """That a number sent a text, for counting floods (§14)."""
    keep_visits: timedelta = timedelta(days=90)
    """Which device opened a confirmation page (§14)."""
    keep_photos: timedelta = timedelta(days=730)
    """Photos and files, after their last ticket ended (§14.7: 1-2 years)."""
    keep_callers: timedelta = timedelta(days=1825)
    """Name, number and words of a citizen, after their last ticket ended (§14.7: 5 years)."""

    def kind_of(self, category: str) -> MatterKind | None:
        """The kind a class belongs to; None: to none of them."""
        return next((kind for kind in self.kinds if category and category.startswith(kind.categories)), None)

    def limit_for(
        self, nature: Nature | None, category: str, urgency: Urgency, unit: UnitId, day: date
    ) -> Limit:
        """The handling limit: a fitting statutory row first, else the first fitting row of the table (§7.1).

        `day`: the local day of receipt; a row's validity is asked of that day, whenever the limit is set.
        """
        fitting = [
            row
            for row in self.limits
            if (row.nature is None or row.nature is nature)
            and category.startswith(row.category)
            and (row.urgency is None or row.urgency is urgency)
            and (row.unit is None or row.unit == unit)
            and row.since <= day <= row.until
        ]
        legal = [row for row in fitting if row.statutory]
        return (legal or fitting or list(DEFAULT_LIMITS[-1:]))[0].limit
