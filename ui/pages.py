"""Pages of a PDF as pictures, rendered off the GUI thread (PDFium, one document at a time)."""

import threading
from collections.abc import Callable

import numpy as np
import pypdfium2
from numpy.typing import NDArray

_PDFIUM = threading.Lock()
"""PDFium is not safe between threads."""

Page = NDArray[np.uint8]
"""BGR, height x width x 3."""


def render_pages(pdf: bytes, width: int) -> tuple[Page, ...]:
    """Every page, `width` px wide; empty where the bytes are no PDF. Slow: not for the GUI thread."""
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return ()
        try:
            return tuple(_render(document[index], width) for index in range(len(document)))
        finally:
            document.close()


def _render(page: pypdfium2.PdfPage, width: int) -> Page:
    bitmap = page.render(scale=width / page.get_width())
    return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])


def render_in_thread(pdf: bytes, width: int, done: Callable[[tuple[Page, ...]], None]) -> threading.Thread:
    """`done` is called on the thread: give it a mailbox's `put`, never a signal of a widget that may go."""
    thread = threading.Thread(target=lambda: done(render_pages(pdf, width)), name="pages", daemon=True)
    thread.start()
    return thread
