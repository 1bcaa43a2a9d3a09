"""How people name one of several: 我选第二个, 最后一个, 江禾; the second one, number two, Jianghe.

Exact words only, and the whole text: 第一个和第二个 names none, 不要第二个 neither.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from kiosk.dialogue.amount import Unit
from kiosk.dialogue.numbers import parse_amount
from kiosk.dialogue.phonetics import syllables
from kiosk.domain.speech import Language
from kiosk.lending.fit import Measure

_BEFORE_ZH = re.compile(r"^(?:嗯|呃|啊|哦|那|就|我|想|要|还是|选择|选|挑|定|用|办|借)+")
_AFTER_ZH = re.compile(r"(?:吧|啊|了|那个|那家|这家|这个)+$")
_BEFORE_EN = re.compile(
    r"^(?:(?:um|uh|well|so|okay|ok|then|yes)[ ,]+)*(?:(?:i|i'd|i'll|i will|i would|we|let's|give me|let me)[ ]+)?"
    r"(?:(?:like|take|choose|pick|want|prefer|have|go with|go for)[ ]+)?(?:please )?"
)
_AFTER_EN = re.compile(r"[ ,]*please$")
_PLACE_ZH = re.compile(r"第([0-9一二三四五六七八九十]{1,2})(?:个|家|种|项|条)?")
_PLACE_EN = re.compile(r"(?:the )?(?:number|option|choice|no\.?) (\w+)")
_ORDINAL_EN = re.compile(r"(?:the )?(\w+)(?: (?:one|option|choice|bank|lender|offer|provider))?")
_ORDINALS_EN = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LAST = {
    Language.ZH_CN: re.compile(r"最后(?:一个|一家|那个|那家|面那个|面那家)?"),
    Language.EN: re.compile(r"the last(?: one| option| bank| lender)?"),
}
_FIRST_ZH = re.compile(r"头一(?:个|家)")
_EXACT = re.compile(r"\d|[不没别未否零一二两三四五六七八九十百千万半]|\b(?:no|not|none|never)\b|n't\b")
_LONG_ENOUGH_ZH, _LONG_ENOUGH_EN = 2, 4


def bare(text: str, language: Language) -> str:
    """Without the words that only say that something is chosen.

    >>> bare("那我就选第二个吧", Language.ZH_CN), bare("I'd like the second one, please", Language.EN)
    ('第二个', 'the second one')
    """
    plain = text.lower().replace("’", "'").strip("。，、！？；：,.!?;: ")
    if language is Language.ZH_CN:
        plain = re.sub(r"\s", "", plain)
        return _AFTER_ZH.sub("", _BEFORE_ZH.sub("", plain)) or plain
    return _AFTER_EN.sub("", _BEFORE_EN.sub("", plain)).strip(" ,") or plain


def place_of(text: str, language: Language, count: int) -> Decimal | None:
    """The place that is named, from 1 to `count`; a plain number is parsed elsewhere.

    >>> place_of("我选最后一家", Language.ZH_CN, 5), place_of("number two", Language.EN, 5)
    (Decimal('5'), Decimal('2'))
    """
    plain = bare(text, language)
    if _LAST[language].fullmatch(plain):
        return Decimal(count)
    if language is Language.ZH_CN:
        if _FIRST_ZH.fullmatch(plain):
            return Decimal(1)
        found = _PLACE_ZH.fullmatch(plain)
        return _within(found[1] if found else "", language, count)
    if found := _PLACE_EN.fullmatch(plain):
        return _within(found[1], language, count)
    found = _ORDINAL_EN.fullmatch(plain)
    if found is None:
        return None
    if (written := re.fullmatch(r"(\d)(?:st|nd|rd|th)", found[1])) is not None:
        return _within(written[1], language, count)
    if found[1] not in _ORDINALS_EN[:count]:
        return None
    return Decimal(_ORDINALS_EN.index(found[1]) + 1)


_ASKED_ZH = (
    (Measure.ADVICE, re.compile(
        r"推荐|建议|[帮替]我[选挑]|(?:哪|那|谁)[个家种]?(?:更|比较|最)?(?:好|划算|合算|合适)|(?:该|应该)选|选哪"
    )),
    (Measure.LATE, re.compile(r"(?:晚|迟|逾期|罚).*最(?:少|低|轻|便宜)")),
    (Measure.MONTHLY, re.compile(r"(?:每个?月|月供|一个月|第?一期).*最(?:少|低|轻|便宜)")),
    (Measure.TOTAL, re.compile(r"(?:一共|总共|总的|加起来|合计).*最(?:少|低|便宜)")),
    (Measure.RATE, re.compile(r"(?:利率|利息|年化).*最(?:少|低|便宜)")),
    (Measure.ANY, re.compile(r"最(?:便宜|省钱|省)|成本最低|费用最(?:少|低)|更便宜|便宜(?:一点|些|点)?的?是?(?:哪|谁)")),
)  # fmt: skip
_WHO_ZH = re.compile(r"哪|那[家个]|谁|什么|吗|[？?]")
_ASKED_EN = (
    (Measure.ADVICE, re.compile(
        r"\b(?:recommend|advise|suggest|should i|would you|is best|is better|the best|best one)\b"
    )),
    (Measure.LATE, re.compile(
        r"\b(?:late|overdue|penalty)\b.*\b(?:least|lowest|cheapest)\b|\b(?:least|lowest|cheapest)\b.*\blate\b"
    )),
    (Measure.MONTHLY, re.compile(r"\b(?:lowest|smallest|least)\b.*\b(?:month\w*|instalment|payments?)\b")),
    (Measure.TOTAL, re.compile(r"\b(?:lowest|smallest|least)\b.*\b(?:total|in all|altogether|overall)\b")),
    (Measure.RATE, re.compile(r"\b(?:lowest|smallest)\b.*\b(?:rate|interest|annual cost)\b")),
    (Measure.ANY, re.compile(r"\b(?:cheapest|cheaper|costs? (?:the )?least|lowest cost|least expensive)\b")),
)  # fmt: skip
_WHO_EN = re.compile(r"\b(?:which|who|what|whose|do you|should|would|can you|is the)\b|[?？]")


def asked_measure(text: str, language: Language) -> Measure | None:
    """By which figure the offers are asked to be compared; None: this asks something else. Never a choice.

    >>> asked_measure("哪个最便宜", Language.ZH_CN), asked_measure("which one do you recommend", Language.EN)
    (<Measure.ANY: 'any'>, <Measure.ADVICE: 'advice'>)
    >>> asked_measure("我要最便宜的", Language.ZH_CN)
    """
    plain = re.sub(r"\s", "", text) if language is Language.ZH_CN else text.lower().replace("’", "'")
    who, asked = (_WHO_ZH, _ASKED_ZH) if language is Language.ZH_CN else (_WHO_EN, _ASKED_EN)
    found = next((measure for measure, words in asked if words.search(plain)), None)
    if found is None or (found is not Measure.ADVICE and not who.search(plain)):
        return None
    return found


def _within(words: str, language: Language, count: int) -> Decimal | None:
    amount = parse_amount(words, language) if words else None
    if amount is None or amount.unit is not Unit.NONE or amount.value not in range(1, count + 1):
        return None
    return amount.value


def is_short_for(text: str, names: Sequence[str], language: Language) -> bool:
    """Whether it begins as one of the names does and leaves words out: 江禾银行 for 江禾示范银行. Never where a number
    or a negation stands in either.

    >>> [is_short_for(said, ("江禾示范银行",), Language.ZH_CN) for said in ("我选江禾", "江禾银行", "银行")]
    [True, True, False]
    """
    heard = _parts(bare(text, language), language)
    return any(_shortens(heard, _parts(bare(name, language), language), language) for name in names)


def _parts(text: str, language: Language) -> tuple[str, ...]:
    if _EXACT.search(text):
        return ()
    return syllables(text) if language is Language.ZH_CN else tuple(re.findall(r"[a-z']+", text))


def _shortens(heard: tuple[str, ...], name: tuple[str, ...], language: Language) -> bool:
    if not heard or not name:
        return False
    if language is Language.ZH_CN:
        begins = len(heard) >= _LONG_ENOUGH_ZH and heard[:_LONG_ENOUGH_ZH] == name[:_LONG_ENOUGH_ZH]
    else:
        begins = heard[0] == name[0] and len(heard[0]) >= _LONG_ENOUGH_EN
    rest = iter(name)
    return begins and all(part in rest for part in heard)
