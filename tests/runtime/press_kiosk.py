"""A kiosk with a press, to be killed in the middle of a paper: prints the child's process id, then waits for long."""

from datetime import UTC, datetime

from kiosk.documents.blocks import Paragraph
from kiosk.documents.paper import Frame, Paper
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Text
from kiosk.runtime.press import ChildPress

NAME = "示范某人\N{PILE OF POO}"
"""With a character that the font lacks."""


def paper(sentences: int) -> Paper:
    """Every page of it takes a tenth of a second."""
    frame = Frame(Text(NAME, NAME), NAME, datetime(2026, 3, 15, tzinfo=UTC), Mode.TRAINING)
    return Paper((Paragraph(Text(NAME * sentences, NAME)),), frame)


def main() -> None:
    """Never ends by itself."""
    press = ChildPress(seconds=600)
    press.pdf(paper(1))
    print(press.process_id, flush=True)
    press.pdf(paper(100_000))


if __name__ == "__main__":
    main()
