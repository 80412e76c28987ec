"""Why a database cannot be reached, as one sentence with the setting's name: the drivers raise a zoo, and quote passwords."""

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from config.texts import database as told
from domain.failures import Misconfigured
from store.faults import cause_of, is_away, state_of

_BY_STATE = (
    ("28", told.NOT_LET_IN),
    ("3D", told.NO_DATABASE),
    ("42501", told.NO_RIGHTS),
    ("3F", told.NO_RIGHTS),  # no schema to create in: nobody may use "public"
    ("53300", told.NO_CONNECTION_LEFT),
)
_BY_KIND: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (socket.gaierror, told.UNKNOWN_HOST),
    (TypeError, told.UNKNOWN_OPTION),
    (
        (asyncpg.ProtocolViolationError, asyncpg.InternalClientError, asyncpg.InterfaceError),
        told.NOT_POSTGRES,
    ),
    ((OSError, TimeoutError, NoConnectionLeft), told.REFUSED),
)


def parsed(url: str) -> URL:
    """The URL of a database of ours. Raises `Misconfigured`, showing nothing of it."""
    try:
        found = make_url(url)
        backend = found.get_backend_name()
    except (ArgumentError, ValueError, SQLAlchemyError):
        raise Misconfigured(told.UNREADABLE_URL) from None
    if backend == "sqlite" and found.database and found.database != ":memory:":
        return found
    if backend == "postgresql" and found.database:
        return found
    raise Misconfigured(told.UNREADABLE_URL)


@contextmanager
def reaching_server() -> Iterator[None]:
    """Inside the block a server is spoken to for the first time. Raises `Misconfigured` for what the operator can mend."""
    try:
        yield
    except (
        SQLAlchemyError,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,
    ) as broken:
        sentence = _sentence(broken)
        if sentence is None:
            raise
        raise Misconfigured(sentence) from None
    except (OSError, TypeError) as broken:  # TimeoutError is an OSError
        raise Misconfigured(_sentence(broken) or told.cannot(type(broken).__name__)) from None


@contextmanager
def with_rights() -> Iterator[None]:
    """Inside the block tables are made or looked at. Raises `Misconfigured` where the user may not, or the server goes away."""
    try:
        yield
    except SQLAlchemyError as broken:
        if state_of(cause_of(broken)) in {"42501", "3F000"}:
            raise Misconfigured(told.NO_RIGHTS) from None
        if is_away(broken):
            raise Misconfigured(told.AWAY) from None
        raise


@contextmanager
def reaching_file() -> Iterator[None]:
    """Inside the block a file is opened for the first time. Raises `Misconfigured`."""
    try:
        yield
    except OSError:
        raise Misconfigured(told.UNUSABLE_FILE) from None
    except SQLAlchemyError as broken:
        cause = cause_of(broken)
        if getattr(cause, "sqlite_errorcode", 0) in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
            raise Misconfigured(told.NO_DATABASE_FILE) from None
        if is_away(broken):
            raise Misconfigured(told.UNUSABLE_FILE) from None
        raise


def _sentence(broken: BaseException) -> str | None:
    cause = cause_of(broken)
    state = state_of(cause)
    for beginning, sentence in _BY_STATE:
        if state.startswith(beginning):
            return sentence
    for kind, sentence in _BY_KIND:
        if isinstance(cause, kind):
            return sentence
    return told.cannot(type(cause).__name__) if is_away(broken) else None
