"""Pages of a PDF as pictures, and their words, read off the GUI thread (PDFium, one document at a time)."""

import threading
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pypdfium2
from numpy.typing import NDArray

_T = TypeVar("_T")
_PDFIUM = threading.Lock()
"""PDFium is not safe between threads."""

Page = NDArray[np.uint8]
"""BGR, height x width x 3."""


def render_pages(pdf: bytes, width: int) -> tuple[Page, ...]:
    """Every page, `width` px wide; empty where the bytes are no PDF. Slow: not for the GUI thread."""
    return _of_each(pdf, lambda page: _render(page, width))


def page_texts(pdf: bytes) -> tuple[str, ...]:
    """What stands on every page, line by line, for whoever can't see it; empty where the bytes are no PDF. Slow."""
    return _of_each(pdf, _text)


def _of_each(pdf: bytes, made: Callable[[pypdfium2.PdfPage], _T]) -> tuple[_T, ...]:
    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return ()
        try:
            return tuple(made(document[index]) for index in range(len(document)))
        finally:
            document.close()


def _text(page: pypdfium2.PdfPage) -> str:
    lines = page.get_textpage().get_text_range().splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def _render(page: pypdfium2.PdfPage, width: int) -> Page:
    bitmap = page.render(scale=width / page.get_width())
    return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])


def render_in_thread(
    pdf: bytes, width: int, done: Callable[[tuple[Page, ...]], None],
    read: Callable[[tuple[str, ...]], None] | None = None,
) -> threading.Thread:  # fmt: skip
    """`done` and, where the words are wanted, `read` before it are called on the thread: give them a mailbox's `put`,
    never a signal of a widget that may go."""

    def work() -> None:
        if read is not None:
            read(page_texts(pdf))
        done(render_pages(pdf, width))

    thread = threading.Thread(target=work, name="pages", daemon=True)
    thread.start()
    return thread
