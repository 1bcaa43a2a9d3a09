"""Recordings: wav, mp3, flac and what else PyAV decodes, as 16 kHz mono int16."""

from pathlib import Path
from typing import Any

import av
import numpy as np

from kiosk.domain.errors import DeviceError
from kiosk.ports.microphone import SAMPLE_RATE, Samples


def read_sound(path: Path) -> Samples:
    """The whole recording at 16 kHz mono. Raises DeviceError, naming the file, if it is no sound."""
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise DeviceError("microphone", f"{path} holds no sound")
            return _decoded(container)
    except (av.FFmpegError, OSError) as error:
        raise DeviceError("microphone", f"{path} can't be read as sound: {error}") from error


def resampled(samples: Samples, rate: int, to: int = SAMPLE_RATE) -> Samples:
    """Mono int16 from `rate` to `to` hertz, through FFmpeg's filter (no aliasing)."""
    if rate == to or not len(samples):
        return samples
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[np.newaxis]), format="s16", layout="mono")
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="s16", layout="mono", rate=to)
    return _joined([*resampler.resample(frame), *resampler.resample(None)])


def _decoded(container: Any) -> Samples:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    frames: list[av.AudioFrame] = []
    for frame in container.decode(audio=0):
        frames.extend(resampler.resample(frame))
    frames.extend(resampler.resample(None))
    return _joined(frames)


def _joined(frames: list[av.AudioFrame]) -> Samples:
    pieces = [frame.to_ndarray()[0] for frame in frames]
    return np.concatenate(pieces).astype(np.int16, copy=False) if pieces else np.zeros(0, np.int16)
