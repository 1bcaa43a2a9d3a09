"""What is said of a quote that was brought back, and of what he said when it was made."""

from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.facts import Need, Needs
from kiosk.consent.wording_purposes import PURPOSES
from kiosk.domain.money import percent_text
from kiosk.domain.speech import Intent, Language, Text
from kiosk.lending.wording import day_text, yuan

GO_ON_WITH = Text("照这张报价单接着办", "Go on with this quote")
CHOOSE_ANEW = Text("不用它，重新选", "Leave it and choose anew")
RESUME_ANSWERS = {Intent.YES: GO_ON_WITH, Intent.NO: CHOOSE_ANEW}
"""Two answers of equal weight."""
NEED_NAMES = {
    Need.AMOUNT: Text("想借", "To borrow"),
    Need.PURPOSE: Text("用在", "For"),
    Need.INCOME: Text("家里每月收入", "Household income a month"),
    Need.DEBTS: Text("每月还别的债", "Other debts a month"),
}


def need_words(needs: Needs, need: Need, language: Language) -> str:
    """One of the four figures in words."""
    if need is Need.PURPOSE:
        return PURPOSES[needs.purpose][language] if needs.purpose is not None else ""
    fen = {Need.AMOUNT: needs.amount, Need.INCOME: needs.income, Need.DEBTS: needs.debts}[need]
    return yuan(fen)[language] if fen is not None else ""


def needs_told(needs: Needs, language: Language) -> tuple[tuple[str, str], ...]:
    """All four, each with its name."""
    return tuple((name[language], need_words(needs, need, language)) for need, name in NEED_NAMES.items())


def quote_speech(context: Context, state: st.TakingQuote | st.ResumingQuote) -> tuple[str, str]:
    """Key and text of what is said."""
    lines = context.script.lines
    match state:
        case st.TakingQuote(resume, refused, tries):
            name = f"quote_refused_{refused}" if refused else "quote_show"
            return f"{name}.{tries}", lines[name][resume.facts.language]
        case st.ResumingQuote(facts, step, brought):
            language, sheet = facts.language, brought.now
            comma = "，" if language is Language.ZH_CN else ", "
            told = comma.join(f"{name} {words}" for name, words in needs_told(brought.needs, language))
            days = "" if brought.same_days else lines["quote_days"][language]
            text = lines["quote_again"][language].format(
                day=day_text(brought.made_on)[language], until=day_text(brought.until)[language],
                provider=sheet.offer.provider.name[language], principal=yuan(sheet.figures.principal)[language],
                payment=yuan(sheet.figures.first_payment)[language], total=yuan(sheet.figures.total_paid)[language],
                rate=percent_text(sheet.figures.annual_simple), days=days, needs=told,
            )  # fmt: skip
            return f"{step}.quote.{brought.code}", text
