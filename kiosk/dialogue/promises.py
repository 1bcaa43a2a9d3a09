"""The promise check: what the borrower was told, what the consultant says that he promised, and what the offer says.

A difference never accuses; it says what was told and what will count.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kiosk.domain.case import Promise, PromiseTopic
from kiosk.domain.errors import LendingError
from kiosk.domain.money import percent_text
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Text
from kiosk.lending.figures import Figures, figures
from kiosk.lending.wording import yuan

_ROUND_AMOUNT = Decimal("0.005")
"""People round: half a per cent of an amount is not a difference."""
_ROUND_RATE = Decimal("0.0005")
_NAMES = {
    PromiseTopic.AMOUNT: Text("借款金额", "the amount that you borrow"),
    PromiseTopic.RATE: Text("综合年化成本", "the all-in annual cost"),
    PromiseTopic.MONTHLY: Text("每月还款", "the monthly payment"),
    PromiseTopic.FEES: Text("费用合计", "the fees in all"),
    PromiseTopic.BUNDLED: Text("搭售的东西", "anything sold along with it"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the borrower says that he was told; fen, a rate as a fraction, or for BUNDLED `yes` or `no`."""

    topic: PromiseTopic
    value: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One topic on which the words and the offer part. `text` is shown and read aloud."""

    topic: PromiseTopic
    text: Text


@dataclass(frozen=True, slots=True)
class Compared:
    """One topic in three columns; `says`: the consultant's own version."""

    topic: PromiseTopic
    sheet: Text
    heard: Text
    says: Text


def columns(told: tuple[Told, ...], stated: tuple[Told, ...] | None, offer: Offer) -> tuple[Compared, ...]:
    """Every topic, also those that were not spoken of. `stated` None: the consultant's version was not entered.
    Raises LendingError for a value that is no number."""
    found = figures(offer)
    return tuple(
        Compared(topic, _sheet_word(topic, found), _word(topic, told, _UNSAID),
                 _word(topic, stated or (), _UNSAID if stated is not None else _NOT_ENTERED))
        for topic in PromiseTopic
    )  # fmt: skip


_UNSAID = Text("没有说到", "not spoken of")
_NOT_ENTERED = Text("没有登记", "not entered")


def _word(topic: PromiseTopic, told: tuple[Told, ...], without: Text) -> Text:
    claim = next((each for each in told if each.topic is topic), None)
    if claim is None:
        return without
    if topic is PromiseTopic.BUNDLED:
        return Text("必须买", "must be bought") if claim.value == "yes" else Text("没有", "none")
    value = _number(claim)
    if topic is PromiseTopic.RATE:
        return Text(percent_text(value), percent_text(value))
    return yuan(int(value))


def _sheet_word(topic: PromiseTopic, found: Figures) -> Text:
    match topic:
        case PromiseTopic.AMOUNT:
            return yuan(found.principal)
        case PromiseTopic.RATE:
            return Text(percent_text(found.annual_simple), percent_text(found.annual_simple))
        case PromiseTopic.MONTHLY:
            return yuan(found.monthly_burden if found.payments == 1 else found.first_payment)
        case PromiseTopic.FEES:
            return yuan(found.total_fees)
        case PromiseTopic.BUNDLED:
            return Text("没有必须买的", "nothing must be bought")


def can_be_told(claim: Told) -> bool:
    """Whether a value is one: a number, or yes or no for what is bundled."""
    if claim.topic is PromiseTopic.BUNDLED:
        return claim.value in ("yes", "no")
    try:
        _number(claim)
    except LendingError:
        return False
    return True


def differences(told: tuple[Told, ...], promises: tuple[Promise, ...], offer: Offer) -> tuple[Difference, ...]:
    """All of them, a topic at most once from each side. Raises LendingError for a value that is no number."""
    found = figures(offer)
    differing: list[Difference] = []
    for claim in told:
        text = _bundled(claim) if claim.topic is PromiseTopic.BUNDLED else _differs(claim, offer, found, _YOU)
        if text is not None:
            differing.append(Difference(claim.topic, text))
    covered = {difference.topic for difference in differing}
    for promise in promises:
        if promise.topic in covered or (promise.topic is PromiseTopic.BUNDLED and promise.value != "yes"):
            continue
        claim = Told(promise.topic, promise.value)
        bundled = promise.topic is PromiseTopic.BUNDLED
        text = _bundled(claim) if bundled else _differs(claim, offer, found, _CONSULTANT)
        if text is not None:
            differing.append(Difference(promise.topic, text))
    return tuple(differing)


_YOU = Text("您听到的", "You were told of")
_CONSULTANT = Text("顾问登记的", "The consultant noted")


def _differs(claim: Told, offer: Offer, found: Figures, who: Text) -> Text | None:
    value = _number(claim)
    name = _NAMES[claim.topic]
    if claim.topic is PromiseTopic.RATE:
        if abs(value - found.annual_simple) <= _ROUND_RATE:
            return None
        says, really = percent_text(value), percent_text(found.annual_simple)
        note_zh = "（合同利率不含费用）" if abs(value - offer.nominal_rate) <= _ROUND_RATE else ""
        note_en = " (the contract rate leaves out the fees)" if note_zh else ""
        return Text(
            f"{who.zh}{name.zh}是 {says}{note_zh}，这份合同是 {really}。",
            f"{who.en} {says} for {name.en}{note_en}; this contract has {really}.",
        )
    real = {
        PromiseTopic.AMOUNT: found.principal,
        PromiseTopic.MONTHLY: found.monthly_burden if found.payments == 1 else found.first_payment,
        PromiseTopic.FEES: found.total_fees,
    }[claim.topic]
    if abs(value - real) <= real * _ROUND_AMOUNT:
        return None
    says_text, real_text = yuan(int(value)), yuan(real)
    return Text(
        f"{who.zh}{name.zh}是 {says_text.zh}，这份合同是 {real_text.zh}。",
        f"{who.en} {says_text.en} for {name.en}; this contract has {real_text.en}.",
    )


def _bundled(claim: Told) -> Text | None:
    """`yes`: he was told that he must buy something besides. Nothing may be tied to the loan (rule of 2022 No. 9)."""
    if claim.value not in ("yes", "no"):
        raise LendingError(f"promise {claim.topic}: yes or no, not {claim.value!r}")
    if claim.value == "no":
        return None
    return Text(
        "有人说必须另外买东西才能借。不是这样：自愿的服务都可以不要，不影响贷款。",
        "You were told that you must buy something besides. That is not so: every extra may be refused, and the loan"
        " stays the same.",
    )


def _number(claim: Told) -> Decimal:
    try:
        value = Decimal(claim.value)
    except InvalidOperation as error:
        raise LendingError(f"promise {claim.topic}: {claim.value!r} is no number") from error
    if not value.is_finite() or value < 0:
        raise LendingError(f"promise {claim.topic}: {claim.value!r} can't be promised")
    return value
