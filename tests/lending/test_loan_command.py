"""`main.py loan` as DESIGN section 6 has it."""

import json
from decimal import Decimal

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
    ],
)
def test_nonsense_is_refused_in_one_sentence(app: typer.Typer, arguments: str) -> None:
    result = CliRunner().invoke(app, arguments.split())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
