"""What every benchmark shares: medians, and how results are printed."""

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import structlog


def log_to_stderr() -> None:
    """Figures alone stand on standard output."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))


def spread(values: Sequence[float], digits: int = 3) -> dict[str, float | int]:
    """Count, median, 95th percentile and largest; zeros for none."""
    if not values:
        return {"count": 0, "median": 0.0, "p95": 0.0, "max": 0.0}
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    return {
        "count": len(ordered),
        "median": round(median(ordered), digits),
        "p95": round(p95, digits),
        "max": round(ordered[-1], digits),
    }


def machine() -> dict[str, Any]:
    """Where the figures come from; `load` is that of the last minute, other programs included."""
    return {"cores": os.cpu_count(), "python": platform.python_version(), "load": round(os.getloadavg()[0], 2)}


def tell(results: Mapping[str, Any], as_json: bool) -> None:
    """One JSON object, or one line a figure."""
    if as_json:
        print(json.dumps(results, ensure_ascii=False))
        return
    for name, value in results.items():
        if isinstance(value, Mapping):
            print(f"{name}: " + ", ".join(f"{key} {inner}" for key, inner in value.items()))
        else:
            print(f"{name}: {value}")


def resident(pid: str = "self") -> float:
    """MB of memory of a process, shared libraries included; 0 for one that ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)
