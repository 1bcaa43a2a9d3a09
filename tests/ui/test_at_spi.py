"""What a blind borrower is told: a real AT-SPI client over the bus, page by page. The whole session of a story is
`benchmarks/at_spi_transcript.py`; here its pages that ask, cost and explain."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from benchmarks.at_spi_transcript import missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no AT-SPI client here: {missing()}")


_PAGES = (
    "welcoming", "asking_consent_recording", "reviewing_card", "asking_need_amount", "choosing", "reading_term_2",
    "teaching_back_choice", "reading_back", "asking_to_leave", "supposing_early",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages() -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "benchmarks.at_spi_transcript", "--json", "--samples", *_PAGES]
    surroundings = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=surroundings)
    assert done.returncode == 0, done.stderr[-2000:]
    # The services of the bus write a line of their own.
    return list(json.loads(next(line for line in done.stdout.splitlines() if line.startswith("["))))


def told(page: dict[str, Any]) -> str:
    return "\n".join(name for _, name, _, _ in page["items"])


def roles(page: dict[str, Any], role: str) -> list[str]:
    return [name for kind, name, _, _ in page["items"] if kind == role]


def of(pages: list[dict[str, Any]], state: str) -> list[dict[str, Any]]:
    found = [page for page in pages if page["state"] == state]
    assert found, state
    return found


def test_every_page_says_where_one_is_and_what_is_asked(pages: list[dict[str, Any]]) -> None:
    for page in pages:
        assert page["window"] == "Mingshi 明示"
        assert page["items"], page["state"]
        if page["state"] != "Welcoming":  # it stood there before the client came
            assert page["announced"], page["state"]
    assert len(pages) == len(_PAGES)
    for page in of(pages, "AskingConsent"):
        assert page["announced"][0][:12] in told(page)


def test_every_answer_is_a_button_with_a_name(pages: list[dict[str, Any]]) -> None:
    for page in of(pages, "AskingConsent"):
        assert {"同意", "不同意"} <= set(roles(page, "push button"))
    for page in pages:
        assert "离开" in roles(page, "push button"), page["state"]


def test_everything_says_what_it_is_and_how_far(pages: list[dict[str, Any]]) -> None:
    for page in pages:
        assert not roles(page, "filler"), page["state"]
        (chapter,) = (item for item in page["items"] if item[0] == "progress bar")
        assert chapter[1].startswith("第")
        assert chapter[3][-1].endswith(" of 0 to 10")
    (slider,) = (item for page in of(pages, "Supposing") for item in page["items"] if item[0] == "slider")
    assert slider[1]
    assert slider[3] == ["12 of 1 to 23"]


def test_costs_are_told_in_words(pages: list[dict[str, Any]]) -> None:
    costs = "\n".join(told(page) for page in of(pages, "Choosing") + of(pages, "ReadingTerm"))
    assert "百分之" in costs
    assert "元" in costs
    for page in of(pages, "Choosing"):
        assert not [name for _, name, _, _ in page["items"] if any(sign.isdigit() for sign in name)]


def test_the_focus_is_where_something_is_to_be_done(pages: list[dict[str, Any]]) -> None:
    for page in pages:
        assert page["focus"], page["state"]


def test_nothing_is_told_twice(pages: list[dict[str, Any]]) -> None:
    for page in pages:
        long = [name for _, name, _, _ in page["items"] if len(name) > 20]
        assert len(long) == len(set(long)), page["state"]
