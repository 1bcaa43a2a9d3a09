"""The fixed words of the disclosure sheet: titles, and what is the same for every offer.

Ids follow the fields of DISCLOSURE D.2 where there is one; the comments name the item of D.1.
"""

from datetime import date

from kiosk.domain.money import yuan_text
from kiosk.domain.offer import DayCount, FeeKind, FeeTiming, RepaymentMethod
from kiosk.domain.speech import Text

SHEET_TITLE = Text("综合融资成本明示表", "Statement of All-in Financing Cost")
TRIAL = Text("试算", "TRIAL CALCULATION")

TITLES: dict[str, Text] = {
    "principal": Text("借多少", "What you borrow"),
    "received": Text("到手多少", "What you receive"),
    "cost_rate": Text("综合年化成本", "All-in annual cost"),
    "rate_method": Text("年化怎么算", "How the annual cost is worked out"),
    "total": Text("一共还多少", "What you pay back in all"),
    "instalments": Text("每期还多少、哪天还", "How much each time, and when"),
    "repay_mode": Text("还款方式", "Way of repaying"),
    "loan_interest": Text("利息", "Interest"),
    "partner_fees": Text("合作机构的收费", "What partners charge"),
    "overdue_penalty_interest": Text("晚还要多付多少", "If you are late"),
    "misappropriation_penalty_interest": Text("钱用错地方的罚息", "If the money is used otherwise"),
    "prepayment_penalty": Text("提前还款的收费", "What paying early costs"),
    "prepayment": Text("提前还款的权利", "Your right to pay early"),
    "other_fee": Text("其他可能的费用", "Other possible charges"),
    "no_other_charge": Text("没有别的收费", "Nothing else is charged"),
    "capped": Text("成本上限", "Ceiling of cost"),
    "lender": Text("谁借给您", "Who lends to you"),
    "relation": Text("本网点与资金方的关系", "This branch and the lender"),
    "partners": Text("还有哪些机构参与", "Who else takes part"),
    "claim": Text("债权归谁、谁来催收", "Who holds the debt and who may collect"),
    "purpose": Text("用途", "What the money is for"),
    "payment": Text("钱怎么发放", "How the money is paid out"),
    "collateral": Text("抵押和担保", "Security"),
    "extras": Text("自愿选择的服务", "Voluntary extras"),
    "personal_information": Text("个人信息", "Your personal information"),
    "receivers": Text("谁会收到您的信息", "Who receives your information"),
    "credit_report": Text("信用报告", "Your credit report"),
    "face": Text("人脸信息", "Your face"),
    "automated_decisions": Text("机器不替您作决定", "Machines do not decide"),
    "default_consequences": Text("一直不还会怎样", "If you do not repay"),
    "complaint": Text("投诉电话", "Where to complain"),
    "cooling_off": Text("反悔期", "Cooling-off"),
    "warnings": Text("请您三思", "Before you sign"),
    "recording": Text("录音录像和合成语音", "Recording and the machine's voice"),
    "language": Text("以中文为准", "Chinese prevails"),
    "valid_until": Text("有效期", "Valid until"),
}

