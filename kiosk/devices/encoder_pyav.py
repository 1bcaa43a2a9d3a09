"""Fragmented MP4 by PyAV: H.264 and two Opus tracks, written to a Python object, never to a file."""

import json
from fractions import Fraction

import av
import av.error
import numpy as np

from kiosk.devices.fragments import FragmentCutter
from kiosk.devices.vision.fitting import fit_into, padded_to
from kiosk.devices.vision.opencv import cv2
from kiosk.domain.errors import DeviceError
from kiosk.ports.camera import Frame, Image
from kiosk.ports.encoder import FragmentSink
from kiosk.ports.microphone import SAMPLE_RATE, Chunk, Samples

FRAGMENT_SECONDS = 0.4
_TICKS = 90_000
_SOUND_FRAME = 640
"""40 ms, what Opus takes at a time."""
_SOUND_RUN = 4
"""Frames of sound that a hasty recording hands over at once."""
_JITTER = int(0.1 * SAMPLE_RATE)
"""In running sound, chunks this much early or late are joined to the ones before; beyond it, the gap is filled."""
_LAG = int(0.15 * SAMPLE_RATE)
"""A track that is silent (microphone gone, guide quiet) is filled up to so far behind the others."""

BORROWER_TRACK = "borrower: microphone"
GUIDE_TRACK = "guide: AI-generated synthetic speech"

_AI_LABEL = {"Label": "1", "ContentProducer": "Mingshi", "Track": "guide"}
"""The implicit label of synthetic content in a file's metadata (GB 45438-2025)."""

_X264 = {
    # Measured settings; gop is set by time, so scene cuts may not add to it.
    "preset": "superfast",
    "tune": "zerolatency",
    "bf": "0",
    "sc_threshold": "0",
    "threads": "1",
    "forced-idr": "1",
}

# Speech: a low complexity and long frames cost a third of the processor time and are not heard.
_OPUS = {"application": "voip", "compression_level": "2", "frame_duration": "40"}
_SAMPLE = Fraction(1, SAMPLE_RATE)


class PyavEncoderFactory:
    """`mark`: ASCII burnt in with the wall time ("TRAINING"), "" for none. `voice`: the engines of the guide's voice.

    `hasty`: larger fragments and plainer sound for half the processor time, for rehearsals faster than the clock.
    """

    def __init__(self, mark: str = "", crf: int = 26, *, hasty: bool = False, voice: str = "") -> None:
        if not mark.isascii():
            raise ValueError("the mark is burnt in with a font that has ASCII only")
        self._mark, self._voice = mark, voice
        self._picture = {**_X264, "crf": str(crf), **({"preset": "ultrafast"} if hasty else {})}
        self._run = _SOUND_RUN if hasty else 1
        self._sound = {**_OPUS, **({"application": "lowdelay", "compression_level": "0"} if hasty else {})}

    def open(self, width: int, height: int, fps: float, began: float, sink: FragmentSink) -> "PyavEncoder":
        """`began`: mono seconds of time zero. Width and height even. The initialisation segment comes at once."""
        if width % 2 or height % 2:
            raise ValueError("width and height must be even")
        size = (width, height)
        return PyavEncoder(
            size,
            fps,
            began,
            sink,
            picture=self._picture,
            sound=self._sound,
            run=self._run,
            mark=self._mark,
            voice=self._voice,
        )


