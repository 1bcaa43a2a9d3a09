"""What the rehearsed borrower says when a fact is asked for in own words."""

from decimal import Decimal

from kiosk.dialogue.numbers import money_words
from kiosk.dialogue.teachback_words import OpenQuestion
from kiosk.domain.speech import Language

_SAID = {
    Language.ZH_CN: {
        "received": "到手{hand}",
        "monthly": "每次{day}号还，第一次还{pay}",
        "total": "一共还{all}，多还{more}",
        "late": "要多付{fine}",
        "parties": "{who}借给我的，费用{fees}",
        "stop": "说一声就能走，不用交钱",
    },
    Language.EN: {
        "received": "I receive {hand}",
        "monthly": "I pay on day {day}, the first payment is {pay}",
        "total": "in all I pay back {all}, that is {more} more",
        "late": "I pay {fine} more",
        "parties": "{who} lends it, and the fees are {fees}",
        "stop": "I can leave, and I pay nothing",
    },
}
_NO_FEES = {Language.ZH_CN: "{who}借给我的，没有别的费用", Language.EN: "{who} lends it, and there are no other fees"}


def in_own_words(question: OpenQuestion, *, wrong: bool = False) -> str:
    """The right figures in a few words; `wrong`: other figures."""
    language = question.language
    figures = {claim.name: claim.values[0] * (3 if wrong else 1) for claim in question.claims}
    words = {name: _spoken(value, language) for name, value in figures.items() if name != "day"}
    words["day"] = str(next((claim.values[0] for claim in question.claims if claim.name == "day"), ""))
    words["who"] = question.names[-1] if question.names else ""
    said = _SAID[language][question.fact]
    if question.fact == "parties" and not figures["fees"]:
        said = _NO_FEES[language]
    return said.format(**words)


def _spoken(value: Decimal, language: Language) -> str:
    return money_words(int(value * 100), language)
