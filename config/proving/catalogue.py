"""Proves the catalogue of classes and the kinds against the list of units."""

from collections.abc import Iterator

from config.checks import Finding, Severity
from config.policy import Rules
from config.texts import proofs as told
from domain.people import Directory
from domain.vocabulary import UnitKind

_KINDS = 10


def units(rules: Rules, directory: Directory) -> Iterator[Finding]:
    """Every unit named is in `units.csv`, may handle, and is none whose duty it cannot be."""
    file = rules.file
    for place, row in enumerate(rules.policy.limits):
        if row.unit is not None and row.unit not in directory.units:
            path = ("limits", str(place), "unit")
            sentence = told.unknown_unit(file.name, file.line_of(*path), ".".join(path), row.unit)
            yield Finding(Severity.ERROR, sentence)
    for place, category in enumerate(rules.policy.categories.values()):
        if category.lead is None:
            continue
        path = ("categories", str(place), "lead")
        at = (file.name, file.line_of(*path), ".".join(path))
        unit = directory.units.get(category.lead)
        if unit is None:
            yield Finding(Severity.ERROR, told.unknown_unit(*at, category.lead))
        elif unit.kind is UnitKind.CENTRE:
            yield Finding(Severity.ERROR, told.lead_is_centre(*at, unit.name))
        elif unit.kind is UnitKind.TOWN and category.department_duty:
            yield Finding(Severity.ERROR, told.duty_to_town(*at, category.name, unit.name))


def kinds(rules: Rules) -> Iterator[Finding]:
    """Every class of work belongs to exactly one kind, and every kind has classes."""
    file, policy = rules.file, rules.policy
    line = file.line_of("kinds")
    for code in policy.categories:
        claimed = [kind.name for kind in policy.kinds if code.startswith(kind.categories)]
        if len(claimed) > 1:
            yield Finding(Severity.ERROR, told.two_kinds(file.name, line, code, claimed[0], claimed[1]))
    if not policy.categories:
        return
    for place, kind in enumerate(policy.kinds):
        path = ("kinds", str(place))
        for code in kind.categories:
            if not any(known.startswith(code) for known in policy.categories):
                sentence = told.empty_kind(file.name, file.line_of(*path), ".".join(path), kind.name, code)
                yield Finding(Severity.WARNING, sentence)
    if len(policy.kinds) != _KINDS:
        yield Finding(Severity.WARNING, told.not_ten(file.name, line, len(policy.kinds)))
    homeless = tuple(
        code
        for code, one in policy.categories.items()
        if one.department_duty and policy.kind_of(code) is None
    )
    if homeless:
        yield Finding(Severity.WARNING, told.no_kind(file.name, line, homeless))
