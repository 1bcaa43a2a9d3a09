"""A branch's own test of attack detection on paper: species sheet, tries against the target, exact bounds, by group.

Words and rates are those of ISO/IEC 30107-3: APCER a species, BPCER of bona fide presentations; no answer counts as
refused. The report says where there are too few tries to claim anything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk.documents.blocks import Block, Heading, Paragraph, SignatureLine, Table
from kiosk.documents.paper import Frame, Paper, pdf_of
from kiosk.domain.consents import Mode
from kiosk.domain.speech import Text

TARGET_TRIES = 150
"""A species, and bona fide presentations, as laboratories test it: 0 of 150 accepted still allows up to 2.4 %."""
_APCER_AIM, _BPCER_AIM = 0.01, 0.05
_GROUP_FACTOR = 2.0
"""No group's BPCER should be over so many times that of all."""

SPECIES = {
    "print": Text("平面打印照片", "Photograph on paper, flat and moved"),
    "bent_print": Text("弯曲的打印照片", "Photograph on paper, bent round and turned"),
    "cut_out": Text("挖去眼口的照片", "Photograph with holes for eyes and mouth, worn"),
    "screen": Text("手机或平板显示的照片", "Photograph on a telephone or tablet"),
    "replay": Text("屏幕播放的视频", "Video of the victim played on a screen"),
    "mask": Text("纸质立体面具", "Paper mask"),
    "synthetic": Text("合成的视频", "Synthetic video"),
    "unstated": Text("未注明的攻击", "Attack of a kind that is not stated"),
}
"""The sheet of species; a folder may name others, which are printed by their names."""


@dataclass(frozen=True, slots=True)
class UnderTest:
    """`folder`: its name only; `provenance`: of the thresholds in the settings."""

    folder: str
    branch: str
    device: str
    provenance: str


def pad_report_pdf(figures: Mapping[str, object], tested: UnderTest, *, created: datetime, mode: Mode) -> bytes:
    """The report of the figures that `measure spoof` or `measure motion` gave."""
    blocks = [*_opening(figures, tested, created), *_species(figures), *_bona_fide(figures), *_conclusion(figures)]
    title = Text("活体检测自测报告", "Presentation Attack Detection: Branch Test Report")
    return pdf_of(Paper(tuple(blocks), Frame(title, f"{tested.branch} · {tested.device}", created, mode)))


def _opening(figures: Mapping[str, object], tested: UnderTest, created: datetime) -> Iterator[Block]:
    day = created.date().isoformat()
    fitted = figures.get("thresholds") == "cross_validated"
    yield Paragraph(
        Text(
            f"日期：{day}。网点：{tested.branch}。终端：{tested.device}。数据目录：{tested.folder}。"
            f"阈值：{'按人交叉验证' if fitted else '终端设置'}。"
            "方括号内是 95% 精确置信区间（Clopper-Pearson）。没有应答按拒绝计。",
            f"Date: {day}. Branch: {tested.branch}. Terminal: {tested.device}. Folder: {tested.folder}. "
            f"Thresholds: {'cross-validated by person' if fitted else 'those of the settings'}. "
            "Exact 95 % bounds (Clopper-Pearson) in brackets. No response counts as refused.",
        )
    )
    yield Paragraph(Text("阈值的依据见英文。", tested.provenance), Text("阈值依据", "Where the threshold comes from"))
    if figures.get("challenge") == "not_tested":
        yield Paragraph(
            Text(
                "只测了被动检测和视差；随机动作指令没有测，因为录像不会回答。",
                "Passive detection and parallax only; a recording answers no drawn challenge.",
            )
        )


def _species(figures: Mapping[str, object]) -> Iterator[Block]:
    yield Heading(Text("攻击种类", "Attack Species"))
    found = figures.get("species")
    found = found if isinstance(found, Mapping) else {}
    known = [name for name in SPECIES if name in found or name not in ("synthetic", "unstated")]
    rows = []
    for name in (*known, *sorted(set(found) - set(SPECIES))):
        shown = found.get(name)
        one: Mapping[str, object] = shown if isinstance(shown, Mapping) else {}
        text = SPECIES[name].zh if name in SPECIES else str(name)
        tries = _count(one, "attacks")
        rows.append((text, str(name), f"{tries}/{TARGET_TRIES}", str(_count(one, "accepted")), _rate(one.get("apcer"))))
    header = (
        Text("种类", "Species"), Text("代号", "Label"), Text("次数", "Tries"), Text("被接受", "Accepted"),
        Text("APCER", "APCER"),
    )  # fmt: skip
    yield Table(header, tuple(rows), (6, 4, 3, 3, 7))


