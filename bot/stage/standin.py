"""A stand-in's own process: `python -m bot.stage.standin dingtalk|sms FILE`. Imports nothing of the rest, to start fast."""

import asyncio
import sys
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


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
