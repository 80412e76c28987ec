"""Personal data under seal: AES-GCM with a key per person, each wrapped by a master key that is not in the database.

Erasing somebody is destroying their key: whatever was sealed under it is noise from then on, in the tables as well as in
every backup, while the digests in the event log still verify (design §2, The record).
"""

import hashlib
import hmac
import json
import os
import secrets
import stat
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from config.texts import keys as told
from domain.failures import Misconfigured

_KEY_BYTES = 32
_NONCE_BYTES = 12
_SALT_BYTES = 16
_OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A person's key as the database keeps it, and the master key it needs."""

    box: bytes
    by: str


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The master keys by id, the one used for new keys, and the key of the blind index. Never in the database or a log."""

    current: str
    masters: dict[str, bytes] = field(repr=False)
    index: bytes = field(repr=False)

    @classmethod
    def fresh(cls) -> "KeyRing":
        """New keys."""
        name = secrets.token_hex(4)
        return cls(name, {name: secrets.token_bytes(_KEY_BYTES)}, secrets.token_bytes(_KEY_BYTES))

    @classmethod
    def create(cls, path: Path) -> "KeyRing":
        """New keys in a new file only its owner can read. Raises `Misconfigured` if there is a file already."""
        ring = cls.fresh()
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
        except FileExistsError:
            raise Misconfigured(told.there_already(path)) from None
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(ring.written())
            file.flush()
            os.fsync(file.fileno())
        return ring

    @classmethod
    def load(cls, path: Path) -> "KeyRing":
        """The keys of a file. Raises `Misconfigured` when it is missing, damaged or readable by others."""
        try:
            if path.stat().st_mode & _OPEN_TO_OTHERS:
                raise Misconfigured(told.open_to_others(path))
            held = json.loads(path.read_text(encoding="ascii"))
            masters = {str(name): b64decode(key, validate=True) for name, key in held["masters"].items()}
            ring = cls(str(held["current"]), masters, b64decode(held["index"], validate=True))
        except FileNotFoundError:
            raise Misconfigured(told.missing(path)) from None
        except OSError:
            raise Misconfigured(told.unreadable(path)) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Misconfigured(told.damaged(path)) from None
        if ring.current not in masters or any(
            len(key) != _KEY_BYTES for key in (*masters.values(), ring.index)
        ):
            raise Misconfigured(told.damaged(path))
        return ring

    def written(self) -> str:
        """The content of a key file."""
        return json.dumps(
            {
                "current": self.current,
                "masters": {name: b64encode(key).decode() for name, key in self.masters.items()},
                "index": b64encode(self.index).decode(),
            }
        )

    def new_key(self, owner: int) -> tuple[bytes, WrappedKey]:
        """A fresh key for one person, open and wrapped; bound to the row it will lie in."""
        key = secrets.token_bytes(_KEY_BYTES)
        return key, WrappedKey(_encrypt(self.masters[self.current], key, _bound(owner)), self.current)

    def unwrap(self, owner: int, wrapped: WrappedKey) -> bytes:
        """A person's key. Raises `Misconfigured` when the master key it needs is not on the ring, or it was tampered with."""
        master = self.masters.get(wrapped.by)
        if master is None:
            raise Misconfigured(told.lacks(wrapped.by))
        return _decrypt(master, wrapped.box, _bound(owner))

    def blind(self, words: str) -> bytes:
        """Equal words, equal mark; nobody without the key can try numbers against it."""
        return hmac.digest(self.index, words.encode(), "sha256")


def seal(key: bytes, ref: int, text: str) -> tuple[bytes, str]:
    """The sealed box of a text for the row `ref`, and the salted digest an event may carry."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return _encrypt(key, salt + text.encode(), _bound(ref)), _digest(salt, text)


def unseal(key: bytes, ref: int, box: bytes) -> tuple[str, str]:
    """The text of a box and its digest. Raises `Misconfigured` if the box or its row was changed."""
    opened = _decrypt(key, box, _bound(ref))
    salt, text = opened[:_SALT_BYTES], opened[_SALT_BYTES:].decode()
    return text, _digest(salt, text)


def _digest(salt: bytes, text: str) -> str:
    return hashlib.sha256(salt + text.encode()).hexdigest()


def _bound(row: int) -> bytes:
    """A box moved to another row no longer opens."""
    return row.to_bytes(8, "big")


def _encrypt(key: bytes, words: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, words, bound)


def _decrypt(key: bytes, box: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], bound)
    except InvalidTag:
        raise Misconfigured(told.SEALED_BY_ANOTHER) from None
