"""Folders of people and of recorded words, in the shape that `rehearse --people --speech` takes."""

import csv
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.borrower import CardSide
from kiosk.domain.errors import ConfigurationError
from kiosk.domain.speech import Intent, Language

LABELS = "labels.csv"
_LANGUAGES = {"zh": Language.ZH_CN, "en": Language.EN}


@dataclass(frozen=True, slots=True)
class Person:
    """`front`, `back`: photographs of the card. `motion`: a clip or a folder of pictures."""

    name: str
    front: Path
    back: Path
    motion: Path

    def card(self, side: CardSide) -> Path:
        """The photograph of one side."""
        return self.front if side is CardSide.FRONT else self.back


@dataclass(frozen=True, slots=True)
class Word:
    """One recording and what it says; `intent` as labelled, `value` of a number."""

    file: Path
    language: Language
    text: str
    intent: str


def load_people(folder: Path) -> tuple[Person, ...]:
    """`front` and `back` lie in the folder, `motion` beside it. Raises ConfigurationError naming what is missing."""
    people = []
    for number, row in enumerate(_rows(folder, ("person", "front", "back", "motion")), start=2):
        person = Person(row["person"], folder / row["front"], folder / row["back"], folder.parent / row["motion"])
        for path in (person.front, person.back, person.motion):
            if not path.exists():
                raise ConfigurationError(f"{folder.name}/{LABELS}", f"line {number}", f"{path.name} to be there")
        people.append(person)
    return tuple(people)


def load_words(folder: Path) -> tuple[Word, ...]:
    """Transcribed recordings with an intent that means something. Raises ConfigurationError."""
    words = []
    for row in _rows(folder, ("file", "lang", "text", "transcribed", "intent")):
        usable = row["transcribed"] == "yes" and row["intent"] not in ("none", "any", "")
        if usable and row["lang"] in _LANGUAGES and (folder / row["file"]).exists():
            words.append(Word(folder / row["file"], _LANGUAGES[row["lang"]], row["text"], row["intent"]))
    return tuple(words)


def find_word(words: tuple[Word, ...], text: str, intent: Intent, language: Language, tries: int) -> Word | None:
    """The recording of this text, else of the same intent (never for numbers). `tries` turns through them."""
    mine = [w for w in words if w.language is language]
    exact = [w for w in mine if w.text == text]
    alike = [w for w in mine if w.intent == str(intent)] if intent is not Intent.NUMBER else []
    found = exact + [w for w in alike if w not in exact]
    return found[tries % len(found)] if found else None


def _rows(folder: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    path = folder / LABELS
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names, rows = reader.fieldnames or (), list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(str(path), "the file", f"a CSV file with the columns {', '.join(columns)}") from error
    missing = [name for name in columns if name not in names]
    if missing:
        raise ConfigurationError(str(path), "the first line", f"a column {missing[0]}")
    return rows
