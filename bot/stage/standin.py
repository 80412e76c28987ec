"""A stand-in's own process: `python -m bot.stage.standin dingtalk|sms FILE [attached]`.

Imports nothing of the rest, to start fast. `attached`: it ends when its input is closed, that is with whoever started it.
"""

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path

from pydantic import TypeAdapter


def main(kind: str, told: Path) -> None:
    """Serve what the file tells until ended."""
    if kind == "dingtalk":
        from adapters.standins.dingtalk import server, settings  # noqa: PLC0415 - one process, one stand-in

        asyncio.run(server.run(TypeAdapter(settings.StandinSettings).validate_json(told.read_bytes())))
    else:
        from adapters.standins.sms import server as sms_server  # noqa: PLC0415
        from adapters.standins.sms import settings as sms_settings  # noqa: PLC0415

        asyncio.run(
            sms_server.run(TypeAdapter(sms_settings.StandinSettings).validate_json(told.read_bytes()))
        )


def end_with_whoever_started_us() -> None:
    """Wait in a thread for the end of our input, then ask ourselves to stop."""

    def wait() -> None:
        # Not through sys.stdin: its lock, held here, would break the interpreter's own end.
        while os.read(0, 4096):
            continue
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


if __name__ == "__main__":
    if sys.argv[3:] == ["attached"]:
        end_with_whoever_started_us()
    main(sys.argv[1], Path(sys.argv[2]))
