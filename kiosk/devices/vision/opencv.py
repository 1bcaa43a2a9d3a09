"""OpenCV, imported in one place with the settings that keep it out of the way of Qt and of the other threads.

`from kiosk.devices.vision.opencv import cv2`, never `import cv2`.
"""

import os

_QT = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
_before = {name: os.environ.get(name) for name in _QT}
# Its FFmpeg writes to standard error, past any logging; what fails comes back as a return value.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")

import cv2  # noqa: E402 the environment is set before

# The wheel points Qt at plugins of its own, which PySide6 can't load.
for _name, _value in _before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value

# One thread: more of them cost a core and slow the answers.
cv2.setNumThreads(1)

__all__ = ["cv2"]