def _bona_fide(figures: Mapping[str, object]) -> Iterator[Block]:
    yield Heading(Text("真人", "Bona Fide Presentations"))
    groups = figures.get("groups")
    rows = [("全部", "all", f"{_count(figures, 'bona_fide')}/{TARGET_TRIES}", _rate(figures.get("bpcer")))]
    if isinstance(groups, Mapping):
        for name, one in groups.items():
            rows.append((str(name), "", str(_count(one, "bona_fide")), _rate(one.get("bpcer"))))
    header = (Text("人群", "Group"), Text("", ""), Text("次数", "Tries"), Text("BPCER", "BPCER"))
    yield Table(header, tuple(rows), (6, 3, 4, 8))
    if not isinstance(groups, Mapping):
        yield Paragraph(
            Text(
                "标签里没有人群一栏，所以不能说各人群是否一样。",
                "The labels have no column of groups, so nothing can be said about differences between people.",
            )
        )


def _conclusion(figures: Mapping[str, object]) -> Iterator[Block]:
    yield Heading(Text("结论", "Conclusion"))
    for text in conclusions(figures):
        yield Paragraph(text, strong=True)
    yield SignatureLine(Text("测试人", "Tested by"))
    yield SignatureLine(Text("复核人", "Checked by"))


def conclusions(figures: Mapping[str, object]) -> tuple[Text, ...]:
    """What may be claimed, one sentence each; what is too little to claim comes first."""
    found = figures.get("species")
    species = found if isinstance(found, Mapping) else {}
    said = []
    few = {name: text for name, text in SPECIES.items() if name not in ("synthetic", "unstated")}
    few = {name: text for name, text in few.items() if _count(species.get(name), "attacks") < TARGET_TRIES}
    if _count(figures, "bona_fide") < TARGET_TRIES:
        few["bona fide"] = Text("真人", "bona fide")
    if few:
        names = "、".join(text.zh for text in few.values())
        said.append(Text(f"次数还不够，不能下合格的结论：{names}。", f"Too few tries for a claim: {', '.join(few)}."))
    for name, one in species.items():
        if _value(one, "apcer") > _APCER_AIM:
            label = SPECIES[name].zh if name in SPECIES else str(name)
            said.append(Text(f"{label}：接受率高于 1%。", f"{name}: APCER is over 1 %."))
    if _value(figures, "bpcer") > _BPCER_AIM:
        said.append(Text("真人被拒率高于 5%。", "BPCER is over 5 %."))
    said.extend(_uneven(figures))
    return tuple(said) or (Text("各项达到目标。", "All aims were reached."),)


def _uneven(figures: Mapping[str, object]) -> Iterator[Text]:
    groups, whole = figures.get("groups"), _value(figures, "bpcer")
    for name, one in groups.items() if isinstance(groups, Mapping) else ():
        if _value(one, "bpcer") > _GROUP_FACTOR * whole:
            yield Text(f"{name}：被拒率超过平均的两倍。", f"{name}: BPCER is more than twice that of all.")


def _count(figures: object, name: str) -> int:
    value = figures.get(name) if isinstance(figures, Mapping) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _value(figures: object, name: str) -> float:
    """0 where nothing was counted: too few tries are said elsewhere."""
    match figures:
        case Mapping():
            rate = figures.get(name)
            value = rate.get("value") if isinstance(rate, Mapping) else None
            return float(value) if isinstance(value, int | float) else 0.0
    return 0.0


def _rate(rate: object) -> str:
    match rate:
        case {"value": float() | int() as value, "low": float() | int() as low, "high": float() | int() as high}:
            return f"{value * 100:.2f}%  [{low * 100:.2f}, {high * 100:.2f}]"
    return "-"
