"""One way to open an ONNX model: one thread, no spinning.

With the library's defaults the kiosk takes a whole core more and answers 0.2 s later, measured with everything running.
"""

from pathlib import Path

import onnxruntime

from kiosk.devices.onnx.leaky_nodes import with_fast_activations
from kiosk.domain.errors import DeviceError


def open_session(model: Path | bytes, device: str) -> onnxruntime.InferenceSession:
    """A session on the CPU. `device`: the port's name for the error. Raises DeviceError if the model can't be used."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        source = with_fast_activations(model) if isinstance(model, bytes) else str(model)
        return onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        name = "a model" if isinstance(model, bytes) else model.name
        raise DeviceError(device, f"{name} can't be loaded; get it again from its source") from error
