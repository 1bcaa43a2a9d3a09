"""Two people, checked again from the entries alone: signed in, shortly before, and neither of them sold the loan."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.moment import Moment
from kiosk.evidence.entry import Entry
from kiosk.evidence.review import review
from kiosk.evidence.review_staff import FRESH, staff_faults
from kiosk.evidence.staff_proof import StaffWord, holds, signed
from tests.evidence.sessions import entries_of, signed_steps


def built(change=lambda kind, data: data) -> list[Entry]:
    return list(entries_of([(kind, change(kind, dict(data))) for kind, data in signed_steps()]))


def acted(**more):
    return lambda kind, data: {**data, **more} if kind == "staff.acted" else data


def test_two_people_who_signed_in_are_no_finding():
    assert list(staff_faults(built())) == []
    assert review(built()) == ()


_FAULTS = {
    "one of them sold it": (lambda kind, data: {**data, "consultant": "s2"} if kind == "session.opened" else data,
                            "the consultant of this very case"),
    "by role": (acted(role="consultant"), "somebody who sells"),
    "one person as two": (lambda kind, data: {**data, "second": data["staff"]} if kind == "staff.acted" else data,
                          "one person stands there as two"),
    "nobody signed in": (acted(staff="s9"), "did not sign in"),
    "one did not approve": (lambda kind, data: {**data, "verdict": "not_approved"}
                            if data.get("staff") == "s2" else data, "did not sign in"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "says"), _FAULTS.values(), ids=_FAULTS.keys())
def test_each_fault_is_found(change, says):
    found = [fault for _, fault in staff_faults(built(change))]
    assert any(says in fault for fault in found), found
    assert any(finding.invariant == 4 and says in finding.says for finding in review(built(change)))


@pytest.mark.parametrize(("apart", "found"), [(FRESH, False), (FRESH + 1, True)])
def test_two_sign_ins_far_apart_are_not_two_people_together(apart, found):
    entries, first = built(), True
    for place, entry in enumerate(entries):
        if entry.kind == "staff.acted":
            at = 1000.0 if first else 1000.0 + apart
            entries[place] = replace(entry, at=Moment(at, entry.at.wall))
            first = False
    assert any("too far apart" in says for _, says in staff_faults(entries)) is found


WORD = StaffWord("kiosk-1", "s", "ab" * 16, 3, "identity", "a", "b", "device_fault", "approved", ("explained",))


def test_a_signature_is_of_one_act_and_no_other():
    key = Ed25519PrivateKey.generate()
    public, proof = key.public_key().public_bytes_raw(), signed(WORD, key)
    assert holds(WORD, proof, public)
    for other in (
        replace(WORD, device="kiosk-2"), replace(WORD, session="t"), replace(WORD, nonce="cd" * 16),
        replace(WORD, number=4), replace(WORD, act="presence"), replace(WORD, staff="c"), replace(WORD, second="c"),
        replace(WORD, reason="hard_for_borrower"), replace(WORD, verdict="not_approved"), replace(WORD, checks=()),
    ):  # fmt: skip
        assert not holds(other, proof, public)
    assert not holds(WORD, proof, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    for nonsense in ("", "zz", proof[:-2], proof + "00"):
        assert not holds(WORD, nonsense, public)
    assert not holds(WORD, proof, b"short")
