"""The installer's own shell functions, run as they are."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def shell(root: Path) -> Shell:
    """Run a line of bash after sourcing installer/lib.sh, as start and test do; `arguments` are $1, $2, ..."""

    def run(line: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        script = f"set -euo pipefail; source {str(root / 'installer' / 'lib.sh')!r}; {line}"
        return subprocess.run(
            ["bash", "-c", script, "bash", *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run
