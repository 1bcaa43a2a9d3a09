"""The simulated borrower: answers what a state asks, by the story. He sees what the screen shows and nothing more."""

from dataclasses import dataclass, field
from decimal import Decimal

from kiosk.checks.presence import Seen
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.by_ear import Answer, answers, by_ear, place_of, sides
from kiosk.consent.context import Context
from kiosk.consent.facts import DocumentKind, Need, Place, PromiseTold, StaffAct
from kiosk.consent.wording import PATHS, meaning
from kiosk.consent.wording_case import case_words
from kiosk.dialogue.question import QuestionKind
from kiosk.dialogue.teachback_words import OpenQuestion
from kiosk.domain.borrower import CardSide
from kiosk.domain.case import PromiseTopic
from kiosk.domain.ids import StaffId
from kiosk.domain.speech import Channel, Intent, Language, Understood
from kiosk.rehearsal.own_words import in_own_words
from kiosk.rehearsal.stories import Story

_NEEDS = {Need.AMOUNT: Decimal(50000), Need.INCOME: Decimal(20000), Need.DEBTS: Decimal(0)}
_STROKES = tuple(
    tuple((0.2 + 0.1 * s + 0.01 * p, 0.4 + 0.02 * (p % 5), 200 * s + 16 * p, 0.5) for p in range(12)) for s in range(3)
)
_VOICE_TRIES = 1
"""After that by touch. The kiosk itself would take a second try."""


@dataclass(frozen=True, slots=True)
class Touch:
    """An event by touch (or by staff)."""

    event: ev.Event


@dataclass(frozen=True, slots=True)
class Speak:
    """Say it; `reply` is what it should be understood as, and the touch that takes its place."""

    reply: Understood
    by_another: bool = False
    """Somebody out of the picture says it."""


@dataclass(frozen=True, slots=True)
class ShowCard:
    """Lay a side of the card down."""

    side: CardSide


@dataclass(frozen=True, slots=True)
class ShowQuote:
    """Lay the paper down that he brought."""


@dataclass(frozen=True, slots=True)
class LookAtCamera:
    """Sit before the camera and do what is asked; the rehearsal reads the instruction."""


@dataclass(frozen=True, slots=True)
class Unplug:
    """A device fails, and comes back after some seconds."""

    device: str


@dataclass(frozen=True, slots=True)
class LeaveSeat:
    """He gets up, or is not seen alone: `meanwhile`, and after a while `comes_back`, as `Stage.seat` names them."""

    comes_back: str
    meanwhile: str = "nobody"


@dataclass(frozen=True, slots=True)
class Cut:
    """The power goes."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do here but wait."""


Act = Touch | Speak | ShowCard | ShowQuote | LookAtCamera | Unplug | LeaveSeat | Cut | Wait


@dataclass(slots=True)
class Tally:
    """How answers came. `re_asked`: spoken, and not understood as meant."""

    recorded: int = 0
    synthetic: int = 0
    touched: int = 0
    re_asked: int = 0


