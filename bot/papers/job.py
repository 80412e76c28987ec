"""What the press is to make: papers, each in its forms, and the text they can be made from again."""

from dataclasses import dataclass

from domain.papers.kinds import Form
from domain.papers.paper import Paper


@dataclass(frozen=True, slots=True)
class Job:
    """`content`: kept with the docket where it may be printed again; empty where the docket says it all."""

    papers: tuple[tuple[Paper, tuple[Form, ...]], ...]
    content: str = ""
