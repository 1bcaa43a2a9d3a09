"""What the people of a command sign, and whether they did: built alike by console and kiosk (docs/adr/0036)."""

from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.staff import MAY_SETTLE, StaffMark
from kiosk.evidence.staff_proof import StaffWord, holds, signed
from kiosk.evidence.staff_register import Roster, public_keys
from kiosk.supervision import messages as ms


def words_of(command: ms.Command, device: str) -> tuple[StaffWord, ...]:
    """One a person, in the order of `proofs`."""

    def word(act: str, staff: str, session: str = "", second: str = "", reason: str = "", verdict: str = "",
             checks: tuple[str, ...] = ()) -> StaffWord:  # fmt: skip
        return StaffWord(device, session, command.nonce, command.number, act, staff, second, reason, verdict, checks)

    match command:
        case ms.ComeOver(session=session, staff=staff):
            return (word("come_over", staff, session),)
        case ms.PauseScript(session=session, staff=staff):
            return (word("pause", staff, session),)
        case ms.EndSession(session=session, staff=staff, reason=reason):
            return (word("end", staff, session, reason=str(reason)),)
        case ms.Approve(session=session, staff=first, second=second, matter=matter, reason=reason, checks=checks):
            return tuple(
                word(str(matter), one, session, other, str(reason), "approved", checks)
                for one, other in ((first, second), (second, first))
            )
        case ms.HandOver(session=session, staff=first, second=second):
            return word("hand_over", first, session, second), word("hand_over", second, session, first)
        case ms.CloseKiosk(staff=staff):
            return (word("close", staff),)
        case ms.OpenKiosk(staff=staff):
            return (word("open", staff),)


def proven(command: ms.Command, device: str, keys: tuple[Ed25519PrivateKey, ...]) -> ms.Command:
    """The same with each person's signature."""
    made = tuple(signed(word, key) for word, key in zip(words_of(command, device), keys, strict=True))
    return replace(command, proofs=made)


def marks_of(command: ms.Command, device: str, roster: Roster) -> tuple[StaffMark, ...] | None:
    """The kiosk's own look at each signature, by its own register; None: somebody did not sign, or may not."""
    words, marks = words_of(command, device), list[StaffMark]()
    if len(words) != len(command.proofs):
        return None
    for word, proof in zip(words, command.proofs, strict=True):
        member = roster.by_id.get(word.staff)
        if member is None or member.role not in MAY_SETTLE:
            return None
        desk, settling = public_keys(member)
        if not holds(word, proof, settling if isinstance(command, ms.Approve) else desk):
            return None
        marks.append(StaffMark(member.role, word.nonce, word.number, proof))
    return tuple(marks)
