"""Words that mean nearly the same when somebody asks about a loan, so that a plain word finds a field word's answer."""

from functools import cache
from typing import TypeVar

from kiosk.dialogue.phonetics import syllables
from kiosk.domain.speech import Language

Row = TypeVar("Row", str, tuple[str, ...])
_LONGEST = 4
"""Signs of the longest word below."""

_CHINESE = (
    # how people ask
    "怎么办 咋办 咋整 咋弄 怎么弄 怎么整 怎么样 咋样 会怎样 怎样 如何",
    "为什么 为啥 干嘛 干吗 干啥 干什么 做什么 什么用 啥用 图啥",
    "怎么 咋",
    "什么 啥",
    "可以 能不能 可不可以 行不行 成不成 中不中 行不 行吗 中不 成不 好不好 能",
    "多长时间 多久 几年 多长 多少年 几天 啥时候 什么时候 到哪年",
    # the loan
    "提前 提早 早点 早还 一次 一把 一下子",
    "晚 迟 拖 逾期 忘 耽误 过期 超",
    "还不上 还不起 没钱还 没法还 困难 手头紧 吃力",
    "费用 手续费 费 收费 服务费",
    "利息 利率 利钱 利",
    "每个月 一个月 每月 月月 按月 月供",
    "一共 总共 拢共 统共 加起来 加一块 全部 连本带",
    "还钱 还款 交钱 付 交 掏 还",
    "放款 到账 下款 打到 打卡",
    "抵押 押 担保 作保 保人",
    "征信 信用报告 信用记录 信用",
    # people
    "孩子 娃 儿子 女儿 子女 闺女 儿女 家里人 家人 老伴 老婆 老公 媳妇 亲戚 家里 孙子",
    "业务员 经理 客户经理 小伙子 那个人 他",
    "人工 工作人员 真人 活人 找人 找个人 叫人",
    # the session and afterwards
    "录像 录音 录 拍 摄像 视频 摄像头",
    "刷脸 人脸 扫脸 照脸 看脸 脸",
    "信息 资料 数据 隐私",
    "删 销毁 抹掉",
    "保存 存 留 保留 放",
    "看不清 看不见 字太小 眼花",
    "反悔 后悔 退 取消 作废 撤",
    "回家 带回 拿回 商量 考虑 想想 合计",
    # trouble
    "骗 诈骗 骗子 骗局 上当",
    "坐牢 抓 蹲监狱 判刑 拘留 犯法 犯罪 警察 公安",
    "投诉 举报 反映 意见 不满",
    "法院 官司 起诉 告",
    "催收 催债 要账 要债 催 讨债",
    "去世 过世 死 不在了 人没了",
)
_ENGLISH = (
    "pay repay repaid paid paying payment payments settle clear",
    "late overdue behind miss missed delay delayed",
    "early sooner soon ahead before",
    "total altogether overall sum whole all",
    "fee fees charge charges charged cost costs",
    "interest rate percent percentage",
    "month monthly months",
    "smaller less lower cheaper fewer",
    "bigger more extra larger",
    "borrow loan lend",
    "money cash",
    "collateral security pledge pawn property house home flat",
    "guarantee guarantor vouch surety cosigner",
    "family relatives relative children child son daughter kids wife husband spouse",
    "salesman agent consultant manager man",
    "person human staff somebody someone employee people",
    "machine computer robot",
    "record recording recorded film filmed filming video tape taped camera",
    "face facial scan photo picture",
    "data information details detail info",
    "delete deleted erase erased wipe remove removed destroyed destroy",
    "keep kept store stored hold save saved",
    "see read letters print text words",
    "sign signature signing signed",
    "cancel undo regret withdraw revoke back",
    "sell sold transfer transferred",
    "scam fraud trick cheated cheating honest genuine real trust",
    "jail prison arrest arrested police locked",
    "court sue judge legal",
    "complain complaint complaints unhappy report",
    "collect collector collectors chase harass threaten",
    "phone call ring",
    "die dead death gone died",
)


def families(text: str, language: Language) -> frozenset[str]:
    """The families of words that a text has a word of, each by its first word.

    >>> sorted(families("晚几天中不中", Language.ZH_CN))
    ['可以', '多长时间', '晚']
    """
    if language is Language.EN:
        table = _english()
        return frozenset(table[word] for word in text.lower().split() if word in table)
    by_sign, by_sound = _chinese()
    sounds = syllables(text)
    found = {by_sign[part] for part in _parts(text) if part in by_sign}
    return frozenset(found | {by_sound[part] for part in _parts(sounds) if part in by_sound})


def _parts(row: Row) -> list[Row]:
    return [row[start : start + long] for start in range(len(row)) for long in range(1, _LONGEST + 1)]


@cache
def _english() -> dict[str, str]:
    return {word: family.split()[0] for family in _ENGLISH for word in family.split()}


@cache
def _chinese() -> tuple[dict[str, str], dict[tuple[str, ...], str]]:
    """The family of each word, by its signs and by its sound; one sign alone sounds like too many others."""
    by_sign = {word: family.split()[0] for family in _CHINESE for word in family.split()}
    return by_sign, {syllables(word): family for word, family in by_sign.items() if len(word) > 1}
