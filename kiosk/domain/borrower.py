"""The borrower as the ID card shows him. Values of these classes never reach the ordinary log."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class CardSide(StrEnum):
    """Which side of the resident identity card; PAGE: the side of a travel document that has its zone; PORTRAIT: the
    other side of a travel card whose zone is on its back (TD1)."""

    FRONT = "front"
    BACK = "back"
    PAGE = "page"
    PORTRAIT = "portrait_side"


class Sex(StrEnum):
    """As printed on the card."""

    MALE = "男"
    FEMALE = "女"


FIELDS_FRONT = ("name", "sex", "ethnicity", "birth", "address", "number")
FIELDS_BACK = ("authority", "valid_from", "valid_to")
FIELDS_PAGE = ("name", "nationality", "sex", "birth", "number", "issuer", "valid_to")
"""Of the machine-readable zone of a travel document (ICAO Doc 9303)."""
ETHNIC_GROUPS = frozenset({
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗",
    "瑶", "白", "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜",
    "水", "东乡", "纳西", "景颇", "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南",
    "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固",
    "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺", "穿青人",
})  # fmt: skip
"""GB/T 3304, as the card prints them, and the one further name that cards may bear."""
CARD_SIDES = (CardSide.FRONT, CardSide.BACK)
LONG_TERM = "长期"
"""What `valid_to` says on a card without an end (GA 448)."""


@dataclass(frozen=True, slots=True)
class CardField:
    """One field as it was settled.

    `settled_by`: `agreement` of two readers, `rule` (an independent rule decided), `frames` (the same in
    three pictures), `borrower` (corrected;
    `was_read` keeps what the reader said), or `open` (not settled: must be looked at).
    """

    name: str
    value: str
    settled_by: str
    was_read: str = ""


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """Both sides, confirmed by the borrower."""

    name: str
    sex: Sex
    ethnicity: str
    birth: date
    address: str
    number: str
    authority: str
    valid_from: date
    valid_to: date | None
    """None: long-term."""


@dataclass(frozen=True, slots=True)
class ForeignDocument:
    """Passport or card of another state, as its machine-readable zone has it, confirmed by the borrower.

    `nationality`, `issuer`: codes of ICAO Doc 9303-3. `sex`: F, M, or X where it does not say.
    """

    name: str
    nationality: str
    sex: str
    birth: date
    number: str
    issuer: str
    valid_to: date


IdentityDocument = IdentityCard | ForeignDocument
