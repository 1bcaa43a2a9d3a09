"""One headquarters a module, as in tests/hq."""

from tests.hq.conftest import _closed, world

__all__ = ["_closed", "world"]
