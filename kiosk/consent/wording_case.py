"""How a case of his is named: by its day, what may be borrowed, and from whom; each alike."""

from kiosk.domain.case import Case
from kiosk.domain.money import yuan_text
from kiosk.domain.speech import Language, Text
from kiosk.lending.wording import day_text

NO_CASE = Text("这些今天都不办", "None of these today")


def case_words(case: Case, language: Language) -> str:
    """One line: "2026年6月1日 · 50,000 元 · 江禾示范银行等 5 家"."""
    amounts = sorted({offer.principal for offer in case.offers})
    low, high = yuan_text(amounts[0]), yuan_text(amounts[-1])
    sum_ = low if low == high else f"{low}–{high}"
    names = list(dict.fromkeys(offer.provider.name[language] for offer in case.offers))
    day = day_text(case.issued)[language]
    if language is Language.ZH_CN:
        who = names[0] if len(names) == 1 else f"{names[0]}等 {len(names)} 家"
        return f"{day} · {sum_} 元 · {who}"
    who = names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
    return f"{day} · {sum_} yuan · {who}"
