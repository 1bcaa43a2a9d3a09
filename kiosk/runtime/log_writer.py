"""The log writer: one thread owns the log and the parts, and commits a batch with one sync.

Inline (simulated clock): each call commits by itself, in the caller's thread.
"""

import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.consent.journal import Item, Value
from kiosk.domain.consents import DataClass, Source
from kiosk.domain.errors import DeviceError, EvidenceError
from kiosk.domain.ids import Sha256
from kiosk.domain.moment import Moment
from kiosk.evidence.blob import Blob, new_blob
from kiosk.evidence.entry import BlobRef, Entry
from kiosk.evidence.entry import Value as EntryValue
from kiosk.evidence.log import LogBuilder
from kiosk.evidence.open_bundle import OpenBundle
from kiosk.ports.clock import Clock
from kiosk.ports.encoder import Fragment

Durable = Callable[[Sequence[Entry], int, Sha256, str], None]
"""New entries, `seq` and SHA-256 of the last line, wall clock: they are on the disk. Never waits, never raises."""
_BATCH = 64
_FRAGMENT_SYNC = 0.3


@dataclass(slots=True)
class _Job:
    items: tuple[Item, ...]
    at: Moment
    fragment: Fragment | None = None
    done: threading.Event = field(default_factory=threading.Event)
    failure: Exception | None = None


class LogWriter:
    """Give it items; they are durable when `write` returns."""

    def __init__(
        self, bundle: OpenBundle, builder: LogBuilder, clock: Clock, *, inline: bool, durable: Durable | None = None
    ) -> None:
        self._bundle, self._builder, self._clock, self._inline = bundle, builder, clock, inline
        self._durable, self._told = durable, 0
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.entries: list[Entry] = []
        """All entries so far, for the review rules at the ending; nothing personal is in them."""
        self.fragments = 0
        self.sounds: dict[int, BlobRef] = {}
        """Where the sound of each spoken reply lies, by the reply's number."""
        self._synced = 0.0
        self._failed: DeviceError | None = None
        """Of the disk; nothing is taken after it."""
        if not inline:
            self._thread = threading.Thread(target=self._run, name="wr", daemon=True)
            self._thread.start()

    def write(self, items: Sequence[Item]) -> None:
        """Durable when it returns. Raises DeviceError (the disk) or EvidenceError (an item that can't be)."""
        if not items:
            return
        job = _Job(tuple(items), self._clock.now())
        self._submit(job)
        job.done.wait()
        if job.failure is not None:
            raise job.failure

    def write_fragment(self, fragment: Fragment) -> None:
        """Hashed into the log, encrypted and on disk before the next; does not wait (the recorder must not).

        Raises DeviceError once the disk has failed.
        """
        if self._failed is not None:
            raise self._failed
        self._submit(_Job((), self._clock.now(), fragment))

    def close(self) -> None:
        """Everything handed in is durable; nothing more is taken. Raises DeviceError if the disk has failed."""
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join()
            self._thread = None
        if self._failed is not None:
            raise self._failed
        self._bundle.sync()
        self._tell()

    @property
    def builder(self) -> LogBuilder:
        """The chain's head, once closed."""
        return self._builder

    def _submit(self, job: _Job) -> None:
        if self._inline or self._thread is None:
            self._commit([job])
        else:
            self._queue.put(job)

    def _run(self) -> None:
        while True:
            job = self._queue.get()
            if job is None:
                return
            batch, ending = [job], False
            while len(batch) < _BATCH and not self._queue.empty():
                following = self._queue.get()
                if following is None:
                    ending = True
                    break
                batch.append(following)
            self._commit(batch)
            if ending:
                return

    def _commit(self, batch: list[_Job]) -> None:
        lines: list[bytes] = []
        for job in batch:
            try:
                self._add(job, lines)
            except EvidenceError as failure:
                job.failure = failure
            except DeviceError as failure:
                job.failure = self._failed = failure
            except Exception as failure:  # noqa: BLE001 who waits for this thread must be told, whatever it was
                job.failure = self._failed = DeviceError("log", f"an entry can't be written: {type(failure).__name__}")
        try:
            if lines:
                self._bundle.append_log(lines)
                self._sync(must=any(job.items for job in batch))
        except DeviceError as failure:
            self._failed = failure
            for job in batch:
                job.failure = job.failure or failure
        for job in batch:
            job.done.set()

    def _sync(self, *, must: bool) -> None:
        """An event waits for the disk; a fragment need only be there within half a second of real time."""
        now = time.monotonic()
        if must or now - self._synced >= _FRAGMENT_SYNC:
            self._bundle.sync()
            self._synced = now
            self._tell()

    def _tell(self) -> None:
        """What has reached the disk, and not before: a head must never be ahead of it."""
        if self._durable is not None and self._told < len(self.entries):
            new, self._told = self.entries[self._told :], len(self.entries)
            self._durable(new, *self._builder.newest, self._clock.now().wall)

    def _add(self, job: _Job, lines: list[bytes]) -> None:
        """Each line that the chain has taken goes to disk, even if a later one of the same job can't be."""
        if self._failed is not None:
            # The chain in memory may be ahead of the disk: only the next start, from the disk alone, can go on.
            raise self._failed
        if job.fragment is not None:
            lines.append(self._fragment_line(job.fragment, job.at))
        for item in job.items:
            line = self._line(item, job.at)
            lines.append(line)

    def _line(self, item: Item, at: Moment) -> bytes:
        blobs = [(value, self._blob(value)) for value in item.values]
        data: dict[str, EntryValue] = {**item.data, **{value.key: blob.ref for value, blob in blobs}}
        # The entry first: one that can't be leaves no blob behind that nothing names.
        entry, line = self._builder.append(item.kind, data, at, item.source)
        for value, blob in blobs:
            self._bundle.append_blob(blob, reread=value.reread)
        self.entries.append(entry)
        self._note_sound(item, blobs)
        return line

    def _note_sound(self, item: Item, blobs: Sequence[tuple[Value, Blob]]) -> None:
        number = item.data.get("reply")
        if item.kind == "reply.heard" and isinstance(number, int):
            self.sounds.update((number, blob.ref) for value, blob in blobs if value.key == "sound")

    def _blob(self, value: Value) -> Blob:
        name = f"{self._builder.head.entries:06d}.{value.name}".lower()[:80]
        return new_blob(value.data_class, name, value.media_type, value.content)

    def _fragment_line(self, fragment: Fragment, at: Moment) -> bytes:
        blob = new_blob(DataClass.RECORDING, f"fragment.{fragment.index:06d}", "video/mp4", fragment.media)
        data: Mapping[str, EntryValue] = {
            "fragment": self._bundle.append_blob(blob),
            "index": fragment.index,
            "begins_ms": round(fragment.begins * 1000),
            "ends_ms": round(fragment.ends * 1000),
            "bytes": len(fragment.media),
        }
        entry, line = self._builder.append("recording.fragment", data, at, Source.DEVICE)
        self.entries.append(entry)
        self.fragments += 1
        return line
