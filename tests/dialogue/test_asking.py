"""What counts as a question to the guide, and what people say to one another."""

import pytest

from benchmarks.asked import CONSENT, TERM, chatter, taken
from benchmarks.questions import ROOT, judge, training_offer
from kiosk.dialogue.asking import asks, is_question
from kiosk.dialogue.knowledge import KnowledgeBase, load
from kiosk.dialogue.lexicon import PHRASES
from kiosk.domain.speech import Grammar, Intent, Language

ZH, EN = Language.ZH_CN, Language.EN


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return load(ROOT / "assets" / "knowledge")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("要是忘了日子迟了几天呢", ZH), ("这算不算高利贷啊", ZH), ("我想少借点，还能改不", ZH),
        ("你们该不是骗子吧？", ZH), ("还不起钱要不要坐牢", ZH), ("合同给不给我一份", ZH),
        ("还有没有别家比这个便宜", ZH), ("多久可以放款到卡里", ZH),
        ("will debt collectors come to my house", EN), ("and what if I lose my job", EN),
        ("so, can my wife sit with me", EN), ("suppose I forget and pay a week late", EN), ("I pay how much", EN),
    ],
)  # fmt: skip
def test_it_asks(text: str, language: Language) -> None:
    assert asks(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", ZH), ("?", ZH), ("啊？", ZH), ("我几乎没说话", ZH), ("近几年钱不好挣", ZH), ("怎么说呢" * 9, ZH),
        ("妈你别着急慢慢看", ZH), ("同意同意同意", ZH),
        ("", EN), ("what", EN), ("hm?", EN), ("mum take your time", EN), ("i do agree with that", EN),
    ],
)  # fmt: skip
def test_it_does_not_ask(text: str, language: Language) -> None:
    assert not asks(text, language)


def test_what_is_known_and_is_no_question_waits_while_an_answer_commits() -> None:
    """我们要贷款 is said to a companion, too; after a term it may be what the borrower wants to hear about."""
    for text in ("我要提前还款", "our early repayment"):
        language = ZH if text[0] == "我" else EN
        assert not is_question(text, CONSENT, language, lambda _text, _language: True)
        assert is_question(text, TERM, language, lambda _text, _language: True)


def test_without_knowledge_a_topic_must_be_named_while_an_answer_commits() -> None:
    assert is_question("利息是怎么算出来的", CONSENT, ZH, None)
    assert not is_question("晚上去哪里吃饭", CONSENT, ZH, None)


def test_questions_reach_the_knowledge_base(knowledge: KnowledgeBase) -> None:
    """Of those that it answers right, nine in ten while a consent is asked, and all after a term."""
    answered = [e for e in judge(knowledge, training_offer()) if e.outcome == "right" and not e.beside]
    for grammar, least in ((CONSENT, 0.9), (TERM, 1.0)):
        heard = [taken((each.language, each.words), grammar, knowledge) for each in answered]
        assert heard.count(Intent.QUESTION) >= least * len(answered)


def test_talk_is_no_answer_and_stops_no_consent(knowledge: KnowledgeBase) -> None:
    heard = [taken(each, CONSENT, knowledge) for each in chatter()]
    assert not [each for each in heard if each in CONSENT.intents]
    assert heard.count(Intent.QUESTION) <= 4


@pytest.mark.parametrize("grammar", [CONSENT, TERM, Grammar(frozenset())])
def test_no_phrase_of_the_lists_becomes_a_question(grammar: Grammar, knowledge: KnowledgeBase) -> None:
    for language in Language:
        for phrases in PHRASES[language].values():
            for phrase in phrases:
                assert taken((language, phrase), grammar, knowledge) is not Intent.QUESTION, phrase
