"""What was told against what the offer says."""

from decimal import Decimal

import pytest

from kiosk.dialogue.promises import Told, differences
from kiosk.domain.case import Promise, PromiseTopic
from kiosk.domain.errors import LendingError
from kiosk.domain.offer import Offer
from kiosk.lending.figures import figures


@pytest.fixture
def offer(offers: tuple[Offer, ...]) -> Offer:
    return next(offer for offer in offers if figures(offer).total_fees > 0)


def real(offer: Offer) -> dict[PromiseTopic, str]:
    found = figures(offer)
    return {
        PromiseTopic.AMOUNT: str(found.principal),
        PromiseTopic.RATE: str(found.annual_simple),
        PromiseTopic.MONTHLY: str(found.first_payment),
        PromiseTopic.FEES: str(found.total_fees),
        PromiseTopic.BUNDLED: "no",
    }


def test_what_agrees_is_no_difference(offer: Offer) -> None:
    told = tuple(Told(topic, value) for topic, value in real(offer).items())
    assert differences(told, (), offer) == ()


def test_nobody_promised_anything(offer: Offer) -> None:
    assert differences((), (), offer) == ()


@pytest.mark.parametrize("topic", [PromiseTopic.AMOUNT, PromiseTopic.MONTHLY, PromiseTopic.FEES])
def test_round_words_are_no_difference_and_others_are(offer: Offer, topic: PromiseTopic) -> None:
    value = Decimal(real(offer)[topic])
    assert differences((Told(topic, str(value * Decimal("1.004"))),), (), offer) == ()
    (found,) = differences((Told(topic, str(value * Decimal("0.9"))),), (), offer)
    assert found.topic is topic
    assert found.text.zh
    assert found.text.en


def test_the_contract_rate_told_as_the_cost_is_named(offer: Offer) -> None:
    (found,) = differences((Told(PromiseTopic.RATE, str(offer.nominal_rate)),), (), offer)
    assert "合同利率不含费用" in found.text.zh
    assert "leaves out the fees" in found.text.en


def test_no_fees_told_but_some_charged(offer: Offer) -> None:
    assert [d.topic for d in differences((Told(PromiseTopic.FEES, "0"),), (), offer)] == [PromiseTopic.FEES]


def test_bundling_is_always_a_difference(offer: Offer) -> None:
    (found,) = differences((Told(PromiseTopic.BUNDLED, "yes"),), (), offer)
    assert "可以不要" in found.text.zh


def test_the_consultants_own_note_is_compared_too(offer: Offer) -> None:
    promised = (Promise(PromiseTopic.MONTHLY, "100"), Promise(PromiseTopic.BUNDLED, "不需要买保险"))
    (found,) = differences((), promised, offer)
    assert found.topic is PromiseTopic.MONTHLY
    assert found.text.zh.startswith("顾问登记的")


def test_one_topic_is_told_once(offer: Offer) -> None:
    promised = (Promise(PromiseTopic.MONTHLY, "100"),)
    assert len(differences((Told(PromiseTopic.MONTHLY, "100"),), promised, offer)) == 1


@pytest.mark.parametrize("value", ["", "NaN", "many", "-1", "Infinity"])
def test_what_is_no_number_is_refused(offer: Offer, value: str) -> None:
    with pytest.raises(LendingError):
        differences((Told(PromiseTopic.AMOUNT, value),), (), offer)


def test_bundled_takes_yes_and_no_only(offer: Offer) -> None:
    with pytest.raises(LendingError):
        differences((Told(PromiseTopic.BUNDLED, "perhaps"),), (), offer)
