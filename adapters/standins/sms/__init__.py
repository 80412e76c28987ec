"""A stand-in for Alibaba Cloud's text message service and for the phones behind it (`sms.md` §6, §11).

A process of its own, with no line of the adapter in it: what it knows it knows from the vendor's manual. It is
driven through `/control/…`, described in `docs/standins.md`.
"""

from adapters.standins.sms.server import Running, run, serving
from adapters.standins.sms.settings import Rules, StandinSettings, Template

__all__ = ["Rules", "Running", "StandinSettings", "Template", "run", "serving"]
