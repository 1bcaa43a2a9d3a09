"""Whoever sits down is told first that an AI speaks."""

import pytest

from kiosk.assembly.rig import ASSETS
from kiosk.consent.script import load_script
from kiosk.dialogue.utterance import parts
from kiosk.domain.speech import Language


@pytest.mark.parametrize(("language", "mark"), [(Language.ZH_CN, "人工智能"), (Language.EN, "an AI")])
def test_it_is_among_the_first_two_sentences_of_a_session(language: Language, mark: str) -> None:
    script = load_script(ASSETS / "scripts" / "consent.toml", ASSETS / "consents.toml")
    first = script.steps[0].say[language]
    assert mark in "".join(first[slice(*part.shown)] for part in parts(first, language)[:2])
