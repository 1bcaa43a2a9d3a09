"""Not a timing: every screen in every look (two languages, five screens, four sizes of letters, four contrasts), and
what is wrong with it: cut or crossing words, faint ink, small things to touch.

.venv/bin/python -m benchmarks.look [--every N] [--from N] [--many N] [--json]
"""

import argparse
import os
import time
from collections import Counter
from functools import lru_cache
from itertools import groupby

from benchmarks.figures import machine, tell

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kiosk.consent.machine import facts_of
from kiosk.consent.states import State
from kiosk.domain.speech import Language
from ui import theme
from ui.app import application
from ui.i18n import Texts
from ui.inspection import faults
from ui.looks import Look, every_look
from ui.previews import ROOT, TEXTS, Showing, dressed
from ui.sample_hostile import hostile
from ui.sample_states import Samples


@lru_cache(maxsize=1)
def states_in(language: Language) -> tuple[Samples, list[tuple[str, State]]]:
    """Drawn up once a language: among them are rendered documents."""
    samples = Samples(ROOT, language)
    return samples, [*samples.all(), *hostile(samples)]


def found_in(looks: list[Look], texts: Texts) -> tuple[int, int, list[str]]:
    """Pictures looked at, those that would be the same again, and faults; looks of one language and one screen.

    A page without a borrower has one look, and a small screen gives the largest letters no room: what would be painted
    as before but for what moves by the clock (tests/ui/test_look.py) is not painted again.
    """
    first = looks[0]
    samples, states = states_in(first.language)
    showing = Showing(samples, texts, first.size)
    showing.session.dots_per_inch = first.dpi
    seen, found = set[tuple[str, int, int]](), list[str]()
    for look in looks:
        for name, state in states:
            shown = dressed(state, look.text_size, look.contrast)
            facts = facts_of(shown)
            level = facts.contrast if facts is not None else theme.CONTRASTS[0]
            painted = (name, showing.window.letters(shown), level)
            if painted in seen:
                continue
            seen.add(painted)
            window = showing.show(name, shown)
            place = f"{look.language.value} {look.size[0]}x{look.size[1]} {look.text_size} {look.contrast} {name}"
            found += [f"{place}: {fault}" for fault in faults(window, level, look.dpi)]
    showing.close()
    return len(seen), len(looks) * len(states) - len(seen), found


def main() -> None:
    """Print what was found."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--every", type=int, default=1, help="every Nth look only")
    ask.add_argument("--from", dest="first", type=int, default=0, help="the first of them, so that parts make a whole")
    ask.add_argument("--many", type=int, default=None, help="no more than so many of them")
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    application()
    texts, began = Texts.load(TEXTS), time.monotonic()
    looks = list(every_look())[asked.first :: asked.every][: asked.many]
    seen, same, found = 0, 0, list[str]()
    for _, group in groupby(looks, key=lambda look: (look.language, look.size)):
        more, again, faulty = found_in(list(group), texts)
        seen, same, found = seen + more, same + again, found + faulty
    kinds = Counter(fault.split(": ")[1] for fault in found)
    tell({"benchmark": "look", "machine": machine(), "looks": len(looks), "pictures": seen, "same": same,
          "faults": dict(kinds), "seconds": round(time.monotonic() - began),
          "first": found[:200]}, asked.json)  # fmt: skip


if __name__ == "__main__":
    main()
