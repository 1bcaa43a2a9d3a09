"""The sign-in of staff over a page, and the page again after it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.consent.facts import StaffAct
from kiosk.domain.ids import StaffId
from ui.screens.screen import Screen
from ui.staff.sign_in import SignIn


class StaffOverPage:
    """Fill `page_layout`; `open` puts the sign-in in its place. `taken`: who has signed in already."""

    def __init__(
        self, layout: QVBoxLayout, screen: Screen[Any], purpose: str, taken: frozenset[StaffId],
        signed: Callable[[StaffAct], None],
    ) -> None:  # fmt: skip
        self._layout, self._screen, self._purpose, self._taken, self._signed = layout, screen, purpose, taken, signed
        self._page = QWidget()
        self.page_layout = QVBoxLayout()
        self.page_layout.setContentsMargins(0, 0, 0, 0)
        self.page_layout.setSpacing(screen.m.gap)
        self._page.setLayout(self.page_layout)
        layout.addWidget(self._page)
        self._dialog: SignIn | None = None

    def open(self) -> None:
        """Code, what was checked, then the result."""
        around = self._screen.around
        self._page.hide()
        self._dialog = SignIn(
            self._screen.words, self._screen.m, self._purpose, around.sign_staff, self._taken, self._done, self._back,
            around.mode,
        )  # fmt: skip
        self._layout.addWidget(self._dialog)

    def hide(self) -> None:
        """Something else takes the page's place."""
        self._page.hide()

    def show(self) -> None:
        """The page again."""
        self._page.show()

    def _back(self) -> None:
        if self._dialog is not None:
            self._dialog.hide()
            self._dialog.deleteLater()
            self._dialog = None
        self._page.show()

    def _done(self, act: StaffAct) -> None:
        self._back()
        self._signed(act)
