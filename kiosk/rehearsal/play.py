"""One rehearsed session: the borrower's acts on the stage, until it has ended."""

from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from kiosk.checks.liveness import Move
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.facts import Identity, Opening
from kiosk.consent.machine import facts_of
from kiosk.dialogue.numbers import number_words
from kiosk.documents.qr import qr_png
from kiosk.domain.consents import Ending
from kiosk.domain.speech import Intent, Language, Understood
from kiosk.lending.quote import build_quote
from kiosk.ports.clock import Clock
from kiosk.ports.stage import Stage
from kiosk.rehearsal.borrower import (
    Act,
    Borrower,
    Cut,
    LeaveSeat,
    LookAtCamera,
    ShowCard,
    ShowQuote,
    Speak,
    Tally,
    Touch,
    Unplug,
    Wait,
)
from kiosk.rehearsal.people import Person, Word, find_word
from kiosk.rehearsal.stories import Story
from kiosk.runtime.instruction import Instruction
from kiosk.runtime.mailbox import Mailbox
from kiosk.runtime.runner import Runner
from kiosk.runtime.training_hand import FaceActor

_log = structlog.get_logger(__name__)
_STEP = 0.1
_SPEECH_PATIENCE = 6.0
"""Seconds after which somebody who spoke and saw nothing happen does it again, or by touch."""
_LONGEST = 3600.0
"""Of the session's own clock; a story that has not ended by then is broken."""
_UNPLUGGED = 4.0
_AWAY = 8.0
"""Longer than the script waits before it pauses."""


class CutOffError(Exception):
    """The story cuts the power here."""


@dataclass(slots=True)
class Played:
    """What came of a session."""

    ending: Ending | None = None
    folder: str = ""
    pending: bool = False
    identity: Identity = field(default_factory=Identity)
    tally: Tally = field(default_factory=Tally)
    seconds: float = 0.0
    session: str = ""
    staff_asked: bool = False
    quote: str = ""
    """What the code says on the quote that he took home."""


class Play:
    """`drain`: on a simulated clock, handles what is queued. `speaking`: on a real one, whether the guide is heard; the
    borrower lets it finish. `quote`: what the code says on the paper that he brings."""

    def __init__(
        self, story: Story, runner: Runner, stage: Stage, clock: Clock, instruction: Mailbox[Instruction], *,
        person: Person | None = None, card_of: Person | None = None, words: tuple[Word, ...] = (),
        drain: Callable[[], bool] = lambda: False, speaking: Callable[[], bool] | None = None, quote: str = "",
    ) -> None:  # fmt: skip
        self._story, self._runner, self._stage, self._clock = story, runner, stage, clock
        self._drain, self._words = drain, words
        self._actor, self._instruction = FaceActor(stage, clock, instruction.peek), instruction
        self._too_hard: set[Move] = set()
        self._card_of = card_of or person
        self._borrower = Borrower(story, runner.context)
        self._speaking, self._quote = speaking, quote
        self._seen: st.State | None = None
        self._acted: st.State | None = None
        self._spoke_at: float | None = None
        self._tries: dict[str, int] = {}
        self._played = Played(tally=self._borrower.tally)
        # He sits there before the session opens: the opening states where its pictures come from.
        stage.show_face(person.motion if person else None)

    def run(self, opening: Opening) -> Played:
        """Play it to its end. Raises CutOffError where the story cuts the power."""
        began = self._clock.now().mono
        self._played.session = opening.session
        following = self._clock.every(_STEP, self._follow)
        try:
            self._runner.post(ev.SessionOpened(opening))
            self._through(began)
        finally:
            following.cancel()
        ended = self._runner.state
        assert isinstance(ended, st.Ended)
        self._played.ending, self._played.folder, self._played.pending = ended.ending, ended.folder, ended.pending
        self._played.seconds = round(self._clock.now().mono - began, 1)
        return self._played

    def _through(self, began: float) -> None:
        while not isinstance(self._runner.state, st.Ended):
            self._drain()
            state = self._runner.state
            self._note(state)
            if isinstance(state, st.Ended):
                break
            if isinstance(state, st.OutOfOrder) or self._clock.now().mono - began > _LONGEST:
                raise RuntimeError(f"{self._story.name} does not end: {type(state).__name__}")
            self._perform(state)
            self._pass_time()

    @property
    def so_far(self) -> Played:
        """Of a session that was cut."""
        return self._played

    def _note(self, state: st.State) -> None:
        if isinstance(state, st.AwaitingStaff) and state.purpose == "identity":
            self._played.staff_asked = True
        facts = facts_of(state)
        if facts is not None:
            self._played.identity = facts.identity
        if isinstance(state, st.Parting) and state.ending is Ending.QUOTED and state.facts.sheet is not None:
            code = build_quote(state.facts.sheet, state.facts.opening.case).code
            self._played.quote = code.words if code is not None else ""

    def _perform(self, state: st.State) -> None:
        if self._listens(state):
            return
        now = self._clock.now().mono
        if state is self._acted:
            if self._spoke_at is None or now - self._spoke_at < _SPEECH_PATIENCE:
                return
            self._spoke_at = None
            self._do(self._borrower.misheard(state), state)
            return
        self._acted, self._spoke_at = state, None
        self._do(self._borrower.act(state), state)

    def _listens(self, state: st.State) -> bool:
        """Whether the guide is still heard; a state seen for the first time is about to be spoken."""
        if self._speaking is None:
            return False
        new, self._seen = state is not self._seen, state
        return new or self._speaking()

    def _do(self, act: Act, state: st.State) -> None:
        match act:
            case Touch(event):
                self._runner.post(event)
            case Speak(reply, by_another):
                self._say(reply, by_another=by_another)
            case ShowCard(side):
                self._stage.show_card(side, self._card_of.card(side) if self._card_of else None)
            case ShowQuote():
                self._stage.show_paper(qr_png(self._quote))
            case Unplug(device):
                self._stage.unplug(device)
                self._clock.after(_UNPLUGGED, lambda: self._stage.plug_in(device))
            case LeaveSeat(comes_back, meanwhile):
                self._stage.seat(meanwhile)
                self._clock.after(_AWAY, lambda: self._stage.seat(comes_back))
            case Cut():
                raise CutOffError(self._story.name)
            case LookAtCamera() | Wait():
                return

    def _follow(self) -> None:
        """What the screen asks of the face, also while the guide still speaks."""
        asked = self._instruction.peek()
        if asked is not None and asked.step in self._story.not_easy:
            self._say_it_is_hard(asked.step)
        else:
            self._actor.follow(self._story.language)

    def _say_it_is_hard(self, step: Move) -> None:
        if step not in self._too_hard:
            self._too_hard.add(step)
            self._runner.post(ev.StepTooHard(step))

    def _say(self, reply: Understood, *, by_another: bool) -> None:
        language, text = self._story.language, spoken_text(reply, self._story.language)
        tries = self._tries.get(text, 0)
        self._tries[text] = tries + 1
        word = find_word(self._words, text, reply.intent, language, tries)
        say = self._stage.prompt if by_another else self._stage.say
        said = say(word.text if word else text, language, word.file if word else None)
        if said.kind == "recorded":
            self._played.tally.recorded += 1
        else:
            self._played.tally.synthetic += 1
        self._spoke_at = self._clock.now().mono

    def _pass_time(self) -> None:
        self._clock.sleep(_STEP)


def spoken_text(reply: Understood, language: Language) -> str:
    """What a person says for a reply."""
    if reply.intent is Intent.NUMBER and reply.value is not None:
        return number_words(reply.value, language)
    return reply.text
