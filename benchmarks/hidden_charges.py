"""Not a timing: contracts with a charge that is not on the sheet, and what the contract builder says to each.

.venv/bin/python -m benchmarks.hidden_charges
"""

import argparse
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

from benchmarks.figures import tell
from kiosk.domain.errors import LendingError
from kiosk.domain.ids import CaseId
from kiosk.domain.speech import Text
from kiosk.lending.contract import Clause, ContractClauses, build_contract, load_clauses
from kiosk.lending.sheet import build_sheet
from kiosk.lending.terms_file import parse_case

ROOT = Path(__file__).resolve().parent.parent
HIDDEN = ROOT / "tests" / "lending" / "data" / "hidden_charges.tsv"


def main() -> None:
    """Print each refusal, and whether the honest contract is built."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    clauses = load_clauses(ROOT / "assets" / "contracts" / "consumer_loan.toml")
    data = json.loads((ROOT / "assets" / "offers" / "training_case.json").read_bytes())
    case = parse_case(data, dt.date.fromisoformat(data["issued"]))
    sheets = [build_sheet(offer, case.id) for offer in case.offers]
    for sheet in sheets:
        build_contract(sheet, clauses)  # the honest one, for every offer: not refused
    tried = [tuple(line.split("\t")) for line in HIDDEN.read_text("utf-8").splitlines() if not line.startswith("#")]
    refusals = []
    for zh, en in tried:
        for sheet in sheets:
            try:
                build_contract(sheet, with_clause(clauses, zh, en))
            except LendingError as refused:
                refusals.append(str(refused))
                reason = str(refused)
            else:
                reason = "NOT REFUSED"
        if not asked.json:
            print(f"{zh} {en}\n    {reason}")
    tell({
        "benchmark": "hidden_charges", "honest_contracts_built": len(sheets), "contracts_with_a_hidden_charge":
        len(tried) * len(sheets), "refused": len(refusals), "with_the_line_named": sum("第15条" in r for r in refusals),
        "unlisted_in_an_offer": unlisted(case.id, data),
    }, asked.json)  # fmt: skip


def with_clause(clauses: ContractClauses, zh: str, en: str) -> ContractClauses:
    """The same contract with one more clause, said to be explained."""
    hidden = Clause("account", Text("账户", "Account"), Text(zh, en), key=False, explained_by=("no_other_charge",))
    return replace(clauses, clauses=(*clauses.clauses, hidden))


def unlisted(case: CaseId, data: dict[str, object]) -> str:
    """What happens to an offer whose own words charge something that is not among its fees."""
    offer = parse_case(data, dt.date(2026, 3, 15)).offers[0]
    try:
        build_sheet(replace(offer, collateral=Text("收评估费 200 元。", "An appraisal is needed.")), case)
    except LendingError as refused:
        return str(refused)
    return "NOT REFUSED"


if __name__ == "__main__":
    main()
