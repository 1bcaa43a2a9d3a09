"""Words that mean nearly the same when somebody asks about a loan, so that a plain word finds a field word's answer."""

import re
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
    "pay repay repaid paid paying payment payments repayment repayments settle clear",
    "late overdue behind miss missed delay delayed delays fall_behind forgot forget slip skip skipped behind_with",
    "early sooner soon ahead before ahead_of_time beforehand in_advance quicker faster",
    "all_at_once at_once in_one_go lump whole_lot the_lot everything_off pay_off paid_off paying_off finish",
    "total altogether overall sum whole all in_all in_the_end by_the_end added_up adds_up",
    "fee fees charge charges charged cost costs price commission_fee expense expenses",
    "interest rate percent percentage per_cent apr",
    "month monthly months each_month every_month",
    "instalment instalments installment installments",
    "smaller less lower cheaper fewer reduce lighter little_less",
    "bigger more extra larger higher increase raise go_up put_up rise goes_up",
    "part partly bit portion some_of half little_bit",
    "borrow loan lend lending borrowing borrowed credit",
    "money cash funds",
    "receive received get_in_hand in_my_hand land arrive arrives reach reaches paid_out payout pay_out come_through",
    "account bank_account card bank_card passbook",
    "collateral security pledge pawn pledged mortgage_my put_up_my",
    "house property home flat",
    "guarantee guarantor vouch surety cosigner guarantees guaranteed guarantors",
    (
        "family relatives relative children child son daughter kids wife husband spouse sons daughters grandchildren"
        " parents"
    ),
    "heirs heir inherit inherits inheritance estate",
    "salesman agent consultant manager man fellow chap lad guy salesperson broker seller young_man he",
    "promise promised promises said told swore assured",
    "person human staff somebody someone employee people clerk teller counter desk real_person",
    "machine computer robot kiosk device",
    "record recording recorded film filmed filming video tape taped camera cameras videoed recordings",
    "watch watches see_it look_at listens view views",
    "face facial scan photo picture photograph",
    "data information details detail info records particulars",
    "delete deleted erase erased wipe remove removed destroyed destroy throw_away",
    "keep kept store stored hold save saved hold_on_to hang_on_to stays",
    "share shared pass_on hand_on give_to send sent passed_on",
    "steal stolen hack hacked leak leaked leaks hackers thief",
    "read letters print text words small_print writing",
    "glasses eyes eyesight spectacles",
    "sign signature signing signed signatures",
    (
        "cancel undo regret withdraw revoke back change_my_mind second_thoughts think_better back_out call_it_off"
        " reconsider"
    ),
    "sell sold transfer transferred sells",
    "scam fraud trick cheated cheating honest genuine real trust swindle con crooks fake cheat tricked rip_off",
    "jail prison arrest arrested police locked bars locked_up criminal",
    "court sue judge legal lawsuit lawyer",
    "complain complaint complaints unhappy report complaining grievance treated_badly",
    "collect collector collectors chase harass threaten debt_collectors harassed bother pester hound",
    "phone call ring telephone calls rings calling",
    "die dead death gone died dies pass_away passed_away dying",
    "insurance policy insure insured cover",
    "refuse decline say_no reject turn_down without don't_want do_not_want rather_not",
    "may allowed permitted can could all_right okay",
    "must have_to need_to forced obliged compulsory required got_to",
    "spend use used buy spending using purpose",
    (
        "lose lost lose_my_job laid_off out_of_work closes broke no_income unemployed can't_pay cannot_pay unable"
        " struggle"
    ),
    "penalty fine punished punishment penalties fined",
    "extend extension more_time longer put_off postpone prolong",
    "decide decides decision approve approved approves",
    "compare comparison other_loans alternatives others",
    "advice advise recommend suggest should_i in_my_place if_you_were",
    "exam test quiz questions testing",
    "wrong mistake mistakes error pressed_wrong correct fix",
    "copy copies duplicate take_away",
    "home_with take_home take_it_home think_it_over think_about_it sleep_on_it talk_it_over discuss",
    "how_long minutes hours time_it_takes take_long",
    "lender bank company firm institution",
    "debt debts owe owed owing",
)
"""Words of several are joined by a line: fall_behind."""


def families(text: str, language: Language) -> frozenset[str]:
    """The families of words that a text has a word of, each by its first word.

    >>> sorted(families("晚几天中不中", Language.ZH_CN))
    ['可以', '多长时间', '晚']
    """
    if language is Language.EN:
        table, words = _english(), re.findall(r"[a-z']+", text.lower().replace("’", "'"))
        parts = (words[start : start + long] for start in range(len(words)) for long in (1, 2, 3))
        return frozenset(table[word] for word in map("_".join, parts) if word in table)
    by_sign, by_sound = _chinese()
    sounds = syllables(text)
    found = {by_sign[part] for part in _parts(text) if part in by_sign}
    return frozenset(found | {by_sound[part] for part in _parts(sounds) if part in by_sound})


def _parts(row: Row) -> list[Row]:
    return [row[start : start + long] for start in range(len(row)) for long in range(1, _LONGEST + 1)]


@cache
def _english() -> dict[str, str]:
    # What stands in two families belongs to the first.
    return {word: family.split()[0] for family in reversed(_ENGLISH) for word in family.split()}


@cache
def _chinese() -> tuple[dict[str, str], dict[tuple[str, ...], str]]:
    """The family of each word, by its signs and by its sound; one sign alone sounds like too many others."""
    by_sign = {word: family.split()[0] for family in _CHINESE for word in family.split()}
    return by_sign, {syllables(word): family for word, family in by_sign.items() if len(word) > 1}
