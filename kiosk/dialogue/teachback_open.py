"""The open form of each of the six facts: what is asked, and what must be said to have understood it."""

from collections.abc import Callable
from decimal import Decimal

from kiosk.dialogue.amount import Unit
from kiosk.dialogue.draw import Draw
from kiosk.dialogue.question import tolerance
from kiosk.dialogue.teachback_words import Claim, OpenQuestion
from kiosk.domain.money import yuan_of
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language, Text
from kiosk.lending.figures import Figures
from kiosk.lending.wording import day_text, yuan

_LATE_DAYS = (5, 10, 15, 20, 30)
_OWN_WORDS = Text("用您自己的话说说：", "In your own words: ")


def open_question(fact: str, offer: Offer, figures: Figures, seed: bytes, language: Language) -> OpenQuestion:
    """The open form of one fact; another seed draws other days. KeyError: no such fact."""
    return OPEN_FORMS[fact](offer, figures, Draw(seed, f"open.{fact}"), language)


def _money(name: str, words: Text, language: Language, *fen: int, tempting: tuple[int, ...] = ()) -> Claim:
    values = tuple(yuan_of(amount) for amount in fen)
    close = min(tolerance(value, tuple(yuan_of(other) for other in tempting)) for value in values)
    return Claim(name, words[language], values, close)


def _asked(words: Text, language: Language) -> str:
    return f"{_OWN_WORDS[language]}{words[language]}"


_HAND = Text(
    "到手|拿到|到我手|手里|到卡|卡里|账户|账上|存折|收到|进账|真正|实际|实得|给我",
    r"receive|get\b|in my hand|into my hand|my hand|my account|lands?|in hand|paid out to me|comes to me",
)
_BORROWED = Text("借|合同|本金|贷", r"borrow|contract|principal|loan")


def _received(_offer: Offer, figures: Figures, _draw: Draw, language: Language) -> OpenQuestion:
    kept = figures.principal - figures.received
    has, took, borrowed = yuan(figures.received), yuan(kept), yuan(figures.principal)
    claims = [
        _money("hand", _HAND, language, figures.received, tempting=(figures.principal,) if kept else ()),
        _money("borrowed", _BORROWED, language, figures.principal, tempting=(figures.received,) if kept else ()),
        _money("kept", Text("扣|先收|费|少了", r"taken|taking|kept|keep|fees?|deduct|less"), language, kept),
    ]
    if kept:
        harmless, denials = (
            Text("不是[^，。,]*而是", ""),
            Text(
                "不扣|没扣|没有扣|一分不少|一分没少|全都?到手|全给我|和借的一样|跟借的一样",
                r"nothing is (?:taken|kept)|no fees?|not(?:hing)? (?:less|taken)|all of it|the whole|in full",
            ),
        )
        example = Text(
            f"打个比方：卡里本来是零元，放款那天变成 {has.zh}。合同上的 {borrowed.zh}，先被收走了 {took.zh} 费用。",
            f"For example: with nothing in your account before, it shows {has.en} on the day of payout. Of the"
            f" {borrowed.en} in the contract, {took.en} of fees went first.",
        )
    else:
        harmless = Text(
            "不扣|没扣|没有扣|一分不少|一分没少|没少|不少",
            r"nothing is (?:taken|kept)|nothing (?:taken|kept|less)|no fees?|not(?:hing)? less",
        )
        denials = Text(
            "(?<![不没])(?<!没有)扣了|要扣|先扣|少拿|少给", r"(?:something|some|fees?) (?:is|are) taken|less than"
        )
        example = Text(
            f"打个比方：卡里本来是零元，放款那天就变成 {has.zh}，和合同写的一样。",
            f"For example: with nothing in your account before, it shows {has.en} on the day of payout, as the"
            f" contract"
            " says.",
        )
    explanation = Text(
        f"合同写借 {borrowed.zh}，到您手里是 {has.zh}。", f"The contract says {borrowed.en}; you receive {has.en}."
    )
    return OpenQuestion(
        "received.open",
        "received",
        _asked(Text("真正到您手里的，是多少钱？", "how much money really reaches your hand?"), language),
        language,
        tuple(claims),
        ("hand",),
        (),
        harmless[language],
        denials[language],
        explanation,
        example,
    )


