"""Which events show that the borrower is there and acts."""

from kiosk.consent import events as ev


def from_borrower(event: ev.Event) -> bool:
    """Not what devices, staff or the program itself bring; nor what anybody near the microphone may have said."""
    return not isinstance(
        event,
        ev.PresenceChanged
        | ev.DeviceFailed
        | ev.DeviceRecovered
        | ev.Sealed
        | ev.SealingFailed
        | ev.Broken
        | ev.AuthorityAnswered
        | ev.Certified
        | ev.PaceMeasured
        | ev.PhraseHeard
        | ev.StaffComing
        | ev.ShiftHandedOver,
    )
