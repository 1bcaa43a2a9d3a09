"""A card reader that knows what lies on the simulated desk: for journeys without OCR."""

from kiosk.devices.simulated.specimen_card import Specimen, draw_card, specimen_portrait
from kiosk.devices.simulated.specimen_page import ZONE, draw_page
from kiosk.domain.borrower import CardSide
from kiosk.domain.consents import Source
from kiosk.ports.camera import Image
from kiosk.ports.card_reader import CardLook, CardQuality, CardReading, FieldReading, NoCard


class SimulatedCardReader:
    """Reads the specimen that was laid down, whatever the picture shows; both its readers agree.

    `misread`: field name -> what the second reader makes of it, for stories in which they disagree.
    """

    def __init__(self, specimen: Specimen | None = None, misread: dict[str, str] | None = None) -> None:
        self.specimen = specimen or Specimen()
        self._misread = misread or {}
        self._lies: CardSide | None = None

    @property
    def source(self) -> Source:
        """SIMULATED."""
        return Source.SIMULATED

    def lay(self, side: CardSide | None) -> None:
        """For the stage: a card with this side up, or an empty desk."""
        self._lies = side

    def look(self, picture: Image) -> CardLook:
        """Whether something was laid down; it lies still at once."""
        if self._lies is None:
            return CardLook((), 0.0, 0.0, 0.0, 120.0)
        return CardLook(((200, 200), (1056, 200), (1056, 740), (200, 740)), 856.0, 500.0, 0.0, 120.0)

    def read(self, picture: Image, side: CardSide | None) -> CardReading | NoCard:
        """At once."""
        lies = self._lies
        if lies is None:
            return NoCard("no_card")
        if side is not None and lies not in (side, CardSide.PAGE):
            return NoCard("wrong_side")
        if lies is CardSide.PAGE:
            return _page()
        front = lies is CardSide.FRONT
        fields = tuple(
            FieldReading(name, text, self._misread.get(name, text), 0.99) for name, text in self.specimen.fields(lies)
        )
        quality = CardQuality(sharpness=500.0, glare=0.0, saturation=20.0, portrait=front, coverage=0.48)
        portrait = specimen_portrait() if front else None
        return CardReading(lies, draw_card(self.specimen, lies), portrait, fields, quality)


def _page() -> CardReading:
    fields = tuple(FieldReading(f"mrz_{n}", line, line, 0.99) for n, line in enumerate(ZONE, 1))
    quality = CardQuality(sharpness=500.0, glare=0.0, saturation=20.0, portrait=True, coverage=0.48)
    return CardReading(CardSide.PAGE, draw_page(), specimen_portrait(), fields, quality)
