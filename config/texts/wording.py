"""A text with named gaps: how it is checked when the program starts, and how it is filled when it is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True, slots=True)
class Wording:
    """What an official reads in chat. `short`: at most six characters, safe on a locked screen; `text`: markdown lines.

    A line all of whose gaps are empty is left out.
    """

    short: str
    text: str


@dataclass(frozen=True, slots=True)
class SmsWording:
    """What a text message says. `template`: the form registered with gateways that take no free text."""

    text: str
    template: str


def gaps(pattern: str) -> tuple[str, ...]:
    """The names of a pattern's gaps, in order. ValueError where braces do not match, or a gap is more than a name."""
    found: list[str] = []
    for _, name, spec, conversion in Formatter().parse(pattern):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"{{{name}}}")
        found.append(name)
    return tuple(found)


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """The pattern with its gaps filled, lines without anything to say left out."""
    lines = []
    for line in pattern.split("\n"):
        names = gaps(line)
        if names and not any(values[name] for name in names):
            continue
        # A gap at the end of a line may be empty: then the mark that led to it goes, too.
        lines.append(line.format_map(values).strip().rstrip("，：、"))
    return "\n".join(line for line in lines if line)
