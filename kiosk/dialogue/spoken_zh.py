"""Chinese rules of speaking, in their order: money first, percent second, then everything else that has a form."""

import re

from kiosk.dialogue import spoken_rules as rules
from kiosk.dialogue.numbers_zh import digits_zh, money_zh, words_zh
from kiosk.dialogue.spoken_days_zh import DAYS
from kiosk.dialogue.spoken_rules import FIGURE, MINUS, TO, WHOLE_FIGURE, Match, Rule, rule
from kiosk.domain.money import fen_of

_PAUSE = "，"
_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "诶 必 西 弟 伊 艾弗 吉 艾尺 爱 杰 开 艾勒 艾姆 恩 欧 披 丘 阿尔 艾斯 提 优 维 达布流 艾克斯 歪 兹伊".split(),
        strict=True,
    )
)
"""A Mandarin voice has no Latin letters; these are what a teller says."""
_NAMES = {
    "AI": "人工智能", "APR": "年化利率", "IRR": "内部收益率", "LPR": "贷款市场报价利率", "ID": "证件", "QR": "二维码",
    "ATM": "自动取款机", "APP": "应用", "SMS": "短信", "VIP": "贵宾", "PIN": "密码", "RMB": "人民币", "CNY": "人民币",
    "USD": "美元", "OK": "好", "WiFi": "无线网络", "WIFI": "无线网络", "Wi-Fi": "无线网络", "App": "应用",
    "app": "应用",
}  # fmt: skip
_CURRENCIES = {"$": "美元", "US$": "美元", "USD": "美元", "HK$": "港元", "HKD": "港元", "€": "欧元", "EUR": "欧元",
               "£": "英镑", "GBP": "英镑"}  # fmt: skip
_UNITS = {"KB": "千字节", "MB": "兆", "GB": "吉字节", "km": "公里", "cm": "厘米", "mm": "毫米", "m": "米",
          "m²": "平方米", "㎡": "平方米", "kg": "公斤", "g": "克", "min": "分钟", "h": "小时", "s": "秒", "ms": "毫秒",
          "Hz": "赫兹", "dB": "分贝", "°C": "摄氏度", "℃": "摄氏度", "°": "度",
          "bp": "个基点", "BP": "个基点"}  # fmt: skip
_COUNTED = (
    "个|家|天|年|次|位|条|遍|分钟|小时|周|星期|笔|种|名|人|岁|秒|点|期|张|份|件|页|步|倍|项|台|层|成|句|季度|美元|公里|公斤|"
    "米|边|面|组|段|户|套|本|间|把|只|块"
)
_TIMES = "月|年|天|日|期|次|人|笔|季度|季|周|小时"
_SHARES = {"%": "百", "‰": "千", "‱": "万"}
_ROUND = {100: "百", 1000: "千", 10_000: "万"}
_SAYS_DIGITS = (
    "尾号|末四位|后四位|卡号|账号|帐号|号码|编号|单号|流水号|合同号|证号|验证码|口令|密码|邮编|工号|电话|热线|"
    "拨打|打|转"
)


def _number(figure: str) -> str:
    return digits_zh(re.sub(r"\D", "", figure)) if rules.is_code(figure) else words_zh(rules.value(figure))


def _counted(figure: str) -> str:
    return "两" if rules.value(figure) == 2 else _number(figure)


def _money(figure: str, scale: str = "", more: str = "") -> str:
    """Exact: what is finer than a fen is read as it stands, never rounded."""
    if rules.is_code(figure):
        return _number(figure) + "元"
    amount = rules.value(figure)
    if scale or more:
        return f"{_counted(figure) if scale not in ('百', '') else _number(figure)}{scale}{more}元"
    return money_zh(fen_of(amount)) if amount * 100 == fen_of(amount) else f"{words_zh(amount)}元"


def _each(unit: str | None) -> str:
    return f"每{unit}" if unit else ""


def _price(found: Match) -> str:
    minus, figure, scale, more, unit = found.groups()
    return f"{_each(unit)}{'负' if minus else ''}{_money(figure, scale or '', more or '')}"


def _price_range(found: Match) -> str:
    low, low_scale, high, scale, unit = found.groups()
    return f"{_each(unit)}{_money(low, low_scale or scale or '')}到{_money(high, scale or '')}"


def _share(found: Match) -> str:
    minus, figure, sign, unit = found.groups()
    return f"{_each(unit)}{'负' if minus else ''}{_SHARES[sign]}分之{_number(figure)}"


def _share_range(found: Match) -> str:
    sign = _SHARES[found[3]]
    return f"{sign}分之{_number(found[1])}到{sign}分之{_number(found[2])}"


def call_zh(digits: str) -> str:
    """Digits of a telephone, a card or a passbook: 幺 for one, which is not mistaken for seven."""
    return digits_zh(digits).replace("一", "幺")


