"""The items of the disclosure sheet, put together from one offer and its figures.

Bodies are read aloud one by one, so each is a few short sentences; long tables stay with the figures.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from kiosk.domain.errors import LendingError
from kiosk.domain.money import percent_text
from kiosk.domain.offer import ConditionalFee, Contingency, DayCount, Fee, FeeTiming, Offer, Partner, RepaymentMethod
from kiosk.domain.speech import Text
from kiosk.lending.ceiling import Ceiling, RateBasis
from kiosk.lending.figures import Figures, contingent
from kiosk.lending.wording import DAY_COUNTS, METHODS, STANDARD, TIED, TIED_KINDS, TIMINGS, TITLES, day_text, yuan

_YEAR_DAYS = re.compile(r"\b(36[0-9])\s*(?:天|日|days)")


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One item of the sheet. `mandatory`: must be heard and confirmed before anything is signed."""

    id: str
    title: Text
    body: Text
    mandatory: bool


def build_items(offer: Offer, found: Figures, ceiling: Ceiling) -> tuple[SheetItem, ...]:
    """All items in the order of the sheet; LendingError names the item that the offer leaves open."""
    bodies: dict[str, Text] = {
        **_amounts(offer, found),
        **_costs(offer, found, ceiling),
        **_contingent(offer, found),
        **_parties(offer),
        **_conditions(offer),
        **STANDARD,
        "other_fee": _other_fees(offer),
    }
    fees = {f"fee.{fee.id}": fee for fee in offer.fees}
    ids = [*(fee.id for fee in offer.fees), *(fee.id for fee in offer.conditional)]
    if len(set(ids)) != len(ids):
        raise LendingError(f"offer {offer.id}: two fees have the same id")
    items: list[SheetItem] = []
    for id_, title in TITLES.items():
        if id_ == "partner_fees":  # the fees stand right after the interest
            items += [SheetItem(key, _need(key, fee.name), _fee(fee, offer, found), True) for key, fee in fees.items()]
        items.append(SheetItem(id_, title, bodies[id_], True))
    return tuple(items)


def _amounts(offer: Offer, found: Figures) -> dict[str, Text]:
    principal, received = yuan(found.principal), yuan(found.received)
    kept = yuan(found.principal - found.received)
    if found.received == found.principal:
        hand = Text(f"到手 {received.zh}，和本金一样，一分不扣。", f"You receive {received.en}: the whole principal.")
    else:
        hand = Text(
            f"到手 {received.zh}：放款时先收了费用 {kept.zh}。",
            f"You receive {received.en}: {kept.en} of fees are taken at payout.",
        )
    return {
        "principal": Text(f"您借 {principal.zh}。", f"You borrow {principal.en}."),
        "received": hand,
        "total": _total(found),
        "instalments": _instalments(offer, found),
        "repay_mode": METHODS[offer.method],
    }


def _total(found: Figures) -> Text:
    repaid, more, paid = yuan(found.total_repaid), yuan(found.cost_more_than_received), yuan(found.total_paid)
    each, received = yuan(found.per_100_yuan), yuan(found.received)
    return Text(
        f"到手 {received.zh}，各期一共还 {repaid.zh}，比到手多 {more.zh}。每到手 100 元，成本 {each.zh}。"
        f"本金、利息和全部费用合计 {paid.zh}。",
        f"You receive {received.en} and pay back {repaid.en} in instalments: {more.en} more than you received,"
        f" {each.en} for each 100 yuan. Principal, interest and all fees come to {paid.en}.",
    )


