"""When to try again: short waits within one sync, long ones between, both with jitter so that branches don't march."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import tenacity

from kiosk.domain.errors import RefusedError, TransportError

_Answer = TypeVar("_Answer")
Sleep = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Seconds and counts."""

    tries: int = 4
    """A cut connection is tried this often before the session is put off."""
    first_wait: float = 0.5
    longest_wait: float = 8.0
    put_off_first: float = 30.0
    put_off_longest: float = 3600.0
    refusals: int = 3
    """So many refusals in a row set a session aside for staff: a passing fault at headquarters is no verdict."""
    receipt_wait: float = 30.0
    receipt_poll: float = 0.25

    def call(self, ask: Callable[[], _Answer], sleep: Sleep) -> _Answer:
        """Ask again after a TransportError; a RefusedError is an answer. Raises the last one."""
        waits = tenacity.wait_random_exponential(multiplier=self.first_wait, max=self.longest_wait)
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_may_pass),
            stop=tenacity.stop_after_attempt(self.tries),
            wait=waits,
            sleep=sleep,
            reraise=True,
        )
        return retrying(ask)

    def put_off(self, attempts: int, now: dt.datetime) -> dt.datetime:
        """When a session that failed `attempts` times before may be tried again."""
        longest = min(self.put_off_longest, self.put_off_first * 2 ** min(attempts, 20))
        return now + dt.timedelta(seconds=longest * random.uniform(0.5, 1.0))  # noqa: S311 - spreads load, hides nothing


def _may_pass(failure: BaseException) -> bool:
    return isinstance(failure, TransportError) and not isinstance(failure, RefusedError)
