"""/清单: open tickets, filtered by unit, lateness, track or state; oldest due first."""

from dataclasses import replace

from config.texts import answers_commands as told
from config.texts import labels
from domain.ids import UnitId
from domain.listing import ListWish
from domain.vocabulary import ENDED, Grade, State, Track
from handlers.commands.command import EVERYBODY, Call, CommandSpec, Unclear
from handlers.commands.progress import READERS
from handlers.commands.steps import all_seen, unit_named
from handlers.speaking import Spoken

_LATE = {"超期": True, "逾期": True, "已超期": True, "late": True}
_TRACKS = {
    "清单件": Track.LIST,
    "重点": Track.LIST,
    "疑难": Track.LIST,
    "普通件": Track.ORDINARY,
    "普通": Track.ORDINARY,
}
_GRADES = {"督办": Grade.GENERAL, "重点督办": Grade.KEY, "专项督办": Grade.SPECIAL}
_NOT_SHELVED = frozenset(State) - ENDED - {State.SHELVED}
"""What is shelved (挂账) is counted apart: its limit is its review, whatever date was named before."""
_STATES = {labels.state(state): state for state in State if state not in ENDED}


async def run(call: Call) -> Spoken:
    """People of a unit see their own unit's; the centre and the inspectors choose."""
    unit = unit_named(call)
    states, late = frozenset(call.arguments.many_of(_STATES)), call.arguments.one_of(_LATE)
    wish = ListWish(
        unit=unit,
        states=states or (_NOT_SHELVED if late else frozenset()),
        at_least=call.arguments.one_of(_GRADES),
        track=call.arguments.one_of(_TRACKS),
        overdue_at=call.context.now if late else None,
    )
    if call.arguments.left:
        raise Unclear(told.unknown_filter(call.arguments.left[0], call.spec.example))
    wishes = [replace(wish, unit=own) for own in _units(call, unit)]
    tickets = [ticket for one in wishes for ticket in await call.work.tickets.listed(one)][: wish.limit]
    count = sum([await call.work.tickets.count(one) for one in wishes])
    return Spoken(told.listed(await all_seen(call, tickets), count))


def _units(call: Call, wanted: UnitId | None) -> tuple[UnitId | None, ...]:
    directory, day = call.context.directory, call.context.today
    if directory.of_the_centre(call.speaker.id, day) or call.offices & READERS:
        return (wanted,)
    own = directory.units_of(call.speaker.id, day)
    if wanted is not None and wanted not in own:
        raise Unclear(told.only_own_unit())
    return (wanted,) if wanted is not None else tuple(sorted(own))


SPEC = CommandSpec(
    names=("清单",),
    aliases=("list",),
    usage="/清单 [单位|超期|清单件|普通件|督办|状态]",
    example="/清单 交通局 超期",
    purpose="列出在办工单（最急的在前）",
    offices=EVERYBODY,
    run=run,
)
