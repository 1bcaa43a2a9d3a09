"""Identifiers. Each is a string with its own type, so that one is never passed for another."""

from typing import NewType

SessionId = NewType("SessionId", str)
"""UUID version 4, lower case with hyphens (RFC 9562)."""
DeviceId = NewType("DeviceId", str)
CaseId = NewType("CaseId", str)
OfferId = NewType("OfferId", str)
StaffId = NewType("StaffId", str)
Sha256 = NewType("Sha256", str)
"""Lower-case hexadecimal, 64 characters."""
