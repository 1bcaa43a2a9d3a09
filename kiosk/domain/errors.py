"""Errors that this program raises.

MingshiError
├── ConfigurationError      settings, scripts, catalogues: names file, place and what was expected
├── DeviceError             a device that failed; an ordinary outcome is a value, never this
├── EvidenceError           evidence that can't be written or read as FORMAT.md says
├── LendingError            figures that can't be (a negative principal, a contract with a hidden fee)
└── TransportError          headquarters out of reach or answering nonsense
"""


class MingshiError(Exception):
    """The root; its text is one plain sentence and what to do."""


class ConfigurationError(MingshiError):
    """A settings, script or catalogue file that can't be used."""

    def __init__(self, file: str, where: str, expected: str) -> None:
        super().__init__(f"{file}: {where}: {expected}")
        self.file, self.where, self.expected = file, where, expected


class DeviceError(MingshiError):
    """A device failed; `device` is its port's name (`face_camera`, `microphone`, ...)."""

    def __init__(self, device: str, reason: str) -> None:
        super().__init__(f"{device}: {reason}")
        self.device, self.reason = device, reason


class EvidenceError(MingshiError):
    """Evidence that can't be written, or that is not as docs/FORMAT.md says."""


class LendingError(MingshiError):
    """Figures or terms that can't stand."""


class TransportError(MingshiError):
    """Headquarters is out of reach, or its answer can't be trusted."""


class RefusedError(TransportError):
    """Headquarters answered and refuses; sending the same again will not help."""
