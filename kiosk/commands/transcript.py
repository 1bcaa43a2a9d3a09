"""`main.py transcript`: what was said in a sealed session, read from its evidence by who may open it."""

import json
import sys
from pathlib import Path

from kiosk.commands.verify import EXIT_FAILED, harmless, trust_in
from kiosk.domain.errors import EvidenceError
from kiosk.evidence.bundle import read_bundle
from kiosk.evidence.classes import PartClass
from kiosk.evidence.contents import read_blobs, read_entries
from kiosk.evidence.encryption import read_identities
from kiosk.evidence.manifest import parse_manifest
from kiosk.evidence.transcript import Line, Who, transcript
from kiosk.evidence.verdict import EXIT_CODES, Verdict
from kiosk.evidence.verify import verify_bundle

_NAMES = {Who.GUIDE: "向导 guide", Who.BORROWER: "借款人 borrower", Who.RECORD: "  ·"}


def show_transcript(path: Path, identity: Path, trust: Path | None, as_json: bool) -> int:
    """Print it with the verdict on the bundle; a broken one is not read out. Exit codes as `verify`."""
    try:
        identities = read_identities(identity.read_text("utf-8"))
        found = verify_bundle(path.resolve(), trust_in(trust), identities)
        if found.verdict is Verdict.BROKEN:
            print("The bundle is BROKEN; `verify` says where. Nothing is read out of it.", file=sys.stderr)
            return EXIT_CODES[found.verdict]
        bundle = read_bundle(path.resolve())
        manifest = parse_manifest(bundle.untrusted.manifest)
        entries = read_entries(bundle, manifest, identities).entries
        lines = tuple(transcript(entries, read_blobs(bundle, manifest, identities, PartClass.RECORD)))
    except (EvidenceError, OSError, UnicodeDecodeError) as failure:
        print(f"There is no transcript: {failure}", file=sys.stderr)
        return EXIT_FAILED
    if as_json:
        print(json.dumps({"verdict": found.verdict, "lines": [line.to_json() for line in lines]}, ensure_ascii=False))
    else:
        print(f"{found.verdict}  {manifest.session}")
        for line in lines:
            print(_plain(line))
    return EXIT_CODES[found.verdict]


def _plain(line: Line) -> str:
    minutes, seconds = divmod(int(line.seconds), 60)
    note = f"  [{line.note}]" if line.note else ""
    words = " ".join(harmless(part) for part in line.words.split())
    return f"{minutes:3d}:{seconds:02d}  {_NAMES[line.who]}  {words}{note}"
