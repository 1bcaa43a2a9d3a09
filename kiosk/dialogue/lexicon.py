"""The closed lists: every way of saying each intent that is taken. What stands on no list is not understood.

Words that mean several things (好像, 要, 没关系, right, go) stand on none, and neither do words that a
borrower says while he is still thinking.
"""

from kiosk.domain.speech import Intent, Language

_ZH: dict[Intent, str] = {
    Intent.YES: (
        "是 是的 是啊 对 对的 对啊 好 好的 好吧 好啊 行 行的 可以 可以的 同意 我同意 我愿意 愿意 确定 我确定 确认"
        " 我确认 肯定 当然 当然可以 没问题 没错 同意的 嗯好的 嗯是的 嗯同意"
    ),
    Intent.NO: (
        "不 不是 不是的 不对 不要 我不要 不行 不可以 不同意 我不同意 不愿意 我不愿意 不确定 不确认 不好 反对"
        " 我反对 拒绝 我拒绝 没有 没有人 都不要 一个都不要 不用 不用了 不想要 我不想 没有答应 什么都没有"
    ),
    Intent.UNDERSTOOD: (
        "清楚 清楚了 我清楚了 听清楚了 我听清楚了 明白 明白了 我明白 我明白了 听明白了 我听明白了 懂了 我懂了"
        " 听懂了 我听懂了 知道了 我知道了 了解 了解了 我了解了 听到了 我听到了 听清了"
    ),
    Intent.STOP: (
        "停止 停 停下 停下来 结束 放弃 我放弃 退出 我要退出 取消 离开 我要离开 我要走 我要走了 不借了 我不借了"
        " 不办了 我不办了 不想借了 我不想借了 不做了 不贷了 我不贷了 我不想办了 终止 到此为止 我要停止"
    ),
    Intent.WAIT: (
        "等 等等 等一下 等一等 等一会 等一会儿 等会儿 稍等 稍等一下 请稍等 请等一下 暂停 停一停 停一下 让我想想"
        " 我想一想 让我想一想 我想想 慢着"
    ),
    Intent.REPEAT: (
        "再说一遍 再说一次 请再说一遍 请再说一次 重复 重复一遍 请重复 再来一遍 再讲一遍 再念一遍 没听清 没听清楚"
        " 我没听清 我没听清楚 没听见 我没听见 听不清 听不清楚 你说什么"
    ),
    Intent.EXPLAIN: (
        "为什么 什么意思 是什么意思 这是什么意思 解释 解释一下 请解释 请解释一下 不明白 我不明白 不懂 我不懂"
        " 听不懂 我听不懂 没听懂 我没听懂 没明白 我没明白 不清楚 不太清楚 我不清楚 不太明白 不太懂 怎么回事"
        " 怎么算的 为啥"
    ),
    Intent.HELP: (
        "帮助 帮忙 帮帮我 请帮忙 请帮帮我 帮我一下 我需要帮助 人工 转人工 我要人工 叫人 叫工作人员 找工作人员"
        " 请叫工作人员 救命"
    ),
    Intent.SLOWER: (
        "慢 慢点 慢点儿 慢一点 请慢一点 说慢点 说慢一点 请说慢一点 讲慢一点 再慢一点 慢慢说 太快了 说得太快了"
    ),
    Intent.FASTER: "快 快点 快点儿 快一点 请快一点 说快点 说快一点 讲快一点 再快一点 快一些 太慢了 说得太慢了",
    Intent.LOUDER: (
        "大声 大声点 大声点儿 大声一点 大点声 大点儿声 请大声一点 请大声点 说大声点 说大声一点 再大声一点 再大声点"
        " 声音大一点 声音大点 声音大点儿 声音再大一点 声音太小 声音太小了 太小声了 响一点 说响一点"
    ),
    Intent.QUIETER: (
        "小声 小声点 小声点儿 小声一点 小点声 小点儿声 请小声一点 请小声点 说小声点 说小声一点 再小声一点 再小声点"
        " 声音小一点 声音小点 声音小点儿 声音再小一点 声音太大 声音太大了 太大声了 轻一点 说轻一点 太响了 太吵了"
    ),
    Intent.CONTINUE: (
        "继续 请继续 继续吧 继续说 继续讲 接着说 接着讲 往下 往下说 往下讲 下一步 下一个 下一条 开始 开始吧 我们开始吧"
    ),
}
_EN: dict[Intent, str] = {
    Intent.YES: (
        "yes|yeah|yep|yes please|yes i do|yes i agree|i agree|agree|agreed|i consent|correct|that's right"
        "|that is right|sure|of course|ok|okay|i do|i confirm|i am sure|i'm sure|that's correct|that is correct"
    ),
    Intent.NO: (
        "no|nope|no thanks|no thank you|i don't agree|i do not agree|i disagree|disagree|i refuse|refuse"
        "|no i don't|no i do not|i don't|i do not|i don't want it|i do not want it|none of these|none of them"
        "|not agreed|that's wrong|that is wrong|that's not right|that is not right|nobody|nobody did"
        "|i am not sure|i'm not sure"
    ),
    Intent.UNDERSTOOD: (
        "understood|i understand|i understood|i see|clear|that is clear|that's clear|it's clear|i got it|got it"
        "|i have heard it|i heard it|i heard that|i know"
    ),
    Intent.STOP: (
        "stop|please stop|stop it|quit|exit|cancel|i want to stop|i want to leave|i want to quit|leave|end|finish"
        "|i don't want this|i do not want this|i don't want the loan|i do not want the loan|i give up|give up"
    ),
    Intent.WAIT: (
        "wait|please wait|wait a moment|wait a minute|just a moment|one moment|one moment please|just a minute"
        "|hold on|pause|let me think|hang on"
    ),
    Intent.REPEAT: (
        "repeat|please repeat|please repeat that|repeat that please|repeat that|repeat please"
        "|say that again|say it again|please say that again"
        "|once more|again|again please|once again|pardon|sorry|i didn't hear|i did not hear|i didn't hear that"
        "|could you repeat that|can you repeat that|can you say that again"
    ),
    Intent.EXPLAIN: (
        "why|explain|please explain|explain that|explain please|what does that mean|what does it mean"
        "|what do you mean|i don't understand|i do not understand|not clear|that's not clear|i don't get it"
        "|how come"
    ),
    Intent.HELP: (
        "help|help me|please help|please help me|i need help|call somebody|call someone|call staff|call a person"
        "|assistance|i want a person|i need a person|i want to talk to a person|can you help me"
    ),
    Intent.SLOWER: (
        "slower|slow down|please slow down|more slowly|speak slower|speak more slowly|slower please|too fast|slowly"
    ),
    Intent.FASTER: "faster|speed up|please speed up|speak faster|faster please|too slow|quicker",
    Intent.LOUDER: (
        "louder|louder please|please speak louder|speak louder|a bit louder|a little louder|speak up|please speak up"
        "|turn it up|turn up the volume|too quiet|i can't hear you|i cannot hear you|i can't hear"
    ),
    Intent.QUIETER: (
        "quieter|quieter please|softer|softer please|speak softer|speak more softly|speak more quietly|a bit quieter"
        "|a little quieter|not so loud|turn it down|turn down the volume|too loud"
    ),
    Intent.CONTINUE: (
        "continue|please continue|go on|please go on|next|carry on|go ahead|proceed|begin|start|let's go on|let's start"
    ),
}

