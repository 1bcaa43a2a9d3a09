"""The one child process with the face models: begun when a face is first needed, ended with the session."""

from collections.abc import Callable

from kiosk.ports.face import FaceAnalyser


class SessionFaces:
    """Used from the worker thread of faces only: a pipe must not be closed under a question."""

    def __init__(self, start: Callable[[], FaceAnalyser]) -> None:
        self._start = start
        self._analyser: FaceAnalyser | None = None

    @property
    def analyser(self) -> FaceAnalyser:
        """Starting takes a second or two. Raises DeviceError."""
        if self._analyser is None:
            self._analyser = self._start()
        return self._analyser

    def end(self) -> None:
        """Embeddings die with the child."""
        analyser, self._analyser = self._analyser, None
        if analyser is not None:
            analyser.close()
