"""Whether a picture of a face may be used, and what to tell the borrower if not. A bad picture is never held against
him: it is taken again."""

from dataclasses import dataclass

from kiosk.domain.speech import Text
from kiosk.ports.face import Face, Tracked

RETRY_TEXTS = {
    "dark": Text(
        "光线有点暗。请把脸朝向亮的一边。",
        "It is a little dark. Please turn your face to the light.",
    ),
    "bright": Text(
        "光线太亮了。请稍微避开灯光。",
        "It is too bright. Please move a little away from the lamp.",
    ),
    "blurred": Text(
        "画面有些模糊。请先不要动，马上就好。",
        "The picture is blurred. Please keep still for a moment.",
    ),
    "too_small": Text(
        "离得有点远。请靠近一些。",
        "You are a little far away. Please come closer.",
    ),
    "cut_off": Text(
        "脸没有完全在画面里。请坐正一些。",
        "Your face is not fully in view. Please sit a little straighter.",
    ),
    "no_face": Text(
        "没有看到您的脸。请坐正，看着屏幕。",
        "Your face can't be seen. Please sit straight and look at the screen.",
    ),
    "turned": Text(
        "请把脸转正，看着屏幕。",
        "Please turn your face straight to the screen.",
    ),
    "several_faces": Text(
        "画面里不止一张脸。请旁边的人让一让；衣服上印着人脸的，请遮一下。",
        "There is more than one face in view. Please let others step aside, and cover a face printed on clothes.",
    ),
    "backlit": Text(
        "您背后太亮，脸看不清。请转一点身，背后不要对着窗或者灯。",
        "It is too bright behind you to see your face. Please turn a little, away from the window or lamp behind you.",
    ),
    "eyes_covered": Text(
        "看不到您的眼睛。戴着墨镜的话，请先摘下来。",
        "Your eyes can't be seen. If you wear dark glasses, please take them off.",
    ),
    "mouth_covered": Text(
        "看不到您的口鼻。戴着口罩或围巾的话，请先摘下来。",
        "Your nose and mouth can't be seen. If you wear a mask or scarf, please take it off.",
    ),
}
"""What the borrower is told, by reason (of TakeAgain, and of NotComparable about the probe)."""


@dataclass(frozen=True, slots=True)
class FaceQualityThresholds:
    """Mean grey 0..255, variance of Laplacian, pixels of width; webcam pictures in poor light measure 60 and 20.

    `dark_room`: mean grey of the whole picture under which a face that is not found may be there all the same;
    `backlit`: share of that mean under which a face is in its own shadow, if the mean is over `bright_behind`.
    `most_turned`: degrees aside, up or down for a face that is compared; the portrait on a card looks straight.
    """

    least_brightness: float = 35.0
    most_brightness: float = 235.0
    least_sharpness: float = 6.0
    least_width: int = 80
    rival: float = 0.6
    most_turned: float = 20.0
    dark_room: float = 28.0
    backlit: float = 0.3
    bright_behind: float = 150.0


@dataclass(frozen=True, slots=True)
class UsablePicture:
    """The face to go on with."""

    face: Face


@dataclass(frozen=True, slots=True)
class TakeAgain:
    """Not usable; `text` says what would help."""

    reason: str

    @property
    def text(self) -> Text:
        """For screen and voice."""
        return RETRY_TEXTS[self.reason]


_DEFAULT = FaceQualityThresholds()


def judge_picture(
    faces: tuple[Face, ...], width: int, height: int, thresholds: FaceQualityThresholds = _DEFAULT,
    *, light: float | None = None,
) -> UsablePicture | TakeAgain:  # fmt: skip
    """`faces` largest first, in a picture of this size in pixels; `light`: its mean grey, where it is known."""
    if not faces:
        return TakeAgain("dark" if light is not None and light < thresholds.dark_room else "no_face")
    face = faces[0]
    if len(faces) > 1 and faces[1].width >= thresholds.rival * face.width:
        return TakeAgain("several_faces")
    if face.left < 0 or face.top < 0 or face.right > width or face.bottom > height:
        return TakeAgain("cut_off")
    if face.width < thresholds.least_width:
        return TakeAgain("too_small")
    return _judge_light(face, thresholds, light) or UsablePicture(face)


def _judge_light(face: Face, thresholds: FaceQualityThresholds, light: float | None) -> TakeAgain | None:
    behind = light is not None and light > thresholds.bright_behind
    if face.brightness < thresholds.least_brightness:
        return TakeAgain("backlit" if behind else "dark")
    if behind and light is not None and face.brightness < thresholds.backlit * light:
        return TakeAgain("backlit")
    if face.brightness > thresholds.most_brightness:
        return TakeAgain("bright")
    return TakeAgain("blurred") if face.sharpness < thresholds.least_sharpness else None


def judge_probe(
    tracked: Tracked, width: int, height: int, thresholds: FaceQualityThresholds = _DEFAULT
) -> UsablePicture | TakeAgain:
    """Whether this picture may be compared with the portrait: as above, and facing the camera where that was measured.

    Where no pose could be measured the rest decides: dlib's own detector finds frontal faces only.
    """
    usable = judge_picture(tracked.faces, width, height, thresholds)
    measures = tracked.measures
    if isinstance(usable, TakeAgain) or measures is None:
        return usable
    straight = abs(measures.yaw) <= thresholds.most_turned and abs(measures.pitch) <= thresholds.most_turned
    return usable if straight else TakeAgain("turned")
