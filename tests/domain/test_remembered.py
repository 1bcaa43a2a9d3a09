"""What a session has made the program remember is gone with it."""

import gc

from kiosk.dialogue.phonetics import syllables
from kiosk.domain import remembered


def test_the_same_is_worked_out_once_until_the_session_is_over() -> None:
    asked: list[str] = []

    @remembered.remembered(8)
    def heard(text: str) -> str:
        asked.append(text)
        return text.upper()

    assert [heard("yes"), heard("yes")] == ["YES", "YES"]
    assert asked == ["yes"]
    remembered.forget()
    assert heard("yes") == "YES"
    assert asked == ["yes", "yes"]


def test_what_was_said_is_not_found_in_memory_afterwards() -> None:
    said = "".join(("样本甲", "的电话", "一三八零零一三八零零零"))
    syllables(said)
    assert _kept(said)
    remembered.forget()
    assert not _kept(said)


def test_what_remembers_goes_when_nobody_asks_it_any_more() -> None:
    class Reader:
        def __init__(self) -> None:
            self.read = remembered.remembered(8)(self._read)

        def _read(self, text: str) -> str:
            return text

    reader = Reader()
    reader.read("a")
    del reader
    gc.collect()
    assert not [each for each in gc.get_objects() if type(each).__qualname__.endswith("<locals>.Reader")]
    remembered.forget()


def _kept(text: str) -> bool:
    """Whether a cache of ours holds it among its keys."""
    caches = [each for each in gc.get_objects() if type(each).__name__ == "_lru_cache_wrapper"]
    keys = gc.get_referents(*caches)
    return any(isinstance(one, str) and one == text for one in (*keys, *gc.get_referents(*keys)))