def _phone(found: Match) -> str:
    country = f"加{call_zh(found[0][1:3])}{_PAUSE}" if found[0].startswith("+") else ""
    number = found[0][3:] if country else found[0]
    return country + _PAUSE.join(call_zh(group) for group in rules.digit_groups(number))


def _identity(found: Match) -> str:
    return _PAUSE.join((call_zh(found[1]), call_zh(found[2]), _last(found[3])))


def _last(digits: str) -> str:
    return call_zh(digits.rstrip("Xx")) + "艾克斯" * digits.upper().endswith("X")


def _masked(found: Match) -> str:
    hidden = f"隐去{_counted(str(found[2].count('*')))}位"
    parts = (call_zh((found[1] or "").strip(" -")), hidden, _last(found[3] or ""))
    return _PAUSE.join(part for part in parts if part)


def _said_digits(found: Match) -> str:
    return re.sub(r" *(\d+)", lambda run: call_zh(run[1]), found[0])


def _letters(letters: str) -> str:
    """Spelled when it is an abbreviation; a word is left to the voice."""
    spelled = len(letters) == 1 or (letters.isupper() and len(letters) <= 5)
    return "".join(_LETTERS[sign.upper()] for sign in letters) if spelled else letters.lower()


def _code(found: Match) -> str:
    groups = re.split(r"[-_]", found[0])
    return _PAUSE.join("".join(_run(run) for run in re.findall(r"\d+|[A-Za-z]+", group)) for group in groups)


def _run(run: str) -> str:
    return digits_zh(run) if run.isdigit() else _letters(run)


def _fraction(found: Match) -> str:
    below = int(found[2])
    return f"{_ROUND.get(below) or words_zh(below)}分之{words_zh(int(found[1]))}"


def _dotted(found: Match) -> str:
    return "点".join(_number(part) for part in re.split(r"[.]", found[1]))


def _odd(found: Match) -> str:
    """No figure that means one thing: part by part, so that no amount is said that is not there."""
    return _PAUSE.join(_number(part) for part in re.split(r"[.,]", found[0]))


_SCALE = r"(?:\s*(万亿|亿|万|千|百))?"
_PER = rf"(?:\s*/\s*({_TIMES}))?"
_SIGNS = rf"({'|'.join(re.escape(sign) for sign in sorted(_CURRENCIES, key=len, reverse=True))})"
_KNOWN = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
_UNIT = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))

