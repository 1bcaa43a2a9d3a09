"""Makes the candidates of the on-screen keyboard (kiosk/dialogue/pinyin_words.txt, pinyin_signs.txt). Run by hand:

    python -m installer.pinyin_words DICT_TXT FOLDER

DICT_TXT is `jieba/dict.txt` of the PyPI package jieba 0.42.1 (MIT): words and how often each is written. Readings come
from pypinyin, by the word, so that 银行 is read háng and 行不行 xíng. The kiosk itself needs no jieba.
"""

import argparse
import re
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path

from pypinyin import Style, pinyin

ROOT = Path(__file__).parents[1]
DICT_SHA256 = "7197c3211ddd98962b036cdf40324d1ea2bfaa12bd028e68faa70111a88e12a8"
_SIGNS = re.compile(r"[\u4e00-\u9fff]+")
_AS_OFTEN = 60
"""Counts of a word that is taken up; longer ones must be more frequent."""
_LONG, _LONG_AS_OFTEN, _LONGEST = 5, 150, 8
_OF_OURS = 400
"""Every word that our own texts hold counts as at least so frequent."""
_SECOND_LEVEL = 100
_FIELD_WORDS = (
    "还款 还钱 还清 还账 还债 还多少 还一次 每个月还 月供 年化 明示表 还款日 提前还款 提前还清 还清 手续费"
    " 服务费 担保费 咨询费 客户经理 分期 等额本息 等额本金 先息后本 一次还清 到手 到账 逾期 罚息 征信"
    " 征信报告 网贷 借呗 花呗 微粒贷 利滚利 高利贷 保险 退保 犹豫期 反悔 签字 按手印 身份证 身份证号 银行卡"
    " 工资卡 存折 收入 月收入 养老金 退休金 低保 种地 种子 化肥 农药 大棚 养猪 养鸡 养牛 鱼塘 开店 进货 装修"
    " 看病 住院 学费 彩礼 盖房 周转 还债 闺女 老伴 儿媳妇 小舅子 你好 谢谢 我同意 不同意 没听懂 听懂了"
    " 我不办了 请叫人 没有人答应过我什么 每个月还 一共还 多少钱 怎么办"
).split()
_SYLLABLE = re.compile(r"(?=[a-z]*[aeiouv])[a-z]{1,6}")
"""Without 嗯's readings of consonants alone."""
_PAID_BACK = re.compile(
    r"还(?=[款钱清债账本息贷给完掉回利]|得起|不起|不上|多少|一次)|(?<=[归偿不没要能先早晚每个月一共你我])还(?=$|[款钱清债账贷完])"
)
"""还 is huán where money goes back; the library reads hái."""
_HEADER = """\
# {what}
# Made by installer/pinyin_words.py from jieba 0.42.1 (dict.txt, MIT) and pypinyin 0.55.0 (MIT), see docs/LICENCES.md.
"""


def plain(readings: list[list[str]]) -> list[str]:
    """Syllables as they are typed: v for ü."""
    return [each[0].replace("ü", "v") for each in readings]


def read(path: Path) -> dict[str, int]:
    """Word -> count. Raises SystemExit for another file than the one that was looked at."""
    raw = path.read_bytes()
    if sha256(raw).hexdigest() != DICT_SHA256:
        raise SystemExit(f"{path}: not dict.txt of jieba 0.42.1")
    rows = (line.split() for line in raw.decode().splitlines())
    return {row[0]: int(row[1]) for row in rows if len(row) >= 2 and _SIGNS.fullmatch(row[0])}


def our_texts() -> str:
    """All Chinese of the assets."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "assets").rglob("*.toml")))


def chosen(counted: dict[str, int]) -> dict[str, int]:
    """The words that are offered, and how often each is written."""
    ours = our_texts()
    found: dict[str, int] = dict.fromkeys(_FIELD_WORDS, _OF_OURS)
    for word, count in counted.items():
        least = _AS_OFTEN if len(word) < _LONG else _LONG_AS_OFTEN
        if len(word) > _LONGEST:
            continue
        if len(word) == 1 and _rarity(word) > _SECOND_LEVEL:
            continue
        if count >= least:
            found[word] = max(count, found.get(word, 0))
        if len(word) > 1 and word in ours:
            found[word] = max(count, _OF_OURS)
    return found


def typed(word: str) -> list[str]:
    """How a word is read."""
    found = plain(pinyin(word, style=Style.NORMAL, v_to_u=False, strict=True))
    for match in _PAID_BACK.finditer(word) if len(found) == len(word) else ():
        found[match.start()] = "huan"
    return found


def signs(counted: dict[str, int]) -> dict[str, list[str]]:
    """Syllable -> its signs, those first that are written most with this reading; rare ones of GBK last."""
    written: Counter[tuple[str, str]] = Counter()
    for word, count in counted.items():
        readings = typed(word)
        if len(readings) == len(word):
            for sign, reading in zip(word, readings, strict=True):
                written[sign, reading] += count
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for code in range(0x4E00, 0x9FA6):
        sign = chr(code)
        ways = dict.fromkeys(plain([[each] for each in pinyin(sign, style=Style.NORMAL, heteronym=True)[0]]))
        for place, reading in enumerate(ways):
            if _SYLLABLE.fullmatch(reading):
                found[reading].append((-written[sign, reading], _rarity(sign) + place, sign))
    return {reading: [sign for _, _, sign in sorted(each)] for reading, each in sorted(found.items())}


def _rarity(sign: str) -> int:
    """Signs of the first level of GB 2312 before those of the second, then all others."""
    try:
        row = sign.encode("gb2312")[0] - 0xA0
    except UnicodeEncodeError:
        return 200
    return 0 if row < 56 else _SECOND_LEVEL


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dict_txt", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    counted = read(options.dict_txt)
    words = sorted(chosen(counted).items(), key=lambda row: (-row[1], row[0]))
    lines = []
    for word, _ in words:
        readings = typed(word)
        if len(readings) == len(word) and all(map(_SYLLABLE.fullmatch, readings)):
            lines.append(f"{word} {' '.join(readings)}\n")
    header = _HEADER.format(what="Words and how they are typed, the most frequent first.")
    (options.folder / "pinyin_words.txt").write_text(header + "".join(lines), encoding="utf-8")
    table = [f"{reading} {''.join(each)}\n" for reading, each in signs(counted).items()]
    header = _HEADER.format(what="Signs of each syllable, the most frequent first.")
    (options.folder / "pinyin_signs.txt").write_text(header + "".join(table), encoding="utf-8")


if __name__ == "__main__":
    main()
