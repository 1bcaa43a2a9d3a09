"""What a terminal's sessions open on: what was imported, as long as it is good, else what training brings along."""

from collections.abc import Callable
from pathlib import Path

import structlog

from kiosk.assembly.kiosk import Terms
from kiosk.domain.consents import Mode
from kiosk.domain.errors import MingshiError
from kiosk.evidence.certificates import load_trust
from kiosk.runtime.cases import bound_cases, load_catalogue, newest_case

_log = structlog.get_logger(__name__)


def terms_of_the_day(training: Callable[[], Terms], state: Path, trust: Path, mode: Mode) -> Terms:
    """Read anew from the signed files: a case may have come in or run out, and "today" is another day.

    Where imported cases are each for somebody, the one for him who sits there opens, once identity stands. Else the
    imported case that was issued last opens sessions; the imported catalogue answers enquiries. One that can't be read
    any more is passed over, and the log says so.
    """
    own, trusted = training(), load_trust(trust)
    try:
        case, catalogue = newest_case(state, trusted, mode), load_catalogue(state, trusted, mode)
        bound = bound_cases(state, trusted, mode)
    except MingshiError as failure:
        _log.warning("terms.unreadable", reason=type(failure).__name__)
        return own
    return Terms(case or own.case, catalogue or own.catalogue, bound)