def _monthly(_offer: Offer, figures: Figures, _draw: Draw, language: Language) -> OpenQuestion:
    rows = figures.schedule.instalments
    first, when = yuan(figures.first_payment), day_text(figures.first_due)
    claims = (
        _money(
            "pay",
            Text("还|交|付|扣|给|月供|每月|第一期|一个月", r"pay|payments?|instalments?|month|due|each time"),
            language,
            figures.first_payment,
        ),
        Claim("day", "", (Decimal(figures.due_day),), unit=Unit.DAY),
    )
    if len(rows) == 1:
        asked = Text("到时候几号还，还多少钱？", "on which day do you pay, and how much?")
        example = Text(
            f"打个比方：您在日历的 {when.zh} 上画个圈，那天备好 {first.zh}，一次还清。",
            f"For example: mark {when.en} in your calendar and have {first.en} ready; you pay it once.",
        )
    else:
        asked = Text(
            "每次几号还，第一次还多少钱？", "on which day do you pay each time, and how much is the first payment?"
        )
        example = Text(
            f"打个比方：每到还款的月份，您在 {figures.due_day} 号画个圈；第一次是 {when.zh}，备好 {first.zh}。",
            f"For example: mark day {figures.due_day} of each month with a payment; the first is {when.en}, and"
            f" you need {first.en}.",
        )
    explanation = Text(
        f"还款日是 {figures.due_day} 号；第一次在 {when.zh}，还 {first.zh}。",
        f"You pay on day {figures.due_day}; the first payment, on {when.en}, is {first.en}.",
    )
    return OpenQuestion(
        "monthly.open",
        "monthly",
        _asked(asked, language),
        language,
        claims,
        ("pay", "day"),
        (),
        "",
        Text("不用还|不还|随便哪天|哪天都行", r"(?:need not|don'?t have to|do not have to) pay|any day|whenever")[
            language
        ],
        explanation,
        example,
    )


def _total(_offer: Offer, figures: Figures, _draw: Draw, language: Language) -> OpenQuestion:
    cost, interest = figures.cost_more_than_received, figures.total_interest
    repaid, more, received = yuan(figures.total_repaid), yuan(cost), yuan(figures.received)
    tempting = (figures.received, figures.principal)
    claims = (
        _money(
            "all",
            Text(
                "一共|总共|总的|全部|加起来|连本带利|从头到尾|到头|统共|合计|总计|最后还",
                r"in all|altogether|total|pay back|all together|repay|everything",
            ),
            language,
            figures.total_repaid,
            tempting=tempting,
        ),
        _money(
            "more",
            Text("多还|多付|多花|多交|多出|多掏|代价|价钱", r"more|extra|costs? me|on top|price"),
            language,
            cost,
            tempting=(figures.total_repaid,),
        ),
        _money("interest", Text("利息", r"interest"), language, interest, cost),
        _money("hand", _HAND, language, figures.received),
        _money("borrowed", _BORROWED, language, figures.principal, figures.received),
    )
    explanation = Text(
        f"到手 {received.zh}，一共还 {repaid.zh}，多还 {more.zh}。",
        f"You receive {received.en} and pay back {repaid.en}: {more.en} more.",
    )
    example = Text(
        f"打个比方：一沓钱 {received.zh} 拿回家，以后一次次交出去，加起来是 {repaid.zh}，比拿回家的多 {more.zh}。",
        f"For example: you take {received.en} home in notes and carry {repaid.en} back over time, {more.en} more"
        " than you took.",
    )
    return OpenQuestion(
        "total.open",
        "total",
        _asked(
            Text(
                "从头到尾一共要还多少，比到手的多多少？",
                "how much do you pay back in all, and how much more is that than you receive?",
            ),
            language,
        ),
        language,
        claims,
        ("all", "more"),
        (),
        "",
        Text(
            "少还|少付|不用多|没多|省|便宜|白给|不要利息|没有利息",
            r"\bless\b|cheaper|\bsave|no interest|nothing more|for free",
        )[language],
        explanation,
        example,
    )


