"""A faithful stand-in of DingTalk's servers, in a process of its own (`docs/standins.md`)."""

from adapters.standins.dingtalk.organisation import Group, Person
from adapters.standins.dingtalk.server import RunningStandin, create_app, run, serve
from adapters.standins.dingtalk.settings import Rules, StandinSettings

__all__ = ["Group", "Person", "Rules", "RunningStandin", "StandinSettings", "create_app", "run", "serve"]
