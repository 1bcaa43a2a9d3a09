"""`main.py rehearse`, as installed: the real readers, the real voice, a power cut, and what was opened on the disk."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.evidence.bundle import read_bundle
from kiosk.evidence.certificates import load_trust
from kiosk.evidence.classes import PartClass
from kiosk.evidence.contents import read_blobs, read_entries
from kiosk.evidence.encryption import read_identities
from kiosk.evidence.entry import Entry
from kiosk.evidence.manifest import Manifest, parse_manifest
from kiosk.evidence.review import review
from kiosk.evidence.verdict import Verdict
from kiosk.evidence.verify import verify_bundle
from kiosk.rehearsal.stories import STORIES
from tests.journeys.branch import length_of, seconds_between

pytestmark = pytest.mark.journey

_OPEN_FOR_WRITING = re.compile(
    r'open(?:at)?\((?:AT_FDCWD, )?"([^"\n]+)", [^)\n]*O_(?:WRONLY|RDWR|CREAT)[^)\n]*(?:\) += \d+|<unfinished)'
)
"""One that another process interrupts in the trace counts as opened."""
_OF_HEADQUARTERS = ("/filed-", "/tsa-")
"""Its own work folders: sealed parts, and questions to its time-stamp authority."""
_PROBE = re.compile(r"/[a-z0-9_]{8}$")
"""How Python's tempfile tries whether a folder can be written to."""
_MEMORY = ("/dev/", "/proc/", "/sys/")


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """`opened`: files that any process of it opened for writing; None where strace is missing."""

    told: dict[str, object]
    out: Path
    opened: tuple[str, ...] | None

    @property
    def bundle(self) -> Path:
        return Path(str(self.told["bundle"]))

    @property
    def identities(self) -> tuple[str, ...]:
        return read_identities((self.out / "training-identities.txt").read_text())

    @property
    def manifest(self) -> Manifest:
        return parse_manifest((self.bundle / "manifest.json").read_bytes())

    @property
    def entries(self) -> tuple[Entry, ...]:
        return read_entries(read_bundle(self.bundle), self.manifest, self.identities).entries


@pytest.fixture(scope="module")
def rehearsed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    """One run for all tests; it costs a minute."""
    out = tmp_path_factory.mktemp("rehearsal")
    words = [sys.executable, "main.py", "rehearse", "--story", "interrupted", "--json", "--out", str(out / "out")]
    trace = out / "trace"
    strace = shutil.which("strace")
    if strace is not None:
        words = [strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=open,openat,creat", "-o", str(trace), *words]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, timeout=550, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["story"] == "interrupted"
    opened = tuple(_OPEN_FOR_WRITING.findall(trace.read_text(errors="replace"))) if trace.exists() else None
    return Rehearsed(told["sessions"][0], out / "out", opened)


def test_it_tells_what_the_design_says(rehearsed: Rehearsed) -> None:
    told = rehearsed.told
    assert {
        "person",
        "card_of",
        "ending",
        "source",
        "bundle",
        "verdict",
        "receipt",
        "identity",
        "answers",
        "seconds",
    } <= set(told)
    assert (told["ending"], told["source"], told["verdict"]) == ("interrupted", "simulated", "VERIFIED")
    assert told["receipt"] == {"verified": True}
    assert told["identity"] == {"path": "face", "match": "match", "liveness": "simulated"}


def test_the_bundle_is_verified_and_breaks_no_rule(rehearsed: Rehearsed) -> None:
    found = verify_bundle(rehearsed.bundle, load_trust(rehearsed.out / "trust"), rehearsed.identities)
    assert (found.verdict, found.reasons) == (Verdict.VERIFIED, ())
    assert review(rehearsed.entries) == ()


def test_the_real_reader_read_the_card(rehearsed: Rehearsed) -> None:
    read = [entry for entry in rehearsed.entries if entry.kind == "card.read"]
    assert [entry.data["side"] for entry in read] == ["front", "back"]
    assert all(entry.data["agreed"] for entry in read)


def test_the_recording_plays_up_to_the_cut(rehearsed: Rehearsed) -> None:
    blobs = read_blobs(read_bundle(rehearsed.bundle), rehearsed.manifest, rehearsed.identities, PartClass.RECORDING)
    media = b"".join(blob.value for blob in blobs if ".fragment." in f".{blob.name}")
    first, last = length_of(media)
    entries = rehearsed.entries
    started = next(entry for entry in entries if entry.kind == "recording.started")
    # What is added at the next start stands after the cut.
    later = ("recording.gap", "session.ending", "explanation.ledger")
    before = [entry for entry in entries if entry.kind not in later]
    assert first <= 1.0
    assert seconds_between(started.at.wall, before[-1].at.wall) - last <= 1.0


def test_no_process_of_it_writes_a_picture_or_a_sound_to_a_disk(rehearsed: Rehearsed, root: Path) -> None:
    """Readers and models included: what they would put into temporary files is handed over, or lies, in memory."""
    if rehearsed.opened is None:
        pytest.skip("strace is not installed")
    outside = {path for path in rehearsed.opened if not path.startswith(_MEMORY)}
    assert any("/kiosk/sessions/" in path for path in outside)
    known = (str(rehearsed.out), "/mingshi-rehearsal-", "/__pycache__/", *_OF_HEADQUARTERS)
    strange = {path for path in outside if not any(part in path for part in known) and not _PROBE.search(path)}
    assert strange == set()
    assert not {path for path in outside if re.search(r"\.(jpe?g|png|bmp|ppm|tiff?|wav|mp3|mp4|pdf)$|tess_", path)}


def test_it_names_its_stories(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "main.py", "rehearse", "--list"], cwd=root, capture_output=True, text=True, check=True
    )
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == list(STORIES)


@pytest.mark.parametrize("words", [["--story", "no-such"], ["--story", "recorded"]])
def test_what_it_can_not_play_is_said_in_one_sentence(root: Path, words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "main.py", "rehearse", *words], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