STANDARD: dict[str, Text] = {
    # 7: contingent costs end here.
    "other_fee": Text(
        "没有。除了上面说的罚息和提前还款收费，不会再有别的或有费用。",
        "None. Besides the penalties and the cost of paying early stated above, no other charge can arise.",
    ),
    # 8
    "no_other_charge": Text(
        "除本表列出的各项外，不收任何与这笔贷款有关的其他费用。有人另外向您要钱，请不要给，并打投诉电话。",
        "Beyond what this sheet lists, nothing else is charged in connection with this loan. If anyone asks"
        " you for more, do not pay, and call the complaint number.",
    ),
    # 15: PIPL 17, 28-30
    "personal_information": Text(
        "只为办理这笔贷款和证明经过，收集您的身份证信息、收入和负债、声音和影像。身份信息保存十年，"
        "录音录像保存到合同结束后五年。您可以查看、复制、更正、删除，也可以撤回同意。",
        "Only to handle this loan and to prove what happened we collect your ID card, income and debts, voice"
        " and picture. Identity is kept ten years, recordings until five years after the contract ends."
        " You may see, copy, correct or delete them, and withdraw consent.",
    ),
    # 16: Regulation on Credit Reporting 18, 29
    "credit_report": Text(
        "查询您的信用报告、报送还款记录，都要您另外书面同意，并写明只用于审批和管理这笔贷款。",
        "Asking for your credit report and reporting your repayments both need your separate written consent,"
        " stated to be only for approving and managing this loan.",
    ),
    # 17
    "face": Text(
        "人脸比对要您单独同意，可以拒绝，也可以撤回。不同意，就由两位工作人员核对，待遇完全一样。",
        "Comparing your face needs your separate consent; you may refuse or withdraw it. Then two members of"
        " staff look instead, and you are served just the same.",
    ),
    # 18: PIPL 24
    "automated_decisions": Text(
        "这台机器不审批贷款，也不给您打分。您可以要求说明，也可以要求由人来处理。",
        "This machine does not approve loans and does not score you. You may ask for an explanation, and for a person.",
    ),
    # 19: Regulation on Credit Reporting 16
    "default_consequences": Text(
        "逾期会被要求还款，可能被起诉，并记入信用报告；还清以后，不良记录还要保留五年。",
        "If you default you will be asked to pay, you may be sued, and it goes on your credit report; the bad"
        " record stays for five years after you have paid.",
    ),
    # 22
    "warnings": Text(
        "请想好每个月能不能还得起。不要替别人借钱，不要用新贷款还旧贷款。拿不准，就先别签，回家商量。",
        "Think whether you can pay every month. Do not borrow for somebody else, and do not pay old loans"
        " with new ones. If unsure, do not sign: talk it over at home first.",
    ),
    # 23
    "recording": Text(
        "您同意后，全程录音录像；您可以要一份。机器说的话是合成语音。",
        "Once you agree, everything is recorded, and you may have a copy. The machine speaks with a synthetic voice.",
    ),
    # 24
    "language": Text(
        "中文和英文不一致时，以中文为准。",
        "Where the Chinese and the English differ, the Chinese prevails.",
    ),
}

METHODS: dict[RepaymentMethod, Text] = {
    RepaymentMethod.ANNUITY: Text(
        "等额本息：每月还的本息一样多，开头利息多、本金少。",
        "Annuity: principal and interest together are the same each month, more interest at the start.",
    ),
    RepaymentMethod.EQUAL_PRINCIPAL: Text(
        "等额本金：每月还一样多的本金，利息越还越少，头几个月最重。",
        "Equal principal: the same principal each month; interest falls, the first months weigh most.",
    ),
    RepaymentMethod.FLAT: Text(
        "等本等息：本金越还越少，利息却始终按最初的本金算，所以实际年化比报的利率高。",
        "Flat: the principal falls but interest stays on the first principal throughout, so the true annual"
        " cost is higher than the quoted rate.",
    ),
    RepaymentMethod.INTEREST_FIRST: Text(
        "先息后本：每月只还利息，最后一期一次还清全部本金。",
        "Interest first: only interest each month, and the whole principal with the last instalment.",
    ),
    RepaymentMethod.BULLET: Text(
        "到期一次还本付息：到期那天，本金和利息一次还清。",
        "Bullet: principal and interest together, once, on the last day.",
    ),
}

TIMINGS: dict[FeeTiming, Text] = {
    FeeTiming.UPFRONT: Text("放款时收一次", "once at payout"),
    FeeTiming.MONTHLY: Text("每月", "each month"),
    FeeTiming.AT_END: Text("最后一期收一次", "once with the last instalment"),
}

DAY_COUNTS: dict[DayCount, Text] = {
    DayCount.MONTHS: Text("按月计息，每月算一年的十二分之一", "by the month, each a twelfth of a year"),
    DayCount.ACTUAL_360: Text("按实际天数计息，一年按 360 天", "by the days that really pass, a year being 360 days"),
    DayCount.ACTUAL_365: Text("按实际天数计息，一年按 365 天", "by the days that really pass, a year being 365 days"),
    DayCount.THIRTY_360: Text("每月按 30 天、一年按 360 天计息", "by days, a month being 30 days and a year 360 days"),
}

TIED = Text(
    "这是办这笔贷款的条件，不付就借不到，所以也算进综合年化成本。",
    "It is a condition of this loan: without it there is no loan, so it is part of the all-in annual cost.",
)
"""Said of each fee of TIED_KINDS."""
TIED_KINDS = frozenset({FeeKind.GUARANTEE, FeeKind.INSURANCE})

_MONTHS = "January February March April May June July August September October November December".split()


def day_text(day: date) -> Text:
    """A date for people.

    >>> day_text(date(2026, 2, 5))
    Text(zh='2026年2月5日', en='5 February 2026')
    """
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


def yuan(fen: int) -> Text:
    """An amount for people.

    >>> yuan(910664)
    Text(zh='9,106.64 元', en='9,106.64 yuan')
    """
    amount = yuan_text(fen)
    return Text(f"{amount} 元", f"{amount} yuan")
