"""Does the lot favour a place? Five offers over many seeds: the chi-square of the orders, and of each offer's places.

`python -m benchmarks.shuffle [--seeds 100000] [--offers 5] [--json]`. The seeds are counted up, so that every run draws
the same; the p value says how often a fair lot would look at least as uneven.
"""

import argparse
import time
from collections import Counter
from itertools import permutations
from math import factorial

from benchmarks.figures import machine, tell
from kiosk.lending.chance import chi_square_p
from kiosk.lending.comparison import neutral_order


def measured(seeds: int, offers: int) -> dict[str, object]:
    """Orders and places over so many seeds."""
    ids = tuple(f"offer-{n}" for n in range(offers))
    began = time.process_time()
    orders = Counter(neutral_order(ids, n.to_bytes(32, "big")) for n in range(seeds))
    seconds = time.process_time() - began
    expected = seeds / factorial(offers)
    unevenness = sum((orders[order] - expected) ** 2 / expected for order in permutations(ids))
    first = Counter(order[0] for order, count in orders.items() for _ in range(count))
    found: dict[str, object] = {
        "seeds": seeds,
        "orders": {
            "possible": factorial(offers), "seen": len(orders), "least": min(orders.values()),
            "most": max(orders.values()), "chi_square": round(unevenness, 2),
            "p": round(chi_square_p(unevenness, factorial(offers) - 1), 4),
        },
    }  # fmt: skip
    for place in range(offers):
        counts = [sum(n for order, n in orders.items() if order[place] == id_) for id_ in ids]
        uneven = sum((count - seeds / offers) ** 2 / (seeds / offers) for count in counts)
        of_place = {"least": min(counts), "most": max(counts), "chi_square": round(uneven, 2)}
        found[f"place_{place + 1}"] = {**of_place, "p": round(chi_square_p(uneven, offers - 1), 4)}
    found["first_of_each"] = dict(sorted(first.items()))
    found["microseconds_a_draw"] = round(seconds / seeds * 1e6, 1)
    return {**found, **machine()}


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100_000)
    parser.add_argument("--offers", type=int, default=5, choices=range(2, 7))
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    tell(measured(given.seeds, given.offers), given.json)


if __name__ == "__main__":
    main()
