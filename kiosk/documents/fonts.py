"""The font of all documents: Noto Sans CJK (SIL Open Font License 1.1), from Debian's fonts-noto-cjk."""

import os
from pathlib import Path

from kiosk.domain.errors import ConfigurationError

_NAME = "NotoSansCJK-Regular.ttc"
_FOLDERS = ("/usr/share/fonts/opentype/noto", "/usr/share/fonts/noto-cjk", "/usr/local/share/fonts")
FACE_SIMPLIFIED = 2
"""Which face of the collection has the simplified Chinese shapes (JP, KR, SC, TC, HK)."""


def font_path() -> Path:
    """The font file; MINGSHI_FONT_DIR, when set, is searched first. Raises ConfigurationError."""
    own = os.environ.get("MINGSHI_FONT_DIR")
    for folder in (*([own] if own else []), *_FOLDERS):
        path = Path(folder) / _NAME
        if path.is_file():
            return path
    raise ConfigurationError(_NAME, "fonts", "is missing: install the Debian package fonts-noto-cjk")
