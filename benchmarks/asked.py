"""Whether what is said reaches the knowledge base: questions in people's own words, and talk among people.

Each sentence goes through the acceptance rules as if it had been heard right, once while an answer is awaited that
commits (a consent) and once while only "I have heard it" is (a term). Nothing is fitted on either file.
"""

import argparse
from pathlib import Path
from typing import Any

from benchmarks.figures import machine, tell
from benchmarks.questions import JUDGED, ROOT, judge, training_offer
from kiosk.bench.intervals import rate_of
from kiosk.dialogue.knowledge import KnowledgeBase, load
from kiosk.dialogue.understanding import understand
from kiosk.domain.speech import Grammar, Intent, Language, Transcript, Understood

CHATTER = ROOT / "tests/dialogue/data/chatter.tsv"
CONSENT = Grammar(frozenset({Intent.YES, Intent.NO}))
TERM = Grammar(frozenset({Intent.UNDERSTOOD, Intent.CONTINUE, Intent.YES}))
_SIGNS_A_SECOND, _LEAST_SECONDS = {Language.ZH_CN: 4.0, Language.EN: 12.0}, 0.5
_LANGUAGES = {"zh": Language.ZH_CN, "en": Language.EN}
Sentence = tuple[Language, str]


def taken(sentence: Sentence, grammar: Grammar, knowledge: KnowledgeBase) -> Intent | None:
    """What the rules make of a sentence that was heard right; None: not understood."""
    language, words = sentence
    seconds = max(_LEAST_SECONDS, len(words) / _SIGNS_A_SECOND[language])
    found = understand(Transcript(words, language, -0.3, seconds), grammar, language, knows=knowledge.knows)
    return found.intent if isinstance(found, Understood) else None


def chatter(path: Path = CHATTER) -> list[Sentence]:
    """What people say to one another."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [(_LANGUAGES[short], words) for short, words in rows]


def report(knowledge: KnowledgeBase) -> tuple[dict[str, Any], list[str]]:
    """Counts by kind of sentence and by what is awaited, and what went another way than it should."""
    judged = judge(knowledge, training_offer())
    kinds: dict[str, list[Sentence]] = {
        "answerable": [(each.language, each.words) for each in judged if each.outcome == "right" and not each.beside],
        "about the loan, not known": [(each.language, each.words) for each in judged if each.outcome == "unknown"],
        "beside the point": [(each.language, each.words) for each in judged if each.beside],
        "talk": chatter(),
    }
    results: dict[str, Any] = {}
    strays: list[str] = []
    for kind, sentences in kinds.items():
        for name, grammar in (("consent", CONSENT), ("term", TERM)):
            intents = [taken(each, grammar, knowledge) for each in sentences]
            asked = intents.count(Intent.QUESTION)
            results[f"{kind}, {name}"] = {
                "sentences": len(sentences),
                "questions": asked,
                "misheard": intents.count(None),
                "answers": sum(each in grammar.intents for each in intents),
                "question_rate": rate_of(asked, len(sentences)),
            }
            wanted = kind != "talk"
            strays += [
                f"{kind}, {name}: {words}: {intent}"
                for (_, words), intent in zip(sentences, intents, strict=True)
                if (intent is Intent.QUESTION) is not wanted
            ]
    return results, strays


def main() -> None:
    """Print the figures; `--show` each sentence that went another way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    results, strays = report(load(ROOT / "assets/knowledge"))
    tell({"judged": JUDGED.name, **results, "machine": machine()}, options.json)
    if options.show:
        print("\n".join(strays))


if __name__ == "__main__":
    main()
