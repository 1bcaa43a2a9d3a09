"""What is asked about each of the six facts: numbers of the cash flow, months and days drawn afresh."""

from collections.abc import Callable
from decimal import Decimal

from kiosk.dialogue.draw import Draw
from kiosk.dialogue.question import ChoiceDraft, Draft, NumberDraft
from kiosk.domain.money import yuan_of
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Text
from kiosk.lending.figures import Figures
from kiosk.lending.wording import day_text, yuan

_YUAN = Text("元", " yuan")
_DAY = Text("号", "")
_PARTY = Text("家", "")
_LATE_DAYS = (5, 10, 15, 20, 30)
_BRANCH = Text("这个网点", "This branch")


def _received(_offer: Offer, figures: Figures, draw: Draw) -> list[Draft]:
    principal, received = figures.principal, figures.received
    kept = principal - received
    has = yuan(received)
    explanation = (
        Text(
            f"您借 {yuan(principal).zh}，到手就是 {has.zh}，一分不扣。",
            f"You borrow and receive {has.en}: nothing is taken.",
        )
        if kept == 0
        else Text(
            f"合同写借 {yuan(principal).zh}，先收 {yuan(kept).zh} 费用，到您手里是 {has.zh}。",
            f"The contract says {yuan(principal).en}; {yuan(kept).en} of fees are taken first: you receive {has.en}.",
        )
    )
    share = draw.one((2, 3, 4, 5))
    wrong = tuple(
        yuan(amount) for amount in draw.shuffled([received * (100 - share) // 100, received * (100 - 2 * share) // 100])
    )
    right_and_tempting = (yuan(principal), *wrong, yuan(principal + principal * share // 100))
    return [
        NumberDraft(
            "received.amount",
            Text("真正到您手里的，是多少元？", "How many yuan really reach your hand?"),
            yuan_of(received),
            _YUAN,
            explanation,
            (yuan_of(principal),),
        ),
        NumberDraft(
            "received.kept",
            Text("放款的时候，先扣掉多少元？没有扣，就说零。", "How many yuan are taken at payout? If none, say zero."),
            yuan_of(kept),
            _YUAN,
            explanation,
            (Decimal(0),) if kept else (),
            exact=kept == 0,
        ),
        ChoiceDraft(
            "received.choice",
            Text("放款那天，您的账户会多出多少钱？", "On the day of payout, how much more will be in your account?"),
            has,
            right_and_tempting,
            explanation,
        ),
    ]


def _monthly(_offer: Offer, figures: Figures, draw: Draw) -> list[Draft]:
    rows = figures.schedule.instalments
    first, when = yuan(figures.first_payment), day_text(figures.first_due)
    if len(rows) == 1:
        explanation = Text(f"{when.zh} 一次还 {first.zh}。", f"You pay {first.en} once, on {when.en}.")
    else:
        explanation = Text(
            f"每月 {figures.due_day} 号还款；第一期是 {when.zh}，还 {first.zh}。",
            f"You pay on day {figures.due_day} of each month; the first, on {when.en}, is {first.en}.",
        )
    drafts: list[Draft] = [
        NumberDraft(
            "monthly.first",
            Text("第一次还款，要还多少元？", "How many yuan is your first payment?"),
            yuan_of(figures.first_payment),
            _YUAN,
            explanation,
        ),
        NumberDraft(
            "monthly.day",
            Text("每到还款的月份，是几号还？", "On which day of the month do you pay?"),
            Decimal(figures.due_day),
            _DAY,
            explanation,
            exact=True,
        ),
    ]
    if len(rows) > 2:
        months = 2 + draw.below(min(5, len(rows) - 2))
        amount = sum(row.amount for row in rows[:months])
        drafts.append(_of_months(months, amount, explanation))
    return drafts


def _of_months(months: int, amount: int, explanation: Text) -> NumberDraft:
    more = yuan(amount)
    return NumberDraft(
        f"monthly.months_{months}",
        Text(
            f"头 {months} 个月加起来，一共要还多少元？",
            f"How many yuan do you pay over the first {months} months together?",
        ),
        yuan_of(amount),
        _YUAN,
        Text(
            f"{explanation.zh}头 {months} 个月加起来是 {more.zh}。",
            f"{explanation.en} The first {months} months come to {more.en}.",
        ),
    )


def _total(_offer: Offer, figures: Figures, draw: Draw) -> list[Draft]:
    repaid, more = yuan(figures.total_repaid), yuan(figures.cost_more_than_received)
    received, each = yuan(figures.received), yuan(figures.per_100_yuan)
    explanation = Text(
        f"到手 {received.zh}，一共还 {repaid.zh}，多还 {more.zh}；每到手 100 元，多还 {each.zh}。",
        f"You receive {received.en} and pay back {repaid.en}: {more.en} more, or {each.en} for each 100 yuan.",
    )
    cost = figures.cost_more_than_received
    share = draw.one((3, 4, 5, 6))
    wrong = [yuan(cost * share // 10), yuan(cost * (10 + share) // 10), yuan(figures.total_interest), yuan(0)]
    return [
        NumberDraft(
            "total.repaid",
            Text("从头到尾，您一共要还多少元？", "From first to last, how many yuan do you pay back in all?"),
            yuan_of(figures.total_repaid),
            _YUAN,
            explanation,
            (yuan_of(figures.received), yuan_of(figures.principal)),
        ),
        NumberDraft(
            "total.more",
            Text("比您到手的钱，一共多还多少元？", "How many yuan more do you pay back than you receive?"),
            yuan_of(cost),
            _YUAN,
            explanation,
            (Decimal(0), yuan_of(figures.total_interest)),
        ),
        ChoiceDraft(
            "total.choice",
            Text("这笔贷款，您一共要为它多付多少钱？", "How much do you pay for this loan, over what you receive?"),
            more,
            tuple(wrong),
            explanation,
        ),
    ]


def _late(_offer: Offer, figures: Figures, draw: Draw) -> list[Draft]:
    days = draw.one(_LATE_DAYS)
    cost = figures.late_cost(1, days)
    explanation = Text(
        f"第一期晚还 {days} 天，要多付 {yuan(cost).zh} 罚息，还可能记入信用报告。",
        f"Pay the first instalment {days} days late and you owe {yuan(cost).en} more, and it may go on your"
        " credit report.",
    )
    base = max(cost, 100)
    wrong = [yuan(0), yuan(base * 10), yuan(base * 4)] if cost else [yuan(base * 10), yuan(base * 4)]
    return [
        ChoiceDraft(
            f"late.cost_{days}",
            Text(
                f"第一期要是晚还 {days} 天，要多付多少钱？",
                f"If you pay the first instalment {days} days late, how much more do you pay?",
            ),
            yuan(cost),
            tuple(wrong),
            explanation,
        ),
        NumberDraft(
            f"late.yuan_{days}",
            Text(
                f"晚还 {days} 天，罚息大约多少元？不到一元的零头可以不说。",
                f"How many yuan of penalty, about, for {days} days late? You may leave off less than a yuan.",
            ),
            yuan_of(cost),
            _YUAN,
            explanation,
            (Decimal(0),) if cost > 200 else (),
        ),
        ChoiceDraft(
            "late.record",
            Text("一直不按时还款，会怎么样？", "What happens if you keep paying late?"),
            Text("有罚息，还会记入信用报告", "A penalty, and a record in my credit report"),
            (
                Text("什么事也没有", "Nothing at all"),
                Text("只会接到一个电话，不多付钱", "Only a telephone call, and no extra cost"),
                Text("利息会变少", "The interest becomes less"),
            ),
            explanation,
        ),
    ]


def _parties(offer: Offer, figures: Figures, draw: Draw) -> list[Draft]:
    lender = offer.provider.name
    others = list(dict.fromkeys(fee.charger for fee in offer.fees if fee.charger != lender and fee.amount > 0))
    amount = yuan(figures.total_fees)
    names = Text("、".join(name.zh for name in others), " and ".join(name.en for name in others))
    who = (
        Text(f"另外向您收费的有 {len(others)} 家：{names.zh}。", f"Others who charge you: {len(others)} ({names.en}).")
        if others
        else Text("没有别家向您收费。", "Nobody else charges you.")
    )
    explanation = Text(
        f"借钱给您的是{lender.zh}。{who.zh}除利息外，费用一共 {amount.zh}。",
        f"{lender.en} lends to you. {who.en} Besides interest, the fees come to {amount.en}.",
    )
    strangers = [partner.name for partner in offer.partners if partner.name != lender]
    return [
        ChoiceDraft(
            "parties.lender",
            Text("这笔钱，是谁借给您的？", "Who lends you this money?"),
            lender,
            tuple(draw.shuffled([*strangers, _BRANCH, Text("介绍我来的顾问", "The consultant who sent me")])),
            explanation,
        ),
        NumberDraft(
            "parties.count",
            Text(
                "除了借钱给您的这一家，还有几家向您收费？没有，就说零。",
                "Besides the lender, how many others charge you? If none, say zero.",
            ),
            Decimal(len(others)),
            _PARTY,
            explanation,
            exact=True,
        ),
        NumberDraft(
            "parties.fees",
            Text(
                "利息不算，各种费用一共多少元？没有，就说零。",
                "Without the interest, how many yuan of fees are there in all? If none, say zero.",
            ),
            yuan_of(figures.total_fees),
            _YUAN,
            explanation,
            (Decimal(0),) if figures.total_fees else (),
            exact=figures.total_fees == 0,
        ),
    ]


def _stop(offer: Offer, figures: Figures, draw: Draw) -> list[Draft]:
    periods = figures.schedule.terms.periods
    drafts: list[Draft] = [_before_signing(), *_complaint(offer, draw)]
    if periods > 1:
        after = 1 + draw.below(periods - 1)
        settled = figures.prepay_cost(after)
        explanation = Text(
            f"还完第 {after} 个月提前还清，违约金 {yuan(settled.fee).zh}，那天一共付 {yuan(settled.total).zh}。",
            f"Settling early after month {after} costs a fee of {yuan(settled.fee).en}; you pay"
            f" {yuan(settled.total).en} in all that day.",
        )
        drafts.append(
            NumberDraft(
                f"stop.prepay_{after}",
                Text(
                    f"还完第 {after} 个月，想一次还清，违约金是多少元？不收，就说零。",
                    f"To settle everything after month {after}, how many yuan is the fee? If none, say zero.",
                ),
                yuan_of(settled.fee),
                _YUAN,
                explanation,
                (Decimal(0),) if settled.fee else (),
                exact=settled.fee == 0,
            )
        )
    return drafts


def _before_signing() -> ChoiceDraft:
    return ChoiceDraft(
        "stop.before_signing",
        Text("签字以前不想借了，怎么办？", "You change your mind before signing: what then?"),
        Text("说一声停止就行，不收一分钱", "I just say stop, and nothing is charged"),
        (
            Text("要付违约金", "I must pay a penalty"),
            Text("已经不能停了", "It can't be stopped any more"),
            Text("要先找顾问批准", "The consultant must allow it first"),
        ),
        Text("签字以前随时可以停，不收一分钱。", "Before signing you may stop at any time, and nothing is charged."),
    )


def _complaint(offer: Offer, draw: Draw) -> list[Draft]:
    if not offer.provider.complaints:
        return []
    first = offer.provider.complaints[0]
    wrong = [_other_phone(first.phone, draw) for _ in range(3)]
    return [
        ChoiceDraft(
            "stop.complain",
            Text("对这笔贷款不满意，先打哪个电话投诉？", "If you are not content, which number do you call first?"),
            Text(first.phone, first.phone),
            tuple(Text(phone, phone) for phone in wrong),
            Text(f"先打{first.who.zh}的电话 {first.phone}。", f"First call {first.who.en} at {first.phone}."),
        )
    ]


def _other_phone(phone: str, draw: Draw) -> str:
    """The same shape with other last digits."""
    digits = [place for place, sign in enumerate(phone) if sign.isdigit()][-3:]
    signs = list(phone)
    for place in digits:
        signs[place] = str((int(signs[place]) + 1 + draw.below(8)) % 10)
    return "".join(signs)


Maker = Callable[[Offer, Figures, Draw], list[Draft]]

FACTS: dict[str, Maker] = {
    "received": _received,
    "monthly": _monthly,
    "total": _total,
    "late": _late,
    "parties": _parties,
    "stop": _stop,
}
"""The six facts of DISCLOSURE D.4, in the order in which they are asked."""
