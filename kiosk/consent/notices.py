"""What the borrower reads of an act of staff at the console: lines `notice_*` of the script."""

from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.events_staff import COMING, HELD
from kiosk.consent.facts import Facts
from kiosk.consent.wording import line
from kiosk.domain.speech import Language
from kiosk.domain.way import Way


def notice(context: Context, facts: Facts) -> str:
    """Empty: staff did nothing."""
    return line(context, f"notice_{facts.notice}", facts.language) if facts.notice else ""


def with_notice(
    context: Context, state: st.State, facts: Facts | None, said: tuple[str, str] | None
) -> tuple[str, str] | None:
    """What the guide says, with the notice where it belongs to it; who sees nothing hears it at each place."""
    if facts is None or not facts.notice or said is None:
        return said
    key, text = said
    words = notice(context, facts)
    match state:
        case st.CallingStaff() if facts.notice == COMING:
            return "calling_staff.coming", words
        case st.Paused() if facts.notice == HELD:
            return "paused.held", words
        case st.Parting():
            return key, _joined(facts.language, words, text)
        case st.ReadingTerm():
            return said
        case _ if facts.way is Way.BY_EAR and facts.notice != COMING:
            return key, _joined(facts.language, words, text)
        case _:
            return said


def _joined(language: Language, *parts: str) -> str:
    return ("" if language is Language.ZH_CN else " ").join(parts)
