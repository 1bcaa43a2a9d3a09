"""`main.py loan` as DESIGN section 6 has it."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from kiosk.commands.loan import loan


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(loan)
    return app


def test_json_is_one_object_with_the_fields_of_the_design(app: typer.Typer) -> None:
    arguments = "--principal 100000 --rate 0.06 --periods 12 --upfront-fee 3000 --monthly-fee 500"
    result = CliRunner().invoke(app, [*arguments.split(), "--start", "2026-01-05", "--json"])
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer["received"] == "97000.00"
    assert answer["payment"] == "9106.64"
    assert answer["total_paid"] == "112279.73"
    assert round(Decimal(answer["annual_simple"]), 4) == Decimal("0.2260")
    assert round(Decimal(answer["annual_compound"]), 4) == Decimal("0.2509")
    assert len(answer["schedule"]) == 12
    assert answer["schedule"][0] == {
        "n": 1,
        "date": "2026-02-05",
        "principal": "8106.64",
        "interest": "500.00",
        "fees": "500.00",
        "amount": "9106.64",
        "balance": "91893.36",
    }
    assert answer["schedule"][-1]["balance"] == "0.00"


def told(app: typer.Typer, arguments: str) -> Any:
    result = CliRunner().invoke(app, [*arguments.split(), "--json"])
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


LOAN = "--principal 12000 --rate 0.12 --periods 12 --method flat --start 2026-01-15"


def test_day_count_rounding_and_first_due(app: typer.Typer) -> None:
    arguments = "--principal 36000 --rate 0.12 --periods 3 --method interest_first --start 2026-01-31"
    found = told(app, f"{arguments} --day-count actual/365 --first-due 2026-03-20 --rounding down")
    assert [row["date"] for row in found["schedule"]] == ["2026-03-20", "2026-04-20", "2026-05-20"]
    assert [row["interest"] for row in found["schedule"]] == ["568.10", "366.90", "355.06"]
    assert "what_if" not in found


def test_what_if_paid_early_late_or_at_another_rate(app: typer.Typer) -> None:
    settled = told(app, f"{LOAN} --prepay 2026-07-15 --prepay-fee 0.01")["what_if"]
    assert (settled["charge"], settled["due_then"], settled["difference"]) == ("60.00", "6060.00", "-660.00")
    assert settled["schedule"][-1]["balance"] == "0.00"
    part = told(app, f"{LOAN} --prepay 2026-07-15 --prepay-amount 3000 --then smaller")["what_if"]
    assert part["due_then"] == "3000.00"
    assert len(part["schedule"]) == 13
    late = told(app, f"{LOAN} --miss 1 --miss-days 30 --overdue-rate 0.18")["what_if"]
    assert (late["on"], late["charge"], late["difference"]) == ("2026-03-17", "17.92", "17.92")
    dearer = told(app, f"{LOAN} --new-rate 0.13 --new-rate-after 6")["what_if"]
    assert dearer["difference"] == "60.00"
    text = CliRunner().invoke(app, [*LOAN.split(), "--prepay", "2026-07-15"]).stdout
    assert "what if, on 2026-07-15: charged 0, due then 6,000, in all -720.00 yuan" in text


def test_the_sheet_of_an_offer(app: typer.Typer, root: Path) -> None:
    file = root / "assets/offers/catalogue.json"
    found = told(app, f"--terms {file} --offer jianghe-payday-100000 --start 2026-03-15")
    assert found["sheet"]["cost_rate"] == f"{Decimal(found['annual_simple']):.4f}"
    assert found["sheet"]["trial"] is True
    assert found["sheet"]["schedule"] == found["schedule"]
    text = CliRunner().invoke(app, ["--terms", str(file), "--offer", "jianghe-payday-100000"]).stdout
    assert "综合年化成本 All-in annual cost" in text


def test_plain_table(app: typer.Typer) -> None:
    arguments = "--principal 12000 --rate 0.06 --periods 12 --method flat"
    result = CliRunner().invoke(app, arguments.split())
    assert result.exit_code == 0
    assert "10.90%" in result.stdout
    assert "1,060.00" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        "--principal x --rate 0.06 --periods 12",
        "--principal 1e999 --rate 0.06 --periods 12",
        "--principal NaN --rate 0.06 --periods 12",
        "--principal 100.001 --rate 0.06 --periods 12",
        "--principal 100 --rate 0.06 --periods 0",
        "--principal 100 --rate 0.06 --periods 12 --upfront-fee 100",
        "--principal 100 --rate 0.06 --periods 12 --start 2026-02-30",
        "--rate 0.06 --periods 12",
        f"{LOAN} --first-due 2026-01-15",
        f"{LOAN} --prepay 2026-07-15 --miss 1",
        f"{LOAN} --prepay 2030-07-15",
        f"{LOAN} --prepay 2026-07-15 --prepay-amount 12000",
        f"{LOAN} --miss 13",
        f"{LOAN} --new-rate 11",
        "--terms /nonexistent --offer x",
        "--terms assets/offers/catalogue.json --offer nobody",
        "--terms pyproject.toml --offer nobody",
    ],
)
def test_nonsense_is_refused_in_one_sentence(app: typer.Typer, arguments: str) -> None:
    result = CliRunner().invoke(app, arguments.split())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