_MONEY: tuple[Rule, ...] = (
    rule(
        rf"{rules.START}({FIGURE}){_SCALE}\s*元?{TO}[¥]?({FIGURE}){_SCALE}\s*(?:元|[（(]元[）)]|块钱|块){_PER}",
        _price_range,
    ),
    rule(rf"({MINUS})?{rules.START}({FIGURE}){_SCALE}\s*([余多])?\s*(?:元|[（(]元[）)]|块钱|块){_PER}", _price),
    rule(rf"({MINUS})?(?:¥|RMB|CNY)\s*({FIGURE}){rules.END}{_SCALE}()\s*元?{_PER}", _price),
    rule(rf"¥\s*[-−]\s*({FIGURE}){rules.END}", lambda m: f"负{_money(m[1])}"),
    rule(rf"(?<![A-Za-z]){_SIGNS}\s*({FIGURE}){rules.END}", lambda m: f"{_counted(m[2])}{_CURRENCIES[m[1]]}"),
)
_SHARES_OF: tuple[Rule, ...] = (
    rule(rf"{rules.START}({FIGURE})\s*[%‰‱]?{TO}({FIGURE})\s*([%‰‱])", _share_range),
    rule(rf"({MINUS})?{rules.START}({FIGURE})\s*([%‰‱]){_PER}", _share),
)
_NUMBERS_TO_CALL: tuple[Rule, ...] = (
    rule(rules.WEB, "屏幕上的网址"),
    rule(rules.MAIL, "屏幕上的邮箱"),
    rule(rules.IDENTITY, _identity),
    rule(rules.MASKED, _masked),
    rule(rules.CARD, lambda m: _PAUSE.join(call_zh(group) for group in rules.fours(m[0]))),
    rule(rules.PHONE, _phone),
    rule(
        rf"(?:{_SAYS_DIGITS})[^\dA-Za-z，。；、]{{0,4}}\d{{3,}}(?:[、和或]\d{{3,}})*(?![\d,.]*\d|\s*(?:{_COUNTED}|天|%))",
        _said_digits,
    ),
    rule(rf"{rules.HOTLINE}(?!\s*(?:万|亿|{_COUNTED}))", _said_digits),
)
_COUNTS: tuple[Rule, ...] = (
    rule(r"第\s*(\d+)\s*/\s*(\d+)", lambda m: f"第{_number(m[1])}{_PAUSE}共{_number(m[2])}"),
    rule(r"第\s*(\d+)\.(\d+)\s*([条款项节章])", lambda m: f"第{_number(m[1])}点{_number(m[2])}{m[3]}"),
    rule(r"(?:第|(?<![A-Za-z])[Nn]o\.)()\s*(\d+)(?!\.\d)", lambda m: f"第{_number(m[2])}"),
    rule(rules.LIST_MARK, lambda m: f"第{_number(m[1] or m[2])}{_PAUSE}"),
    rule(rf"[{rules.CIRCLED}]", lambda m: f"第{words_zh(rules.CIRCLED.index(m[0]) + 1)}{_PAUSE}"),
    rule(rules.VERSION, lambda m: f"版本{_dotted(m)}"),
    rule(rules.DOTTED, _dotted),
    rule(rules.SLASHED, lambda m: _PAUSE.join((_number(m[1]), _number(m[2]), digits_zh(m[3])))),
    rule(r"(?<![\d/.])(\d{1,3})\s*/\s*([1-9]\d{0,4})(?![\d/]|\.\d)", _fraction),
    rule(r"(?<![\d.])(\d{1,3})\s*[:：]\s*(\d{1,3})(?![\d:：])", lambda m: f"{_number(m[1])}比{_number(m[2])}"),
    rule(rf"{WHOLE_FIGURE}\s*({_UNIT})(?![A-Za-z])", lambda m: f"{_counted(m[1])}{_UNITS[m[2]]}"),
    rule(rules.CODE, _code),
    rule(rules.HYPHENED, _code),
    rule(rf"{WHOLE_FIGURE}{TO}{WHOLE_FIGURE}(?=\s*(?:{_COUNTED}))", lambda m: f"{_counted(m[1])}到{_counted(m[2])}"),
    rule(rf"{WHOLE_FIGURE}{TO}{WHOLE_FIGURE}", lambda m: f"{_number(m[1])}到{_number(m[2])}"),
    rule(rf"{WHOLE_FIGURE}(?=\s*(?:{_COUNTED}|万|亿|千))", lambda m: _counted(m[1])),
    rule(rf"{MINUS}{WHOLE_FIGURE}", lambda m: f"负{_number(m[1])}"),
    rule(r"(?<![\d.,])(\d{1,3})\s*\+(?!\s*\d)", lambda m: f"{_number(m[1])}以上"),
    rule(WHOLE_FIGURE, lambda m: _number(m[1])),
    rule(rules.RUN, _odd),
    rule(r"\d", lambda m: digits_zh(m[0])),
)
_MARKS: tuple[Rule, ...] = (
    rule(r"(?<![A-Za-z])QR\s*码", "二维码"),
    rule(rf"(?<![A-Za-z])({_KNOWN})(?![A-Za-z])", lambda m: _NAMES[m[1]]),
    rule(r"(?<![A-Za-z'])[A-Z]{1,5}(?![A-Za-z'])", lambda m: _letters(m[0])),
    rule(r"[“”‘’「」『』《》〈〉\"√✓★☆•^`@|*#_]", rules.silent),
    rule(r"(?<=[\d日号月年元点分])\s*[-–—−]+\s*(?=[\d¥])", "到"),
    rule(r"[（）()\[\]【】〔〕{}]|\s*(?:…+|—+|–+|−+)\s*|(?<![A-Za-z])-|-(?![A-Za-z])|→|\s+·\s*|·\s+", _PAUSE),
    rule(r"(?<=[\u4e00-\u9fff])·(?=[\u4e00-\u9fff])", ""),
    rule(r"(?<=[\u4e00-\u9fffA-Za-z])\s*~\s*(?=[\u4e00-\u9fffA-Za-z])", "到"),
    rule(r"~(?=\s*\d)|≈", "约"),
    rule(r"~", rules.silent),
    rule(r"和\s*/\s*或", "和或"),
    rule(rf"(?<=元)\s*/\s*({_TIMES})", lambda m: _each(m[1])),
    rule(r"\s*/\s*", "或"),
    rule(r"\s*&\s*", "和"),
    rule(r"\s*\+\s*", "加"),
    rule(r"\s*=\s*", "等于"),
    rule(r"\s*×\s*", "乘以"),
    rule(r"\s*÷\s*", "除以"),
    rule(r"\s*(?:≤|<=)\s*", "不超过"),
    rule(r"\s*(?:≥|>=)\s*", "不少于"),
    rule(r"\s*<\s*", "小于"),
    rule(r"\s*>\s*", "大于"),
    rule(r"±", "正负"),
    rule(r"[%‰‱¥]", rules.silent),
)
RULES: tuple[Rule, ...] = (*_MONEY, *_SHARES_OF, *_NUMBERS_TO_CALL, *DAYS, *_COUNTS, *_MARKS)
DROPPED = re.compile(r"^[，\s]+(?=\S)|，(?=\s*(?:[，。！？；：、,.!?;:]|$))|(?<=[。！？；：、])[\s，]*，")
"""A pause beside another."""
