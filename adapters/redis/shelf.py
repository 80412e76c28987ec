"""The access token, left in Redis for the other workers, readable by nobody else.

It is sealed (AES-GCM) under a key derived from the Client Secret: whoever has that may fetch a token anyway, and whoever
only reads Redis learns nothing. Bound to the app's name, so that a box copied to another key does not open. It lies there
no longer than it lives, on Redis' own clock, because the workers' may differ.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from adapters.dingtalk.tokens import Token
from adapters.redis.connection import Link, RedisAway
from config.secret import Secret

_NONCE, _MARK = 12, 16

_GET = "return {redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1])}"
_FORGET = """
local box = redis.call('GET', KEYS[1])
if box and string.sub(box, 1, #ARGV[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class TokenShelf:
    """A shelf (`adapters/dingtalk/tokens.py`) in Redis. `revoked` is called when a token was taken off it."""

    link: Link
    name: str
    secret: Secret
    revoked: Callable[[], None]
    _seal: AESGCM = field(init=False)
    _marks: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Two keys of one secret: one seals, one marks."""
        derived = HKDF(SHA256(), 64, salt=None, info=b"duban token shelf").derive(
            self.secret.reveal().encode()
        )
        self._seal, self._marks = AESGCM(derived[:32]), derived[32:]

    async def get(self) -> Token | None:
        """The token, if Redis has one that opens."""
        try:
            answer = await self.link.ask("EVAL", _GET, 1, self._key)
        except RedisAway:
            return None
        match answer:
            case [bytes(box), int(left_ms)] if left_ms > 0:
                return self._opened(box, left_ms / 1000)
            case _:
                return None

    async def put(self, token: Token) -> None:
        """Leave it there for as long as it lives."""
        nonce = secrets.token_bytes(_NONCE)
        box = (
            self._mark(token.word)
            + nonce
            + self._seal.encrypt(nonce, token.word.encode(), self.name.encode())
        )
        try:
            await self.link.ask("SET", self._key, box, "PX", max(1, int(token.life_s * 1000)))
        except RedisAway:
            return  # the others fetch their own

    async def forget(self, word: str) -> None:
        """Take that token off, unless a newer one lies there already, and tell the other workers."""
        try:
            gone = await self.link.ask("EVAL", _FORGET, 1, self._key, self._mark(word))
        except RedisAway:
            return  # the others hear it from DingTalk
        if gone:
            self.revoked()

    @property
    def _key(self) -> str:
        return f"duban:{{{self.name}}}:token"

    def _mark(self, word: str) -> bytes:
        """Tells one token from another without opening the box."""
        return hmac.digest(self._marks, word.encode(), "sha256")[:_MARK]

    def _opened(self, box: bytes, left_s: float) -> Token | None:
        nonce, sealed = box[_MARK : _MARK + _NONCE], box[_MARK + _NONCE :]
        try:
            return Token(self._seal.decrypt(nonce, sealed, self.name.encode()).decode(), left_s)
        except (InvalidTag, ValueError):
            log.warning("The token in Redis is not ours; fetching one.", action="redis")
            return None
