"""Writes a commented, working set of a centre's files (`duban init DIR`), never over anything that is already there."""

import os
import secrets
from pathlib import Path

from config.load import SETTINGS_FILE
from config.texts import misconfigured as wrong
from domain.failures import Misconfigured

SHIPPED = Path(__file__).parent / "files"
FILES = (
    SETTINGS_FILE,
    "policy.yaml",
    "units.csv",
    "people.csv",
    "offices.csv",
    "calendar.csv",
    "texts.toml",
)
SITE_KEY = "keys/site.key"
"""Signs page links. The master key is made by the store, in its own form."""
_KEY_BYTES = 32
_WEBHOOK_BYTES = 24
_EMPTY_LINE = 'webhook_secret = ""'
"""As the sample file has it."""


def write_sample(directory: Path) -> tuple[Path, ...]:
    """Every file written, the site key and a webhook secret of the centre's own among them.

    Raises `Misconfigured`, with nothing written, when one of them is already there.
    """
    wanted = [directory / name for name in (*FILES, SITE_KEY)]
    for path in wanted:
        if path.exists():
            raise Misconfigured(wrong.already_there(str(path.relative_to(directory))))
    directory.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        text = (SHIPPED / name).read_text(encoding="utf-8")
        if name == SETTINGS_FILE:
            own = f'webhook_secret = "{secrets.token_urlsafe(_WEBHOOK_BYTES)}"'
            text = text.replace(_EMPTY_LINE, own, 1)
            _write_private(directory / name, text.encode())
        else:
            (directory / name).write_text(text, encoding="utf-8")
    (directory / SITE_KEY).parent.mkdir(exist_ok=True)
    _write_private(directory / SITE_KEY, secrets.token_hex(_KEY_BYTES).encode())
    return tuple(wanted)


def _write_private(path: Path, content: bytes) -> None:
    """Readable by its owner alone from its first byte on, and never over an existing file."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
