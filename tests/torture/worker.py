"""`duban run` with a quicker rhythm, for the short torture alone: there a dead worker's minute has to pass in seconds."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from bot.cli.reading import centre_of
from bot.cli.run import at_port, serve
from bot.rhythm import Rhythm

QUICK = Rhythm(reap_s=1, seal_s=3, lease=timedelta(seconds=8))


def main(folder: Path, port: int) -> None:
    """Serve until ended."""
    asyncio.run(serve(at_port(centre_of(folder), port), QUICK))


if __name__ == "__main__":
    main(Path(sys.argv[2]), int(sys.argv[4]))
