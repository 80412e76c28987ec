"""What urges is over once there is nothing to urge: at the limit, on the shelf, at the end."""

import pytest

from domain.ids import PersonId
from domain.notices import Notice, NoticeKind, Recipient, RecipientKind
from domain.still_true import still_true
from tests.world import case

LEADER = Recipient(RecipientKind.PERSON, person=PersonId("transport-leader"))


@pytest.mark.parametrize("kind", [NoticeKind.DUE_SOON, NoticeKind.DUE_TODAY, NoticeKind.SILENT_HALF])
def test_what_comes_before_the_limit_is_not_said_after_it(kind: NoticeKind) -> None:
    c = case("2019-07-05 09:00").filed().accepted().dispatched()
    assert c.it.limit is not None
    notice = Notice(LEADER, kind, c.it.id)

    assert still_true(notice, c.it, c.now)
    assert not still_true(notice, c.it, c.it.limit.due_at)


def test_that_something_is_late_is_still_said_when_it_is() -> None:
    c = case("2019-07-05 09:00").filed().accepted().dispatched()
    assert c.it.limit is not None

    assert still_true(Notice(LEADER, NoticeKind.OVERDUE, c.it.id), c.it, c.it.limit.due_at)
