"""Classes of parts: the four data classes, and the chain itself under a key of its own."""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class PartClass(StrEnum):
    """`PartClass(data_class)` gives the class of the same name.

    The log holds no personal value, so it has a key of its own: destroying the key of any data class
    leaves the chain readable and whole.
    """

    LOG = "log"
    RECORD = "record"
    IDENTITY = "identity"
    BIOMETRIC = "biometric"
    RECORDING = "recording"


Recipients = Mapping[PartClass, Sequence[str]]
"""Headquarters' age recipients (`age1...`) of each class; all five are needed."""
