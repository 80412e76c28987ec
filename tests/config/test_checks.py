"""What `duban doctor` finds in a centre's own files: three different people for every unit, and nobody missing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from config.checks import Finding, Severity, findings
from config.load import Centre, load
from domain.ids import PersonId
from domain.people import Directory, HeldOffice
from domain.vocabulary import Office
from tests.config.samples import sample

TODAY = date(2026, 7, 6)


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return load(sample(tmp_path), {})


def without(directory: Directory, *offices: Office, only: str = "") -> Directory:
    """The same people, these offices taken from them (of those whose code begins so)."""
    people = {
        code: replace(person, offices=tuple(o for o in person.offices if o.office not in offices))
        if code.startswith(only)
        else person
        for code, person in directory.people.items()
    }
    return replace(directory, people=people)


def with_office(directory: Directory, person: str, office: Office) -> Directory:
    found = directory.people[PersonId(person)]
    held = (*found.offices, HeldOffice(office, found.unit, date(2018, 1, 1)))
    return replace(directory, people=directory.people | {found.id: replace(found, offices=held)})


def errors(centre: Centre, directory: Directory, day: date = TODAY) -> list[str]:
    return [one.sentence for one in look(centre, directory, day) if one.severity is Severity.ERROR]


def look(centre: Centre, directory: Directory, day: date = TODAY) -> tuple[Finding, ...]:
    return findings(centre.settings, centre.policy, directory, day)


def test_a_unit_without_leader_and_head_cannot_ask_for_close_out(centre: Centre) -> None:
    told = errors(centre, without(centre.directory, Office.LEADER, Office.UNIT_HEAD, only="jtj"))

    assert len(told) == 1
    assert told[0].startswith("交通运输局：没有在岗的责任领导或一把手")


def test_a_unit_whose_own_people_are_the_only_confirmers_finds_nobody(centre: Centre) -> None:
    bare = without(centre.directory, Office.CONFIRMER, Office.SUPERVISOR, Office.CENTRE_HEAD)
    told = errors(centre, with_office(bare, "jtj03", Office.CONFIRMER))

    assert any(one.startswith("交通运输局：找不到本单位以外的核查员") for one in told)
    assert not any(one.startswith("交警大队：找不到本单位以外的核查员") for one in told)


def test_one_person_who_confirms_and_approves_is_not_two(centre: Centre) -> None:
    bare = without(centre.directory, Office.CONFIRMER, Office.SUPERVISOR, Office.DEPUTY_HEAD)

    told = errors(centre, bare)

    assert any("凑不齐三个不同的人" in one for one in told)


def test_an_office_whose_term_is_over_is_not_held(centre: Centre) -> None:
    told = errors(centre, centre.directory, day=date(2018, 1, 1))

    assert any("没有人担任“管理员”" in one for one in told)
    assert any("没有人担任“回访员”" in one for one in told)


@pytest.mark.parametrize(
    ("office", "words"),
    [
        (Office.LEADER, "没有责任领导"),
        (Office.LIAISON, "没有联络员"),
        (Office.DUTY_OFFICER, "没有值班员"),
    ],
)
def test_what_only_hinders_is_a_warning(centre: Centre, office: Office, words: str) -> None:
    directory = without(centre.directory, office, only="jtj")

    told = [one.sentence for one in look(centre, directory) if one.severity is Severity.WARNING]

    assert any(one.startswith("交通运输局：") and words in one for one in told)
    assert errors(centre, directory) == []


def test_two_people_of_one_name_are_told_by_their_codes(centre: Centre) -> None:
    people = dict(centre.directory.people)
    people[PersonId("zx02")] = replace(people[PersonId("zx02")], name=people[PersonId("zx01")].name)

    told = [one.sentence for one in look(centre, replace(centre.directory, people=people))]

    assert any("zx01、zx02 同名" in one for one in told)
    assert not any("示例" in one for one in told)


def test_a_short_name_of_two_units_is_told(centre: Centre) -> None:
    units = dict(centre.directory.units)
    code = next(iter(units))
    units[code] = replace(units[code], short_names=("交警",))

    told = [one.sentence for one in look(centre, replace(centre.directory, units=units))]

    assert any("“交警”同时指" in one for one in told)
