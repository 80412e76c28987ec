"""A disk so small that a test can fill it: a file system in memory. Only root may mount one; else the test skips."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MEGABYTE = 1024 * 1024


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[None]:
    """Inside the block the folder holds no more than so much."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("no small file system may be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def full(place: Path) -> Iterator[None]:
    """Inside the block not a byte more fits."""
    ballast = place / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file:
            piece = MEGABYTE
            while piece:
                try:
                    file.write(b"\0" * piece)
                except OSError:
                    piece //= 2
        yield
    finally:
        ballast.unlink(missing_ok=True)