@dataclass(slots=True)
class Borrower:
    """Ask `act` once for every new state."""

    story: Story
    context: Context
    tally: Tally = field(default_factory=Tally)
    _asked: set[str] = field(default_factory=set)
    _spoken: dict[str, int] = field(default_factory=dict)
    _meant: Understood | None = None
    _misses: int = 0
    _taken_back: bool = False
    _unplugged: bool = False
    _left_seat: bool = False
    _brought: bool = False
    _staff: int = 0

    def act(self, state: st.State) -> Act:
        """What the borrower, or staff beside him, does now."""
        return by_field(self.context, state, self._act(state))

    def _act(self, state: st.State) -> Act:
        match state:
            case st.Confirming(reply):
                return self._confirm(reply, state.resume)
            case st.AskingPresence(_, Seen.SECOND) if self.story.companion:
                reads_along = StaffAct(StaffId("S008"), True, "a relative reads along", ("companion_only_helps",))
                return Touch(ev.StaffActed(reads_along))
            case st.AskingPresence(_, why) if why is not None:
                return Wait()
            case st.CheckingPresence():
                same = self.story.comes_back == "borrower"
                return Touch(ev.StaffActed(StaffAct(StaffId("S009"), same, "looked", ("same_person",) if same else ())))
            case st.Explaining(known=True, wording=0) if state.again and self.story.asks_twice:
                return Touch(ev.Resumed(clear=False))
            case (
                st.Explaining() | st.Supposing() | st.ShowingKnown() | st.Paused() | st.CallingStaff()
                | st.AskingPresence()
            ):  # fmt: skip
                return Touch(ev.Resumed())
            case st.TakingQuote(refused=None):
                return ShowQuote()
            case st.TakingQuote():
                return Touch(ev.Resumed())
            case st.AskingToLeave():
                return Touch(ev.ThinkOverAsked() if self.story.thinks_over else ev.LeaveConfirmed())
            case st.Attract() | st.Sealing() | st.Ended() | st.OutOfOrder() | st.Closed():
                return Wait()
            case st.DeviceLost() | st.Preparing():
                return Wait()
            case _:
                return self._detour(state) or self._answer(state)

    def misheard(self, state: st.State) -> Act:
        """He spoke and was not understood: once more, then by touch."""
        self.tally.re_asked += 1
        return self.act(state)

    def _detour(self, state: st.ScriptState) -> Act | None:
        """What the story does at a step before answering."""
        story, step = self.story, state.step
        if step in story.asks and step not in self._asked:
            self._asked.add(step)
            return Touch(ev.QuestionAsked(story.asks[step], Channel.TOUCH))
        if story.brings_quote and not self._brought and isinstance(state, st.AskingNeed):
            self._brought = True
            return Touch(ev.QuoteBrought())
        if step == story.leaves_at:
            return Touch(ev.LeaveAsked())
        if step == story.cut_at:
            return Cut()
        if step == story.leaves_seat_at and not self._left_seat:
            self._left_seat = True
            return LeaveSeat(story.comes_back, story.meanwhile)
        if step == story.unplugs_at[0] and not self._unplugged:
            self._unplugged = True
            return Unplug(story.unplugs_at[1])
        return None

    def _answer(self, state: st.ScriptState) -> Act:
        match state:
            case st.Welcoming(facts) if facts.language is not self.story.language:
                return Touch(ev.LanguageChosen(self.story.language))
            case st.Welcoming(facts) if facts.way is not self.story.way:
                return Touch(ev.WayChosen(self.story.way))
            case st.Welcoming(facts) if facts.rate != self.story.rate:
                return Touch(ev.RateChosen(self.story.rate))
            case st.ReadingCard(_, _, side):
                return ShowCard(CardSide.PAGE if self.story.passport else side)
            case st.ReviewingCard(_, _, side, fields):
                unread = next((f for f in fields if f.settled_by == "open" and not f.value), None)
                return Touch(ev.CardCorrected(side, unread.name, "—")) if unread else Touch(ev.CardConfirmed(side))
            case st.CheckingFace():
                return LookAtCamera()
            case st.AwaitingStaff(facts, _, purpose):
                self._staff += 1
                if purpose == "identity" and facts.identity.doubts:
                    # Staff can't settle it on such a card either: a person goes on with him in another way.
                    return Touch(ev.StaffActed(StaffAct(StaffId("S001"), approved=False, checked="card not valid")))
                person = StaffId(f"S{self._staff:03d}")
                if purpose == "identity":
                    looked = ("card_in_hand", "face_against_card", "name_and_birth")
                    return Touch(ev.StaffActed(StaffAct(person, True, "card and person compared", looked)))
                return Touch(ev.StaffActed(StaffAct(person, True, "explained again in person", ("explained",))))
            case st.ReadingBack(facts) if self.story.takes_back and not self._taken_back:
                self._taken_back = True
                first = next(r for r in facts.replies if r.step == "disclosure.promised")
                return Touch(ev.ReplyTakenBack(first.number))
            case st.Signing(_, _, document):
                return Touch(ev.Penned(DocumentKind(document), _STROKES))
            case st.ReadingTerm(heard=False) | st.FindingCase():
                return Wait()
            case st.AskingPromised(facts) if self.story.consultant and facts.consultant is None:
                entered = self.story.consultant.items()
                told = tuple(PromiseTold(PromiseTopic(name), str(value)) for name, value in entered)
                by = StaffAct(StaffId("S007"), True, "the consultant's own version", ("consultant_told",))
                return Touch(ev.ConsultantStated(by, told))
            case st.TeachingBack(worded=OpenQuestion() as worded):
                return self._in_own_words(state, worded)
            case _:
                return self._reply(state, self.understood(state))

    def understood(self, state: st.ScriptState) -> Understood:
        """The answer that the story gives."""
        yes = Understood(Intent.YES, self._word("同意", "yes"))
        no = Understood(Intent.NO, self._word("不要", "no"))
        match state:
            case st.Welcoming() | st.Telling() | st.ShowingAffordability() | st.Parting():
                return Understood(Intent.CONTINUE, self._word("开始", "continue"))
            case st.ChoosingPath(facts):
                way = "staff" if self.story.by_staff else "face"
                return Understood(Intent.CHOICE, PATHS[way][facts.language], choice=way)
            case st.AskingLight():
                return yes if self.story.light else no
            case st.AskingConsent(_, _, spec):
                return no if spec.id in self.story.refuses else yes
            case st.ChoosingCase(facts, _, cases):
                return Understood(Intent.CHOICE, case_words(cases[0], facts.language), choice=str(cases[0].id))
            case st.AskingNeed(_, step):
                return self._need(self.context.script.step(step).need)
            case st.Choosing(facts, _, order, notice):
                place = self.story.choice
                if place < 0 or notice:
                    return no
                if "partner" in self.story.refuses:
                    with_partners = {o.id for o in facts.opening.offers if o.partners}
                    place = next(n for n, offer in enumerate(order) if offer in with_partners)
                return Understood(Intent.NUMBER, str(Decimal(place + 1)), value=Decimal(place + 1))
            case st.ReadingTerm():
                return Understood(Intent.UNDERSTOOD, self._word("清楚", "understood"))
            case st.AskingPromised():
                return Understood(Intent.YES, self._word("是", "yes")) if self.story.promised else no
            case st.AskingPromise(_, _, topic):
                told = self.story.promised.get(str(topic))
                if told is None or topic is PromiseTopic.BUNDLED:
                    return no
                return Understood(Intent.NUMBER, str(told), value=told)
            case st.TeachingBack():
                return self._taught(state)
            case _:
                return Understood(Intent.YES, self._word("确定", "yes"))

    def _need(self, need: Need | None) -> Understood:
        if need is None or need is Need.PURPOSE:
            return Understood(Intent.CHOICE, self._word("看病", "medical care"), choice="health")
        value = _NEEDS[need]
        return Understood(Intent.NUMBER, str(value), value=value)

    def _taught(self, state: st.TeachingBack) -> Understood:
        question = state.question
        wrong = self._misses < self.story.misses
        self._misses += wrong
        if question.kind is QuestionKind.NUMBER:
            value = Decimal(question.answer) * (3 if wrong else 1) + (1 if wrong else 0)
            return Understood(Intent.NUMBER, str(value), value=value)
        keys = [c.key for c in question.choices if (c.key != question.answer) is wrong]
        text = next(c.text for c in question.choices if c.key == keys[0])
        return Understood(Intent.CHOICE, text, choice=keys[0])

    def _in_own_words(self, state: st.ScriptState, worded: OpenQuestion) -> Act:
        if not self.story.own_words:
            on = Understood(Intent.CONTINUE, self._word("一个一个选", "choose step by step"))
            return Touch(ev.Replied(on, Channel.TOUCH))
        wrong = self._misses < self.story.misses
        said = Understood(Intent.WORDS, in_own_words(worded, wrong=wrong))
        self._misses += wrong
        return self._reply(state, said)

    def _reply(self, state: st.ScriptState, understood: Understood) -> Act:
        place = f"{state.step}.{getattr(state, 'index', '')}.{understood.text}"
        tries = self._spoken.get(place, 0)
        prompted = state.step == self.story.prompted_at
        if (self.story.speaks or prompted) and tries < _VOICE_TRIES and self._sayable(state):
            self._spoken[place] = tries + 1
            self._meant = understood
            return Speak(understood, prompted)
        self.tally.touched += 1
        return Touch(ev.Replied(understood, Channel.TOUCH))

    def _sayable(self, state: st.ScriptState) -> bool:
        """The pen, the cards and the read-back are touched; by ear all but figures."""
        if by_ear(state):
            return bool(answers(self.context, state)) and place_of(self.context, state) is None
        return not isinstance(state, st.ReadingBack | st.Parting)

    def _confirm(self, reply: ev.Replied, state: st.ScriptState) -> Act:
        meant = self._meant
        same = meant is not None and meaning(state, meant) == meaning(state, reply.understood)
        if not same:
            self.tally.re_asked += 1
        return Touch(ev.ReplyConfirmed() if same else ev.ReplyRejected())

    def _word(self, zh: str, en: str) -> str:
        return zh if self.story.language is Language.ZH_CN else en


