"""Nothing but simulated devices, and quick ones: whole sessions in seconds, without a model and without a voice.

What the real readers and the real voice do in a session is the matter of `rehearsal_rig`; here everything from the
state machine to headquarters' receipt is the real thing, and only the devices are not.
"""

from dataclasses import replace

from kiosk.assembly.rig import Picture, Rig, rehearsal_rig
from kiosk.devices.camera_paced import PacedCamera
from kiosk.devices.microphone_file import FileMicrophone
from kiosk.devices.simulated.card_reader import SimulatedCardReader
from kiosk.devices.simulated.face import SimulatedFaceAnalyser
from kiosk.devices.simulated.speech import BriskVoice, SimulatedRecogniser
from kiosk.devices.simulated.stage import RehearsalStage, StageDevices
from kiosk.domain.consents import Source
from kiosk.ports.clock import Clock
from kiosk.runtime.settings import Settings

_PICTURE = Picture((320, 240), 5.0, hasty=True)
_DESK = (640, 360)


def simulated_rig(settings: Settings, clock: Clock, *, inline: bool) -> Rig:
    """Card reader, faces and recogniser are simulators, and the guide's sentences are short."""
    rig = rehearsal_rig(settings, clock, _PICTURE, inline=inline, speaks=False, real_input=False)
    devices = rig.devices
    face, desk, microphone = devices.face_camera, devices.document_camera, devices.microphone
    reader, recogniser = SimulatedCardReader(), devices.recogniser
    assert isinstance(face, PacedCamera)
    assert isinstance(desk, PacedCamera)
    assert isinstance(microphone, FileMicrophone)
    assert isinstance(recogniser, SimulatedRecogniser)
    on_stage = StageDevices(face, desk, microphone, recogniser=recogniser, card_reader=reader)
    stage = RehearsalStage(on_stage, _PICTURE.size, document_size=_DESK)
    stage.show_face(None)
    devices = replace(
        devices, voice=BriskVoice(), card_reader=reader, card_source=Source.SIMULATED,
        face_analyser=lambda: SimulatedFaceAnalyser(told=lambda: stage.head_pose, stranger=lambda: stage.stranger,
                                                    beside=lambda: stage.beside),
    )  # fmt: skip
    return replace(rig, devices=devices, stage=stage)
