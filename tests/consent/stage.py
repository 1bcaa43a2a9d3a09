"""A stage without devices: the machine alone, with the borrower of the rehearsal and answers made up for devices."""

from dataclasses import dataclass, field, replace

from kiosk.checks.face_match import MatchOutcome
from kiosk.checks.liveness import (
    Challenge,
    DigitsSummary,
    LightSummary,
    Liveness,
    Measured,
    Move,
    MoveSummary,
    ParallaxSummary,
    PassiveSummary,
    draw_challenge,
)
from kiosk.checks.presence import Seen, Stage
from kiosk.consent import effects as ef
from kiosk.consent import events as ev
from kiosk.consent import states as st
from kiosk.consent.context import Context
from kiosk.consent.facts import DocumentKind, Opening
from kiosk.consent.flow import cases_commitment, order_commitment
from kiosk.consent.journal import Item, journal
from kiosk.consent.machine import Turn, step
from kiosk.domain.borrower import CardField, CardSide
from kiosk.domain.consents import Source
from kiosk.domain.ids import Sha256
from kiosk.domain.moment import Moment
from kiosk.domain.speech import Channel
from kiosk.evidence import ledger
from kiosk.evidence.blob import new_blob
from kiosk.evidence.entry import Entry
from kiosk.evidence.log import LogBuilder
from kiosk.rehearsal.borrower import Borrower, Cut, LeaveSeat, LookAtCamera, ShowCard, Speak, Touch, Unplug
from kiosk.rehearsal.stories import Story

FRONT = {
    "name": "张示范", "sex": "女", "ethnicity": "汉", "birth": "1970-01-01", "address": "北京市东城区示范路1号",
    "number": "110101197001010024",
}  # fmt: skip
BACK = {"authority": "北京市公安局东城分局", "valid_from": "2015-03-02", "valid_to": "长期"}
PAGE = {
    "name": "SPECIMEN, MARIA", "nationality": "UTO", "sex": "F", "birth": "1960-01-01", "number": "SPEC12345",
    "issuer": "UTO", "valid_to": "2035-06-30",
}  # fmt: skip
PORTRAIT = {"number": "SPEC12345"}
_SIDES = {CardSide.FRONT: FRONT, CardSide.BACK: BACK, CardSide.PAGE: PAGE, CardSide.PORTRAIT: PORTRAIT}


def card_read(side: CardSide, **changed: str) -> ev.CardRead:
    values = {**_SIDES[side], **changed}
    fields = tuple(CardField(name, value, "agreement") for name, value in values.items())
    return ev.CardRead(side, fields, b"picture", b"portrait", Source.SIMULATED)


def measured(challenge: Challenge) -> Measured:
    """What somebody who did all that was asked leaves behind."""
    made = {
        Move.TURN_LEFT: {"yaw_least": -250, "peak": 900}, Move.TURN_RIGHT: {"yaw_most": 250, "peak": 900},
        Move.NOD: {"nod_before": 150, "nod": 150, "peak": 900}, Move.OPEN_MOUTH: {"mouth_most": 400, "peak": 900},
        Move.BLINK: {"lids_least": 300, "peak": 900},
    }  # fmt: skip
    rest = MoveSummary(Move.NOD, 20, 100, 0, 0, 0, 0, 0, 1000, 1000, 1000, 0, 0, 0, 0)
    return Measured(
        PassiveSummary(30, 30, 30),
        tuple(replace(rest, move=move, **made[move]) for move in challenge.moves),
        ParallaxSummary(6, 250, 400, 10),
        DigitsSummary(challenge.digits, 1500, 12, 800, 3000) if challenge.digits else None,
        LightSummary(len(challenge.light), 950, 90, 500) if challenge.light else None,
        injection_due=False,
    )


def face_checked(
    task: ef.CheckFace, match: MatchOutcome = MatchOutcome.MATCH, alive: Liveness = Liveness.SIMULATED
) -> ev.FaceChecked:
    """As the face check answers; every part made, or none."""
    challenge = draw_challenge(task.seed, task.plan)
    passed = alive in (Liveness.PASSED, Liveness.SIMULATED)
    numbers = measured(challenge) if passed else Measured(PassiveSummary(9, 9, 0), injection_due=False)
    record = ev.CheckRecord(challenge, task.plan, numbers, Liveness.PASSED if passed else Liveness.FAILED)
    return ev.FaceChecked(match, alive, "looked", b"jpg", Source.SIMULATED, record)