class PyavEncoder:
    """One recording. Frame times come from the frames themselves: the picture rate may vary."""

    def __init__(
        self,
        size: tuple[int, int],
        fps: float,
        began: float,
        sink: FragmentSink,
        *,
        picture: dict[str, str],
        sound: dict[str, str],
        run: int,
        mark: str,
        voice: str,
    ) -> None:
        self._size, self._began, self._mark = size, began, mark
        self._last_ticks = -1
        self._next_key = 0.0
        self._closed = False
        self._container = av.open(
            FragmentCutter(sink),
            "w",
            format="mp4",
            options={
                "movflags": "frag_keyframe+empty_moov+default_base_moof+skip_trailer+use_metadata_tags",
                "frag_duration": str(int((FRAGMENT_SECONDS + 0.1) * 1e6)),
                "max_interleave_delta": "400000",
                "flush_packets": "1",
            },
        )
        self._container.metadata["comment"] = mark or "consent recording"
        label = {**_AI_LABEL, "Engine": voice} if voice else _AI_LABEL
        self._container.metadata["AIGC"] = json.dumps(label, separators=(",", ":"))
        self._video = self._add_video(fps, picture)
        names = (BORROWER_TRACK, f"{GUIDE_TRACK} ({voice})" if voice else GUIDE_TRACK)
        self._sounds = tuple(_SoundTrack(self._container, name, sound, run * _SOUND_FRAME) for name in names)
        self._container.start_encoding()

    def push_frame(self, frame: Frame) -> None:
        """In order of time; a frame that is not later than the one before is left out. Raises DeviceError."""
        seconds = frame.at.mono - self._began
        ticks = round(seconds * _TICKS)
        if self._closed or ticks <= self._last_ticks or ticks < 0:
            return
        picture = av.VideoFrame.from_ndarray(self._i420(frame), format="yuv420p")
        picture.pts, picture.time_base = ticks, Fraction(1, _TICKS)
        if seconds >= self._next_key:
            picture.pict_type = av.video.frame.PictureType.I
            self._next_key = seconds + FRAGMENT_SECONDS - 1e-3
        self._last_ticks = ticks
        try:
            self._container.mux(self._video.encode(picture))
            self._fill_silence(seconds)
        except av.error.FFmpegError as error:
            raise DeviceError("encoder", f"the recording can't be encoded: {error.strerror}") from error

    def push_sound(self, chunk: Chunk, guide: bool) -> None:
        """`guide`: the guide's own track. Raises DeviceError."""
        if self._closed:
            return
        seconds = chunk.at.mono - self._began
        try:
            self._sounds[guide].push(chunk.samples, round(seconds * SAMPLE_RATE) - len(chunk.samples))
            self._fill_silence(seconds)
        except av.error.FFmpegError as error:
            raise DeviceError("encoder", f"the sound can't be encoded: {error.strerror}") from error

    def close(self) -> None:
        """Flush the last fragment to the sink. Closing twice is allowed."""
        if self._closed:
            return
        self._closed = True
        try:
            self._container.mux(self._video.encode(None))
            for sound in self._sounds:
                sound.finish()
            self._container.close()
        except av.error.FFmpegError as error:
            raise DeviceError("encoder", f"the recording can't be closed: {error.strerror}") from error

    def _add_video(self, fps: float, options: dict[str, str]) -> "av.VideoStream":
        stream = self._container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1000), options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = self._size
        stream.pix_fmt = "yuv420p"
        stream.codec_context.gop_size = 1000
        stream.codec_context.thread_count = 1
        stream.codec_context.time_base = Fraction(1, _TICKS)
        stream.time_base = Fraction(1, _TICKS)
        return stream

    def _i420(self, frame: Frame) -> Image:
        picture = padded_to(fit_into(frame.image, self._size), self._size)
        if self._mark:
            picture = _marked(picture, f"{self._mark} {frame.at.wall}")
        converted: Image = cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420)
        return converted

    def _fill_silence(self, seconds: float) -> None:
        # The muxer interleaves: a track without sound would hold the others back.
        for sound in self._sounds:
            sound.fill_to(round(seconds * SAMPLE_RATE) - _LAG)


class _SoundTrack:
    """Samples on a line of time: gaps become silence, overlaps are cut. `run`: how many are encoded at a time."""

    def __init__(self, container: "av.container.OutputContainer", name: str, options: dict[str, str], run: int) -> None:
        self._container, self._run = container, run
        stream = container.add_stream("libopus", rate=SAMPLE_RATE, layout="mono", options=options)
        assert isinstance(stream, av.AudioStream)
        stream.codec_context.format = "s16"
        stream.bit_rate = 24_000
        # Each track says in its own name what it is; the guide's carries the mark of synthetic speech.
        stream.metadata["handler_name"] = stream.metadata["title"] = name
        self._stream = stream
        self._written = 0
        self._sounding = False
        self._waiting: list[Samples] = []
        self._have = 0

    def push(self, samples: Samples, begin: int) -> None:
        """`begin`: the sample's number on the recording's line of time."""
        allowed = _JITTER if self._sounding else 0
        if begin > self._have + allowed:
            self._add(np.zeros(begin - self._have, np.int16))
        elif begin < self._have - allowed:
            samples = samples[self._have - begin :]
        self._sounding = True
        self._add(samples)

    def fill_to(self, end: int) -> None:
        """Silence where nothing came."""
        if end > self._have:
            self._sounding = False
            self._add(np.zeros(end - self._have, np.int16))
            # Nothing more may come for a while, and the pictures wait for it.
            self._encode(_SOUND_FRAME)

    def finish(self) -> None:
        """What is left, and the encoder's own rest."""
        self._add(np.zeros(-self._have % _SOUND_FRAME, np.int16))
        self._encode(_SOUND_FRAME)
        self._container.mux(self._stream.encode(None))

    def _add(self, samples: Samples) -> None:
        self._waiting.append(samples)
        self._have += len(samples)
        if self._have - self._written >= self._run:
            self._encode(self._run)

    def _encode(self, run: int) -> None:
        """Whole runs of what waits."""
        waiting = np.concatenate(self._waiting) if self._waiting else np.zeros(0, np.int16)
        whole = len(waiting) // run * run
        self._waiting = [waiting[whole:]]
        for start in range(0, whole, run):
            piece = np.ascontiguousarray(waiting[np.newaxis, start : start + run])
            frame = av.AudioFrame.from_ndarray(piece, format="s16", layout="mono")
            frame.sample_rate, frame.time_base = SAMPLE_RATE, _SAMPLE
            frame.pts = self._written
            self._written += run
            self._container.mux(self._stream.encode(frame))


def _marked(picture: Image, text: str) -> Image:
    copy = picture.copy()
    scale = max(0.3, picture.shape[0] / 720 * 0.6)
    at = (round(8 * scale), picture.shape[0] - round(12 * scale))
    for colour, thickness in (((0, 0, 0), 3), ((255, 255, 255), 1)):
        cv2.putText(copy, text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, colour, thickness, cv2.LINE_AA)
    return copy
