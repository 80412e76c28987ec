"""Reads the `kinds:` (十类突出问题) and `four_systems:` (一单四制) of `policy.yaml`."""

from config.rulefile import RuleReader
from config.texts import kinds as told
from domain.policy import FOUR_SYSTEMS, MatterKind


def read_kinds(reader: RuleReader, found: object) -> tuple[MatterKind, ...]:
    """The kinds in their order, each name once. Raises `Misconfigured`."""
    kinds: dict[str, MatterKind] = {}
    for path, row in reader.rows(("kinds",), found, ["name", "categories"]):
        name = reader.text((*path, "name"), row.get("name", ""))
        if not name or name in kinds:
            raise reader.wrong((*path, "name"), name, told.KIND_NAME)
        at = (*path, "categories")
        categories = reader.texts(at, row.get("categories", []), told.KIND_CATEGORIES)
        kinds[name] = MatterKind(name, categories)
    return tuple(kinds.values())


def read_four_systems(reader: RuleReader, found: object) -> tuple[str, ...]:
    """Exactly four names, all different. Raises `Misconfigured`."""
    names = reader.texts(("four_systems",), found, told.SYSTEMS)
    if len(names) != FOUR_SYSTEMS:
        raise reader.wrong(("four_systems",), "、".join(names), told.SYSTEMS)
    return names