QUIET: dict[Language, tuple[str, ...]] = {
    Language.ZH_CN: tuple(
        (
            "我想先问问家里人 我想问问家里人 我先问问家里人 我要先问问家里人 我得先问问家里人 我想先问一下家里人"
            " 我想先问一问家里人 我想先问问家里人再说 我先问问家里人再说 我想先问问家人 我想问问家人 我想先问问家里"
            " 我想回去问问家里人 我想回家问问家里人 我回去问问家里人 我回家问问家里人 我想跟家里人商量一下"
            " 我想先跟家里人商量一下 我想和家里人商量一下 我想先和家里人商量一下 我想跟家里人商量商量"
            " 我先跟家里人商量一下"
        ).split()
    ),
    Language.EN: tuple(
        (
            "i'd like to ask my family first|i would like to ask my family first|i want to ask my family first"
            "|i'd like to ask my family|i would like to ask my family|i want to ask my family"
            "|let me ask my family first|let me ask my family|i need to ask my family first"
            "|i have to ask my family first|i should ask my family first|i must ask my family first"
            "|i'll ask my family first"
            "|i'd like to talk to my family first|i would like to talk to my family first"
            "|i want to talk to my family first|i'd like to talk it over with my family"
            "|i would like to talk it over with my family"
        ).split("|")
    ),
}
"""The quiet way: everyday sentences that stop like any other word of STOP; the first of each is the one that is taught
(kiosk.dialogue.quiet)."""

PHRASES: dict[Language, dict[Intent, tuple[str, ...]]] = {
    Language.ZH_CN: {intent: tuple(words.split()) for intent, words in _ZH.items()},
    Language.EN: {intent: tuple(words.split("|")) for intent, words in _EN.items()},
}
for _language, _sentences in QUIET.items():
    PHRASES[_language][Intent.STOP] += _sentences
"""Intent -> phrases. A phrase stands under one intent only (a test holds it)."""

TOPIC_WORDS: dict[Language, tuple[str, ...]] = {
    Language.ZH_CN: tuple(
        (
            "贷款|利息|利率|年化|还款|还钱|还清|逾期|罚息|违约金|费用|手续费|到手|征信|信用报告|投诉|保险|会员|反悔"
            "|冷静期|资金方|刷脸|晚还|提前还|录像|录音|录相|借|这钱|多少钱|资料|身份证|签字|合同|担保|抵押|罚|骗"
        ).split("|")
    ),
    Language.EN: tuple(
        (
            "loan|interest|rate|annual cost|pay back|repay|pay early|pay late|penalty|fee|fees|credit report|complain"
            "|insurance|cooling-off|lender|lends|recording|my face|instalment|monthly payment|money|borrow|owe|paying"
            "|payment|contract|my credit|my data|my details|guarantee|scam|film|video|camera|sign"
        ).split("|")
    ),
}
"""What a session is about: while an answer is awaited, a question that names none of these and that the knowledge base
does not know is no question to the guide; people also talk to one another."""
