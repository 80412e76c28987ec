"""A timer whose event can neither be handled nor even be kept: the worst poison there is."""

from datetime import timedelta

import pytest

from tests.outside.test_poison import _steps, matter
from tests.scenarios.town import Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_timer_that_cannot_even_be_kept_holds_up_no_other_and_is_tried_again_after_its_lease(
    here: Town,
) -> None:
    _, broken, _ = await matter(here, "污水冒出来了")
    _, sound, _ = await matter(here, "广告牌要掉了")
    ((body,),) = here.rows("SELECT body FROM tickets WHERE id = ?", broken)
    here.change("UPDATE tickets SET body = ? WHERE id = ?", "{", broken)
    here.change(
        "CREATE TRIGGER refused BEFORE INSERT ON inbox_raw BEGIN SELECT RAISE(ABORT, 'not to be kept'); END"
    )
    program = here.house.program
    program.clock.set(program.now() + timedelta(days=2))

    await program.timetable.sweep()
    await program.timetable.sweep()

    assert _steps(here, sound)
    assert not _steps(here, broken)

    here.change("DROP TRIGGER refused")
    here.change("UPDATE tickets SET body = ? WHERE id = ?", body, broken)
    here.change("UPDATE timers SET lease_until = 0 WHERE worker IS NOT NULL")
    await program.timetable.reap()
    await program.timetable.sweep()

    assert _steps(here, broken)