def _instalments(offer: Offer, found: Figures) -> Text:
    rows = found.schedule.instalments
    first, last = day_text(rows[0].date), day_text(rows[-1].date)
    one, end = yuan(found.first_payment), yuan(found.last_payment)
    if len(rows) == 1:
        return Text(
            f"借 {offer.periods} 个月，{first.zh} 一次还 {one.zh}。",
            f"For {offer.periods} months: {one.en} once, on {first.en}.",
        )
    short = found.due_day > 28
    zh_day = f"{found.due_day} 日（没有这一天的月份，在月末）" if short else f"{found.due_day} 日"
    en_day = f"{found.due_day} of the month (or its last day)" if short else f"{found.due_day} of the month"
    odd = _odd_first(offer, found)
    return Text(
        f"借 {offer.periods} 个月，分 {len(rows)} 期，每月 {zh_day}还。第一期 {first.zh}，{one.zh}；"
        f"最后一期 {last.zh}，{end.zh}。{odd.zh}逐期日期和金额见还款计划表。",
        f"For {offer.periods} months, {len(rows)} instalments on day {en_day}. The first on"
        f" {first.en}: {one.en}; the last on {last.en}: {end.en}. {odd.en}Each is in the schedule.",
    )


def _odd_first(offer: Offer, found: Figures) -> Text:
    """That the first period is no whole month, where it isn't."""
    if found.schedule.terms.regular:
        return Text("", "")
    days = (found.first_due - offer.start).days
    return Text(
        f"从放款到第一期一共 {days} 天，不是整月，利息按这段时间算。",
        f"From the payout to the first instalment there are {days} days, not a whole month; interest is for that"
        " time. ",
    )


def _costs(offer: Offer, found: Figures, ceiling: Ceiling) -> dict[str, Text]:
    simple, compound = percent_text(found.annual_simple), percent_text(found.annual_compound)
    limit = percent_text(ceiling.rate)
    on_simple = ceiling.basis is RateBasis.SIMPLE
    held = simple if on_simple else compound
    basis = Text("（单利）", " (simple)") if on_simple else Text("（复利）", " (compound)")
    partner_names = {partner.name.zh for partner in offer.partners}
    theirs = [fee.name for fee in offer.fees if fee.charger.zh in partner_names]
    partner_fees = Text(
        f"合作机构收的费用：{'、'.join(name.zh for name in theirs)}，都已算进综合年化成本。"
        if theirs
        else "没有。合作机构不向您收费。",
        f"Partners charge: {', '.join(name.en for name in theirs)}. All of it is in the all-in annual cost."
        if theirs
        else "None. No partner charges you anything.",
    )
    return {
        "cost_rate": Text(
            f"正常还款的综合年化成本是 {simple}（单利）。利息和全部费用都算在内，按您实际用到的钱算。",
            f"The all-in annual cost when you pay as agreed is {simple} (simple). Interest and every fee are in it,"
            " over the money that you really have in use.",
        ),
        "rate_method": Text(
            f"用现金流的月内部收益率乘以 12，得出单利 {simple}；按复利算是 {compound}。",
            f"The monthly internal rate of the cash flow times 12 gives {simple} (simple); compounded it is"
            f" {compound}.",
        ),
        "loan_interest": _interest(offer, found),
        "partner_fees": partner_fees,
        "capped": Text(
            f"本产品的综合年化成本{basis.zh}不得超过 {limit}，本次是 {held}。",
            f"The all-in annual cost of this product{basis.en} may not exceed {limit}; yours is {held}.",
        ),
    }


def _interest(offer: Offer, found: Figures) -> Text:
    name = _need("loan_interest", offer.provider.name)
    nominal, total = percent_text(offer.nominal_rate), yuan(found.total_interest)
    annual = percent_text(_annual(found, "interest"))
    flat = offer.method is RepaymentMethod.FLAT
    base = Text(
        "按最初的本金算" if flat else "按剩余的本金算", "on the first principal" if flat else "on what is still owed"
    )
    days = DAY_COUNTS[offer.day_count]
    counted = Text("", "") if offer.day_count is DayCount.MONTHS else Text(f"，{days.zh}", f", {days.en}")
    return Text(
        f"由{name.zh}收取。合同年利率 {nominal}，固定不变，{base.zh}{counted.zh}。"
        f"全程利息 {total.zh}，折合年化 {annual}。",
        f"Charged by {name.en}. The contract rate is {nominal} a year, fixed, {base.en}{counted.en}. Over the whole"
        f" term: {total.en}, which is {annual} a year.",
    )


