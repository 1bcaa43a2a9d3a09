"""The font of all documents: Noto Sans CJK (SIL Open Font License 1.1), from Debian's fonts-noto-cjk."""

import os
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any

import uharfbuzz

from kiosk.domain.errors import ConfigurationError

_NAME = "NotoSansCJK-Regular.ttc"
_FOLDERS = ("/usr/share/fonts/opentype/noto", "/usr/share/fonts/noto-cjk", "/usr/local/share/fonts")
_FACE_SIMPLIFIED = 2
"""Which face of the collection has the simplified Chinese shapes (JP, KR, SC, TC, HK)."""


def font_path() -> Path:
    """The font file; MINGSHI_FONT_DIR, when set, is searched first. Raises ConfigurationError."""
    own = os.environ.get("MINGSHI_FONT_DIR")
    for folder in (*([own] if own else []), *_FOLDERS):
        path = Path(folder) / _NAME
        if path.is_file():
            return path
    raise ConfigurationError(_NAME, "fonts", "is missing: install the Debian package fonts-noto-cjk")


def font_of(characters: AbstractSet[str]) -> bytes:
    """The OpenType file of these characters alone, in their simplified Chinese shapes. Raises ConfigurationError.

    HarfBuzz cuts it out in milliseconds; a document library takes seconds to find its way in 65,535 glyphs.
    """
    wanted = uharfbuzz.SubsetInput()
    wanted.sets(uharfbuzz.SubsetInputSets.UNICODE).set({ord(character) for character in characters})
    # Nothing is shaped or set upright here: no glyph beside these, and no measures of columns, are ever asked for.
    wanted.layout_feature_tag_set.clear()
    wanted.drop_table_tag_set.update(int.from_bytes(tag) for tag in (b"GPOS", b"GSUB", b"vhea", b"vmtx", b"VORG"))
    return bytes(uharfbuzz.subset(_face(font_path()), wanted).blob.data)


def keep_as_cut(font: Any) -> None:
    """`font`: a fontTools.ttLib.TTFont with nothing but what its document needs. To cut it once more, by executing
    every outline, and to write it twice, leaves nothing out and is three quarters of the work of a document."""
    font["CFF "] = _AsCut(font.reader["CFF "])


class _AsCut:
    """A font's table of outlines that stays as it is, whatever fontTools asks of it."""

    def __init__(self, outlines: bytes) -> None:
        self._outlines = outlines

    def compile(self, _font: object) -> bytes:
        """As they came."""
        return self._outlines

    def closure_glyphs(self, _cutting: object) -> None:
        """No glyph is made of others."""

    def subset_glyphs(self, _cutting: object) -> bool:
        """All of them stay."""
        return True

    def prune_pre_subset(self, _font: object, _options: object) -> bool:
        """There is nothing to leave out."""
        return True

    prune_post_subset = prune_pre_subset


@cache
def _face(path: Path) -> "uharfbuzz.Face":
    return uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), _FACE_SIMPLIFIED)
