"""The recording of a session: the recorder's fragments into the evidence."""

from collections.abc import Callable

import structlog

from kiosk.consent import events as ev
from kiosk.consent.journal import Item
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Frame
from kiosk.ports.microphone import Chunk, Samples
from kiosk.runtime.devices import Devices
from kiosk.runtime.recorder import Recorder
from kiosk.runtime.session_evidence import SessionEvidence

_log = structlog.get_logger(__name__)


class Recording:
    """Off until consent; then on until the ending. Pushing is always allowed."""

    def __init__(self, devices: Devices, post: Callable[[ev.Event], None]) -> None:
        self._devices, self._post = devices, post
        self._recorder: Recorder | None = None
        self._began = 0.0
        self._dropped = 0

    def start(self, evidence: SessionEvidence) -> float:
        """Consent was given; the mono seconds of the recording's time zero. Begun twice, the one recording goes on."""
        if self._recorder is not None:
            return self._began
        devices = self._devices
        self._recorder = Recorder(
            devices.encoders, devices.clock, evidence.log.write_fragment, size=devices.size, fps=devices.fps,
            inline=devices.inline, dropped=self._lose, failed=self._fail,
        )  # fmt: skip
        width, height = devices.size
        evidence.log.write((Item("recording.started", {"width": width, "height": height, "fps": round(devices.fps)}),))
        self._began = self._recorder.start()
        return self._began

    def stop(self, evidence: SessionEvidence, reason: str = "ending") -> None:
        """Flush the last fragment and say what was recorded."""
        recorder, self._recorder = self._recorder, None
        if recorder is None:
            return
        figures = recorder.stop()
        if figures.dropped:
            evidence.log.write((Item("recording.dropped", {"track": "picture", "count": figures.dropped}),))
        stopped = {
            "fragments": evidence.log.fragments,
            "dropped": figures.dropped,
            "drift_ms": round(figures.drift * 1000),
        }
        evidence.log.write((Item("recording.stopped", {**stopped, "reason": reason}),))

    def push_frame(self, frame: Frame) -> None:
        """From the face camera's thread."""
        recorder = self._recorder
        if recorder is not None:
            recorder.push_frame(frame)

    def push_chunk(self, chunk: Chunk) -> None:
        """From the microphone's thread."""
        recorder = self._recorder
        if recorder is not None:
            recorder.push_chunk(chunk)

    def push_guide(self, samples: Samples) -> None:
        """What the guide just said."""
        recorder = self._recorder
        if recorder is not None:
            recorder.push_guide(samples)

    def _lose(self, count: int) -> None:
        self._dropped += count
        _log.warning("recording.dropped", count=count)

    def _fail(self, failure: DeviceError) -> None:
        self._post(ev.Broken(f"encoder: {failure.reason}"))
