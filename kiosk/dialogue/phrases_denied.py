"""Whether words around a phrase deny it or ask about it; by the signs or words next to it, not by grammar."""

import re

_COMFORT = re.compile(
    r"不用担心|不要担心|别担心|不用怕|不要怕|别怕|不要紧|不用急|不骗|没问题|没关系|没事儿?|不瞒|不但|不仅|不光|不只|要不然?|不如|差不多"
)
"""These have a "no" in them and deny nothing that comes after."""
_DENIES = re.compile(
    r"(?:不|没有?|未|别|甭|勿|莫|并非|绝非|无|禁止|严禁|谁说|哪有|哪里有|哪来|怎么可能|怎么会|拒绝)"
    r"(?:是|能|会|敢|可能|可以|应该|应|该|要|必|许|得|准|用|存在|属于|算|叫|想|打算|急着|随便)?"
    r"(?:有)?(?:人|谁)?(?:跟|和|对|向)?(?:我|他|她|客户|别人)?"
    r"(?:说|讲|提|答应|承诺|保证|担保|许诺|宣传|催|逼|让|要求|叫|劝)?过?"
    r"(?:什么|啥|所谓|任何|是|我|他|她|人|大家|客户|着|这种|这样)?的?$"
)
_DENIED_AFTER = re.compile(
    r"^(?:的|了)?(?:这种|这样|这个|那种)?(?:的)?(?:说法|话|事情?|贷款|好事)?(?:都|可|也)?(?:是)?"
    r"(?:假的|骗人|骗局|没有的|不可能|不存在|不行|不对|不可以|违规|违法|不允许|不许|禁止|错的)"
)
_ASKED_BEFORE = re.compile(
    r"(?:是不是|是否|有没有|会不会|能不能|可不可以|难道|什么叫|什么是|啥叫)(?:说|真的|真)?(?:是|能|会)?$"
)
_ASKED_AFTER = re.compile(r"^(?:的|了|的话|的事)?(?:是真的|真的)?(?:是什么意思|什么意思|吗|么)")
_NOT_ASKED = re.compile(r"^(?:的|了)?(?:好|行|可以|对|是|懂|明白|知道)(?:吗|么)")
"""Then it was only asked whether the other agrees."""

_NO = frozenset("not no never nobody cannot none without neither nor hardly refuse forbidden illegal".split())
_BREAKS = frozenset("and but so because or then if".split())
_COMFORT_EN = ("do not worry", "no problem", "no doubt", "not to worry", "do not be afraid", "no question", "not only",
               "no need to worry")  # fmt: skip
_NEAR = 5
"""Words before a phrase in which a "no" still denies it."""
_FALSE_AFTER = re.compile(r"^(?:is|are|does|would be|was)? ?(?:not|no|never|lie|false|illegal|forbidden|scam)\b")
_BEGINS_A_QUESTION = frozenset("is are do does did can could will would was were should".split())
_ASKS_ABOUT = ("is it", "is this", "is there", "are there", "does that mean", "do you mean", "what is", "what does")


def denied_zh(ahead: str, behind: str) -> bool:
    """`ahead`, `behind`: the signs of the clause on both sides.

    >>> denied_zh("这不是", ""), denied_zh("别", ""), denied_zh("没问题", ""), denied_zh("", "是不可能的")
    (True, True, False, True)
    """
    return _DENIES.search(_COMFORT.sub("好", ahead)) is not None or _DENIED_AFTER.search(behind) is not None


def asked_zh(ahead: str, behind: str) -> bool:
    """Asked whether it is so; not "is that all right?".

    >>> asked_zh("这个是不是", ""), asked_zh("", "吗"), asked_zh("", "好吗")
    (True, True, False)
    """
    if _NOT_ASKED.search(behind):
        return False
    return _ASKED_BEFORE.search(ahead) is not None or _ASKED_AFTER.search(behind) is not None


def denied_en(ahead: tuple[str, ...], behind: tuple[str, ...]) -> bool:
    """By a no among the last words before it, or by what is said of it.

    >>> denied_en(("this", "is", "not"), ()), denied_en(("do", "not", "worry"), ())
    (True, False)
    >>> denied_en((), ("is", "not", "true"))
    True
    """
    said = " ".join(ahead)
    for comfort in _COMFORT_EN:
        said = said.replace(comfort, "and")
    near: list[str] = []
    for word in reversed(said.split()[-_NEAR:]):
        if word in _BREAKS:
            break
        near.append(word)
    return any(word in _NO for word in near) or _FALSE_AFTER.search(" ".join(behind)) is not None


def asked_en(words: tuple[str, ...], clause: str) -> bool:
    """The clause is a question about it.

    >>> asked_en(("is", "it", "guaranteed"), "is it guaranteed?"), asked_en(("sign",), "sign, ok?")
    (True, False)
    """
    said = " ".join(words)
    asking = clause.rstrip().endswith(("?", "？")) and bool(words) and words[0] in _BEGINS_A_QUESTION
    return asking or any(said.startswith(each) for each in _ASKS_ABOUT)
