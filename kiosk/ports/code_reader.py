"""Code reader: the text of a QR code that lies before the document camera. It reads; what the text says is judged
elsewhere."""

from typing import Protocol

from kiosk.ports.camera import Image

MOST_CHARACTERS = 256
"""Of a text that is passed on; a longer one comes up cut to one character more, so that it fits nothing."""


class CodeReader(Protocol):
    """Looks at a picture."""

    def read(self, picture: Image) -> str | None:
        """The untrusted text of a code in it; None: there is none that can be read. Tens of milliseconds of CPU."""
