"""Sample states with the longest and strangest contents that fields may hold: for tests and `benchmarks/look.py`."""

from collections.abc import Iterator
from dataclasses import replace

from kiosk.consent import states as st
from kiosk.consent.events import Replied
from kiosk.consent.facts import Opening
from kiosk.domain.borrower import CardField, CardSide
from kiosk.domain.money import Fen
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Channel, Intent, Text, Understood
from ui.sample_states import Samples

LONG_WORD = "Wolfeschlegelsteinhausenbergerdorff" * 9
LONG_NAME = "阿卜杜热合曼·" * 43
RIGHT_TO_LEFT = "عبد الرحمن بن محمد الأمين — שלום עולם"
EMOJI = "👨‍👩‍👧‍👦🇨🇳 张🙂三 ❤️‍🔥 𠮷野家 Z͑ͫa̐l̍g͂o"
ODD = (LONG_WORD, LONG_NAME, RIGHT_TO_LEFT, EMOJI)
_LONGEST = Text(
    "中国农业银行股份有限公司新疆维吾尔自治区巴音郭楞蒙古自治州库尔勒市人民东路支行营业部",
    "The Agricultural and Commercial Cooperative Bank of the Autonomous Prefecture, Main Street Branch Office",
)
_MOST = Fen(9_999_999_999)


def hostile(samples: Samples) -> Iterator[tuple[str, st.State]]:
    """Names and states in the language of the samples."""
    every = dict(samples.all())
    yield from _fields(every)
    yield from _words(every)
    yield from _offers(every)


def _fields(every: dict[str, st.State]) -> Iterator[tuple[str, st.State]]:
    card = every["reviewing_card"]
    assert isinstance(card, st.ReviewingCard)
    for number, odd in enumerate(ODD):
        fields = (CardField("name", odd, "open"), CardField("address", odd, "borrower", odd))
        yield f"hostile_card_{number}", replace(card, fields=fields, side=CardSide.FRONT)


def _words(every: dict[str, st.State]) -> Iterator[tuple[str, st.State]]:
    asked, back = every["explaining"], every["reading_back"]
    assert isinstance(asked, st.Explaining)
    assert isinstance(back, st.ReadingBack)
    confirming = every["confirming"]
    assert isinstance(confirming, st.Confirming)
    for number, odd in enumerate(ODD):
        yield f"hostile_question_{number}", replace(asked, question=odd)
        replies = tuple(replace(each, said=odd, channel=Channel.TYPED) for each in back.facts.replies)
        yield f"hostile_replies_{number}", replace(back, facts=replace(back.facts, replies=replies))
        heard = Replied(Understood(Intent.NUMBER, odd, confirming.reply.understood.value), Channel.VOICE)
        yield f"hostile_heard_{number}", replace(confirming, reply=heard)


def _large(offer: Offer) -> Offer:
    return replace(offer, provider=replace(offer.provider, name=_LONGEST), product=_LONGEST, principal=_MOST)


def _offers(every: dict[str, st.State]) -> Iterator[tuple[str, st.State]]:
    choosing, asking = every["choosing"], every["asking_consent_partner"]
    assert isinstance(choosing, st.Choosing)
    assert isinstance(asking, st.AskingConsent)
    opening: Opening = choosing.facts.opening
    large = replace(opening, offers=tuple(map(_large, opening.offers)))
    yield "hostile_offers", replace(choosing, facts=replace(choosing.facts, opening=large))
    assert asking.partner is not None
    partner = replace(asking.partner, name=_LONGEST, role=_LONGEST, purpose=_LONGEST)
    yield "hostile_partner", replace(asking, partner=partner)
