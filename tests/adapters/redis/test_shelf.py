"""The token for all workers: fetched once, sealed, forgotten everywhere when refused, and missed by nobody."""

import asyncio
from dataclasses import dataclass, field

import pytest

from adapters.dingtalk.tokens import Token, Tokens
from adapters.redis.connection import Link
from adapters.redis.shelf import TokenShelf
from config.secret import Secret

SECRET = Secret("very-secret")


@dataclass
class Office:
    """Gives one token after another."""

    life_s: float = 7200.0
    given: list[str] = field(default_factory=list)

    async def fetch(self) -> Token:
        self.given.append(f"token-{len(self.given) + 1}")
        return Token(self.given[-1], self.life_s)


def shelf(link: Link, name: str, secret: Secret = SECRET, revoked: list[str] | None = None) -> TokenShelf:
    return TokenShelf(link, name, secret, lambda: (revoked if revoked is not None else []).append("revoked"))


def tokens(office: Office, on: TokenShelf, seconds: list[float] | None = None) -> Tokens:
    return Tokens(office.fetch, lambda: (seconds or [0.0])[0], on)


async def test_what_one_worker_fetched_the_others_use(link: Link, name: str) -> None:
    office = Office()
    first, second = (tokens(office, shelf(link, name)) for _ in range(2))

    assert await first.current() == "token-1"
    assert await second.current() == "token-1"
    assert office.given == ["token-1"]


async def test_many_who_wait_in_one_worker_fetch_once(link: Link, name: str) -> None:
    office = Office()
    one = tokens(office, shelf(link, name))

    assert set(await asyncio.gather(*(one.current() for _ in range(20)))) == {"token-1"}
    assert office.given == ["token-1"]


async def test_a_refused_token_is_forgotten_by_all(link: Link, name: str) -> None:
    office, told = Office(), list[str]()
    here, there = tokens(office, shelf(link, name, revoked=told)), tokens(office, shelf(link, name))
    await asyncio.gather(here.current(), there.current())
    old = await here.current()
    given = len(office.given)

    new = await here.instead_of(old)
    assert new != old
    assert told == ["revoked"]
    there.doubt()
    assert await there.current() == new
    assert await there.instead_of(old) == new, "a newer token on the shelf is not thrown away for an old one"
    assert len(office.given) == given + 1


async def test_a_token_near_its_end_is_renewed_for_everybody(link: Link, name: str) -> None:
    await shelf(link, name).put(Token("old", 299.0))
    office = Office()

    assert await tokens(office, shelf(link, name)).current() == "token-1"
    assert await tokens(office, shelf(link, name)).current() == "token-1"


async def test_redis_holds_nothing_a_reader_could_use(link: Link, name: str) -> None:
    await shelf(link, name).put(Token("word-of-the-token", 7200))
    box = await link.ask("GET", f"duban:{{{name}}}:token")

    assert isinstance(box, bytes)
    assert b"word" not in box
    assert await shelf(link, name, Secret("another")).get() is None, "another secret does not open it"
    found = await shelf(link, name).get()
    assert found is not None
    assert found.word == "word-of-the-token"
    assert 7100 < found.life_s <= 7200
    assert "word" not in repr(found)


async def test_a_box_moved_to_another_app_does_not_open(link: Link, name: str) -> None:
    await shelf(link, name).put(Token("word", 7200))
    await link.ask("COPY", f"duban:{{{name}}}:token", f"duban:{{{name}-other}}:token")

    assert await shelf(link, f"{name}-other").get() is None


@pytest.mark.parametrize("rubbish", [b"", b"x", b"\xff" * 200])
async def test_rubbish_in_redis_is_no_token(link: Link, name: str, rubbish: bytes) -> None:
    await link.ask("SET", f"duban:{{{name}}}:token", rubbish, "PX", 1000)

    assert await shelf(link, name).get() is None
    assert await tokens(Office(), shelf(link, name)).current() == "token-1"


async def test_without_redis_each_worker_fetches_its_own() -> None:
    office, none = Office(), Link(Secret(""))
    one, other = tokens(office, shelf(none, "any")), tokens(office, shelf(none, "any"))

    assert await one.current() == "token-1"
    assert await other.current() == "token-2"
    assert await one.instead_of("token-1") == "token-3"
