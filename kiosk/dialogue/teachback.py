"""Teach-back: the six facts of DISCLOSURE D.4, two fresh questions each."""

from kiosk.dialogue.draw import Draw
from kiosk.dialogue.question import Choice, Grade, Question, QuestionKind, Right, Wrong, grade, question_of
from kiosk.dialogue.teachback_facts import FACTS
from kiosk.domain.offer import Offer
from kiosk.domain.speech import Language
from kiosk.lending.figures import Figures

__all__ = ["FACTS", "Choice", "Grade", "Question", "QuestionKind", "Right", "Wrong", "grade", "questions"]

QUESTIONS_A_FACT = 2


def questions(offer: Offer, figures: Figures, seed: bytes, language: Language) -> tuple[Question, ...]:
    """Two questions for each of the six facts, in their order; another seed draws others. ValueError: empty seed."""
    asked: list[Question] = []
    for fact, maker in FACTS.items():
        draw = Draw(seed, fact)
        drafts = draw.shuffled(maker(offer, figures, draw))[:QUESTIONS_A_FACT]
        asked += [question_of(fact, draft, language, draw) for draft in drafts]
    return tuple(asked)