def _late(_offer: Offer, figures: Figures, draw: Draw, language: Language) -> OpenQuestion:
    days = draw.one(_LATE_DAYS)
    cost, due = figures.late_cost(1, days), figures.first_payment
    claims = (
        _money(
            "fine",
            Text(
                "多付|多交|多还|多掏|多出|多要|罚|滞纳|另外|加|要付|再付",
                r"more|extra|penalt|fine|on top|added?|additional",
            ),
            language,
            cost,
            tempting=(0,) if cost > 200 else (),
        ),
        _money("due", Text("该还|本来|原来|这一期|那一期|第一期", r"instalment|the payment|due"), language, due),
        Claim("days", "", (Decimal(days),), unit=Unit.DAY),
    )
    explanation = Text(
        f"第一期晚还 {days} 天，要多付 {yuan(cost).zh} 罚息，还可能记入信用报告。",
        f"Pay the first instalment {days} days late and you owe {yuan(cost).en} more, and it may go on your"
        f" credit report.",
    )
    example = Text(
        f"打个比方：该还 {yuan(due).zh} 的那天您忘了，过了 {days} 天才去，除了这笔钱，还要再拿出 {yuan(cost).zh}。",
        f"For example: you forget the day on which {yuan(due).en} is due and come {days} days later. Besides"
        f" that sum you"
        f" hand over {yuan(cost).en}.",
    )
    return OpenQuestion(
        f"late.open_{days}",
        "late",
        _asked(
            Text(
                f"第一期要是晚还 {days} 天，会怎么样，要多付多少钱？",
                f"what happens, and how much more do you pay, if the first instalment is {days} days late?",
            ),
            language,
        ),
        language,
        claims,
        ("fine",),
        (),
        Text(
            "没还|不还|没按时|不按时|不上班|没来得及|不及时",
            r"(?:not|n['’]t) (?:pay|paid)[^,.]*(?:on time|in time)?|not on time",
        )[language],
        Text(
            "不罚|没罚|没有罚|不用多|不多付|不多交|没事|没关系|不要紧|少付|少还|少交|便宜|不会?(?:上|记|影响)"
            "|不影响|退",
            r"nothing happens|no (?:penalty|fine|extra)|(?:not|n['’]t) (?:pay|owe|cost)[^,.]*(?:more|extra"
            r"|penalty)|no harm|\bless\b|doesn'?t matter|not matter",
        )[language],
        explanation,
        example,
    )


def _parties(offer: Offer, figures: Figures, _draw: Draw, language: Language) -> OpenQuestion:
    lender, fees = offer.provider.name, figures.total_fees
    each = yuan(fees)
    others = [partner.name for partner in offer.partners if partner.name != lender]
    charge = Text("费|别的|另外", r"fees?|charges?|besides|other")
    harmless = ""
    notion: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = (_money("fees", charge, language, fees),)
    if fees == 0:
        no_fee = Text(
            "没有?(?:别的|其他|其它|什么|任何|另外的?|手续|各种)*费用?|不(?:另外|再)?收(?:别的|其他|任何"
            "|手续)*费用?|费用(?:一共)?(?:是)?(?:没有|零|0)|没有别的|不收别的",
            r"(?:no|not any|without(?: any)?) (?:other |extra |further )?(?:fees?|charges?)|(?:fees?"
            r"|charges?) (?:are|is|come to)? ?(?:none|zero|nil|0|nothing)|nothing (?:else|besides|more)"
            r"|charges? nothing",
        )
        harmless, notion = no_fee[language], (no_fee[language],)
    explanation = Text(
        f"借钱给您的是{lender.zh}。除利息外，费用一共 {each.zh}。",
        f"{lender.en} lends to you. Besides interest, the fees come to {each.en}.",
    )
    example = Text(
        f"打个比方：还钱的时候，您是还给{lender.zh}，利息以外另交 {each.zh} 费用；介绍人、网点都不是放款的。",
        f"For example: when you pay, it goes to {lender.en}, with {each.en} of fees besides the interest; neither the"
        " branch nor whoever sent you lends.",
    )
    return OpenQuestion(
        "parties.open",
        "parties",
        _asked(
            Text(
                "这笔钱是谁借给您的？利息不算，费用一共多少？",
                "who lends you this money, and how much are the fees besides the interest?",
            ),
            language,
        ),
        language,
        claims,
        () if fees == 0 else ("fees",),
        notion,
        harmless,
        Text(
            "" if fees == 0 else "没有(?:别的)?费|不收费|没费用",
            "" if fees == 0 else r"no fees?|no charges?|without fees?",
        )[language],
        explanation,
        example,
        names=_known_by(lender, others, language),
        strangers=_strangers(lender, others, language),
    )


