"""The newest value wins."""

import threading

from kiosk.runtime.mailbox import Mailbox


def test_the_newest_wins_and_the_overwritten_are_counted() -> None:
    box: Mailbox[int] = Mailbox()
    assert box.take() is None
    for value in range(5):
        box.put(value)
    assert box.peek() == 4
    assert box.take() == 4
    assert box.take() is None
    assert box.overwritten == 4


def test_wait_gets_what_another_thread_puts() -> None:
    box: Mailbox[str] = Mailbox()
    threading.Timer(0.02, lambda: box.put("here")).start()
    assert box.wait(5) == "here"
    assert box.wait(0.01) is None


def test_clear_forgets() -> None:
    box: Mailbox[int] = Mailbox()
    box.put(1)
    box.clear()
    assert box.peek() is None
