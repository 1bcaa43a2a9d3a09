"""Printer: IPP, streamed from memory."""

from typing import Protocol


class Printer(Protocol):
    """Prints PDF bytes; nothing is spooled on this disk."""

    def print_pdf(self, pdf: bytes, title: str) -> None:
        """`title` has nothing personal. Raises DeviceError."""

    def trouble(self) -> str:
        """What keeps it from printing now: "printer" (out of reach, jammed, open), "paper", or empty."""