def by_field(context: Context, state: st.State, act: Act) -> Act:
    """By ear there is nothing to touch but the two fields: the same answer, one step at a time."""
    if not by_ear(state) or not isinstance(act, Touch):
        return act
    event, two = act.event, sides(context, state)
    if two is None:
        return act
    several, place = answers(context, state), place_of(context, state)
    if several and isinstance(event, ev.Replied):
        here = several[place.offered % len(several)] if place is not None else None
        return Touch(ev.SideTouched(here is not None and _wanted(state, here, place, event.understood)))
    for right, stands_for in ((True, two.on_right), (False, two.on_left)):
        if _alike(event, stands_for):
            return Touch(ev.SideTouched(right))
    return act


def _alike(event: ev.Event, other: ev.Event | None) -> bool:
    if isinstance(event, ev.Replied) and isinstance(other, ev.Replied):
        wanted, offered = event.understood.intent, other.understood.intent
        return wanted is offered or (wanted is not Intent.NO and offered is not Intent.NO)
    return event == other


def _wanted(state: st.State, offered: Answer, place: Place | None, wanted: Understood) -> bool:
    """Whether the answer that was just said is the one, or its next digit."""
    if wanted.intent is Intent.NUMBER and wanted.value is not None and not isinstance(state, st.Choosing):
        figure = f"{wanted.value.normalize():f}"
        typed = place.typed if place is not None else ""
        if isinstance(offered.event, ev.Replied):
            return offered.event.understood.value == wanted.value
        return offered.digit != "" and typed + offered.digit == figure[: len(typed) + 1]
    if not isinstance(offered.event, ev.Replied):
        return False
    taken = offered.event.understood
    if isinstance(state, st.Choosing) and wanted.value is not None:
        return taken.choice == state.order[int(wanted.value) - 1]
    return (taken.intent, taken.choice) == (wanted.intent, wanted.choice)
