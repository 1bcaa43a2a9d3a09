"""Which screen shows which state. A test holds it complete."""

from typing import Any

from kiosk.consent import states as st
from kiosk.consent.by_ear import by_ear
from ui.screens.asking_consent import AskingConsentScreen
from ui.screens.asking_light import AskingLightScreen
from ui.screens.asking_need import AskingNeedScreen
from ui.screens.asking_presence import AskingPresenceScreen
from ui.screens.asking_promise import AskingPromiseScreen
from ui.screens.asking_promised import AskingPromisedScreen
from ui.screens.asking_to_leave import AskingToLeaveScreen
from ui.screens.attract import AttractScreen
from ui.screens.awaiting_staff import AwaitingStaffScreen
from ui.screens.by_ear import ByEarScreen
from ui.screens.calling_staff import CallingStaffScreen
from ui.screens.checking_face import CheckingFaceScreen
from ui.screens.checking_presence import CheckingPresenceScreen
from ui.screens.choosing import ChoosingScreen
from ui.screens.choosing_case import ChoosingCaseScreen
from ui.screens.choosing_path import ChoosingPathScreen
from ui.screens.closed import ClosedScreen
from ui.screens.confirming import ConfirmingScreen
from ui.screens.correcting import CorrectingScreen
from ui.screens.device_lost import DeviceLostScreen
from ui.screens.ended import EndedScreen
from ui.screens.explaining import ExplainingScreen
from ui.screens.finding_case import FindingCaseScreen
from ui.screens.out_of_order import OutOfOrderScreen
from ui.screens.parting import PartingScreen
from ui.screens.paused import PausedScreen
from ui.screens.preparing import PreparingScreen
from ui.screens.reading_back import ReadingBackScreen
from ui.screens.reading_card import ReadingCardScreen
from ui.screens.reading_term import ReadingTermScreen
from ui.screens.resuming_quote import ResumingQuoteScreen
from ui.screens.reviewing_card import ReviewingCardScreen
from ui.screens.screen import Screen, Surroundings
from ui.screens.sealing import SealingScreen
from ui.screens.showing_affordability import ShowingAffordabilityScreen
from ui.screens.showing_differences import ShowingDifferencesScreen
from ui.screens.showing_known import ShowingKnownScreen
from ui.screens.signing import SigningScreen
from ui.screens.supposing import SupposingScreen
from ui.screens.taking_quote import TakingQuoteScreen
from ui.screens.teaching_back import TeachingBackScreen
from ui.screens.telling import TellingScreen
from ui.screens.welcoming import WelcomingScreen

SCREENS: dict[type, type[Screen[Any]]] = {
    st.Attract: AttractScreen,
    st.Welcoming: WelcomingScreen,
    st.Telling: TellingScreen,
    st.AskingConsent: AskingConsentScreen,
    st.ReadingCard: ReadingCardScreen,
    st.ReviewingCard: ReviewingCardScreen,
    st.ChoosingPath: ChoosingPathScreen,
    st.AskingLight: AskingLightScreen,
    st.CheckingFace: CheckingFaceScreen,
    st.AwaitingStaff: AwaitingStaffScreen,
    st.FindingCase: FindingCaseScreen,
    st.ChoosingCase: ChoosingCaseScreen,
    st.AskingNeed: AskingNeedScreen,
    st.ShowingAffordability: ShowingAffordabilityScreen,
    st.Choosing: ChoosingScreen,
    st.ResumingQuote: ResumingQuoteScreen,
    st.ReadingTerm: ReadingTermScreen,
    st.AskingPromised: AskingPromisedScreen,
    st.AskingPromise: AskingPromiseScreen,
    st.ShowingDifferences: ShowingDifferencesScreen,
    st.TeachingBack: TeachingBackScreen,
    st.ReadingBack: ReadingBackScreen,
    st.Correcting: CorrectingScreen,
    st.Preparing: PreparingScreen,
    st.Signing: SigningScreen,
    st.Parting: PartingScreen,
    st.Confirming: ConfirmingScreen,
    st.Explaining: ExplainingScreen,
    st.Supposing: SupposingScreen,
    st.TakingQuote: TakingQuoteScreen,
    st.ShowingKnown: ShowingKnownScreen,
    st.Paused: PausedScreen,
    st.CallingStaff: CallingStaffScreen,
    st.AskingToLeave: AskingToLeaveScreen,
    st.AskingPresence: AskingPresenceScreen,
    st.CheckingPresence: CheckingPresenceScreen,
    st.DeviceLost: DeviceLostScreen,
    st.Sealing: SealingScreen,
    st.Ended: EndedScreen,
    st.OutOfOrder: OutOfOrderScreen,
    st.Closed: ClosedScreen,
}

_SHOWN_BY_EAR = (
    st.ReadingCard, st.ReviewingCard, st.CheckingFace, st.AwaitingStaff, st.CheckingPresence, st.AskingPresence,
    st.Preparing, st.Signing, st.TakingQuote,
)  # fmt: skip
"""Pages that stay as they are for who does not read: a camera, staff or the pen needs them."""


def screen_for(state: st.State, around: Surroundings) -> Screen[Any]:
    """The screen of a state, put together."""
    if by_ear(state) and not isinstance(state, _SHOWN_BY_EAR):
        return ByEarScreen(state, around)
    return SCREENS[type(state)](state, around)


def same_place(one: st.State, other: st.State) -> bool:
    """Whether what was begun on one screen (digits, strokes) belongs to the other as well."""
    if type(one) is not type(other):
        return False
    names = ("step", "question", "topic", "document", "side")
    return all(getattr(one, name, None) == getattr(other, name, None) for name in names)