def _fee(fee: Fee, offer: Offer, found: Figures) -> Text:
    id_ = f"fee.{fee.id}"
    charger, standard = _need(id_, fee.charger), _need(id_, fee.standard)
    times = offer.periods if fee.timing is FeeTiming.MONTHLY else 1
    each, total, when = yuan(fee.amount), yuan(fee.amount * times), TIMINGS[fee.timing]
    annual = percent_text(_annual(found, fee.id))
    tied = TIED if fee.kind in TIED_KINDS else Text("", "")
    return Text(
        f"由{charger.zh}收取，{when.zh} {each.zh}，一共 {total.zh}。收费标准：{standard.zh}。折合年化增加 {annual}。"
        f"{tied.zh}",
        f"Charged by {charger.en}: {each.en} {when.en}, {total.en} in all. Standard: {standard.en}. It adds {annual}"
        f" a year. {tied.en}".rstrip(),
    )


def _other_fees(offer: Offer) -> Text:
    """What falls due only if something else happens: each with its charger, or that there is nothing."""
    if not offer.conditional:
        return STANDARD["other_fee"]
    lines = [_conditional(fee) for fee in offer.conditional]
    return Text(
        "只有发生下面的事才收：" + "；".join(line.zh for line in lines) + "。除此以外，不会再有别的或有费用。",
        "Charged only if this happens: " + "; ".join(line.en for line in lines) + ". No other charge can arise.",
    )


def _conditional(fee: ConditionalFee) -> Text:
    name, charger, condition = (_need("other_fee", text) for text in (fee.name, fee.charger, fee.condition))
    if fee.amount < 0:
        raise LendingError(f"fee {fee.id}: must not be negative")
    amount = yuan(fee.amount)
    return Text(
        f"{condition.zh}，{charger.zh}每次收{name.zh} {amount.zh}",
        f"{condition.en}: {charger.en} charges the {name.en} of {amount.en} each time",
    )