def _strangers(lender: Text, others: list[Text], language: Language) -> tuple[str, ...]:
    """Who does not lend, though he may sit nearer."""
    people = Text("顾问|网点|介绍人|业务员|中介|经理", "the consultant|the branch|salesman|broker|adviser|this branch")
    named = [name for other in others for name in _known_by(other, [lender], language)]
    return (*named, *people[language].split("|"))


def _known_by(name: Text, others: list[Text], language: Language) -> tuple[str, ...]:
    """The whole name, and its beginning where no other party begins so (two signs, or the first word)."""
    if language is Language.ZH_CN:
        short, rest = name.zh[:2], [other.zh[:2] for other in others]
    else:
        short, rest = name.en.split()[0].lower(), [other.en.split()[0].lower() for other in others]
    return (name[language].lower(),) if short in rest else (short, name[language].lower())


def _stop(_offer: Offer, _figures: Figures, _draw: Draw, language: Language) -> OpenQuestion:
    free = Text(
        "不(?:用|要|收|花|需)[^，。,.]{0,6}(?:钱|费|付|交|掏|分)|不用?交|不收|不花|一分(?:钱)?(?:都|也)?(?:不"
        "|没)|没有(?:任何)?(?:费用?|违约金|损失)|免费|白走|(?:零|0)元",
        r"nothing is charged|charges? nothing|costs? (?:me )?nothing|pay nothing|no (?:cost|charge|fee|penalty|money)"
        r"|(?:not|n['’]t) (?:have to |need to |must )?(?:pay|cost|charged?)[^,.]*|free of charge|for free"
        r"|owe nothing|zero yuan|0 yuan|without (?:paying|any cost|a fee)",
    )
    way = Text(
        "停|走|离开|退出|不借|不办|不签|算了|回家|说一声",
        r"stop|leave|walk|go home|quit|say (?:no|so)|not sign|n['’]t sign|exit",
    )
    explanation = Text(
        "签字以前随时可以停，不收一分钱。", "Before signing you may stop at any time, and nothing is charged."
    )
    example = Text(
        "好比进店看看：没买就走，一分钱不用给。没签字以前，就是这样。",
        "It is like looking round a shop and leaving without buying: you owe nothing. So it is until you sign.",
    )
    return OpenQuestion(
        "stop.open",
        "stop",
        _asked(
            Text(
                "签字以前要是不想借了，可以怎么办，要花多少钱？",
                "if you change your mind before signing, what can you do, and what does it cost?",
            ),
            language,
        ),
        language,
        (Claim("cost", ".", (Decimal(0),)),),
        (),
        (way[language], free[language]),
        free[language]
        + "|"
        + Text(
            "不想借|不借|不想办|不办|不签|不想要|不要|不想|没签|还没|不做",
            r"(?:not|n['’]t) (?:want|sign|borrow|take|signed|like)|not yet|say no",
        )[language],
        Text(
            "(?<!没有)(?<!不交)(?<!不付)(?<!不用交)(?<!不用付)(?<!不收)违约金|(?<!不)要(?:付|交|赔|罚)|得(?:付"
            "|交|赔)|不能(?:停|走|退)|不行|不可以|来不及|问顾问|找顾问|经理同意|顾问同意",
            r"(?<!no )(?<!nothing )penalty|must pay|have to pay(?<!not have to pay)(?<!n't have to pay)"
            r"|can'?t (?:stop|leave)|cannot (?:stop|leave)|too late|ask the consultant|consultant must",
        )[language],
        explanation,
        example,
    )


Form = Callable[[Offer, Figures, Draw, Language], OpenQuestion]

OPEN_FORMS: dict[str, Form] = {
    "received": _received,
    "monthly": _monthly,
    "total": _total,
    "late": _late,
    "parties": _parties,
    "stop": _stop,
}
"""One open form a fact, under the names of `teachback_facts.FACTS`."""
