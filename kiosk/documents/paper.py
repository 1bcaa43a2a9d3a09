"""A paper before it has pages: plain frozen values, which may go to another process to be laid out there.

Laying out is the slow part (a third of a second of pure Python), and its library takes a second to load: it is loaded
where a paper is laid out, and nowhere else.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kiosk.documents.blocks import Block
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Text


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the blocks on every page. `reference`: session or case, in the footer.

    `mark`: 试算 for an enquiry; the training mark comes from `mode` by itself. `created` has a time zone.
    """

    title: Text
    reference: str
    created: datetime
    mode: Mode
    mark: Text | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """All that a PDF depends on: the same paper gives the same bytes, in whatever process."""

    blocks: tuple[Block, ...]
    frame: Frame


class Press(Protocol):
    """Lays papers out. Asked by one thread at a time."""

    def start(self) -> None:
        """Get ready, without waiting for it; allowed again and again."""
        ...

    def pdf(self, paper: Paper) -> bytes:
        """The PDF. Raises what laying it out raises (ConfigurationError without the font), and nothing else."""
        ...

    def renew(self) -> None:
        """A session is over: nothing of its papers stays in any memory of the press."""
        ...

    def close(self) -> None:
        """End it; closing twice is allowed."""
        ...


def pdf_of(paper: Paper) -> bytes:
    """The PDF, laid out here and now."""
    from kiosk.documents.page import render

    return render(paper.blocks, paper.frame)
