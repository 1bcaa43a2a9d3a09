"""The rehearsal's hand on simulated and file-fed devices: what the simulated borrower shows, says and touches."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kiosk.domain.borrower import CardSide
from kiosk.domain.speech import Language


@dataclass(frozen=True, slots=True)
class Said:
    """How something was said: `recorded` from a folder, or `synthetic` by a voice."""

    kind: str
    text: str


class Stage(Protocol):
    """Only simulated and file-fed devices have one."""

    def show_card(self, side: CardSide, picture: Path | None) -> None:
        """Lay a card before the document camera; None: the simulator's own specimen."""

    def show_paper(self, code: bytes) -> None:
        """Lay a page before the document camera that bears this code (PNG)."""

    def take_card_away(self) -> None:
        """An empty desk."""

    def show_face(self, motion: Path | None) -> None:
        """Sit before the face camera; None: the rendered head."""

    def seat(self, who: str) -> None:
        """Who is seen before the face camera from now on: `nobody`, a `stranger`, somebody `beside` the borrower, the
        borrower with his face `hidden`, or the `borrower` alone again."""

    def move_head(self, yaw: float, pitch: float, mouth: float, eyes: float) -> None:
        """Degrees (right and up are positive), and openings 0..1; a file-fed camera ignores it."""

    def light(self, bgr: tuple[int, int, int] | None, side: str) -> None:
        """The screen's light (`side`: left, right or both halves, as the borrower sees it) falls on the rendered head;
        a person in a clip is not lit by it."""

    def say(self, text: str, language: Language, recording: Path | None) -> Said:
        """Into the microphone: a recording, or else a synthetic voice."""

    def prompt(self, text: str, language: Language, recording: Path | None) -> Said:
        """The same by somebody out of the picture: the borrower's lips stay still."""

    def unplug(self, device: str) -> None:
        """The device fails now (`face_camera`, `microphone`, ...)."""

    def plug_in(self, device: str) -> None:
        """And comes back."""
