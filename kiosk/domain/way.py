"""The ways in which a session can be gone through: how it is told and answered, never what is told."""

from enum import StrEnum


class Way(StrEnum):
    """Chosen by the borrower, at any time; none of them leaves anything out.

    ELDER: larger, slower, one thing a page, asked twice before time runs out. BY_EAR: nothing has to be read; answers
    by voice or by two large fields. SILENT: nothing is played; heard means shown for its reading time.
    """

    STANDARD = "standard"
    ELDER = "elder"
    BY_EAR = "by_ear"
    SILENT = "silent"


UNHURRIED = (Way.ELDER, Way.BY_EAR)
"""Here time never runs out before it was asked about twice."""
