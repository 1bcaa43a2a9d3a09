"""A kiosk in real time, to be killed: tells each state once what led to it is durable, a JSON object a line.

python -m tests.journeys.crash_child WORK URL TSA
"""

import json
import sys
from pathlib import Path

import structlog

from kiosk.consent.machine import facts_of
from kiosk.consent.states import State
from kiosk.rehearsal.play import Play
from kiosk.rehearsal.stories import STORIES
from tests.journeys.branch import kiosk_in_real_time


def tell(state: State) -> None:
    """To whoever is going to kill this."""
    facts = facts_of(state)
    print(
        json.dumps({
            "state": type(state).__name__,
            "recording": facts is not None and facts.recording,
            "replies": [reply.step for reply in facts.replies] if facts is not None else [],
        }),
        flush=True,
    )  # fmt: skip


def main(work: Path, url: str, tsa: str) -> None:
    """One session; it is not expected to end."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    kiosk = kiosk_in_real_time(work, url, tsa)
    kiosk.runner.subscribe(tell)
    kiosk.runner.start()
    kiosk.workers.open_devices()
    assert kiosk.rig.stage is not None
    play = Play(STORIES["signs"], kiosk.runner, kiosk.rig.stage, kiosk.rig.devices.clock, kiosk.workers.instruction)
    play.run(kiosk.opening())
    kiosk.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
