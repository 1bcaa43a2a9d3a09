"""How long is kept what a borrower consented to: his consent names the days, and no site may keep it longer."""

from collections.abc import Mapping

from kiosk.domain.consents import ConsentSpec, DataClass, Refusal


def promised_days(consents: tuple[ConsentSpec, ...]) -> dict[DataClass, int]:
    """Most days that each class may be kept: the shortest that any of its consents names.

    Leave to send is none of them: its days are those of what stays in the terminal without it.
    """
    days: dict[DataClass, int] = {}
    for spec in consents:
        if spec.on_refusal is not Refusal.WITHHOLD:
            days[spec.data_class] = min(spec.retention_days, days.get(spec.data_class, spec.retention_days))
    return days


def withheld_days(consents: tuple[ConsentSpec, ...]) -> int:
    """Days after which what may not be sent is destroyed in the terminal. Raises ValueError without such a consent."""
    return min(spec.retention_days for spec in consents if spec.on_refusal is Refusal.WITHHOLD)


def kept_too_long(days: Mapping[DataClass, int], consents: tuple[ConsentSpec, ...]) -> tuple[DataClass, int] | None:
    """The first class that would be kept longer than promised, and how long it may be; None if all is well."""
    promised = promised_days(consents)
    return next(((kind, most) for kind, most in promised.items() if days.get(kind, 0) > most), None)
