"""What a database says when something is wrong, in one family whichever way the statement took."""

import sqlite3

import asyncpg
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

DRIVER_FAULTS = (sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError)
_REFUSED = (sqlite3.IntegrityError, asyncpg.IntegrityConstraintViolationError)
_RACES = ("40001", "40P01", "55P03")
"""Serialisation, deadlock, lock time-out."""
_AWAY = ("08", "53", "57P", "58", "28", "3D", "25006")
"""How the states begin of a server that is not there for us: connection, no room (disk, memory, connections), shut down or
starting, its disk failing, our password or database gone, read-only since another took over."""
_FILE_AWAY = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_BUSY,
)


def wrapped(broken: Exception, text: str | None = None) -> DBAPIError:
    """A driver's fault as SQLAlchemy would raise it. `text`: the statement, without its parameters."""
    without_values(broken)
    kind = IntegrityError if isinstance(broken, _REFUSED) else DBAPIError
    return kind(text, None, broken, hide_parameters=True)


def without_values(broken: BaseException) -> None:
    """PostgreSQL quotes the row it refused: an error's text must not carry anybody's data."""
    if isinstance(broken, asyncpg.PostgresError):
        broken.detail = None
    broken.args = tuple(
        text.partition("\nDETAIL")[0] if isinstance(text, str) else text for text in broken.args
    )


def worth_again(broken: BaseException) -> bool:
    """Whether the same transaction may succeed when it is done again: lost races and lost connections."""
    # The schema may have changed under a statement the driver had prepared; it prepares it anew.
    changed = isinstance(cause_of(broken), asyncpg.InvalidCachedStatementError)
    return changed or is_race(broken) or is_away(broken)


def is_race(broken: BaseException) -> bool:
    """Whether somebody else was first, or holds what we want."""
    return state_of(cause_of(broken)) in _RACES


def is_away(broken: BaseException) -> bool:
    """Whether the database itself is not there for us, whatever we asked of it.

    One that only reads is away for writers; a reader that met this has tried to write, which is a fault of ours.
    """
    if not isinstance(broken, DBAPIError):
        return isinstance(broken, OSError | TimeoutError | NoConnectionLeft | asyncpg.InterfaceError)
    cause = cause_of(broken)
    return (
        broken.connection_invalidated
        or state_of(cause).startswith(_AWAY)
        or isinstance(cause, OSError | TimeoutError)
        # A connection that is closed or half closed has no state to tell.
        or (isinstance(cause, asyncpg.InterfaceError) and not isinstance(cause, asyncpg.DataError))
        or (isinstance(cause, sqlite3.Error) and _file_is_away(cause))
    )


def reader_wrote(broken: BaseException) -> bool:
    """Whether, of a reader, what looks like a server that only reads is a statement that wanted to write."""
    cause = cause_of(broken)
    return state_of(cause) == "25006" or getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY


def cause_of(broken: BaseException) -> BaseException:
    """The driver's own fault."""
    if isinstance(broken, DBAPIError) and broken.orig is not None:
        return broken.orig.__cause__ or broken.orig
    return broken


def state_of(cause: BaseException) -> str:
    """The server's code for it, as `cause_of` gave it; empty where a server said nothing."""
    return str(getattr(cause, "sqlstate", None) or "")


def _file_is_away(cause: sqlite3.Error) -> bool:
    code = getattr(cause, "sqlite_errorcode", None)
    # The lowest byte is the kind, the rest says more of it.
    return isinstance(code, int) and code & 0xFF in _FILE_AWAY
