"""The leaflet to take along: rights, warnings and whom to call, on one A4 page a language."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from fpdf import FPDF
from fpdf.fonts import TTFFont

from kiosk.documents.fonts import font_of
from kiosk.documents.page import TRAINING_MARK, write_line
from kiosk.documents.wrap import wrap
from kiosk.domain.consents import Mode
from kiosk.domain.errors import LendingError
from kiosk.domain.speech import Language, Text
from kiosk.education.figures import quiet_sentence
from kiosk.education.lesson import ANTI_FRAUD, HOTLINE, POLICE, Corner, Group

_FONT = "cjk"
_LEFT, _TOP, _WIDE, _HIGH = 16.0, 14.0, 210.0, 297.0
_COLUMN = _WIDE - 2 * _LEFT
_MM = 25.4 / 72
_INK, _GREY, _PINE, _TINT, _RED = (30, 41, 36), (65, 76, 70), (23, 73, 60), (228, 236, 226), (140, 29, 24)
_LARGER = {Language.ZH_CN: 1.06, Language.EN: 1.0}
"""Chinese is shorter, and its signs are fuller of strokes."""
_QUOTES = {Language.ZH_CN: ("“", "”"), Language.EN: ('"', '"')}
_BLANK = "＿＿＿＿＿＿＿＿＿＿"
_TITLE = Text("签字之前，先听明白", "First understand, then sign")
_LINE = Text(
    "这一页您可以带走，也可以给家里人看。不收费。", "Take this page along and show it to your family. It is free."
)
_RIGHTS = Text("您的权利", "Your rights")
_RIGHTS_LIST = (
    Text(
        "问清“综合年化成本”：所有费用加在一起，一年要多少。",
        "Ask for the all-in annual cost: everything together, for a year.",
    ),
    Text(
        "每一项单独问您，哪一项都可以不同意，也可以以后收回。",
        "Each consent is asked apart. You may refuse any, and take it back later.",
    ),
    Text(
        "不刷脸也能办，由两位工作人员当面核对，待遇一样。",
        "Without your face, too: two members of staff look instead, and you are served alike.",
    ),
    Text(
        "签字以前随时可以停，不收一分钱，不用说理由。",
        "Until you sign you may stop at any time, free and without a reason.",
    ),
    Text("报价单可以带回家，想几天再来。", "Take the quote home and think it over for some days."),
)
_STOP = Text("想停下来，说一句就行", "To stop, one sentence is enough")
_STOP_LINE = Text("客客气气，谁都可以说，说了就停。", "Polite, for anybody to say; then it stops.")
_WARNINGS = Text("遇到这些，先停一停", "Stop when you meet these")
_CALL = Text("找谁", "Whom to call")
_LENDER = Text("先找贷款机构投诉", "First: complaints to the lender")
_MEDIATOR = Text("再找调解组织", "Then: the mediator")
_REGULATOR = Text("金融监管部门的消费者热线", "The financial regulator's consumer hotline")
_POLICE_NAME = Text("被骗了，报警；反诈专线", "Cheated: the police; their line against fraud")


@dataclass(frozen=True, slots=True)
class Phones:
    """Of this branch, by its settings; an empty one leaves a line to write it in."""

    lender: str = ""
    mediator: str = ""


def leaflet_pdf(corner: Corner, branch: str, phones: Phones, *, created: datetime, mode: Mode) -> bytes:
    """One page a language, Chinese first; the same input gives the same bytes. Raises LendingError when the topics
    are too many for a page."""
    foot = f"{TRAINING_MARK}　{branch}" if mode is Mode.TRAINING else branch
    leaflet = _Leaflet(created, _characters(corner, foot, phones))
    for language in Language:
        leaflet.page(corner, foot, phones, language)
    return leaflet.bytes()


class _Leaflet:
    """`_y`: the top of what comes next, in millimetres."""

    def __init__(self, created: datetime, characters: set[str]) -> None:
        self._pdf = FPDF(format="A4")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_creation_date(created)
        self._pdf.set_title(_TITLE.zh)
        self._pdf.set_lang("zh-CN")
        self._pdf.fonts[_FONT] = TTFFont(self._pdf, BytesIO(font_of(characters)), _FONT, "")
        self._pdf.fonts[_FONT].ttfont.recalcBBoxes = False
        self._pdf.pdf_version = "1.6"  # the first to embed a font with such glyph numbers
        self._y, self._larger = 0.0, 1.0

    def bytes(self) -> bytes:
        """The document."""
        return bytes(self._pdf.output())

    def page(self, corner: Corner, foot: str, phones: Phones, language: Language) -> None:
        """Everything in one language."""
        self._pdf.add_page()
        self._y, self._larger = _TOP, _LARGER[language]
        self._words(_TITLE[language], 26, colour=_PINE, strong=True)
        self._words(_LINE[language], 11.5, colour=_GREY)
        self._heading(_RIGHTS[language])
        for right in _RIGHTS_LIST:
            self._item(right[language])
        self._quiet(language)
        self._heading(_WARNINGS[language])
        for topic in corner.topics:
            if topic.group is Group.FRAUD:
                self._item(topic.line[language], topic.title[language])
        self._heading(_CALL[language])
        for name, number in (
            (_LENDER, phones.lender), (_MEDIATOR, phones.mediator), (_REGULATOR, HOTLINE),
            (_POLICE_NAME, f"{POLICE}　{ANTI_FRAUD}"),
        ):  # fmt: skip
            self._phone(name[language], number or _BLANK)
        if self._y > _HIGH - 14:
            raise LendingError("leaflet: its text is too long for one page a language")
        self._write(_LEFT, _HIGH - 12, f"{foot}　{corner.version[:12]}", 8, colour=_GREY)

    def _heading(self, words: str) -> None:
        self._y += 4.5
        self._words(words, 16, colour=_PINE, strong=True)
        self._pdf.set_draw_color(*_PINE)
        self._pdf.set_line_width(0.5)
        self._pdf.line(_LEFT, self._y, _LEFT + _COLUMN, self._y)
        self._y += 2

    def _item(self, words: str, title: str = "") -> None:
        """A dot, a title in weight if there is one, and its sentence."""
        self._pdf.set_fill_color(*(_RED if title else _PINE))
        self._pdf.circle(_LEFT + 1.6, self._y + 2.9 * self._larger, 1.1, style="F")
        if title:
            self._words(title, 12.5, strong=True, left=6)
        self._words(words, 11.5 if title else 12.5, left=6)
        self._y += 0.9

    def _quiet(self, language: Language) -> None:
        high = 25.0 * self._larger
        self._y += 3
        self._pdf.set_fill_color(*_TINT)
        self._pdf.rect(_LEFT, self._y, _COLUMN, high, style="F", round_corners=True, corner_radius=3)
        top = self._y
        self._y += 2.5
        self._words(_STOP[language], 11.5, colour=_PINE, left=5)
        begin, end = _QUOTES[language]
        self._words(f"{begin}{quiet_sentence()[language]}{end}", 19, colour=_PINE, strong=True, left=5)
        self._words(_STOP_LINE[language], 10.5, colour=_GREY, left=5)
        self._y = top + high

    def _phone(self, name: str, number: str) -> None:
        self._write(_LEFT + 6, self._y, name, 12)
        self._write(_LEFT + _COLUMN - self._width(number, 15), self._y - 0.8, number, 15, strong=True)
        self._y += 8 * self._larger

    def _words(
        self, words: str, size: float, *, colour: tuple[int, int, int] = _INK, strong: bool = False, left: float = 0.0
    ) -> None:
        for line in wrap(words, _COLUMN - left, lambda unit: self._width(unit, size)):
            self._write(_LEFT + left, self._y, line, size, colour=colour, strong=strong)
            self._y += size * self._larger * _MM * 1.34

    def _write(
        self, x: float, y: float, words: str, size: float, *, colour: tuple[int, int, int] = _INK, strong: bool = False
    ) -> None:
        write_line(self._pdf, x, y, words, size * self._larger, strong=strong, colour=colour)

    def _width(self, words: str, size: float) -> float:
        self._pdf.set_font(_FONT, size=size * self._larger)
        return float(self._pdf.get_string_width(words))


def _characters(corner: Corner, branch: str, phones: Phones) -> set[str]:
    texts = [
        _TITLE, _LINE, _RIGHTS, *_RIGHTS_LIST, _STOP, _STOP_LINE, _WARNINGS, _CALL, _LENDER, _MEDIATOR, _REGULATOR,
        _POLICE_NAME, quiet_sentence(), *(text for topic in corner.topics for text in (topic.title, topic.line)),
    ]  # fmt: skip
    fixed = "".join(map(chr, range(32, 127))) + "“”　" + _BLANK
    return set(fixed + branch + phones.lender + phones.mediator + "".join(text.zh + text.en for text in texts))
