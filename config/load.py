"""Reads a centre's folder once, at the start: settings, policy, people, calendar, texts. All or a sentence why not.

The environment is looked at here and nowhere else, and only for secrets.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.calendar import SHIPPED, read_calendar
from config.checks import unconnected
from config.papers.templates import FOLDER, check_own_templates
from config.people import read_directory
from config.policy import read_policy
from config.proving.tables import contradictions
from config.reading import Origin, validated
from config.secret import Secret
from config.settings import Settings
from config.texts import misconfigured as wrong
from config.texts.overrides import read_overrides
from config.texts.settings import ENVIRONMENT, GATEWAY_TABLE, GATEWAYS, told
from config.texts.texts import Texts
from config.tomlfile import TomlFile, read_toml
from domain.calendar import WorkCalendar
from domain.failures import Misconfigured
from domain.people import Directory
from domain.policy import Policy

SETTINGS_FILE = "duban.toml"
_SECRET_WORDS = ("secret", "password", "token")
_SHORTEST_SECRET = 22
"""Letters of a random text with 128 bits, in URL-safe Base64."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where things lie, as absolute paths."""

    root: Path
    data: Path
    blobs: Path
    master_key: Path
    site_key: Path


@dataclass(frozen=True, slots=True)
class Centre:
    """Everything a centre has said about itself."""

    settings: Settings
    places: Places
    policy: Policy
    directory: Directory
    calendar: WorkCalendar
    texts: Texts
    warnings: tuple[str, ...] = ()
    """Sentences for the operator: it runs, but not well."""
    policy_text: str = ""
    """`policy.yaml` as it was read: what is recorded as being in force."""

    @property
    def database_url(self) -> Secret:
        """The database, wherever it was said or left to be."""
        return self.settings.database.url or Secret(f"sqlite:///{self.places.data / 'duban.db'}")


def load(directory: Path, environ: Mapping[str, str]) -> Centre:
    """The centre whose files lie in that folder.

    Raises `Misconfigured` for the first thing that is wrong, naming file, line, value and what was expected.
    """
    root = directory.resolve()
    settings = read_settings(root / SETTINGS_FILE, environ)
    files = settings.files
    rules = read_policy(root / files.policy)
    for finding in contradictions(rules):
        # Rules that cannot be meant as written change nothing: whatever starts says which, and stops.
        raise Misconfigured(finding.sentence)
    calendar_file = root / files.calendar
    calendar = read_calendar(
        calendar_file if calendar_file.exists() else SHIPPED, seasons=rules.seasons, quiet=rules.quiet
    )
    people = read_directory(
        settings.dingtalk.corp_id, root / files.units, root / files.people, root / files.offices
    )
    rules.check_units(people)
    texts = Texts(sign=settings.centre.sign, overrides=read_overrides(root / files.texts))
    check_own_templates(root / FOLDER)
    warnings = (
        *unconnected(settings),
        *(() if calendar_file.exists() else (wrong.shipped_calendar(files.calendar),)),
    )
    return Centre(
        settings, _places(root, settings), rules.policy, people, calendar, texts, warnings, rules.file.text
    )


def read_settings(path: Path, environ: Mapping[str, str]) -> Settings:
    """`duban.toml`, with the secrets of the environment over its own."""
    file = read_toml(path)
    if not file.data:
        # A file emptied by accident would start another centre, with a database of its own.
        raise Misconfigured(wrong.nothing_said(file.name))
    data = {name: dict(value) if isinstance(value, Mapping) else value for name, value in file.data.items()}
    _gateway_table(file, data)
    sources = _from_environment(data, environ)
    settings = validated(Settings, data, Origin(file, _expected, sources))
    secret = settings.sms.webhook_secret
    if secret and not _is_path_secret(secret.reveal()):
        place = ("sms", "webhook_secret")
        raise Misconfigured(wrong.secret(file.name, file.line_of(*place), ".".join(place), _expected(place)))
    return settings


def _gateway_table(file: TomlFile, data: dict[str, object]) -> None:
    """Moves [sms.<gateway>] to `sms.section`, its secrets hidden; tables of gateways not chosen are left aside."""
    sms = data.get("sms")
    if not isinstance(sms, dict):
        return
    if "section" in sms:
        known = ["gateway", "webhook_secret", *GATEWAYS]
        raise Misconfigured(
            wrong.unknown_key(file.name, file.line_of("sms", "section"), "section", known, None)
        )
    gateway = sms.get("gateway")
    tables = {name: sms.pop(name) for name in [*sms] if name == gateway or name in GATEWAYS}
    section = tables.get(gateway, {}) if isinstance(gateway, str) else {}
    if not isinstance(section, Mapping):
        line = file.line_of("sms", str(gateway))
        raise Misconfigured(wrong.value(file.name, line, f"sms.{gateway}", section, GATEWAY_TABLE))
    hidden = {
        key: Secret(word) if isinstance(word, str) and _is_secret(key) else word
        for key, word in section.items()
    }
    sms["section"] = hidden


def _is_secret(key: str) -> bool:
    return any(word in key for word in _SECRET_WORDS)


def _is_path_secret(word: str) -> bool:
    plain = word.replace("-", "").replace("_", "")
    return len(word) >= _SHORTEST_SECRET and plain.isascii() and plain.isalnum()


def _from_environment(data: dict[str, object], environ: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    """Lays the environment's secrets over the file's; which setting came from which variable."""
    sources: dict[tuple[str, ...], str] = {}
    for name, (section, *rest) in ENVIRONMENT.items():
        word = environ.get(name, "")
        table = data.setdefault(section, {})
        if not word or not isinstance(table, dict):
            continue
        if rest[0] == "*":
            table = table.setdefault("section", {})
        table[rest[-1]] = Secret(word)
        sources[(section, rest[-1])] = name
    return sources


def _expected(path: tuple[str, ...]) -> str:
    found = told(path)
    return found.expected if found else wrong.TABLE


def _places(root: Path, settings: Settings) -> Places:
    data = root / settings.storage.data
    blobs = root / settings.storage.blobs if settings.storage.blobs else data / "blobs"
    return Places(root, data, blobs, root / settings.keys.master, root / settings.keys.site)
