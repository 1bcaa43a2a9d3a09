"""Sealing against the length of the session: fragments of a real rate are written, then the seal is timed.

    .venv/bin/python -m benchmarks.seal

Headquarters' time-stamp authority runs beside it, over loopback TLS. 40 kB each 0.4 s is what 720p25 comes to.
"""

import argparse
import secrets
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.figures import log_to_stderr, machine, tell
from kiosk.assembly.headquarters import EmbeddedHeadquarters
from kiosk.assembly.kiosk import Kiosk, training_terms
from kiosk.assembly.rig import Picture, rehearsal_rig
from kiosk.consent.journal import Item
from kiosk.devices.clock_system import SystemClock
from kiosk.domain.consents import Ending
from kiosk.ports.encoder import Fragment
from kiosk.runtime.session_evidence import SessionEvidence
from kiosk.runtime.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
FRAGMENT_BYTES, FRAGMENT_SECONDS = 40_000, 0.4
TURNS = 3


def sealed(kiosk: Kiosk, minutes: float) -> tuple[float, float]:
    """(seconds to seal a session of that length, MB sealed)."""
    evidence = SessionEvidence(kiosk.sealing, kiosk.opening(), kiosk.rig.devices.clock, inline=False)
    media = secrets.token_bytes(FRAGMENT_BYTES)
    count = round(minutes * 60 / FRAGMENT_SECONDS)
    for index in range(count):
        begins = index * FRAGMENT_SECONDS
        evidence.log.write_fragment(Fragment(index, media, begins, begins + FRAGMENT_SECONDS))
    evidence.log.write((Item("session.ending", {"ending": "declined", "reason": "benchmark", "entries": count}),))
    began = time.monotonic()
    evidence.seal(Ending.DECLINED, withheld=False)
    return time.monotonic() - began, count * FRAGMENT_BYTES / 1e6


def main() -> None:
    """Print what was measured."""
    log_to_stderr()
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--minutes", type=float, nargs="+", default=[1.5, 15, 150])
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="mingshi-bench-") as work:
        state = Path(work) / "kiosk"
        state.mkdir()
        settings = load_settings(ROOT / "device_config" / "training.toml").model_copy(update={"state": state})
        headquarters = EmbeddedHeadquarters(Path(work) / "hq")
        try:
            enrolled = headquarters.enrol(settings.device_id, settings.branch, state)
            rig = rehearsal_rig(
                settings, SystemClock(), Picture((480, 270), 4.0), inline=False, speaks=False, real_input=False
            )
            terms = training_terms(headquarters, enrolled, state)
            kiosk = Kiosk(settings, rig, enrolled, terms, url=headquarters.url, tsa=headquarters.tsa)
            results = {}
            for minutes in asked.minutes:
                turns = [sealed(kiosk, minutes) for _ in range(TURNS)]
                seconds = [turn for turn, _ in turns]
                results[f"{minutes:g} minutes"] = {
                    "mb": round(turns[0][1]), "median_s": round(median(seconds), 3), "max_s": round(max(seconds), 3)
                }  # fmt: skip
            kiosk.close()
        finally:
            headquarters.close()
    tell({"benchmark": "seal", "machine": machine(), **results}, asked.json)


if __name__ == "__main__":
    main()
