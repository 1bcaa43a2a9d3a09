"""One headquarters and one kiosk's state folder for all journeys that one process plays."""

from collections.abc import Iterator

import pytest

from tests.journeys.branch import Branch


@pytest.fixture(scope="session")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    with Branch(tmp_path_factory.mktemp("branch")) as opened:
        yield opened


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: the other process plays the stories meanwhile."""
    items.sort(key=lambda item: item.path.stem != "test_recorded")
