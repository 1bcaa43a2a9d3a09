"""Were borrowers steered? What was chosen, by the place at which it stood, against the lot that drew the places.

Whoever chooses freely chooses what he likes, and the lot puts it at each place equally often; a place that is chosen
too often was pushed there, by the screen, by staff, or by an order that was not drawn.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.evidence.canonical import Json
from kiosk.evidence.entry import Entry
from kiosk.lending.chance import Evenness, evenness

NOTICED = 0.001
"""A p value below which somebody looks: one honest report in a thousand says so too."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The first choice of a session: the order that was shown, and what was taken ("": none of these)."""

    device: str
    order: tuple[str, ...]
    taken: str

    @property
    def place(self) -> int | None:
        """Where it stood, from 0; None: none of these."""
        return self.order.index(self.taken) if self.taken in self.order else None


def choice_of(entries: Sequence[Entry], device: str) -> Choice | None:
    """From the log of one session; None: nothing was chosen from."""
    order: tuple[str, ...] = ()
    for entry in entries:
        match entry.kind:
            case "offers.shuffled":
                shown = entry.data.get("order")
                order = tuple(str(one) for one in shown) if isinstance(shown, list | tuple) else ()
            case "offer.chosen" if order and "quote" not in entry.data:
                return Choice(device, order, str(entry.data.get("offer")))
            case "offer.none_chosen" if order:
                return Choice(device, order, "")
    return None


def shares(choices: Iterable[Choice]) -> dict[str, Json]:
    """Chosen places and places drawn for each offer, by how many offers there were; exact where there are few."""
    by_count: dict[int, list[Choice]] = {}
    for each in choices:
        by_count.setdefault(len(each.order), []).append(each)
    return {str(count): _of_size(count, group) for count, group in sorted(by_count.items())}


def _of_size(count: int, group: list[Choice]) -> dict[str, Json]:
    taken = Counter(each.place for each in group)
    first = Counter(each.order[0] for each in group)
    offers = sorted({offer for each in group for offer in each.order})
    devices = sorted({each.device for each in group})
    of_device = {
        device: _told([sum(e.place == place for e in group if e.device == device) for place in range(count)])
        for device in devices
    }
    found: dict[str, Json] = {
        "sessions": len(group),
        "none_of_these": taken[None],
        "chosen_by_place": _told([taken[place] for place in range(count)]),
        "chosen_by_place_of_device": dict(of_device),
    }
    if len(offers) == count:
        # Only where the same offers stood to choose from is each as often first.
        found["first_by_offer"] = {"offers": list(offers), **_told([first[offer] for offer in offers])}
    return found


def _told(counts: Sequence[int]) -> dict[str, Json]:
    found: Evenness = evenness(counts)
    return {
        "counts": list(found.counts), "chi_square": round(found.chi_square, 3), "p": round(found.p, 5),
        "exact": found.exact, "notable": found.p < NOTICED,
    }  # fmt: skip
