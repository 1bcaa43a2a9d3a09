"""The stories that `rehearse` can play; each is a whole session."""

from dataclasses import dataclass, field
from decimal import Decimal

from kiosk.checks.liveness import Move
from kiosk.domain.consents import Ending
from kiosk.domain.speech import Language
from kiosk.domain.way import Way


@dataclass(frozen=True, slots=True)
class Story:
    """`refuses`: consents said no to. `asks`: step -> question put there. `leaves_at`, `cut_at`: a step's id, or empty.

    `thinks_over`: where he leaves, he takes the quote home. `brings_quote`: the one of the session before, which is
    that of the story `after`.
    `speaks`: answers by voice where a voice is understood; else by touch. `misses`: wrong answers given before the
    right one to the first teach-back fact. `promised`: what the borrower says that he was told, in yuan, by topic.
    `consultant`: what staff enter as the consultant's version, in fen or as a fraction.
    `leaves_seat_at`: who is seen before the camera changes there: `meanwhile`, then `comes_back`, as `Stage.seat` names
    them; `companion`: staff note who sits beside. `prompted_at`: somebody out of the picture says the answer.
    `rate`: how fast the guide shall speak. `light`: whether the screen may change its colours; `not_easy`: steps of the
    face check that are hard for him. `way`: how it is told and answered; by ear, figures are spoken and all else is
    touched on the two fields. `asks_twice`: a first answer is not clear to him. `own_words`: he tells the facts of
    the teach-back in his own words.
    """

    name: str
    tells: str
    ending: Ending
    language: Language = Language.ZH_CN
    enquiry: bool = False
    speaks: bool = False
    refuses: frozenset[str] = frozenset()
    asks: dict[str, str] = field(default_factory=dict)
    leaves_at: str = ""
    thinks_over: bool = False
    after: str = ""
    brings_quote: bool = False
    cut_at: str = ""
    unplugs_at: tuple[str, str] = ("", "")
    misses: int = 0
    asks_twice: bool = False
    own_words: bool = False
    choice: int = 0
    takes_back: bool = False
    promised: dict[str, Decimal] = field(default_factory=dict)
    consultant: dict[str, Decimal] = field(default_factory=dict)
    real_input: bool = False
    passport: bool = False
    by_staff: bool = False
    leaves_seat_at: str = ""
    comes_back: str = "borrower"
    meanwhile: str = "nobody"
    companion: bool = False
    prompted_at: str = ""
    light: bool = True
    not_easy: frozenset[Move] = frozenset()
    rate: Decimal = Decimal("1.0")
    way: Way = Way.STANDARD

    @property
    def decoded(self) -> bool:
        """Whether its words go through a recogniser. By ear they do not: whisper does not understand espeak's Mandarin,
        and figures would all be chosen digit by digit."""
        return self.speaks and self.way is not Way.BY_EAR


_BRISK = Decimal("1.2")
"""The welcome page's "a little faster"."""

