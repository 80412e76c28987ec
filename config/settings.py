"""Settings of the installation: `duban.toml`, as frozen values grouped by who uses them.

Unknown keys are errors, secrets print as stars, and nothing here reads the environment: `config/load.py` does, once.
Every setting has a line in `config/texts/settings.py`, from which `docs/settings.md` is made.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import ConfigDict, Field, PlainValidator, Strict

from config.secret import Secret
from config.texts.settings import CENTRE_NAME, SIGN

NOT_SET = Secret("")
"""A secret nobody gave."""


def _secret(word: object) -> Secret:
    if isinstance(word, Secret):
        return word
    if isinstance(word, str):
        return Secret(word)
    raise ValueError("should be a text")


_REDIS_ADDRESS = re.compile(
    r"unix://(?:[^\s/?#@]*@)?/[^\s?#]+"
    r"|rediss?://(?:[^\s/?#@]*@)?(?:[\w.-]+|\[[\dA-Fa-f:.]+\])(?::\d{1,5})?(?:/\d{0,3})?",
    re.ASCII,
)


def _redis_address(word: object) -> Secret:
    """Nothing after `?`: what a client does is decided in `adapters/redis/connection.py`."""
    secret = _secret(word)
    address = secret.reveal()
    if address and not (_REDIS_ADDRESS.fullmatch(address) and urlsplit(address).port != 0):
        raise ValueError("should be an address like redis://host:port/0")
    return secret


Word = Annotated[str, Strict(), Field(min_length=1)]
Text = Annotated[str, Strict()]
SecretText = Annotated[Secret, PlainValidator(_secret)]
Url = Annotated[str, Strict(), Field(pattern=r"^https?://[^\s/?#@]+(?:/[^\s?#]*)?$")]
Flag = Annotated[bool, Strict()]

_STRICT: ConfigDict = ConfigDict(extra="forbid", hide_input_in_errors=True)


@dataclass(frozen=True, slots=True)
class CentreSettings:
    """The centre itself."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    name: Word = CENTRE_NAME
    sign: Annotated[str, Strict(), Field(pattern=r"^[^\s【】]{2,12}$")] = SIGN
    """Signature (签名) of text messages, without brackets."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """The web server: intake of text messages and the confirmation page."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    host: Word = "127.0.0.1"
    """Behind a reverse proxy on the same machine; 0.0.0.0 to be reached directly."""
    port: Annotated[int, Strict(), Field(ge=1, le=65_535)] = 8086
    public_url: Url = "http://127.0.0.1:8086"
    """How phones reach us: HTTPS, or their browser gives neither camera nor position."""
    metrics: Literal["private", "off"] = "private"
    """Who may ask `/metrics`: callers on this machine or in a private network, not through a proxy; or nobody."""


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """The memory."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    url: SecretText = NOT_SET
    """sqlite:///file or postgresql://user@host/name; empty: `duban.db` in the data folder. May hold a password."""


@dataclass(frozen=True, slots=True)
class RedisSettings:
    """What may be lost: shared rate limits, wake-ups, live pages."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    url: Annotated[Secret, PlainValidator(_redis_address)] = NOT_SET
    """redis://, rediss:// (TLS) or unix://; empty: none, for a single process. May hold a password."""


@dataclass(frozen=True, slots=True)
class DingTalkSection:
    """One DingTalk app of one organisation; the fields of the adapter's own settings, under the same names."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    client_id: Text = ""
    """Empty: no chat is connected."""
    client_secret: SecretText = NOT_SET
    corp_id: Text = ""
    robot_code: Text = ""
    robot_name: Text = ""
    agent_id: Annotated[int, Strict(), Field(ge=1)] | None = None
    card_template_id: Text = ""
    """Empty: cards are markdown messages with numbered choices."""
    api_base: Url = "https://api.dingtalk.com"
    oapi_base: Url = "https://oapi.dingtalk.com"
    allow_private_downloads: Flag = False
    """Only for the stand-in."""
    calls_per_second: Annotated[int, Strict(), Field(ge=1, le=1000)] = 20
    """What the organisation's edition allows one app (`dingtalk.md` §14.2): 60 with the add-on pack."""
    messages_per_minute: Annotated[int, Strict(), Field(ge=0, le=100_000)] = 20
    """To one person, and to one group, answers aside; 0: no limit."""
    call_timeout_s: Annotated[int, Strict(), Field(ge=1, le=60)] = 10
    """One call, answer included; after it nobody knows whether a message went out."""
    heartbeat_s: Annotated[int, Strict(), Field(ge=1, le=60)] = 15
    """A Stream socket is pinged after so much silence, and replaced when half of it later no pong is there."""
    sync_contacts: Flag = False
    """Once a day the address book is compared with `people.csv`, as `duban contacts sync` does."""


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """The text message gateway. `section`: its own table, e.g. [sms.alibaba], checked by the gateway itself."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    gateway: Text = ""
    """Empty: no text messages go out or come in."""
    webhook_secret: SecretText = NOT_SET
    """The unguessable part of `/intake/{gateway}/{secret}` (`sms.md` §10.2): 128 bits or more."""
    section: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class StorageSettings:
    """Where things lie; relative to the folder of `duban.toml`."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    data: Word = "data"
    blobs: Text = ""
    """Photos and documents; empty: `blobs` in the data folder."""


@dataclass(frozen=True, slots=True)
class KeySettings:
    """Keys that never lie in the database. Made by `duban init`; without them sealed words are lost for good."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    master: Word = "keys/master.key"
    """Wraps the keys of personal data."""
    site: Word = "keys/site.key"
    """Signs the links of the confirmation page."""


@dataclass(frozen=True, slots=True)
class FileSettings:
    """Names of the centre's own files, relative to the folder of `duban.toml`."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    policy: Word = "policy.yaml"
    units: Word = "units.csv"
    people: Word = "people.csv"
    offices: Word = "offices.csv"
    calendar: Word = "calendar.csv"
    texts: Word = "texts.toml"


@dataclass(frozen=True, slots=True)
class LogSettings:
    """What the program writes about itself; never personal data."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    level: Literal["debug", "info", "warning", "error"] = "info"
    form: Literal["text", "json"] = "text"


@dataclass(frozen=True, slots=True)
class Settings:
    """All of `duban.toml`."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    centre: CentreSettings = field(default_factory=CentreSettings)
    server: ServerSettings = field(default_factory=ServerSettings)
    database: DatabaseSettings = field(default_factory=DatabaseSettings)
    redis: RedisSettings = field(default_factory=RedisSettings)
    dingtalk: DingTalkSection = field(default_factory=DingTalkSection)
    sms: SmsSettings = field(default_factory=SmsSettings)
    storage: StorageSettings = field(default_factory=StorageSettings)
    keys: KeySettings = field(default_factory=KeySettings)
    files: FileSettings = field(default_factory=FileSettings)
    log: LogSettings = field(default_factory=LogSettings)
