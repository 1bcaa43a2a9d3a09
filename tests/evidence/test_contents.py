"""What a device that lies, or is broken, could seal: everything is signed, and the contents give it away."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.domain.consents import Ending, Mode, Source
from kiosk.domain.errors import EvidenceError
from kiosk.domain.moment import Moment
from kiosk.evidence.blob import Blob, new_blob
from kiosk.evidence.bundle import read_bundle
from kiosk.evidence.canonical import dump, sha256
from kiosk.evidence.certificates import Trust
from kiosk.evidence.classes import PartClass
from kiosk.evidence.contents import read_entries
from kiosk.evidence.encryption import encrypt, new_identity
from kiosk.evidence.log import LogBuilder, LogHead
from kiosk.evidence.manifest import Manifest, manifest_bytes
from kiosk.evidence.open_bundle import OpenBundle, finish
from kiosk.evidence.seal import seal
from kiosk.evidence.verdict import Verdict, Verification
from kiosk.evidence.verify import verify_bundle
from tests.evidence.bundles import DEVICE, SESSION, Authorities, wall

IDENTITIES = {part_class: new_identity() for part_class in PartClass}
OPENED = ("session.opened", {"session": SESSION})
ENDED = ("session.ending", {"ending": "declined"})
REPLY = new_blob("record", "reply", "text/plain", b"yes")
Step = tuple[str, dict[str, object]]


@dataclass
class Lie:
    """A session as the device tells it. `lines`: changes the lines; `head`: what the manifest says of the log."""

    steps: Sequence[Step] = (OPENED, ENDED)
    blobs: Sequence[Blob] = ()
    mode: Mode = Mode.LIVE
    sources: dict[str, Source] = field(default_factory=dict)
    entry_source: Source = Source.DEVICE
    lines: Callable[[list[bytes]], list[bytes]] = lambda lines: lines
    head: Callable[[LogHead], LogHead] = lambda head: head
    units: Sequence[tuple[PartClass, bytes]] = ()


@pytest.fixture
def judge(live: Authorities, trust: Trust, tmp_path: Path) -> Callable[[Lie], Verification]:
    def ask(lie: Lie) -> Verification:
        bundle = OpenBundle(tmp_path / "b", {c: (pair[1],) for c, pair in IDENTITIES.items()})
        log = LogBuilder(SESSION)
        at = Moment(0.0, wall())
        lines = [log.append(kind, data, at, lie.entry_source)[1] for kind, data in lie.steps]  # type: ignore[arg-type]
        for blob in lie.blobs:
            bundle.append_blob(blob)
        for part_class, unit in lie.units:
            bundle._append(part_class, unit)
        bundle.append_log(lie.lines(lines))
        manifest = Manifest(
            SESSION, DEVICE, lie.mode, lie.sources, None, Ending.DECLINED, wall(), wall(), bundle.close(),
            lie.head(log.head),
        )  # fmt: skip
        finish(bundle.folder, seal(manifest, live.device, live.tsa, wall()))
        return verify_bundle(bundle.folder, trust, tuple(pair[0] for pair in IDENTITIES.values()))

    return ask


def says(step_blob: Blob, kind: str = "reply.confirmed") -> Step:
    return kind, {"blob": step_blob.ref}


def fragment(index: object, blob: Blob | None = None) -> Step:
    blob = blob or new_blob("recording", f"f{index}", "video/mp4", b"x")
    return "recording.fragment", {"index": index, "fragment": blob.ref}


def test_the_truth_is_verified(judge: Callable[[Lie], Verification]) -> None:
    found = judge(Lie((OPENED, says(REPLY), says(REPLY), ENDED), [REPLY]))
    assert (found.verdict, found.reasons) == (Verdict.VERIFIED, ())


OTHER = new_blob("record", "reply", "text/plain", b"no")
F0, F1, F2 = (new_blob("recording", f"f{n}", "video/mp4", b"x") for n in range(3))


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        (Lie((OPENED, says(REPLY), ENDED)), "entry 1 (reply.confirmed): its record value reply is missing"),
        (Lie(blobs=[REPLY]), "record-0001: no entry speaks of reply"),
        (Lie((OPENED, says(REPLY), ENDED), [OTHER]), "entry 1 (reply.confirmed): reply is not the value"),
        (
            Lie((OPENED, says(REPLY), says(OTHER), ENDED), [REPLY]),
            "entry 2 (reply.confirmed): names reply with another",
        ),
        (Lie((OPENED, says(REPLY), ENDED), [REPLY, REPLY]), "record-0001, unit 1: reply stands twice"),
        (Lie((ENDED,)), "entry 0: the log does not begin with session.opened"),
        (Lie((OPENED,)), "session.ending: the log does not say once that it ended declined"),
        (Lie((OPENED, ENDED, ENDED)), "session.ending: the log does not say once"),
        (Lie((("session.opened", {"device": "kiosk-8"}), ENDED)), "entry 0 (session.opened): session, device or mode"),
        (Lie((("session.opened", {"mode": "training"}), ENDED)), "entry 0 (session.opened): session, device or mode"),
        (Lie(entry_source=Source.FILE), "entry 0 (session.opened): its source file"),
        (
            Lie((OPENED, fragment(0, F0), fragment(2, F2), ENDED), [F0, F2]),
            "entry 2 (recording.fragment): a fragment out",
        ),
        (Lie((OPENED, fragment("0", F0), ENDED), [F0]), "entry 1 (recording.fragment): a fragment out"),
        (Lie((OPENED, ("recording.fragment", {"index": 0}), ENDED)), "entry 1 (recording.fragment): a fragment out"),
        (Lie(lines=lambda lines: lines[:1]), "entry 0: the log ends here, not with the head"),
        (Lie(lines=lambda lines: lines[::-1]), "entry 0: the line there says it is 1"),
        (Lie(lines=lambda lines: [lines[0], lines[1].replace(b"declined", b"referred")]), "entry 1: the log ends here"),
        (Lie(lines=lambda lines: [lines[0], b"{}"]), "entry 1: missing"),
        (Lie(lines=lambda lines: [*lines, b"junk"]), "entry 2: not JSON"),
        (Lie(head=lambda head: dataclasses.replace(head, root=sha256(b""))), "entry 1: the log ends here"),
        (Lie(units=[(PartClass.RECORD, b"junk")]), "record-0001, unit 0: age could not decrypt"),
        (Lie(units=[(PartClass.LOG, b"junk")]), "entry 0: the log can't be read from here on: log-0001, unit 0"),
        (
            Lie(units=[(PartClass.LOG, encrypt(b"no newline", [IDENTITIES[PartClass.LOG][1]]))]),
            "entry 0: the log can't be read from here on",
        ),
        (
            Lie(units=[(PartClass.LOG, encrypt(b"x\n", [new_identity()[1]]))]),
            "entry 0: the log can't be read from here on: log-0001, unit 0: no identity opens it",
        ),
        (
            Lie((OPENED, says(REPLY), ENDED), [REPLY], units=[(PartClass.RECORD, encrypt(b"", [new_identity()[1]]))]),
            "record: some units are closed",
        ),
        (
            Lie(units=[(PartClass.RECORD, encrypt(b"no header", [IDENTITIES[PartClass.RECORD][1]]))]),
            "record-0001, unit 0: a blob without a header line",
        ),
        (
            Lie(
                units=[
                    (
                        PartClass.RECORD,
                        encrypt(
                            dump({"class": "identity", "media_type": "a/b", "name": "x", "salt": "0" * 64}) + b"\n",
                            [IDENTITIES[PartClass.RECORD][1]],
                        ),
                    )
                ]
            ),
            "record-0001, unit 0: holds a blob of class identity",
        ),
    ],
)
def test_a_sealed_lie_is_broken(judge: Callable[[Lie], Verification], lie: Lie, reason: str) -> None:
    found = judge(lie)
    assert found.verdict is Verdict.BROKEN
    assert any(told.startswith(reason) for told in found.reasons), found.reasons


def test_a_recording_may_begin_again_after_a_cut(judge: Callable[[Lie], Verification]) -> None:
    steps = (OPENED, fragment(0, F0), fragment(1, F1), fragment(0, F2), ENDED)
    assert judge(Lie(steps, [F0, F1, F2])).verdict is Verdict.VERIFIED


def test_entries_that_admit_their_source_are_untrusted_in_a_live_bundle(judge: Callable[[Lie], Verification]) -> None:
    found = judge(Lie(sources={"microphone": Source.FILE}, entry_source=Source.FILE))
    assert found.verdict is Verdict.INTEGRITY_ONLY
    assert "entry 0 (session.opened): its source is file in a live session" in found.reasons


def test_reading_entries_of_a_log_that_is_not_the_manifests_raises(
    judge: Callable[[Lie], Verification], tmp_path: Path
) -> None:
    judge(Lie(lines=lambda lines: lines[:1]))
    found = read_bundle(tmp_path / "b")
    from kiosk.evidence.manifest import parse_manifest

    manifest = parse_manifest(found.untrusted.manifest)
    with pytest.raises(EvidenceError, match="as the manifest says"):
        read_entries(found, manifest, [pair[0] for pair in IDENTITIES.values()])
    assert manifest_bytes(manifest) == found.untrusted.manifest
