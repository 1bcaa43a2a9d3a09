"""One headquarters and one kiosk's state folder for all journeys that one process plays."""

from collections.abc import Iterator

import pytest

from tests.journeys.branch import Branch


@pytest.fixture(scope="session")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    with Branch(tmp_path_factory.mktemp("branch")) as opened:
        yield opened


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one story go to one process, so that each story is played once."""
    for item in items:
        if item.get_closest_marker("journey") and not item.get_closest_marker("xdist_group"):
            params = item.callspec.params if hasattr(item, "callspec") else {}
            item.add_marker(pytest.mark.xdist_group(str(params.get("name", item.path.stem))))
