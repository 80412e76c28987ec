"""How the page's answers leave us: never stored, never embedded by strangers, and telling nobody where they came from.

The address holds the pass, so no other site may learn it (`no-referrer`) and nothing on the page comes from elsewhere.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import jinja2
from aiohttp import web

from bot.site.ports import Shut
from bot.site.uploads import MEGABYTE, Limits
from config.texts import site as words
from domain.site_page import PageShut
from domain.vocabulary import ConfirmationKind

PAGE = Path(__file__).parent / "page"
_TYPES = {".css": "text/css", ".js": "text/javascript"}
# `frame-ancestors 'self'`: the demo shows the page inside its own; `blob:` is how a photo is previewed.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_GUARDS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=()",
    "Cache-Control": "no-store",
}

_STATUS = {
    PageShut.NOT_OURS: 403,
    PageShut.OTHER_DEVICE: 403,
    PageShut.EXPIRED: 410,
    PageShut.SUBMITTED: 410,
    PageShut.REVOKED: 410,
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A style sheet or script of the page."""

    content: bytes
    media_type: str

    @property
    def version(self) -> str:
        """Changes with the content, so that a phone may keep what it has."""
        return hashlib.sha256(self.content).hexdigest()[:12]


def assets() -> dict[str, Asset]:
    """Everything the page loads beside itself, by file name."""
    return {
        path.name: Asset(path.read_bytes(), _TYPES[path.suffix])
        for path in sorted(PAGE.iterdir())
        if path.suffix in _TYPES
    }


class Pages:
    """The two documents, ready to be filled in: the page itself, and the one that says why it is shut."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._assets = assets()
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(PAGE), autoescape=True, undefined=jinja2.StrictUndefined
        )

    def asset(self, name: str) -> web.Response:
        """A style sheet or script. Raises `HTTPNotFound`."""
        found = self._assets.get(name)
        if found is None:
            raise web.HTTPNotFound(headers=_GUARDS)
        kept = {**_GUARDS, "Cache-Control": "public, max-age=3600"}
        return web.Response(body=found.content, content_type=found.media_type, charset="utf-8", headers=kept)

    def page(self) -> web.Response:
        """The page without anything of the matter: its script asks for that, and a link preview sees nothing."""
        kinds = [(kind.value, words.kind(kind)) for kind in ConfirmationKind]
        return self._html("site.html", 200, kinds=kinds, limits=self._limits, megabyte=MEGABYTE)

    def shut(self, shut: Shut) -> web.Response:
        """Why the page does not open, and what to do."""
        return self._html("shut.html", _STATUS[shut.reason], said=_worded(shut))

    def busy(self) -> web.Response:
        """The store is away."""
        return self._html("shut.html", 503, said=words.busy())

    def _html(self, name: str, status: int, **filled: object) -> web.Response:
        versions = {asset: found.version for asset, found in self._assets.items()}
        text = self._templates.get_template(name).render(versions=versions, **filled)
        return web.Response(status=status, text=text, content_type="text/html", headers=_GUARDS)


def told(status: int, said: dict[str, object]) -> web.Response:
    """An answer to the page's script."""
    return web.json_response(said, status=status, headers=_GUARDS)


def told_shut(shut: Shut) -> web.Response:
    """To the page's script: why it is shut."""
    said = _worded(shut)
    message = f"{said.what}\n{said.todo}".strip()
    status = _STATUS[shut.reason]
    return told(status, {"ok": False, "shut": shut.reason.value, "title": said.title, "message": message})


def _worded(shut: Shut) -> words.ShutWords:
    usual = words.shut(shut.reason)
    return words.ShutWords(usual.title, shut.sentence, "") if shut.sentence else usual
