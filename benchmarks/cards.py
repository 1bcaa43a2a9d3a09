"""Reading a card: front and back (drawn: a passport's page too), both readers, and the quick look that guides the hand.

    .venv/bin/python -m benchmarks.cards [../shared/data/idcards_photo] [--count 12]

Without a folder the specimen card is drawn on a desk.
"""

import argparse
import time
from pathlib import Path

from benchmarks.figures import machine, spread, tell
from kiosk.assembly.private_folder import private_folder
from kiosk.bench.labels import read_labels
from kiosk.devices.camera_file import read_picture
from kiosk.devices.card_reader_opencv import OpenCvCardReader
from kiosk.devices.simulated.camera import card_footage
from kiosk.devices.simulated.specimen_card import Specimen
from kiosk.domain.borrower import CardSide
from kiosk.ports.camera import Image
from kiosk.ports.card_reader import CardReading

DRAWN = (CardSide.FRONT, CardSide.BACK, CardSide.PAGE)


def pictures(folder: Path | None, count: int) -> list[tuple[CardSide, Image]]:
    """At most `count` of each side."""
    if folder is None:
        drawn = [(side, card_footage(Specimen(), side, (1280, 720)).picture(0.0)) for side in DRAWN]
        return drawn * count
    found: list[tuple[CardSide, Image]] = []
    for row in read_labels(folder, "side"):
        side = CardSide(row["side"])
        if sum(one is side for one, _ in found) < count:
            found.append((side, read_picture(row.path, "document_camera")))
    return found


def main() -> None:
    """Print what was measured."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path, nargs="?")
    ask.add_argument("--count", type=int, default=12)
    ask.add_argument("--json", action="store_true")
    asked = ask.parse_args()
    seconds: dict[CardSide, list[float]] = {side: [] for side in DRAWN}
    processor: dict[CardSide, list[float]] = {side: [] for side in DRAWN}
    looks: list[float] = []
    read = 0
    with private_folder() as private:
        reader = OpenCvCardReader(private)
        shown = pictures(asked.folder, asked.count)
        reader.read(shown[0][1], shown[0][0])  # the models are loaded from here on
        for side, picture in shown:
            glanced = time.process_time()
            reader.look(picture)
            looks.append(time.process_time() - glanced)
            began, worked = time.perf_counter(), time.process_time()
            read += isinstance(reader.read(picture, side), CardReading)
            seconds[side].append(time.perf_counter() - began)
            processor[side].append(time.process_time() - worked)
    tell({
        "benchmark": "cards", "machine": machine(), "pictures": len(shown), "read": read,
        "look_process_cpu_s": spread(looks),
        **{f"{side}_s": spread(seconds[side]) for side in DRAWN if seconds[side]},
        **{f"{side}_process_cpu_s": spread(processor[side]) for side in DRAWN if processor[side]},
    }, asked.json)  # fmt: skip


if __name__ == "__main__":
    main()