def _contingent(offer: Offer, found: Figures) -> dict[str, Text]:
    overdue, misuse, early = (contingent(offer, kind) for kind in Contingency)
    for id_, cost in (
        ("overdue_penalty_interest", overdue),
        ("misappropriation_penalty_interest", misuse),
        ("prepayment_penalty", early),
    ):
        _need(id_, cost.charger)
        _same_year(id_, _need(id_, cost.standard), found.year_days)
    late = yuan(found.late_10_days)
    half = found.prepay_cost(offer.periods // 2)
    fee, settled, saved = yuan(half.fee), yuan(half.total), yuan(max(0, half.saved))
    return {
        "overdue_penalty_interest": Text(
            f"{overdue.charger.zh}收取罚息，年利率 {percent_text(overdue.rate)}：{overdue.standard.zh}。"
            f"比如第一期晚 10 天，多付 {late.zh}。",
            f"{overdue.charger.en} charges penalty interest of {percent_text(overdue.rate)} a year:"
            f" {overdue.standard.en}. For example, the first instalment 10 days late costs {late.en} more.",
        ),
        "misappropriation_penalty_interest": Text(
            f"{misuse.charger.zh}收取罚息，年利率 {percent_text(misuse.rate)}：{misuse.standard.zh}。",
            f"{misuse.charger.en} charges penalty interest of {percent_text(misuse.rate)} a year:"
            f" {misuse.standard.en}.",
        ),
        "prepayment_penalty": Text(
            f"{early.charger.zh}按提前还的本金的 {percent_text(early.rate)} 收取：{early.standard.zh}。"
            f"比如满 {half.after_month} 个月时全部还清，收费 {fee.zh}，当天一共付 {settled.zh}，以后少付 {saved.zh}。",
            f"{early.charger.en} charges {percent_text(early.rate)} of the principal paid early:"
            f" {early.standard.en}. For example, settling all after {half.after_month} months costs {fee.en};"
            f" you pay {settled.en} that day and save {saved.en} later.",
        ),
        "prepayment": Text(
            "您随时可以提前还清或还一部分，到本网点或打贷款机构电话就能办。利息只算到实际还款那天。",
            "You may pay all or part early at any time, here or by calling the lender. Interest runs only to the"
            " day you pay.",
        ),
    }


def _parties(offer: Offer) -> dict[str, Text]:
    provider = offer.provider
    name, licence = _need("lender", provider.name), _need("lender", provider.licence)
    relation, commission = _need("relation", provider.relation), _need("relation", provider.commission)
    collector = _need("claim", provider.collector)
    partners = [(_need("partners", p.name), _need("partners", p.role)) for p in offer.partners]
    receivers = [_receiver(partner) for partner in offer.partners]
    return {
        "lender": Text(f"{name.zh}，{licence.zh}。", f"{name.en}, {licence.en}."),
        "relation": Text(f"{relation.zh} {commission.zh}", f"{relation.en} {commission.en}"),
        "partners": Text(
            "；".join(f"{n.zh}：{role.zh}" for n, role in partners) + "。" if partners else "没有其他机构参与。",
            "; ".join(f"{n.en}: {role.en}" for n, role in partners) + "." if partners else "Nobody else takes part.",
        ),
        "claim": Text(
            f"债权归{name.zh}。{collector.zh} 不得骚扰、威胁您，也不得找您的家人朋友要钱。",
            f"{name.en} holds the debt. {collector.en} Nobody may harass or threaten you, or ask your family or"
            " friends for the money.",
        ),
        "receivers": Text(
            f"{name.zh}，用于审批和管理贷款" + "".join(f"；{r.zh}" for r in receivers) + "。每家机构都要您单独同意。",
            f"{name.en}, to approve and manage the loan"
            + "".join(f"; {r.en}" for r in receivers)
            + ". Each needs your separate consent.",
        ),
        "complaint": _complaints(offer),
    }


def _receiver(partner: Partner) -> Text:
    name, use = _need("receivers", partner.name), _need("receivers", partner.purpose)
    contact = _filled("receivers", partner.contact)
    return Text(f"{name.zh}（{contact}），用于{use.zh}", f"{name.en} ({contact}), for {use.en}")


def _complaints(offer: Offer) -> Text:
    if not offer.provider.complaints:
        raise LendingError("sheet item complaint: missing")
    lines = [
        (_need("complaint", c.who), _filled("complaint", c.phone), _need("complaint", c.hours))
        for c in offer.provider.complaints
    ]
    return Text(
        "；".join(f"{who.zh}：{phone}，{hours.zh}" for who, phone, hours in lines) + "。",
        "; ".join(f"{who.en}: {phone}, {hours.en}" for who, phone, hours in lines) + ".",
    )


def _conditions(offer: Offer) -> dict[str, Text]:
    use, forbidden = _need("purpose", offer.purpose), _need("purpose", offer.forbidden_uses)
    until = day_text(offer.valid_until)
    version = _filled("valid_until", offer.version)
    return {
        "purpose": Text(f"{use.zh} 不能用于：{forbidden.zh}", f"{use.en} Not allowed: {forbidden.en}"),
        "payment": _need("payment", offer.payment),
        "collateral": _need("collateral", offer.collateral),
        "extras": _need("extras", offer.extras),
        "cooling_off": _need("cooling_off", offer.cooling_off),
        "valid_until": Text(
            f"本报价到 {until.zh} 有效，版本 {version}。", f"This offer is valid until {until.en}, version {version}."
        ),
    }


def _same_year(item: str, standard: Text, days: int) -> None:
    """The words may not state another year of days than the figures are worked out with."""
    said = {*_YEAR_DAYS.findall(standard.zh), *_YEAR_DAYS.findall(standard.en)}
    if said - {str(days)}:
        raise LendingError(f"sheet item {item}: its words say a year of {min(said)} days, its figures one of {days}")


def _annual(found: Figures, id_: str) -> Decimal:
    return next(item.annual for item in found.annual_items if item.id == id_)


def _need(item: str, text: Text) -> Text:
    if not text.zh.strip() or not text.en.strip():
        raise LendingError(f"sheet item {item}: missing in Chinese or in English")
    return text


def _filled(item: str, value: str) -> str:
    if not value.strip():
        raise LendingError(f"sheet item {item}: missing")
    return value
