"""Who said what, read from entries and values."""

from kiosk.domain.consents import Source
from kiosk.domain.moment import Moment
from kiosk.evidence.blob import Blob, new_blob
from kiosk.evidence.classes import PartClass
from kiosk.evidence.entry import Entry
from kiosk.evidence.log import LogBuilder
from kiosk.evidence.transcript import Line, Who, transcript
from tests.evidence.sessions import SESSION


def said(name: str, words: str) -> Blob:
    return new_blob(PartClass.RECORD, name, "text/plain", words.encode())


HELLO, ANSWER, MEANING = said("hello", "您好。"), said("answer", "好的"), said("meaning", "同意")
STEPS: list[tuple[str, dict[str, object]]] = [
    ("guide.spoke", {"step": "welcome.hello", "ended": True, "text": HELLO.ref}),
    ("guide.spoke", {"step": "welcome.hello", "ended": False, "silent": True, "text": HELLO.ref}),
    ("guide.spoke", {"step": "welcome.hello", "ended": True, "silent": True, "text": HELLO.ref}),
    ("reply.heard", {"question": "privacy", "text": ANSWER.ref}),
    ("reply.understood", {"question": "privacy", "channel": "voice", "intent": "yes", "text": MEANING.ref}),
    ("reply.understood", {"question": "privacy", "channel": "touch", "intent": "yes", "text": MEANING.ref}),
    ("reply.not_understood", {"question": "privacy", "reason": "unsure"}),
    ("step.entered", {"step": "privacy"}),
    ("question.answered", {"known": True, "item": "early", "answer_sha256": "0" * 64}),
]


def entries() -> list[Entry]:
    log = LogBuilder(SESSION)
    return [
        log.append(kind, data, Moment(100.0 + place, "2026-03-02T01:02:03.004Z"), Source.DEVICE)[0]  # type: ignore[arg-type]
        for place, (kind, data) in enumerate(STEPS)
    ]


def test_each_line_says_who_when_what_and_how() -> None:
    assert list(transcript(entries(), (HELLO, ANSWER, MEANING))) == [
        Line(0, 0.0, Who.GUIDE, "您好。"),
        Line(1, 1.0, Who.GUIDE, "您好。", "cut off"),
        Line(2, 2.0, Who.GUIDE, "您好。", "shown, not said"),
        Line(3, 3.0, Who.BORROWER, "好的"),
        Line(4, 4.0, Who.RECORD, "同意", "taken as yes"),
        Line(5, 5.0, Who.BORROWER, "同意", "touches"),
        Line(6, 6.0, Who.BORROWER, "", "not understood: unsure"),
        Line(8, 8.0, Who.RECORD, "", "question.answered known=True item=early"),
    ]


def test_a_destroyed_value_leaves_its_line_without_words() -> None:
    assert [line.words for line in transcript(entries(), (HELLO,))][3] == ""


def test_a_line_as_json_has_no_fractions() -> None:
    line = Line(3, 3.25, Who.GUIDE, "您好。")
    assert line.to_json() == {"entry": 3, "ms": 3250, "who": "guide", "words": "您好。", "note": ""}
