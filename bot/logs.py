"""How the program speaks of itself: one line an event, as JSON for machines or as text for people, to standard error.

Lines of the libraries come out in the same form. An exception is named and placed, never quoted: its text may hold what a
person wrote. Whatever is logged while an event is handled, or a row it queued is sent, carries the event's key as `cause`.
"""

import logging
import sys
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import Processor, WrappedLogger

from config.settings import LogSettings
from domain.inbound import EventKey

CAUSE_AT_MOST = 120
LIBRARIES_AT_LEAST = logging.WARNING

Line = MutableMapping[str, Any]


def log_to_stderr(settings: LogSettings) -> None:
    """Set up once, when the settings are known."""
    level = logging.getLevelName(settings.level.upper())
    shown: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        only_the_kind,
    ]
    structlog.configure(
        processors=[*shared, shown],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, structlog.stdlib.ExtraAdder(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown],
        )
    )
    handler.set_name("duban")
    root = logging.getLogger()
    for old in [one for one in root.handlers if one.get_name() == "duban"]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(max(level, LIBRARIES_AT_LEAST))


def only_the_kind(_logger: WrappedLogger, _method: str, line: Line) -> Line:
    """In place of an exception and its traceback: what kind it was, and where."""
    told = line.pop("exc_info", None)
    line.pop("exc_text", None)
    line.pop("stack_info", None)
    if told is True:
        told = sys.exc_info()
    error = told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        line["fault"] = type(error).__name__
        line["where"] = where(error.__traceback__)
    return line


def where(place: TracebackType | None) -> str:
    """Folder, file and line of the innermost call."""
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return (
        f"{'/'.join(Path(place.tb_frame.f_code.co_filename).parts[-2:])}:{place.tb_lineno}" if place else ""
    )


def cause_of(key: EventKey) -> str:
    """An event's key as one word, for the log and for the rows the event queues. No key holds anything personal."""
    return f"{key.source}:{key.id}"[:CAUSE_AT_MOST]
