"""The seal, trust folders, signed payloads, receipts, heads, the Merkle tree."""

import dataclasses
import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from hypothesis import given
from hypothesis import strategies as st

from kiosk.commands.verify import verify
from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError, EvidenceError, TransportError
from kiosk.evidence import bundle as folder_format
from kiosk.evidence import canonical
from kiosk.evidence.canonical import sha256
from kiosk.evidence.catalogue import catalogue, catalogue_table, parse_catalogue
from kiosk.evidence.certificates import NO_TRUST, Trust, chain_fault, load_chain, load_trust, public_key
from kiosk.evidence.classes import PartClass
from kiosk.evidence.contents import read_blobs, read_entries
from kiosk.evidence.head import Head, head_bytes, parse_head, sign_head
from kiosk.evidence.manifest import Manifest, Part, manifest_bytes, parse_manifest
from kiosk.evidence.merkle import EMPTY_ROOT, inclusion_path, leaf_hash, path_holds, tree_root
from kiosk.evidence.open_bundle import OPEN, finish_moving
from kiosk.evidence.receipt import Receipt, create_receipt, verify_receipt
from kiosk.evidence.seal import seal, stamp
from kiosk.evidence.signed import SignedKind, UntrustedSignerError, sign_payload, verify_signed
from kiosk.evidence.timestamp import parse_token
from kiosk.evidence.verify import verify_bundle
from tests.evidence.bundles import (
    DEVICE,
    NOW,
    SESSION,
    Authorities,
    Built,
    Plan,
    build_bundle,
    make_certificate,
    pem,
    wall,
)
from tests.evidence.write_kinds import FORMAT, table_in


class Unreachable:
    def stamp(self, digest: bytes) -> bytes:
        raise TransportError("nobody answers")


class Answering:
    def __init__(self, answer: bytes) -> None:
        self._answer = answer

    def stamp(self, digest: bytes) -> bytes:
        return self._answer


def test_a_token_that_comes_later_takes_the_notes_place(live: Authorities, trust: Trust, tmp_path: Path) -> None:
    built = build_bundle(tmp_path / "b", live, authority=Unreachable())
    assert (built.folder / "timestamp.pending").exists()
    mark = stamp((built.folder / "manifest.sig").read_bytes(), live.device, live.tsa, wall())
    folder_format.replace_mark(built.folder, mark)
    found = verify_bundle(built.folder, trust)
    assert (found.verdict, found.reasons) == ("VERIFIED", ())
    with pytest.raises(EvidenceError):
        folder_format.replace_mark(built.folder, stamp(b"", live.device, None, wall()))


def test_an_authority_that_answers_nonsense_leaves_it_pending(live: Authorities) -> None:
    other = live.tsa.stamp(b"\1" * 32)
    for authority in (None, Unreachable(), Answering(b"junk"), Answering(b""), Answering(other)):
        assert stamp(b"signature", live.device, authority, wall()).pending


@given(st.binary(max_size=300))
def test_junk_is_no_token(junk: bytes) -> None:
    with pytest.raises(EvidenceError):
        parse_token(junk)


def test_the_seal_names_the_certificate(good: Built, live: Authorities) -> None:
    sealed = seal(good.manifest, live.device, None, wall())
    assert parse_manifest(sealed.manifest).certificate == sha256(live.device.certificate_chain())