@dataclass
class World:
    """Steps the machine and keeps what it left in the evidence."""

    context: Context
    state: st.State = field(default_factory=st.Attract)
    items: list[Item] = field(default_factory=list)
    effects: list[ef.Effect] = field(default_factory=list)
    states: list[st.State] = field(default_factory=list)

    def post(self, event: ev.Event) -> Turn:
        turn = step(self.context, self.state, event)
        self.items += journal(self.context, self.state, event, turn)
        self.state = turn.state
        self.states.append(turn.state)
        self.effects += turn.effects
        return turn

    def open(self, opening: Opening) -> None:
        self.items.append(
            Item(
                "session.opened",
                {
                    "case": opening.case.id if opening.case else None,
                    "order_commitment": order_commitment(opening),
                    "cases_commitment": cases_commitment(opening),
                },
            )
        )
        self.settle(self.post(ev.SessionOpened(opening)))

    def _rendered(self, kind: DocumentKind) -> ev.DocumentRendered:
        clauses = tuple(c.id for c in self.context.clauses.clauses) if kind is DocumentKind.CONTRACT else ()
        return ev.DocumentRendered(kind, Sha256("ab" * 32), b"%PDF", clauses)

    def settle(self, turn: Turn) -> None:
        """Devices answer at once: speech ends, documents are rendered, the bundle is sealed."""
        for effect in turn.effects:
            match effect:
                case ef.StartRecording():
                    self.items.append(Item("recording.started"))
                case ef.StopRecording():
                    self.items.append(Item("recording.stopped"))
                case ef.Say(key):
                    self.settle(self.post(ev.Spoken(key, complete=True, silent=effect.silent)))
                case ef.RenderDocument(kind):
                    self.settle(self.post(self._rendered(kind)))
                case ef.Seal():
                    self.items.append(Item("recording.stopped"))
                    self.settle(self.post(ev.Sealed(Sha256("cd" * 32), pending=False, folder="")))

    def look(self, match: MatchOutcome = MatchOutcome.MATCH, alive: Liveness = Liveness.SIMULATED) -> Turn:
        """The face check that was last asked for comes to its end."""
        return self.touch(face_checked(self.task, match, alive))

    @property
    def task(self) -> ef.CheckFace:
        """The face check that was last asked for."""
        return next(effect for effect in reversed(self.effects) if isinstance(effect, ef.CheckFace))

    @property
    def asked(self) -> frozenset[Move]:
        """The steps of its challenge."""
        return frozenset(draw_challenge(self.task.seed, self.task.plan).steps)

    def touch(self, event: ev.Event) -> Turn:
        turn = self.post(event)
        self.settle(turn)
        return turn

    def entries(self, session: str) -> tuple[Entry, ...]:
        """The items as a chain, each value as a reference to its blob; an unknown kind or key fails."""
        builder, entries = LogBuilder(session), []
        for n, item in enumerate(self.items):
            named = [(v, f"{n:06d}.{v.name}".lower()[:80]) for v in item.values]
            data = {
                **item.data,
                **{v.key: new_blob(v.data_class, name, v.media_type, v.content).ref for v, name in named},
            }
            at = Moment(n / 10, "2026-06-01T08:00:00.000Z")
            entries.append(builder.append(item.kind, data, at, item.source)[0])
            if item.kind == "recording.stopped" or (item is self.items[-1] and not self._stopped):
                entries.append(builder.append(ledger.KIND, ledger.summed(entries), at, Source.DEVICE)[0])
        return tuple(entries)

    @property
    def _stopped(self) -> bool:
        return any(item.kind == "recording.stopped" for item in self.items)


def play(context: Context, opening: Opening, story: Story, most: int = 600, until: type[st.State] = st.Ended) -> World:
    """A story, whole or as far as a state; fails if it never comes there."""
    world, borrower = World(context), Borrower(story, context)
    world.open(opening)
    for _ in range(most):
        if isinstance(world.state, until):
            return world
        match borrower.act(world.state):
            case Touch(event):
                world.touch(event)
            case Speak(reply):
                world.touch(ev.Replied(reply, Channel.VOICE))
            case ShowCard(side):
                world.touch(card_read(side))
            case LookAtCamera():
                hard = world.asked & story.not_easy
                world.touch(ev.StepTooHard(min(hard))) if hard else world.look()
            case Unplug(device):
                world.touch(ev.DeviceFailed(device, "gone"))
                world.touch(ev.DeviceRecovered(device))
            case LeaveSeat():
                world.touch(ev.PresenceChanged(Seen.AWAY, 5.0, Stage.PAUSE))
                world.touch(ev.PresenceChanged(Seen.AWAY, 9.0, Stage.BACK))
            case Cut():
                world.touch(ev.Broken("cut"))
    raise AssertionError(f"{story.name} does not come to {until.__name__}: {world.state}")
