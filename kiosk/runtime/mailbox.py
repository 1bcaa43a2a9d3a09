"""A one-slot mailbox: the newest value wins. For what passes by (preview, level), which is not state."""

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Safe between threads; a value that nobody took in time is gone, and counted."""

    def __init__(self) -> None:
        self._filled = threading.Condition()
        self._value: T | None = None
        self._overwritten = 0

    def put(self, value: T) -> None:
        """Never waits; overwrites what nobody took."""
        with self._filled:
            self._overwritten += self._value is not None
            self._value = value
            self._filled.notify()

    def take(self) -> T | None:
        """The newest value, which is then gone; None if there is none."""
        with self._filled:
            value, self._value = self._value, None
            return value

    def wait(self, seconds: float) -> T | None:
        """Like `take`, but wait for one (real time)."""
        with self._filled:
            self._filled.wait_for(lambda: self._value is not None, seconds)
            value, self._value = self._value, None
            return value

    def peek(self) -> T | None:
        """The newest value, which stays."""
        with self._filled:
            return self._value

    def clear(self) -> None:
        """Forget: nothing of a session stays behind."""
        self.take()

    @property
    def overwritten(self) -> int:
        """How many values nobody took."""
        with self._filled:
            return self._overwritten