def test_a_cut_between_seal_and_moving_is_made_good(good: Built, trust: Trust, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    shutil.copytree(good.folder, folder)
    (folder / OPEN).mkdir()
    for part in good.manifest.parts[1:]:
        (folder / "parts" / part.sha256).rename(folder / OPEN / f"{part.name}.part")
    assert verify_bundle(folder, trust).verdict == "BROKEN"
    finish_moving(folder)
    assert verify_bundle(folder, trust).verdict == "VERIFIED"


def manifest_json(good: Built) -> dict[str, object]:
    return json.loads((good.folder / "manifest.json").read_bytes())


@pytest.mark.parametrize("key", [*Manifest.__dataclass_fields__, "format"])
def test_a_manifest_without_a_key_or_with_a_strange_value_is_refused(good: Built, key: str) -> None:
    value = manifest_json(good)
    without = {name: item for name, item in value.items() if name != key}
    with pytest.raises(EvidenceError, match=key):
        parse_manifest(canonical.dump(without))
    for strange in (True, -1, "", [], {"x": []}, "x" * 300, "../x"):
        if key == "case" and strange is None:
            continue
        with pytest.raises(EvidenceError):
            parse_manifest(canonical.dump({**value, key: strange}))
    with pytest.raises(EvidenceError, match="unknown"):
        parse_manifest(canonical.dump({**value, "more": 1}))


@pytest.mark.parametrize(
    "change",
    [{"name": "../x"}, {"class": "soul"}, {"size": -1}, {"sha256": "x"}, {"units": True}, {"withheld": True},
     {"destroy_by": "2026-01-01"}, {"withheld": True, "destroy_by": "soon"}, {"more": 1}],
)  # fmt: skip
def test_a_strange_part_is_refused(good: Built, change: dict[str, object]) -> None:
    value = manifest_json(good)
    first, *rest = value["parts"]  # type: ignore[misc]
    with pytest.raises(EvidenceError):
        parse_manifest(canonical.dump({**value, "parts": [{**first, **change}, *rest]}))  # type: ignore[has-type]


def test_the_log_is_never_withheld_and_no_part_stands_twice(good: Built) -> None:
    log = next(part for part in good.manifest.parts if part.part_class is PartClass.LOG)
    withheld = dataclasses.replace(log, withheld=True, destroy_by="2026-12-31")
    for parts in ((withheld,), (log, log), (log, dataclasses.replace(log, name="log-9999")), ()):
        with pytest.raises(EvidenceError):
            manifest_bytes(dataclasses.replace(good.manifest, parts=parts))
    assert isinstance(log, Part)


def test_a_training_root_in_the_live_folder_is_refused(
    live: Authorities, training: Authorities, tmp_path: Path
) -> None:
    folder = live.write_trust(tmp_path / "t")
    (folder / "live" / "device" / "more.pem").write_bytes(pem(training.device_root))
    with pytest.raises(EvidenceError, match="training root"):
        load_trust(folder)
    key = ed25519.Ed25519PrivateKey.generate()
    unnamed = make_certificate("a root", "anything", key, ca=True)
    (folder / "live" / "device" / "more.pem").write_bytes(pem(unnamed))
    load_trust(folder)
    (folder / "training" / "tsa").mkdir(parents=True)
    (folder / "training" / "tsa" / "same.pem").write_bytes(pem(unnamed))
    with pytest.raises(EvidenceError, match="training root"):
        load_trust(folder)


def test_an_unreadable_trust_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="no such trust folder"):
        load_trust(tmp_path / "nowhere")
    (tmp_path / "live" / "tsa").mkdir(parents=True)
    (tmp_path / "live" / "tsa" / "x.pem").write_bytes(b"junk")
    with pytest.raises(EvidenceError, match="PEM"):
        load_trust(tmp_path)


def test_chains(live: Authorities) -> None:
    root, root_key = live.issuer
    now = dt.datetime.now(dt.UTC)
    key, middle_key = ed25519.Ed25519PrivateKey.generate(), ed25519.Ed25519PrivateKey.generate()
    middle = make_certificate("middle", "live", middle_key, (root, root_key), ca=True)
    leaf = make_certificate("leaf", "live", key, (middle, middle_key))
    assert chain_fault((leaf, middle), (root,), now) is None
    assert chain_fault((leaf, middle, root), (root,), now) is None
    assert chain_fault((leaf,), (middle,), now) is None
    assert chain_fault((leaf,), (root,), now)
    assert chain_fault((leaf, root), (root,), now)
    assert chain_fault((), (root,), now)
    assert chain_fault((leaf, middle), (), now)
    assert chain_fault((leaf, middle), (root,), now + dt.timedelta(days=400))
    assert chain_fault((leaf, *(middle for _ in range(9))), (root,), now)
    over = make_certificate("over", "live", middle_key, (root, root_key), ca=True,
                            life=(NOW - dt.timedelta(days=9), NOW - dt.timedelta(days=2)))  # fmt: skip
    assert "expired" in str(
        chain_fault((make_certificate("leaf", "live", key, (over, middle_key)), over), (root,), now)
    )
    other = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(EvidenceError, match="Ed25519"):
        public_key(make_certificate("x", "live", other))
    with pytest.raises(EvidenceError):
        load_chain(b"")


