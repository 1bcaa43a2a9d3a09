"""QR codes for paper."""

from io import BytesIO

import segno


def qr_png(words: str) -> bytes:
    """The code of plain words, with its quiet zone, as PNG."""
    picture = BytesIO()
    segno.make(words, error="m", micro=False).save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()
