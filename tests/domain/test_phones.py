import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.phones import is_dialable, never_answered, normalised


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13800000001", "13800000001"),
        ("+8613800000001", "13800000001"),
        ("8613800000001", "13800000001"),
        ("008613800000001", "13800000001"),
        (" 138-0000 0001 ", "13800000001"),
        ("１３８０００００００１", "13800000001"),
        ("17000000001", "17000000001"),
        ("+85291234567", "+85291234567"),
        ("057188880000", "057188880000"),
        ("8610650000", "8610650000"),
        ("1064000000001", "1064000000001"),
        ("12345", "12345"),
    ],
)
def test_a_number_has_one_form(written: str, kept: str) -> None:
    assert normalised(written) == kept


@given(st.text())
def test_the_form_is_final(written: str) -> None:
    assert normalised(normalised(written)) == normalised(written)


@pytest.mark.parametrize(
    "machine",
    [
        "1069012345",
        "8610690123456",
        "+86106901",
        "10086",
        "1008611",
        "10010",
        "10000",
        "95588",
        "96110",
        "12306",
        "12345",
        "400800",
        "１０６９０",
    ],
)
def test_a_machine_is_never_answered(machine: str) -> None:
    assert never_answered(machine)


@pytest.mark.parametrize(
    "person", ["13800000001", "+8617000000001", "057188880000", "+85291234567", "19200000001"]
)
def test_a_person_is_answered(person: str) -> None:
    assert not never_answered(person)


@pytest.mark.parametrize(
    ("number", "expected"), [("110", True), ("+85291234567", True), ("", False), ("12a", False)]
)
def test_what_can_be_dialled(number: str, expected: bool) -> None:
    assert is_dialable(number) is expected
