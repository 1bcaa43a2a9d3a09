"""Cases for somebody among the imported ones: read from signed files, matched by card, and nobody else's."""

import json
from datetime import date
from pathlib import Path

import pytest

from hq.authority.case_signing import bound_to
from kiosk.domain.errors import ConfigurationError, EvidenceError
from kiosk.domain.holder import is_holder
from kiosk.lending.terms_file import parse_terms
from kiosk.lending.terms_json import case_json

HIS, ANOTHERS = "110101197001010024", "110101197001010032"


@pytest.fixture
def plain(root: Path) -> bytes:
    return (root / "assets/offers/training_case.json").read_bytes()


def test_what_headquarters_binds_names_nobody_and_opens_for_him(plain: bytes) -> None:
    bound = bound_to(plain, HIS)
    assert HIS.encode() not in bound
    case = parse_terms(bound.decode(), date(2026, 6, 1), "case")
    assert case.holder is not None  # type: ignore[union-attr]
    assert is_holder(case.holder, HIS)  # type: ignore[union-attr]
    assert not is_holder(case.holder, ANOTHERS)  # type: ignore[union-attr]
    assert parse_terms(json.dumps(case_json(case)), date(2026, 6, 1), "case") == case  # type: ignore[arg-type]


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"kind": "catalogue"}', b"{" * 100_000])
def test_only_a_case_can_be_bound(content: bytes) -> None:
    with pytest.raises(EvidenceError):
        bound_to(content, HIS)


@pytest.mark.parametrize(
    "holder",
    [
        {}, {"salt": "00" * 16}, {"salt": "00" * 16, "number_scrypt": "11" * 31},
        {"salt": "0" * 31, "number_scrypt": "11" * 32}, {"salt": "ZZ" * 16, "number_scrypt": "11" * 32},
        {"salt": "00" * 16, "number_scrypt": "11" * 32, "number": HIS}, None, [], "x",
    ],
    ids=str,
)  # fmt: skip
def test_a_holder_that_is_none_is_refused_by_its_place(plain: bytes, holder: object) -> None:
    content = json.dumps({**json.loads(plain), "holder": holder})
    with pytest.raises(ConfigurationError, match="holder"):
        parse_terms(content, date(2026, 6, 1), "case")
