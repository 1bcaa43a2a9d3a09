"""A borrower proves one answer without showing the rest."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.commands.verify import verify
from kiosk.domain.errors import EvidenceError
from kiosk.evidence import canonical
from kiosk.evidence.bundle import read_bundle
from kiosk.evidence.certificates import NO_TRUST, Trust
from kiosk.evidence.classes import PartClass
from kiosk.evidence.entry import parse_entry
from kiosk.evidence.head import parse_head
from kiosk.evidence.manifest import parse_manifest
from kiosk.evidence.proof import create_proof, verify_proof
from kiosk.evidence.verdict import Verdict
from tests.evidence.bundles import Built


@pytest.fixture(scope="module")
def proof(good: Built) -> bytes:
    reply = next(seq for seq, line in enumerate(good.lines) if b"reply.confirmed" in line)
    return create_proof(read_bundle(good.folder).untrusted, good.lines, [reply, 1], good.blobs)


def test_a_proof_opens_what_was_chosen_and_nothing_else(proof: bytes, good: Built, trust: Trust) -> None:
    found, entries = verify_proof(proof, trust)
    assert (found.verdict, found.reasons) == (Verdict.VERIFIED, ())
    assert [entry.entry.kind for entry in entries] == ["consent.given", "reply.confirmed"]
    assert [blob.value.decode() for entry in entries for blob in entry.values] == ["一万元"]
    assert {"contents", "tail"} <= set(found.not_proven)
    for blob in good.blobs:
        if blob.data_class is not PartClass.RECORD:
            assert str(blob.ref.digest).encode() not in proof


def test_without_trust_it_is_integrity_only(proof: bytes) -> None:
    assert verify_proof(proof, NO_TRUST)[0].verdict is Verdict.INTEGRITY_ONLY


@settings(max_examples=120, deadline=None)
@given(position=st.integers(0, 100_000), bit=st.integers(0, 7))
def test_a_changed_byte_of_a_proof_is_broken(proof: bytes, trust: Trust, position: int, bit: int) -> None:
    changed = bytearray(proof)
    changed[position % len(changed)] ^= 1 << bit
    assert verify_proof(bytes(changed), trust)[0].verdict is Verdict.BROKEN


@pytest.mark.parametrize(
    "change", [{"v": 2}, {"entries": []}, {"entries": [1]}, {"pending": 1}, {"mark": "?"}, {"more": 1}]
)
def test_a_strange_proof_is_broken(proof: bytes, trust: Trust, change: dict[str, object]) -> None:
    assert verify_proof(canonical.dump({**json.loads(proof), **change}), trust)[0].verdict is Verdict.BROKEN


def test_values_and_paths_can_not_be_exchanged(proof: bytes, trust: Trust) -> None:
    value = json.loads(proof)
    first, second = value["entries"]
    for entries in (
        [{**first, "values": second["values"]}],
        [{**first, "path": second["path"]}],
        [{**first, "path": "x"}],
        [{**first, "path": first["path"][:-1]}],
    ):
        assert verify_proof(canonical.dump({**value, "entries": entries}), trust)[0].verdict is Verdict.BROKEN


def test_the_command_judges_a_proof(
    proof: bytes, trust_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "proof.json"
    path.write_bytes(proof)
    assert verify(path, trust_dir, None, as_json=True) == 0
    assert [entry["seq"] for entry in json.loads(capsys.readouterr().out)["facts"]["proven_entries"]] == [1, 10]
    path.write_bytes(b"\x1b[2Jjunk")
    assert verify(path, trust_dir, None, as_json=False) == 20
    assert "\x1b" not in capsys.readouterr().out


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), strange=JSON)
def test_nothing_strange_gets_past_the_parsers_with_another_error(
    good: Built, proof: bytes, trust: Trust, data: st.DataObject, strange: object
) -> None:
    """Any value in any place of a document is either read or refused with EvidenceError, never a crash."""
    document = data.draw(st.sampled_from(["manifest", "entry", "proof", "head"]))
    source = {
        "manifest": (good.folder / "manifest.json").read_bytes(),
        "entry": good.lines[2],
        "proof": proof,
        "head": canonical.dump({"head": json.loads(good.heads[0].message()), "signature": "AAAA"}),
    }[document]
    value = json.loads(source)
    place, key = value, data.draw(st.sampled_from(sorted(value)))
    while isinstance(place[key], dict | list) and place[key] and data.draw(st.booleans()):
        place = place[key]
        keys = sorted(place) if isinstance(place, dict) else range(len(place))
        key = data.draw(st.sampled_from(list(keys)))
    place[key] = strange
    content = canonical.dump(value)
    read = {"manifest": parse_manifest, "entry": parse_entry, "head": parse_head}
    if document == "proof":
        assert verify_proof(content, trust)[0].verdict in set(Verdict)
        return
    with contextlib.suppress(EvidenceError):
        read[document](content)


def test_a_head_whose_signature_is_not_even_ascii_is_refused_in_words():
    head = {"v": 1, "session": "s", "device": "d", "seq": 1, "hash": "0" * 64, "at": "2026-01-01T00:00:00.000Z"}
    with pytest.raises(EvidenceError, match="not base64"):
        parse_head(canonical.dump({"head": head, "signature": "\x80"}))
