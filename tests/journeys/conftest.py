"""One headquarters and one kiosk's state folder for all journeys."""

from collections.abc import Iterator

import pytest

from tests.journeys.branch import Branch


@pytest.fixture(scope="session")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    with Branch(tmp_path_factory.mktemp("branch")) as opened:
        yield opened
