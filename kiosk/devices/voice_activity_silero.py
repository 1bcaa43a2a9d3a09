"""Voice activity: silero v6 (the file that comes with faster-whisper), through onnxruntime.

Inputs `input` (1, 576 = 64 samples of context and 512 new ones), `h` and `c` (1, 1, 128); about 1 ms a chunk.
"""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kiosk.devices.onnx.session import open_session
from kiosk.domain.errors import DeviceError
from kiosk.ports.microphone import CHUNK_SAMPLES, Samples

_CONTEXT = 64
_STATE = (1, 1, 128)


class SileroVoiceActivity:
    """A detector with a memory of one utterance; used by one thread. Raises DeviceError without its model."""

    def __init__(self, model: Path | None = None) -> None:
        self._session = open_session(model or packaged_model(), device="microphone")
        self._h: NDArray[np.float32] = np.zeros(_STATE, np.float32)
        self._c: NDArray[np.float32] = np.zeros(_STATE, np.float32)
        self._context: NDArray[np.float32] = np.zeros(_CONTEXT, np.float32)

    def probability(self, chunk: Samples) -> float:
        """Of speech in CHUNK_SAMPLES samples at 16 kHz, 0..1."""
        if chunk.shape != (CHUNK_SAMPLES,):
            raise ValueError(f"a chunk has {CHUNK_SAMPLES} samples, not {chunk.shape}")
        heard = np.concatenate([self._context, chunk.astype(np.float32) / 32768])
        outputs = self._session.run(None, {"input": heard[np.newaxis], "h": self._h, "c": self._c})
        probability, self._h, self._c = outputs
        self._context = heard[-_CONTEXT:]
        return float(np.ravel(probability)[0])

    def reset(self) -> None:
        """Forget what was heard."""
        self._h = np.zeros(_STATE, np.float32)
        self._c = np.zeros(_STATE, np.float32)
        self._context = np.zeros(_CONTEXT, np.float32)


def packaged_model() -> Path:
    """Where faster-whisper keeps silero_vad_v6.onnx; the package itself is not imported."""
    spec = find_spec("faster_whisper")
    if spec is None or spec.origin is None:
        raise DeviceError("microphone", "the voice activity model is missing: run ./installer/start again")
    return Path(spec.origin).parent / "assets" / "silero_vad_v6.onnx"
