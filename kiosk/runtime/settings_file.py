"""A settings file as it lies on the disk: TOML, handed on as JSON."""

import json
import tomllib
from pathlib import Path
from typing import Any

from kiosk.domain.errors import ConfigurationError


def parsed(path: Path) -> str:
    """Strict JSON is the one strict input where TOML's strings may still become paths, decimals and enumerations.

    Raises ConfigurationError.
    """
    return json.dumps(_read(path), default=str)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(str(path), "the file", "expected a settings file, but there is none here") from None
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise ConfigurationError(str(path), "the file", f"expected a readable settings file ({reason})") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(str(path), f"byte {error.start}", "expected text in UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(str(path), "the file", f"expected well-formed TOML ({error})") from None