STORIES: dict[str, Story] = {
    story.name: story
    for story in (
        Story("signs", "everything is understood and signed", Ending.SIGNED, rate=_BRISK),
        Story("signs_en", "the same in English", Ending.SIGNED, language=Language.EN),
        Story("speaks", "answers by voice wherever a voice is taken", Ending.SIGNED, speaks=True),
        Story(
            "asks",
            "asks at four places, gets an answer, a what-if or a person, misses one question, and signs",
            Ending.SIGNED,
            asks={
                "privacy.consents": "录像会给谁看",
                "disclosure.terms": "提前还款要收钱吗",
                "disclosure.promised": "如果第六个月提前还清呢",
                "teach_back.facts": "今天天气怎么样",
            },
            misses=1,
            asks_twice=True,
        ),
        Story("declines", "hears the cost and chooses to stop", Ending.DECLINED, leaves_at="disclosure.terms"),
        Story("thinks_it_over", "hears the cost, wants to think it over and takes the quote home", Ending.QUOTED,
              leaves_at="disclosure.promised", thinks_over=True, rate=_BRISK),
        Story("comes_back", "comes back with the quote of an earlier session, goes on with it and signs", Ending.SIGNED,
              after="thinks_it_over", brings_quote=True, rate=_BRISK),
        Story("none", "wants none of the offers", Ending.DECLINED, choice=-1),
        Story("interrupted", "the program is cut off in the middle of a term", Ending.INTERRUPTED,
              cut_at="disclosure.terms"),
        Story("enquires", "comes without a case and takes a quote home", Ending.QUOTED, enquiry=True),
        Story("refuses_recording", "does not want to be recorded", Ending.REFERRED, refuses=frozenset({"recording"})),
        Story("refuses_card", "does not want the card to be read", Ending.REFERRED, refuses=frozenset({"card_data"})),
        Story("refuses_face", "two members of staff look instead of the camera", Ending.SIGNED,
              refuses=frozenset({"face"})),
        Story("by_staff", "agrees to the camera, and chooses two members of staff all the same", Ending.SIGNED,
              by_staff=True),
        Story("refuses_light", "does not want the screen to change its colours; all else stays the same",
              Ending.SIGNED, light=False, rate=_BRISK),
        Story("not_easy", "can't turn to the left, and does not read digits aloud; other steps are drawn",
              Ending.SIGNED, not_easy=frozenset({Move.TURN_LEFT, Move.SAY_DIGITS}), rate=_BRISK),
        Story("refuses_sending", "recording and pictures stay in the terminal", Ending.SIGNED,
              refuses=frozenset({"sending"})),
        Story("refuses_credit", "no credit query, so none of the offers", Ending.DECLINED,
              refuses=frozenset({"credit_query"})),
        Story("refuses_partner", "no data to partners, so another offer or none", Ending.DECLINED,
              refuses=frozenset({"partner"})),
        Story("own_words", "answers by voice and tells the facts in own words, one of them wrong at first",
              Ending.SIGNED, speaks=True, own_words=True, misses=1),
        Story("misses_thrice", "a person explains one fact", Ending.SIGNED, misses=3),
        Story("takes_back", "takes a reply back in the read-back and gives it again", Ending.SIGNED, takes_back=True),
        Story("promised", "was promised a lower rate, sees the difference and goes on", Ending.SIGNED,
              promised={"rate": Decimal("3"), "amount": Decimal("50000")}),
        Story("consultant_differs", "staff enter the consultant's version, it differs, is explained, and he signs",
              Ending.SIGNED, consultant={"rate": Decimal("0.03"), "amount": Decimal("5000000")}),
        Story("unplugged", "the camera is gone for a while and comes back", Ending.SIGNED,
              unplugs_at=("disclosure.terms", "face_camera")),
        Story("steps_away", "gets up in the middle of the terms and comes back", Ending.SIGNED,
              leaves_seat_at="disclosure.terms"),
        Story("companion", "a relative sits down beside and is noted by a member of staff", Ending.SIGNED,
              leaves_seat_at="disclosure.terms", meanwhile="beside", comes_back="beside", companion=True),
        Story("hides_face", "holds a scarf before the face for a while", Ending.SIGNED,
              leaves_seat_at="disclosure.terms", meanwhile="hidden"),
        Story("prompted", "somebody out of the picture says what was understood", Ending.SIGNED,
              prompted_at="teach_back.facts"),
        Story("passport", "shows the page of a passport in place of a card", Ending.SIGNED, passport=True),
        Story("elder", "larger, slower, one thing a page", Ending.SIGNED, way=Way.ELDER, rate=Decimal("0.85")),
        Story("by_ear", "reads nothing: hears everything, says the figures, touches right or left", Ending.SIGNED,
              way=Way.BY_EAR, rate=Decimal("0.9"), speaks=True),
        Story("silent", "hears nothing: reads everything and touches", Ending.SIGNED, way=Way.SILENT),
        Story("recorded", "real pictures and real words from a folder, one session a person", Ending.SIGNED,
              speaks=True, real_input=True, rate=_BRISK),
    )
}  # fmt: skip
