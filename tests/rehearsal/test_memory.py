"""A blank ({工单}) is learnt where it is first seen, and filled from then on."""

from bot.rehearsal.memory import Memory


def test_a_blank_is_learnt_from_what_is_shown_and_filled_afterwards() -> None:
    memory = Memory()
    assert memory.unknown("/派单 {工单}") == ("工单",)
    assert memory.found("编号{工单}", "您的诉求已受理，编号E100，我们将尽快答复")
    assert memory.filled("/派单 {工单} 城管局") == "/派单 E100 城管局"
    assert memory.unknown("/派单 {工单}") == ()


def test_a_known_blank_must_be_what_it_was() -> None:
    memory = Memory({"工单": "E100"})
    assert memory.found("编号{工单}", "编号E100")
    assert not memory.found("编号{工单}", "编号F100")


def test_spaces_and_line_breaks_do_not_matter() -> None:
    memory = Memory()
    assert memory.found("工单 {编号} 待受理", "【新诉求】工单 NX2019072200001 待受理\n地点")
    assert memory.known == {"编号": "NX2019072200001"}
    assert memory.found("待受理地点", "待受理\n\n地点")


def test_nothing_is_learnt_from_words_that_are_not_there() -> None:
    memory = Memory()
    assert not memory.found("编号{工单}已办结", "编号E100，正在办理")
    assert memory.known == {}
    assert memory.filled("{工单}") == "{工单}"