CASE = {"id": "C-1", "expires": "2099-01-31", "offers": [{"name": {"zh": "甲", "en": "A"}, "principal": 1000000}]}


def test_a_signed_case_is_traced_to_headquarters(live: Authorities, trust: Trust) -> None:
    now = dt.datetime.now(dt.UTC)
    signed = sign_payload(SignedKind.CASE, CASE, live.headquarters)
    found = verify_signed(signed, SignedKind.CASE, trust, Mode.LIVE, now)
    assert (found.payload, found.signer) == (CASE, "headquarters")


def test_a_signed_case_is_refused_with_a_clear_word(live: Authorities, trust: Trust) -> None:
    now = dt.datetime.now(dt.UTC)
    signed = sign_payload(SignedKind.CASE, CASE, live.headquarters)
    at_the_end = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    old = sign_payload(SignedKind.CASE, {**CASE, "expires": "2020-01-31"}, live.headquarters)
    faults = {
        "expired on 2020-01-31": (old, SignedKind.CASE, trust, Mode.LIVE, now),
        "something else": (signed, SignedKind.CATALOGUE, trust, Mode.LIVE, now),
        "changed after": (signed.replace(b"1000000", b"2000000"), SignedKind.CASE, trust, Mode.LIVE, now),
        "no root": (signed, SignedKind.CASE, NO_TRUST, Mode.LIVE, now),
        "issued by": (signed, SignedKind.CASE, trust, Mode.TRAINING, now),
        "valid on": (signed, SignedKind.CASE, trust, Mode.LIVE, at_the_end + dt.timedelta(days=9000)),
        "not JSON": (b"junk", SignedKind.CASE, trust, Mode.LIVE, now),
        "not in canonical": (signed + b" ", SignedKind.CASE, trust, Mode.LIVE, now),
        "larger": (b" " * (5 * 1024 * 1024), SignedKind.CASE, trust, Mode.LIVE, now),
    }
    for says, arguments in faults.items():
        with pytest.raises(EvidenceError, match=says):
            verify_signed(*arguments)
    with pytest.raises(EvidenceError, match="a date like"):
        verify_signed(sign_payload(SignedKind.CASE, {"expires": "soon"}, live.headquarters),
                      SignedKind.CASE, trust, Mode.LIVE, now)  # fmt: skip


def test_a_device_can_not_sign_a_case(live: Authorities, trust: Trust) -> None:
    signed = sign_payload(SignedKind.CASE, CASE, live.device)
    with pytest.raises(UntrustedSignerError):
        verify_signed(signed, SignedKind.CASE, trust, Mode.LIVE, dt.datetime.now(dt.UTC))


RECEIPT = Receipt(
    SESSION, sha256(b"manifest"), "VERIFIED", wall(), (PartClass.LOG, PartClass.RECORD), (PartClass.RECORDING,)
)


def test_a_receipt_comes_back(live: Authorities, trust: Trust) -> None:
    signed = create_receipt(RECEIPT, live.headquarters)
    assert verify_receipt(signed, trust, Mode.LIVE, dt.datetime.now(dt.UTC)) == RECEIPT


@pytest.mark.parametrize("change", [{"v": 2}, {"session": 1}, {"manifest_sha256": "x"}, {"accepted": "log"},
                                    {"accepted": ["soul"]}, {"received": "now"}, {"more": 1}])  # fmt: skip
def test_a_strange_receipt_is_refused(live: Authorities, trust: Trust, change: dict[str, object]) -> None:
    payload = json.loads(create_receipt(RECEIPT, live.headquarters))["payload"]
    signed = sign_payload(SignedKind.RECEIPT, {**payload, **change}, live.headquarters)
    with pytest.raises(EvidenceError):
        verify_receipt(signed, trust, Mode.LIVE, dt.datetime.now(dt.UTC))


