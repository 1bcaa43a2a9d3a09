"""A signed case or catalogue on its way to a session: what is refused, and with which words."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hq.authority.case_signing import case_signer, sign_case
from hq.home import Home
from kiosk.assembly.kiosk import Terms
from kiosk.assembly.terms import terms_of_the_day
from kiosk.domain.case import Case, Catalogue
from kiosk.domain.consents import Mode
from kiosk.domain.errors import ConfigurationError, EvidenceError, MingshiError
from kiosk.evidence.certificates import load_trust
from kiosk.evidence.signed import SignedKind, sign_payload
from kiosk.lending.ceiling import Ceiling, RateBasis
from kiosk.lending.terms_file import parse_case, parse_catalogue
from kiosk.runtime.cases import import_file, load_cases, newest_case, read_signed
from tests.hq.rig import ROOT, enrol, new_home

Change = Callable[[dict[str, Any]], object]


@dataclass(frozen=True)
class Branch:
    home: Home
    trust: Path
    state: Path

    def take(self, content: bytes) -> Case | Catalogue:
        file = self.state / "in.json"
        file.write_bytes(content)
        return import_file(file, self.state, load_trust(self.trust), Mode.TRAINING)


@pytest.fixture(scope="module")
def enrolled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Path]:
    folder = tmp_path_factory.mktemp("hq")
    home = new_home(folder / "home")
    enrol(home, folder / "keys")
    return home, folder / "keys" / "trust"


@pytest.fixture
def branch(enrolled: tuple[Home, Path], tmp_path: Path) -> Branch:
    return Branch(*enrolled, tmp_path)


def value(name: str = "training_case") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "assets" / "offers" / f"{name}.json").read_bytes())
    return found


def today() -> date:
    """Asked each time: a run of the tests may go on past midnight."""
    return datetime.now(UTC).date()


def dated(issued: int, expires: int, **more: object) -> dict[str, Any]:
    """Days from today."""
    first, last = (today() + timedelta(days) for days in (issued, expires))
    return {**value(), "issued": first.isoformat(), "expires": last.isoformat(), **more}


def signed_as_is(branch: Branch, payload: dict[str, Any]) -> bytes:
    """Signed by the right key without headquarters' own look at it."""
    return sign_payload(SignedKind.CASE, payload, case_signer(branch.home))


def test_the_first_and_the_last_day_are_good(branch: Branch) -> None:
    for issued, expires in ((0, 5), (-5, 0)):
        assert isinstance(branch.take(sign_case(branch.home, json.dumps(dated(issued, expires)).encode())), Case)


@pytest.mark.parametrize(
    ("issued", "expires", "words"),
    [
        (-30, -1, "case: expired on .*: ask headquarters for a new one"),
        (2, 30, "case: valid only from .*clock of this terminal"),
    ],
)
def test_out_of_its_time_it_is_refused(branch: Branch, issued: int, expires: int, words: str) -> None:
    with pytest.raises(EvidenceError, match=words):
        branch.take(signed_as_is(branch, dated(issued, expires)))
    assert not (branch.state / "cases").exists()


def test_headquarters_signs_nothing_that_is_over(branch: Branch) -> None:
    with pytest.raises(EvidenceError, match="expired on"):
        sign_case(branch.home, json.dumps(dated(-30, -1)).encode())


def test_unsigned_it_is_refused(branch: Branch) -> None:
    with pytest.raises(EvidenceError):
        branch.take(json.dumps(value()).encode())


def test_changed_after_signing_it_is_refused(branch: Branch) -> None:
    good = sign_case(branch.home, json.dumps(value()).encode())
    assert b'"0.0720"' in good
    with pytest.raises(EvidenceError, match="was changed after signing"):
        branch.take(good.replace(b'"0.0720"', b'"0.0620"', 1))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda v: v["offers"][2]["fees"][0].update(hidden="5.00"), r"fees\[0\]\.hidden: .*not known here"),
        (lambda v: v["offers"][0]["contingent"].clear(), "overdue must be stated exactly once"),
        (lambda v: v["offers"][0].pop("cooling_off"), "cooling_off: .*is missing"),
        (lambda v: v["offers"][0].update(collateral={"zh": "收评估费。", "en": "An appraisal."}), "评估费"),
        (lambda v: v["offers"][0].update(valid_until="2026-01-01"), "valid_until"),
        (lambda v: v.pop("consultant"), "consultant: .*is missing"),
    ],
)
def test_malformed_it_is_refused_by_the_place(branch: Branch, change: Change, words: str) -> None:
    wrong = value()
    change(wrong)
    with pytest.raises(MingshiError, match=words):
        branch.take(signed_as_is(branch, wrong))
    with pytest.raises(MingshiError, match=words):
        sign_case(branch.home, json.dumps(wrong).encode())


