"""Looks over a centre's own files for what would hurt later; `duban doctor` prints it, each with what to do.

`Severity.ERROR` is what breaks a promise of the rules (design §3, §4: three different people); a warning is what works,
but not well. Files that cannot be read at all never get this far: they are `Misconfigured`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from config.settings import Settings
from config.texts import checks as told
from config.texts import labels
from domain.ids import PersonId
from domain.people import Directory, Unit
from domain.policy import Policy
from domain.vocabulary import Office, UnitKind

_NEEDED = (
    Office.ADMINISTRATOR,
    Office.DISPATCHER,
    Office.CALLBACK_OFFICER,
    Office.SUPERVISOR,
    Office.CENTRE_HEAD,
)


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, in a sentence that says what to do."""

    severity: Severity
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def findings(settings: Settings, policy: Policy, directory: Directory, day: date) -> tuple[Finding, ...]:
    """Everything that should be looked at, as of a day; errors first."""
    found = [
        *offices(policy, directory, day),
        *(one for unit in directory.units.values() for one in unit_findings(unit, policy, directory, day)),
        *names(directory),
        *(Finding(Severity.WARNING, sentence) for sentence in unconnected(settings)),
    ]
    return tuple(sorted(found, key=lambda one: one.severity is not Severity.ERROR))


def unconnected(settings: Settings) -> tuple[str, ...]:
    """What of the outside world is not connected, by the settings alone."""
    return tuple(_unconnected(settings))


def _unconnected(settings: Settings) -> Iterator[str]:
    dingtalk, sms = settings.dingtalk, settings.sms
    if not dingtalk.client_id:
        yield told.no_dingtalk()
    else:
        if not dingtalk.client_secret:
            yield told.half_dingtalk("client_secret")
        if not dingtalk.corp_id:
            yield told.half_dingtalk("corp_id")
        if not dingtalk.card_template_id:
            yield told.no_template()
    if not sms.gateway:
        yield told.no_sms()
    elif not sms.webhook_secret:
        yield told.no_webhook_secret()
    if not settings.server.public_url.startswith("https://"):
        yield told.not_https()


def offices(policy: Policy, directory: Directory, day: date) -> Iterator[Finding]:
    """Offices of the centre that must be held by somebody."""
    for office in _NEEDED:
        if not directory.holders(office, day):
            yield Finding(Severity.ERROR, told.no_holder(labels.office(office)))
    approvers = _holders(policy.approvers, directory, day)
    if len(approvers) == 1:
        yield Finding(Severity.WARNING, told.no_second_approver())


def unit_findings(unit: Unit, policy: Policy, directory: Directory, day: date) -> Iterator[Finding]:
    """Whether a unit's matters can go all the way: applied for, confirmed and approved by three different people."""
    if unit.kind is UnitKind.CENTRE:
        return
    applicants = _holders((Office.LEADER, Office.UNIT_HEAD), directory, day, unit)
    confirmers = _outside(unit, policy.confirmers, directory, day)
    approvers = _outside(unit, policy.approvers, directory, day)
    if not applicants:
        yield Finding(Severity.ERROR, told.nobody_applies(unit.name))
    if not confirmers:
        yield Finding(Severity.ERROR, told.nobody_confirms(unit.name))
    if not approvers:
        yield Finding(Severity.ERROR, told.nobody_approves(unit.name))
    chosen = product(applicants, confirmers, approvers)
    if applicants and confirmers and approvers and not any(len(set(three)) == len(three) for three in chosen):
        yield Finding(Severity.ERROR, told.no_three(unit.name))
    if applicants and not directory.holders(Office.LEADER, day, unit.id):
        yield Finding(Severity.WARNING, told.no_leader(unit.name))
    if not directory.holders(Office.LIAISON, day, unit.id):
        yield Finding(Severity.WARNING, told.no_liaison(unit.name))
    if not directory.holders(Office.DUTY_OFFICER, day, unit.id):
        yield Finding(Severity.WARNING, told.no_duty_officer(unit.name))


def names(directory: Directory) -> Iterator[Finding]:
    """Words that could mean two things: they work, but each time somebody is asked which."""
    called: dict[str, Unit] = {}
    for unit in directory.units.values():
        for name in (unit.name, *unit.short_names):
            other = called.setdefault(name, unit)
            if other is not unit:
                sentence = told.unclear_unit_name(name, other.name, unit.name)
                yield Finding(Severity.WARNING, sentence)
    people: dict[str, list[str]] = {}
    for person in directory.active():
        people.setdefault(person.name, []).append(person.id)
    for codes in people.values():
        if len(codes) > 1:
            yield Finding(Severity.WARNING, told.same_name("、".join(codes)))


def _holders(
    wanted: tuple[Office, ...], directory: Directory, day: date, unit: Unit | None = None
) -> tuple[PersonId, ...]:
    where = unit.id if unit else None
    found = (person.id for office in wanted for person in directory.holders(office, day, where))
    return tuple(dict.fromkeys(found))


def _outside(unit: Unit, wanted: tuple[Office, ...], directory: Directory, day: date) -> tuple[PersonId, ...]:
    return tuple(
        person
        for person in _holders(wanted, directory, day)
        if unit.id not in directory.units_of(person, day)
    )
