"""Can the borrower bear the payments? Continue, warn, or refer to a person; never a credit decision.

All debt service over what is left of the net income after a floor for living (DISCLOSURE D.5: a proposal in
settings, not a quoted law). The borrower sees figures and reasons and may contest them.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from kiosk.domain.errors import LendingError
from kiosk.domain.money import Fen, percent_text
from kiosk.domain.speech import Text
from kiosk.lending.wording import yuan


class AffordabilityVerdict(StrEnum):
    """What happens next."""

    CONTINUE = "continue"
    WARN = "warn"
    REFER = "refer"


@dataclass(frozen=True, slots=True)
class AffordabilityThresholds:
    """Shares of disposable income as fractions; `living_floor` and `stress_extra_debt` in fen a month.

    `warn` and `refer` start at their share; from `person` on the session doesn't go on without a person.
    """

    living_floor: Fen = Fen(150_000)  # noqa: RUF009  a NewType call, not a computation
    warn: Decimal = Decimal("0.35")
    refer: Decimal = Decimal("0.50")
    person: Decimal = Decimal("0.55")
    stress_income_cut: Decimal = Decimal("0.20")
    stress_extra_debt: Fen = Fen(50_000)  # noqa: RUF009

    def __post_init__(self) -> None:
        if not 0 < self.warn <= self.refer <= self.person <= 1:
            raise LendingError("affordability: 0 < warn <= refer <= person <= 1 is expected")
        if not 0 <= self.stress_income_cut < 1 or self.living_floor < 0 or self.stress_extra_debt < 0:
            raise LendingError("affordability: the floor, the stress cut or the extra debt can't be")


DEFAULT_THRESHOLDS = AffordabilityThresholds()
NOTHING_LEFT = Decimal("9.9999")
CONTEST = Text(
    "这不是审批结果，只是提醒。您觉得算得不对，可以更正数字，也可以请工作人员一起看。",
    "This is not a decision on your loan, only a reminder. If you think it is wrong, correct the figures or ask"
    " a member of staff to look at it with you.",
)


@dataclass(frozen=True, slots=True)
class Affordability:
    """The verdict with its reasons and figures; amounts a month in fen.

    `share`, `stressed_share`: debt service over disposable income, four decimals; None when nothing is left.
    `person_required`: do not go on without a person.
    """

    verdict: AffordabilityVerdict
    reasons: tuple[Text, ...]
    income: Fen
    living_floor: Fen
    debts: Fen
    payment: Fen
    left_over: Fen
    """Income less living, debts and the new payment; may be negative."""
    share: Decimal | None
    stressed_share: Decimal | None
    person_required: bool
    contest: Text = CONTEST
    verified: bool = False
    """Whether the lender checked the income; otherwise it is as declared, and marked so."""
    stressed_left: Fen = Fen(0)  # noqa: RUF009
    """`left_over` with the income cut and the extra debt of the stress; may be negative."""

    @property
    def ratio(self) -> Decimal:
        """`share` as a number always: `NOTHING_LEFT` when there is no disposable income."""
        return NOTHING_LEFT if self.share is None else self.share


def judge(
    income: int,
    debts: int,
    payment: int,
    thresholds: AffordabilityThresholds = DEFAULT_THRESHOLDS,
    *,
    verified: bool = False,
) -> Affordability:
    """All in fen a month: net income, what all existing debts cost, and what this loan would cost.

    `payment` comes from `Figures.monthly_burden`. Raises LendingError on a negative amount.
    """
    if min(income, debts, payment) < 0:
        raise LendingError("affordability: amounts must not be negative")
    service = debts + payment
    share = _share(service, income - thresholds.living_floor)
    cut_income = int(income * (1 - thresholds.stress_income_cut))
    stressed = _share(service + thresholds.stress_extra_debt, cut_income - thresholds.living_floor)
    verdict, reasons = _verdict(share, stressed, Text(yuan(service).zh, yuan(service).en), thresholds)
    return Affordability(
        verdict=verdict,
        reasons=reasons,
        income=Fen(income),
        living_floor=thresholds.living_floor,
        debts=Fen(debts),
        payment=Fen(payment),
        left_over=Fen(income - thresholds.living_floor - service),
        share=share,
        stressed_share=stressed,
        person_required=share is None or share >= thresholds.person,
        verified=verified,
        stressed_left=Fen(cut_income - thresholds.living_floor - service - thresholds.stress_extra_debt),
    )


def _share(service: int, disposable: int) -> Decimal | None:
    if disposable <= 0:
        return None
    return (Decimal(service) / disposable).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _verdict(
    share: Decimal | None, stressed: Decimal | None, service: Text, thresholds: AffordabilityThresholds
) -> tuple[AffordabilityVerdict, tuple[Text, ...]]:
    floor = yuan(thresholds.living_floor)
    if share is None:
        return AffordabilityVerdict.REFER, (
            Text(
                f"您的收入扣掉每月基本生活费 {floor.zh}，就没有钱还款了。请工作人员和您一起看看。",
                f"After {floor.en} a month for living, nothing of your income is left to repay with. Let a member"
                " of staff look at it with you.",
            ),
        )
    told = Text(
        f"每月还款（连同已有的债）{service.zh}，占扣掉生活费后收入的 {percent_text(share)}。",
        f"Your payments, with the debts that you have, are {service.en} a month: {percent_text(share)} of your"
        " income after living costs.",
    )
    if share >= thresholds.refer:
        limit = percent_text(thresholds.refer)
        return AffordabilityVerdict.REFER, (
            told,
            Text(
                f"到了 {limit}，压力很大，请工作人员和您一起看看。",
                f"That reaches {limit}, a heavy load. Let a member of staff look at it with you.",
            ),
        )
    if share >= thresholds.warn:
        limit = percent_text(thresholds.warn)
        return AffordabilityVerdict.WARN, (
            told,
            Text(
                f"到了 {limit}，请想一想：万一收入少了，还还得起吗？",
                f"That reaches {limit}. Think: could you still pay if you earned less?",
            ),
        )
    if stressed is None or stressed >= thresholds.refer:
        cut, extra = percent_text(thresholds.stress_income_cut), yuan(thresholds.stress_extra_debt)
        return AffordabilityVerdict.WARN, (
            told,
            Text(
                f"现在还得起。但如果收入少 {cut}、每月再多 {extra.zh} 的债，就会很吃力。",
                f"You can bear it now. With {cut} less income and {extra.en} more debt a month it would be hard.",
            ),
        )
    return AffordabilityVerdict.CONTINUE, (told,)