def test_a_head_comes_back_and_is_bound_to_its_key(live: Authorities, training: Authorities) -> None:
    head = sign_head(Head(SESSION, DEVICE, 4, sha256(b"line"), wall()), live.device)
    assert parse_head(head_bytes(head)) == head
    assert head.holds(live.device.key.public_key())
    assert not head.holds(training.device.key.public_key())
    assert not dataclasses.replace(head, seq=5).holds(live.device.key.public_key())
    for junk in (b"", b"{}", head_bytes(head) + b" ", head_bytes(head).replace(b'"v":1', b'"v":2')):
        with pytest.raises(EvidenceError):
            parse_head(junk)


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=33), st.data())
def test_one_line_is_proven_by_its_path_and_no_other(lines: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf_hash(line) for line in lines]
    index = data.draw(st.integers(0, len(lines) - 1))
    path, root = inclusion_path(leaves, index), tree_root(leaves)
    assert path_holds(lines[index], index, len(lines), path, root)
    assert not path_holds(lines[index] + b"x", index, len(lines), path, root)
    assert not path_holds(lines[index], index, len(lines), (*path, root), root)
    assert not path_holds(lines[index], len(lines), len(lines), path, root)
    if path:
        assert not path_holds(lines[index], index, len(lines), path[:-1], root)


def test_the_tree_matches_the_known_answers_of_certificate_transparency() -> None:
    """Roots of the reference implementation's eight leaves (certificate-transparency, merkle tests)."""
    spelled = " 00 10 2021 3031 40414243 5051525354555657 606162636465666768696a6b6c6d6e6f"
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in spelled.split(" ")]
    assert tree_root([]) == EMPTY_ROOT == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree_root(hashes[:1]) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert tree_root(hashes[:3]) == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert tree_root(hashes) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_a_verified_bundle_is_read_with_the_identities(good: Built) -> None:
    found = folder_format.read_bundle(good.folder)
    manifest = parse_manifest(found.untrusted.manifest)
    assert read_entries(found, manifest, good.all_identities).lines == good.lines
    fragments = [blob for blob in good.blobs if blob.data_class is PartClass.RECORDING]
    assert list(read_blobs(found, manifest, good.all_identities, PartClass.RECORDING)) == fragments


def test_the_command_prints_one_json_object(
    good: Built, trust_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify(good.folder, trust_dir, None, as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["verdict", "reasons", "not_proven", "facts"]
    assert found["verdict"] == "VERIFIED"
    keys = tmp_path / "keys"
    keys.write_text("\n".join(good.all_identities))
    assert verify(good.folder, trust_dir, keys, as_json=False) == 0
    assert "contents" not in capsys.readouterr().out
    assert verify(good.folder, tmp_path / "nowhere", None, as_json=True) == 2
    assert "error" in json.loads(capsys.readouterr().out)
    assert verify(tmp_path / "nowhere", trust_dir, None, as_json=False) == 2
    keys.write_bytes(b"\xff\xfe")
    assert verify(good.folder, trust_dir, keys, as_json=False) == 2


def test_the_command_judges_a_receipt(live: Authorities, trust_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "receipt.json"
    signed = create_receipt(RECEIPT, live.headquarters)
    path.write_bytes(signed)
    assert verify(path, trust_dir, None, as_json=False) == 0
    (tmp_path / "empty").mkdir()
    assert verify(path, tmp_path / "empty", None, as_json=False) == 10
    path.write_bytes(signed.replace(b"VERIFIED", b"VERIFIER"))
    assert verify(path, trust_dir, None, as_json=False) == 20


def test_the_catalogue_of_kinds_is_strict() -> None:
    assert "term.confirmed" in catalogue()
    for content in ('["Term.x"]\ndoc = "A."\nkeys = []', '["a.b"]\ndoc = "No stop"\nkeys = []',
                    '["a.b"]\ndoc = "A."\nkeys = ["X"]', '["a.b"]\ndoc = "A."', "a = 1"):  # fmt: skip
        with pytest.raises(ConfigurationError):
            parse_catalogue(content)


def test_the_documentation_lists_every_kind() -> None:
    assert table_in(FORMAT.read_text("utf-8")) == catalogue_table(), "run python -m tests.evidence.write_kinds"


def test_a_simulated_plan_builds_too(good_training: Built) -> None:
    assert Plan().mode is Mode.LIVE
    assert good_training.manifest.mode is Mode.TRAINING
