"""Papers for whoever needs one: `make(paper, form)` answers with a file, or says in one sentence why not.

Made in a short-lived process of its own, one at a time, so that chat does not wait; never within a transaction.
"""

from typing import Protocol

from adapters.documents.office import Office
from adapters.documents.press import Press
from config.load import Centre
from config.papers.templates import FOLDER
from domain.papers.kinds import Form
from domain.papers.paper import File, Mark, NotMade, Paper

_SCRATCH = "scratch"
"""Within the data folder: files that are gone a moment later."""


class Printing(Protocol):
    """Who makes papers."""

    async def make(self, paper: Paper, form: Form, mark: Mark | None = None) -> File | NotMade:
        """The finished paper. `mark`: who takes it out and when, where somebody does (`domain.md` §14.6)."""


def printing(centre: Centre) -> Printing:
    """The press of this centre, with its own templates where it has some and LibreOffice where it is installed."""
    places = centre.places
    return Press(places.root / FOLDER, places.data / _SCRATCH, Office.installed())
