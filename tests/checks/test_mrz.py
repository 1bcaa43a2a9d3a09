"""Machine-readable zones: ICAO's own specimens, and what misreading does to them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.checks.mrz import (
    LAYOUTS,
    MrzSize,
    check_digit,
    line_in_form,
    parse_mrz,
    plain_mrz,
    same_to_the_check,
    size_of,
)  # fmt: skip
from kiosk.checks.travel_document import (
    LINE_NAMES,
    born,
    breaks_own_check,
    expires,
    foreign_document,
    is_zone,
    settle_page,
)  # fmt: skip
from kiosk.domain.borrower import FIELDS_PAGE, CardField, ForeignDocument
from kiosk.ports.card_reader import FieldReading

# The specimens of ICAO Doc 9303: part 4, appendix A; part 5, appendix A; part 6, appendix A.
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
SPECIMENS = {MrzSize.TD1: TD1, MrzSize.TD2: TD2, MrzSize.TD3: TD3}
TODAY = date(2011, 6, 1)
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"


def readings(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[FieldReading, ...]:
    """As the adapter gives them."""
    pairs = zip(LINE_NAMES, first, second, strict=False)
    return tuple(FieldReading(name, one, two, 0.9) for name, one, two in pairs)


def settled(first: tuple[str, ...], second: tuple[str, ...]) -> dict[str, CardField]:
    """By name."""
    return {field.name: field for field in settle_page(readings(first, second), TODAY)}


@pytest.mark.parametrize(
    ("text", "digit"),
    [("520727", "3"), ("AB2134<<<", "5"), ("<<<<<<<<<<<<<<", "0")],
)
def test_check_digit_of_the_standard(text: str, digit: str) -> None:
    """Doc 9303-3, section 4.9 and appendix A."""
    assert check_digit(text) == digit


@pytest.mark.parametrize("size", MrzSize)
def test_specimen_is_read_whole(size: MrzSize) -> None:
    """All three sizes, every check digit."""
    assert size_of(SPECIMENS[size]) is size
    zone = parse_mrz(size, SPECIMENS[size])
    assert zone is not None
    assert (zone.surname, zone.given_names, zone.nationality) == ("ERIKSSON", "ANNA MARIA", "UTO")
    assert (zone.birth, zone.sex, zone.expiry) == ("740812", "F", "120415")
    assert zone.holding == 3
    assert zone.composite_holds


def test_number_longer_than_its_place() -> None:
    """It goes on in the optional element (Doc 9303-5, 4.2.2)."""
    zone = parse_mrz(MrzSize.TD1, ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", TD1[2]))
    assert zone is not None
    assert (zone.number, zone.number_holds) == ("D23145890734", True)
    assert zone.composite_holds


@pytest.mark.parametrize("size", MrzSize)
def test_every_field_is_settled_when_both_agree(size: MrzSize) -> None:
    """And makes a document."""
    fields = settle_page(readings(SPECIMENS[size], SPECIMENS[size]), TODAY)
    assert tuple(field.name for field in fields) == FIELDS_PAGE
    assert {field.settled_by for field in fields} == {"agreement"}
    document = foreign_document(fields)
    number = "L898902C3" if size is MrzSize.TD3 else "D23145890"
    assert document == ForeignDocument(
        "ERIKSSON, ANNA MARIA", "UTO", "F", date(1974, 8, 12), number, "UTO", date(2012, 4, 15)
    )


@given(some.sampled_from(MrzSize), some.data())
def test_one_misread_character_never_settles_a_wrong_field(size: MrzSize, data: some.DataObject) -> None:
    """Whatever one of the readers misreads: each field stands right, or it is open."""
    right = SPECIMENS[size]
    line = data.draw(some.integers(0, len(right) - 1))
    place = data.draw(some.integers(0, len(right[line]) - 1))
    other = data.draw(some.sampled_from(_CHARACTERS))
    misread = tuple(
        text[:place] + other + text[place + 1 :] if index == line else text for index, text in enumerate(right)
    )
    expected = settled(right, right)
    for pair in ((misread, right), (right, misread)):
        for name, field in settled(*pair).items():
            assert field.settled_by == "open" or field.value == expected[name].value


@given(some.sampled_from(MrzSize), some.data())
def test_both_misreading_one_checked_character_is_found(size: MrzSize, data: some.DataObject) -> None:
    """The check digit catches it, unless it is of the pairs that no digit tells apart."""
    right = list(SPECIMENS[size])
    layout = LAYOUTS[size]
    line, start, end = data.draw(some.sampled_from([layout.number, layout.birth, layout.expiry]))
    place = data.draw(some.integers(start, end - 1 if (line, start) == layout.number[:2] else end - 2))
    other = data.draw(some.sampled_from(_CHARACTERS.replace("<", "")))
    old = right[line][place]
    right[line] = right[line][:place] + other + right[line][place + 1 :]
    zone = parse_mrz(size, tuple(right))
    kept = line_in_form(right[line], layout.types[line])
    if zone is None or kept is None or kept[place] == old or same_to_the_check(kept[place], old):
        return
    assert zone.holding == 2


def test_look_alikes_are_changed_only_where_the_place_decides() -> None:
    """A number may hold letters and figures: O and 0 stay what was read."""
    zone = parse_mrz(MrzSize.TD3, (TD3[0].replace("O", "0"), "L898902C36UT07408I22F12O4I59ZE184226B<<<<<10"))
    assert zone is not None
    assert (zone.nationality, zone.surname, zone.birth, zone.expiry) == ("UTO", "ERIKSSON", "740812", "120415")
    odd = parse_mrz(MrzSize.TD3, (TD3[0], TD3[1].replace("L898902C3", "L8989O2C3")))
    assert odd is not None
    assert (odd.number, odd.number_holds) == ("L8989O2C3", False)


def test_what_the_check_digit_cannot_tell_is_open() -> None:
    """8 and S have the same remainder: both readings hold, and neither is taken."""
    other = (TD3[0], TD3[1].replace("L898902C3", "LS98902C3"))
    assert settled(TD3, other)["number"].settled_by == "open"
    assert settled(TD3, (TD3[0], TD3[1].replace("L898902C3", "LB98902C3")))["number"].settled_by == "rule"


def test_miscounted_fillers_are_put_right_and_nothing_else() -> None:
    """A reader that drops fillers of a long run loses nothing; one that drops a letter has read nothing."""
    shorter = (TD3[0][:-4], TD3[1].replace("<<<<<10", "<<<<10"))
    assert settled(shorter, TD3)["number"].settled_by == "agreement"
    assert line_in_form("P<UTOERIKSSON<<ANNA", LAYOUTS[MrzSize.TD3].types[0]) is None
    assert line_in_form(TD1[1][1:], LAYOUTS[MrzSize.TD1].types[1]) is None
    assert not is_zone(readings((TD1[0], TD1[1][1:], TD1[2]), ("", "", "")))


def test_a_visa_is_no_proof_of_identity() -> None:
    """Doc 9303-7: code V."""
    visa = ("V" + TD3[0][1:], TD3[1])
    assert parse_mrz(MrzSize.TD3, visa) is None
    assert not is_zone(readings(visa, visa))


def test_a_wrong_check_digit_on_the_document_itself() -> None:
    """Both readers agree on it: the number stays open, and the document is said to contradict itself."""
    forged = (TD3[0], TD3[1].replace("L898902C36", "L898902C37"))
    assert breaks_own_check(readings(forged, forged))
    assert not breaks_own_check(readings(TD3, TD3))
    assert settled(forged, forged)["number"].settled_by == "open"
    assert is_zone(readings(forged, forged))


def test_nobody_is_born_after_the_expiry() -> None:
    """Read in 2026, 12-12-12 on a document that expired in 2011 is 1912."""
    lines = (TD3[0], TD3[1].replace("7408122F1204159", "1212123F1106297"))
    field = {f.name: f for f in settle_page(readings(lines, lines), date(2026, 1, 1))}["birth"]
    assert field.value == "1912-12-12"


def test_a_child_or_somebody_of_a_hundred_is_open() -> None:
    """The zone has no century: it is not guessed."""
    day = "110101" + check_digit("110101")
    lines = (TD3[0], TD3[1].replace("7408122", day))
    field = {f.name: f for f in settle_page(readings(lines, lines), TODAY)}["birth"]
    assert (field.settled_by, field.value) == ("open", "2011-01-01")


def test_a_birthday_on_30_february_is_open() -> None:
    """Its check digit may well hold."""
    day = "740230" + check_digit("740230")
    lines = (TD3[0], TD3[1].replace("7408122", day))
    field = settled(lines, lines)["birth"]
    assert (field.settled_by, field.value) == ("open", "740230")
    assert foreign_document(settle_page(readings(lines, lines), TODAY)) == ("birth",)


def test_century_of_birth_and_expiry() -> None:
    """Nobody is born tomorrow; nothing expires in fifty years."""
    assert born("110602", date(2011, 6, 1)) == date(1911, 6, 2)
    assert born("110601", date(2011, 6, 1)) == date(2011, 6, 1)
    assert expires("600101", date(2011, 6, 1)) == date(2060, 1, 1)
    assert expires("990101", date(2011, 6, 1)) == date(1999, 1, 1)
    assert born("74<<<<", TODAY) is None
    assert expires("000230", TODAY) is None


def test_unknown_state_and_disagreement_are_open() -> None:
    """A closed list, and no guess."""
    other = (TD3[0], TD3[1].replace("UTO7", "UTQ7"))
    assert settled(other, other)["nationality"].settled_by == "open"
    assert settled(TD3, other)["nationality"].settled_by == "rule"
    two_listed = (TD3[0], TD3[1].replace("UTO7", "UNO7"))
    assert settled(TD3, two_listed)["nationality"].settled_by == "open"
    assert settled(TD3, (TD3[0].replace("ANNA", "ANNE"), TD3[1]))["name"].settled_by == "open"


@given(some.lists(some.text(max_size=60), max_size=4))
def test_any_text_is_no_zone(texts: list[str]) -> None:
    """And breaks nothing."""
    lines = tuple(texts)
    pair = readings(lines, lines)
    assert not is_zone(pair)
    assert all(field.settled_by == "open" for field in settle_page(pair, TODAY) if not field.value)


def test_plain_text_keeps_the_fillers_whatever_their_shape() -> None:
    """A double angle is two fillers."""
    assert plain_mrz(" p‹uto eriksson《anna«maria ") == "P<UTOERIKSSON<<ANNA<<MARIA"
