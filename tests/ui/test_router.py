from typing import get_args

import pytest

from kiosk.consent.states import State
from kiosk.domain.speech import Language
from ui.previews import ROOT
from ui.router import SCREENS, same_place
from ui.sample_states import Samples


def test_every_state_has_a_screen() -> None:
    assert set(SCREENS) == set(get_args(State))


@pytest.mark.parametrize("language", Language)
def test_every_state_has_a_preview(language: Language) -> None:
    shown = {type(state) for _, state in Samples(ROOT, language).all()}
    assert shown == set(get_args(State))


def test_names_of_previews_are_unique(samples: Samples) -> None:
    names = [name for name, _ in samples.all()]
    assert len(set(names)) == len(names)


def test_what_was_begun_belongs_to_the_same_question_only(samples: Samples) -> None:
    states = dict(samples.all())
    assert same_place(states["asking_need_amount"], states["asking_need_amount"])
    assert not same_place(states["asking_need_amount"], states["asking_need_income"])
    assert not same_place(states["asking_promise_amount"], states["asking_promise_fees"])
    assert not same_place(states["asking_need_amount"], states["telling"])
