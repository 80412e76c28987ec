"""Whether our port is still to be had, asked before anything is touched: a second start must not disturb the first."""

import socket
from contextlib import closing

from domain.failures import DubanError


class PortTaken(DubanError):
    """The sentence says which, and how to choose another."""


def check_port(host: str, port: int, otherwise: str) -> None:
    """Raises `PortTaken`, with `otherwise` as what to do, when nobody could listen there."""
    with closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(f"不能在 {host} 的端口 {port} 上监听（{error.strerror}）。{otherwise}") from None
