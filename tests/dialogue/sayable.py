"""Every text that the guide can say, filled with the figures of real offers: what the script, the sheet, the answers,
the questions and the reasons make of them."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from kiosk.checks.card_verdicts import FAULT_TEXTS
from kiosk.checks.liveness import coaching
from kiosk.checks.picture_quality import RETRY_TEXTS
from kiosk.consent.script import Script, load_script
from kiosk.consent.wording import (
    BURDEN_ANSWERS,
    CHECKED,
    DECLARED,
    LIGHT_ANSWERS,
    PATHS,
    PURPOSES,
    partner_words,
    term_words,
)
from kiosk.dialogue.promises import Told, differences
from kiosk.dialogue.teachback import questions
from kiosk.domain.case import PromiseTopic
from kiosk.domain.ids import CaseId
from kiosk.domain.money import Fen, percent_text
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language, Text
from kiosk.lending.affordability import DEFAULT_THRESHOLDS, judge
from kiosk.lending.comparison import COLUMNS, compare, matches
from kiosk.lending.contract import build_contract, load_clauses
from kiosk.lending.counter import counters
from kiosk.lending.figures import figures
from kiosk.lending.fit import Measure, Wants, lowest, why_not
from kiosk.lending.sheet import build_sheet
from kiosk.lending.what_if import Household, suppose, suppositions
from kiosk.lending.wording import yuan

_INCOMES = (100_000, 300_000, 600_000, 900_000, 2_000_000)
_FILLED = {
    "hint": Text("请放近一点。", "A little closer, please."),
    "said": Text("9,106.64元", "9,106.64 yuan"),
    "asked": Text("您想借多少钱？", "How much would you like to borrow?"),
    "typed": Text("50,000元", "50,000 yuan"),
    "clause": Text("明示表：综合年化成本", "the sheet: all-in annual cost"),
    "right": Text("继续", "go on"),
    "left": Text("再说一遍", "say it again"),
    "provider": Text("江禾示范银行", "Jianghe Demonstration Bank"),
    "principal": Text("50,000元", "50,000 yuan"),
    "payment": Text("2,484.24元", "2,484.24 yuan"),
    "total": Text("59,621.68元", "59,621.68 yuan"),
    "rate": Text("17.50%", "17.50%"),
    "day": Text("2026年11月16日", "16 November 2026"),
    "until": Text("2026年12月16日", "16 December 2026"),
    "days": Text("钱数一分没变，只有日期往后移。", "Not one amount has changed; only the days have moved on. "),
    "needs": Text("想借50,000元，用在家里用", "To borrow 50,000 yuan, For the home"),
}
_SEEDS = [bytes([n]) * 32 for n in range(1, 7)]


def sayable(root: Path, offers: tuple[Offer, ...], language: Language) -> Iterator[str]:
    """All of them in one language; lines with braces as they are filled."""
    script = load_script(root / "assets/scripts/consent.toml", root / "assets/consents.toml")
    yield from (text[language] for text in _fixed(script))
    for offer in offers:
        yield from _of_offer(root, offer, language)
        yield from _answers(root, offer, language)


def _fixed(script: Script) -> Iterator[Text]:
    yield from (step.say for step in script.steps)
    yield from script.partings.values()
    for text in script.lines.values():
        zh = {name: words.zh for name, words in _FILLED.items()}
        yield Text(text.zh.format(**zh), text.en.format(**{name: words.en for name, words in _FILLED.items()}))
    for consent in script.consents:
        yield from (consent.ask, consent.purpose, consent.receiver, consent.retention, consent.if_refused)
    yield from (*FAULT_TEXTS.values(), *RETRY_TEXTS.values(), *PURPOSES.values(), *PATHS.values())
    yield from (*LIGHT_ANSWERS.values(), *COLUMNS)
    yield from (text for text in vars(coaching).values() if isinstance(text, Text))
    for texts in vars(coaching).values():
        if isinstance(texts, dict):
            yield from (text for text in texts.values() if isinstance(text, Text))


def _of_offer(root: Path, offer: Offer, language: Language) -> Iterator[str]:
    found, sheet = figures(offer), build_sheet(offer, CaseId("TRAINING-0001"))
    zh = language is Language.ZH_CN
    yield sheet.title[language]
    yield from (term_words(item, language) for item in sheet.items)
    yield from (partner_words(partner, language) for partner in offer.partners)
    for seed in _SEEDS:
        for question in questions(offer, found, seed, language):
            yield from (question.text, question.explanation[language], *(choice.text for choice in question.choices))
            yield f"{question.answer}{question.unit}"
    for income in _INCOMES:
        verdict = judge(income, 123_456, found.monthly_burden)
        yield from (text[language] for text in (*verdict.reasons, verdict.contest))
    told = tuple(Told(topic, value) for topic, value in _TOLD.items())
    yield from (difference.text[language] for difference in differences(told, (), offer))
    contract = build_contract(sheet, load_clauses(root / "assets/contracts/consumer_loan.toml"))
    yield from (
        f"第{a.number}条 {a.title.zh}" if zh else f"article {a.number}, {a.title.en}" for a in contract.articles
    )
    yield from (article.body[language] for article in contract.articles)
    for wanted in (offer.principal // 2, offer.principal * 2):
        fits = matches(offer, wanted)
        assert fits is not None
        yield fits[language]
    yield from (cell[language] for row in compare([offer]) for cell in row.cells())
    yield from (text[language] for text in _of_questions(offer))


def _of_questions(offer: Offer) -> Iterator[Text]:
    """What the guide answers to what-ifs and comparisons, and says of what does not fit."""
    (row,) = compare([offer])
    yield offer.provider.relation
    yield from (lowest([row], measure) for measure in Measure)
    yield from (DECLARED, CHECKED, *BURDEN_ANSWERS.values())
    for income in _INCOMES:
        home = Household(Fen(income), Fen(123_456), DEFAULT_THRESHOLDS)
        yield from (suppose(offer, asked, home).said for asked in suppositions(offer, home))
        yield from (each.said for each in counters(offer, home.income, home.debts, DEFAULT_THRESHOLDS))
        yield from why_not(offer, row, Wants(None, home.income, home.debts), DEFAULT_THRESHOLDS)


_TOLD = {
    PromiseTopic.AMOUNT: "7000000",
    PromiseTopic.RATE: "0.0305",
    PromiseTopic.MONTHLY: "123405",
    PromiseTopic.FEES: "1",
    PromiseTopic.BUNDLED: "yes",
}


def _answers(root: Path, offer: Offer, language: Language) -> Iterator[str]:
    """Each text of each approved answer but the ways to ask, its places filled as far as this file knows them."""
    found = figures(offer)
    words = {
        "due_day": str(found.due_day),
        "phone": offer.provider.complaints[0].phone,
        "lender": offer.provider.name[language],
        "cooling_off": offer.cooling_off[language],
        **dict.fromkeys(("annual_simple", "annual_compound"), percent_text(found.annual_simple)),
        **dict.fromkeys(("nominal", "overdue_rate", "prepayment_rate"), percent_text(offer.nominal_rate)),
    }
    amount = yuan(found.late_10_days)[language]
    for path in sorted((root / "assets/knowledge").glob("*.toml")):
        for row in tomllib.loads(path.read_text("utf-8")).get("entry", []):
            for key, text in row.items():
                said = text.get("zh" if language is Language.ZH_CN else "en") if isinstance(text, dict) else None
                if key != "ask" and isinstance(said, str):
                    yield re.sub(r"\{(\w+)\}", lambda place: words.get(place[1], amount), said)
