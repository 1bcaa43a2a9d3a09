"""Not a timing: every screen in every look (two languages, five screens, four sizes of letters, four contrasts), and
what is wrong with it: cut or crossing words, faint ink, small things to touch.

.venv/bin/python -m benchmarks.look [--every N] [--json]
"""

import argparse
import os
import time
from collections import Counter
from itertools import groupby

from benchmarks.figures import machine, tell

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kiosk.consent.machine import facts_of
from ui import theme
from ui.app import application
from ui.i18n import Texts
from ui.inspection import faults
from ui.looks import Look, every_look
from ui.previews import ROOT, TEXTS, Showing, dressed
from ui.sample_hostile import hostile
from ui.sample_states import Samples


def found_in(looks: list[Look], texts: Texts) -> tuple[int, list[str]]:
    """Pictures looked at, and faults; all looks of one language and one screen."""
    first = looks[0]
    samples = Samples(ROOT, first.language)
    showing = Showing(samples, texts, first.size)
    showing.session.dots_per_inch = first.dpi
    states = [*samples.all(), *hostile(samples)]
    seen, found = 0, list[str]()
    for look in looks:
        for name, state in states:
            shown = dressed(state, look.text_size, look.contrast)
            window, facts = showing.show(name, shown), facts_of(shown)
            level = facts.contrast if facts is not None else theme.CONTRASTS[0]
            place = f"{look.language.value} {look.size[0]}x{look.size[1]} {look.text_size} {look.contrast} {name}"
            found += [f"{place}: {fault}" for fault in faults(window, level, look.dpi)]
            seen += 1
    showing.close()
    return seen, found


def main() -> None:
    """Print what was found."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--every", type=int, default=1, help="every Nth look only")
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    application()
    texts, began = Texts.load(TEXTS), time.monotonic()
    looks = list(every_look())[:: asked.every]
    seen, found = 0, list[str]()
    for _, group in groupby(looks, key=lambda look: (look.language, look.size)):
        more, faulty = found_in(list(group), texts)
        seen, found = seen + more, found + faulty
    kinds = Counter(fault.split(": ")[1] for fault in found)
    tell({"benchmark": "look", "machine": machine(), "looks": len(looks), "pictures": seen, "faults": dict(kinds),
          "seconds": round(time.monotonic() - began), "first": found[:200]}, asked.json)  # fmt: skip


if __name__ == "__main__":
    main()
