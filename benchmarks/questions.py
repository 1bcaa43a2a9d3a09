"""How the guide answers questions in people's own words: right, "I don't know", wrong, with exact 95 % bounds.

`--show` prints each question that was not answered right. `--left-out` asks the approved ways to ask themselves, a
tenth of each topic's at a time held back from the index: by it the thresholds are fitted, and on no list of questions.
"""

import argparse
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.figures import machine, spread, tell
from benchmarks.questions_left_out import left_out_report
from kiosk.bench.intervals import rate_of
from kiosk.dialogue.knowledge import KnowledgeBase, load
from kiosk.domain.case import Case
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language
from kiosk.lending.terms_file import parse_terms

ROOT = Path(__file__).parents[1]
JUDGED = ROOT / "tests/dialogue/data/questions_judged.tsv"
_NOTHING = "-"
_A_DAY_OF_IT = date(2026, 8, 1)
_LANGUAGES = {"zh": Language.ZH_CN, "en": Language.EN}


@dataclass(frozen=True, slots=True)
class Judged:
    """One question, what may answer it, and what did (`-`: nothing)."""

    language: Language
    may: tuple[str, ...]
    words: str
    said: str

    @property
    def outcome(self) -> str:
        """`right`, `unknown` (not answered though it could be) or `wrong`."""
        if self.said in self.may:
            return "right"
        return "unknown" if self.said == _NOTHING else "wrong"

    @property
    def beside(self) -> bool:
        """Nothing of the loan was asked, or advice was."""
        return _NOTHING in self.may


def judge(knowledge: KnowledgeBase, offer: Offer, path: Path = JUDGED) -> list[Judged]:
    """Each question of a file put to the knowledge base, an offer being chosen."""
    found: list[Judged] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            short, may, words = line.split("\t")
            answer = knowledge.answer(words, _LANGUAGES[short], offer)
            said = answer.id if answer is not None else _NOTHING
            found.append(Judged(_LANGUAGES[short], tuple(may.split(",")), words, said))
    return found


def report(judged: list[Judged]) -> dict[str, Any]:
    """Counts and rates a language: on the point, beside it, and wrong among all."""
    results: dict[str, Any] = {}
    for language in Language:
        mine = [each for each in judged if each.language is language]
        for name, part in (
            ("on the point", [each for each in mine if not each.beside]),
            ("beside the point", [each for each in mine if each.beside]),
            ("all", mine),
        ):
            count = Counter(each.outcome for each in part)
            results[f"{language} {name}"] = {
                "questions": len(part),
                **{outcome: count[outcome] for outcome in ("right", "unknown", "wrong")},
                "right_rate": rate_of(count["right"], len(part)),
                "wrong_rate": rate_of(count["wrong"], len(part)),
            }
    wrong = sum(each.outcome == "wrong" for each in judged)
    results["all languages"] = {"questions": len(judged), "wrong": wrong, "wrong_rate": rate_of(wrong, len(judged))}
    return results


def training_offers() -> tuple[Offer, ...]:
    """The offers of the training case."""
    path = ROOT / "assets/offers/training_case.json"
    case = parse_terms(path.read_text(encoding="utf-8"), _A_DAY_OF_IT, path.name)
    if not isinstance(case, Case):
        raise SystemExit(f"{path}: no case")
    return case.offers


def training_offer() -> Offer:
    """The first of them."""
    return training_offers()[0]


def main() -> None:
    """Print the figures, and the time that an answer takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true", help="each question that was not answered right")
    parser.add_argument("--questions", type=Path, default=JUDGED)
    parser.add_argument("--left-out", action="store_true", help="the ways to ask themselves, each held back once")
    options = parser.parse_args()
    start = perf_counter()
    knowledge, offer = load(ROOT / "assets/knowledge"), training_offer()
    loaded = perf_counter() - start
    if options.left_out:
        tell({**left_out_report(knowledge), "machine": machine()}, options.json)
        return
    judged = judge(knowledge, offer, options.questions)
    times: list[float] = []
    for each in judged:
        start = perf_counter()
        knowledge.answer(each.words, each.language, offer)
        times.append((perf_counter() - start) * 1000)
    tell({**report(judged), "load_s": round(loaded, 2), "answer_ms": spread(times), "machine": machine()}, options.json)
    if options.show:
        for each in judged:
            if each.outcome != "right":
                print(f"{each.outcome}: {each.words} ({','.join(each.may)}): {each.said}")


if __name__ == "__main__":
    main()
