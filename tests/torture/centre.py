"""The centre's files for the torture: the shipped sample, everybody with a chat account, everything at our own addresses."""

import json
import re
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from bot.clock import BusinessClock
from bot.stage.theatre import (
    ACCESS_KEY,
    CLIENT,
    CORP,
    SIGN_CODE,
    TEMPLATE,
    Secrets,
    chat_world,
    gateway_world,
)
from config.init import write_sample
from config.load import Centre, load
from domain.faces import SmsKind
from store.sealing import KeyRing

PACE = 200
"""Calls a second the platform allows here: what is tried is what a kill does, not the patience of a limit."""
GATEWAY_RULES: dict[str, object] = {
    "second_s": 0.02,
    "retry_s": [50.0] * 600,
    "daily_limit": 100_000,
    "answer_s": 8.0,
}
"""The gateway pushes again each second until it is answered with code 0, ten minutes long."""


@dataclass(frozen=True, slots=True)
class At:
    """Where everything is."""

    public: int
    workers: tuple[int, ...]
    chat: int
    sms: int
    database: str
    redis: str

    @property
    def url(self) -> str:
        """The doorman's."""
        return f"http://127.0.0.1:{self.public}"


def write_centre(folder: Path, at: At) -> tuple[Centre, Secrets]:
    """Write the files and the key, and read them back as the program will."""
    write_sample(folder)
    KeyRing.create(folder / "keys" / "master.key")
    people = folder / "people.csv"
    named = re.sub(
        r"^([a-z]+\d+)(,.*),,$", r"\1\2,staff-\1,", people.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    people.write_text(named, encoding="utf-8")
    own = Secrets(secrets.token_urlsafe(18), secrets.token_urlsafe(18), "")
    _write_settings(folder / "duban.toml", at, own)
    centre = load(folder, {})
    return centre, replace(own, door=centre.settings.sms.webhook_secret.reveal())


def chat_told(centre: Centre, own: Secrets, at: At, journal: Path) -> dict[str, object]:
    """What the chat stand-in is told at each of its starts."""
    told = chat_world(centre.directory, own, BusinessClock(), limited=True)
    rules = {"monthly_calls": None, "calls_per_second": PACE}
    return {**told, "rules": rules, "port": at.chat, "journal": str(journal)}


def sms_told(centre: Centre, own: Secrets, at: At, journal: Path) -> dict[str, object]:
    """What the gateway stand-in is told at each of its starts."""
    told = gateway_world(centre, own, at.url)
    return {**told, "rules": GATEWAY_RULES, "port": at.sms, "journal": str(journal)}


def _write_settings(file: Path, at: At, own: Secrets) -> None:
    text = file.read_text(encoding="utf-8")
    chat = f"http://127.0.0.1:{at.chat}"
    values = {
        "port": at.workers[0],
        "public_url": at.url,
        "client_id": CLIENT,
        "client_secret": own.chat,
        "corp_id": CORP,
        "card_template_id": TEMPLATE,
        "gateway": "alibaba",
        "form": "json",
    }
    for name, value in values.items():
        text, found = re.subn(
            rf"^{name} = [^#\n]*", f"{name} = {json.dumps(value)} ", text, count=1, flags=re.MULTILINE
        )
        if not found:
            raise RuntimeError(f"the sample settings have no line {name!r} any more")
    for section, url in (("database", at.database), ("redis", at.redis)):
        text = text.replace(f'[{section}]\nurl = ""', f"[{section}]\nurl = {json.dumps(url)}")
    text = text.replace(
        "[sms]",
        f'api_base = "{chat}"\noapi_base = "{chat}"\nallow_private_downloads = true\n'
        f"calls_per_second = {PACE}\nmessages_per_minute = 0\n\n[sms]",
        1,
    )
    templates = "".join(
        f"{kind.value} = {json.dumps(SIGN_CODE.format(kind=kind.value))}\n" for kind in SmsKind
    )
    alibaba = (
        f'[sms.alibaba]\naccess_key_id = "{ACCESS_KEY}"\naccess_key_secret = "{own.sms}"\n'
        f'sign_name = "民声"\nendpoint = "http://127.0.0.1:{at.sms}"\ndaily_per_number = 100000\n'
        f"[sms.alibaba.templates]\n{templates}\n"
    )
    file.write_text(text.replace("[storage]", f"{alibaba}[storage]", 1), encoding="utf-8")
