"""What is worth remembering within one session, and no longer: what was heard and typed stands among the arguments."""

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, ParamSpec, TypeVar, cast
from weakref import WeakSet

_P = ParamSpec("_P")
_T = TypeVar("_T")
_MEMORIES: "WeakSet[_lru_cache_wrapper[Any]]" = WeakSet()


def remembered(most: int) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Keep the newest `most` results of a pure function until the session is over."""

    def keeping(call: Callable[_P, _T]) -> Callable[_P, _T]:
        kept = lru_cache(maxsize=most)(call)
        _MEMORIES.add(kept)
        return cast("Callable[_P, _T]", kept)

    return keeping


def forget() -> None:
    """The session is over (invariant 12)."""
    for memory in list(_MEMORIES):
        memory.cache_clear()