def test_an_offer_above_the_ceiling_is_refused_with_its_figure(branch: Branch) -> None:
    dear = value()
    fee = dict(dear["offers"][2]["fees"][0], name={"zh": "入门费", "en": "entry fee"})
    # The dearest golden loan: 22.60 % simple, 25.09 % compound.
    dear["offers"][0].update(
        principal="100000.00", nominal_rate="0.06", periods=12, partners=["yunhe"],
        fees=[
            {**fee, "id": "entry", "amount": "3000.00"},
            {**fee, "id": "monthly", "timing": "monthly", "amount": "500.00"},
        ],
    )  # fmt: skip
    file = branch.state / "dear.json"
    file.write_bytes(sign_case(branch.home, json.dumps(dear).encode()))
    trust = load_trust(branch.trust)
    with pytest.raises(ConfigurationError, match=r"offer jianghe-steady: .*25\.09% \(compound\).*24\.00%"):
        import_file(file, branch.state, trust, Mode.TRAINING, Ceiling(Decimal("0.24"), RateBasis.COMPOUND))
    with pytest.raises(ConfigurationError, match=r"22\.60% \(simple\).*22\.59%"):
        import_file(file, branch.state, trust, Mode.TRAINING, Ceiling(Decimal("0.2259"), RateBasis.SIMPLE))
    assert not (branch.state / "cases").exists()
    import_file(file, branch.state, trust, Mode.TRAINING, Ceiling(Decimal("0.2260"), RateBasis.SIMPLE))
    with pytest.raises(ConfigurationError, match="can't be read"):
        import_file(branch.state / "absent.json", branch.state, trust, Mode.TRAINING)


def test_the_case_issued_last_opens_the_session_and_runs_out(branch: Branch) -> None:
    for day, name in ((3, "CASE-OLD"), (1, "CASE-NEW"), (2, "CASE-MIDDLE")):
        content = dated(-day, 5, id=name)
        branch.take(sign_case(branch.home, json.dumps(content).encode()))
    trust = load_trust(branch.trust)
    newest = newest_case(branch.state, trust, Mode.TRAINING)
    assert newest is not None
    assert newest.id == "CASE-NEW"
    own = Terms(parse_case(value(), today()), parse_catalogue(value("catalogue"), today()))
    found = terms_of_the_day(lambda: own, branch.state, branch.trust, Mode.TRAINING)
    assert found.case == newest
    assert found.catalogue == own.catalogue
    for path in (branch.state / "cases").glob("*.json"):
        path.write_bytes(path.read_bytes()[:-20])
    assert load_cases(branch.state, trust, Mode.TRAINING) == {}
    assert terms_of_the_day(lambda: own, branch.state, branch.trust, Mode.TRAINING) == own


def test_a_start_of_today_is_that_of_the_day_of_reading(branch: Branch) -> None:
    good = sign_case(branch.home, json.dumps(value()).encode())
    for days in (0, 7):
        now = datetime.now(UTC) + timedelta(days)
        found = read_signed(good, load_trust(branch.trust), Mode.TRAINING, now)
        assert {offer.start for offer in found.offers} == {now.astimezone().date()}


def test_the_command_says_what_came_in_or_why_not(branch: Branch) -> None:
    settings = (ROOT / "device_config" / "training.toml").read_text("utf-8")
    settings = settings.replace('"../state/training"', f'"{branch.state}"')
    settings = settings.replace('"../state/training/trust"', f'"{branch.trust}"')
    config = branch.state / "training.toml"
    config.write_text(settings, "utf-8")

    def run(content: bytes) -> subprocess.CompletedProcess[str]:
        file = branch.state / "case.signed.json"
        file.write_bytes(content)
        command = [sys.executable, "main.py", "case", "import", str(file), "--config", str(config)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    taken = run(sign_case(branch.home, json.dumps(value()).encode()))
    assert taken.returncode == 0, taken.stderr
    assert taken.stdout.startswith("case taken; good from 2026-01-01 to 2036-12-31")
    refused = run(signed_as_is(branch, dated(-9, -1)))
    assert refused.returncode != 0
    assert refused.stdout == ""
    assert refused.stderr.strip().startswith("case: expired on")
