"""FastSpeech 2 (Ren and others, 2020) as the package's model has it: signs in, 80 mel bands of 80 frames a second out.

Three layers look at the signs; from them come length, pitch and loudness of each sign; each is held for its length, and
three layers draw the frames, which five convolutions smooth. The model drops half of pitch's and loudness's numbers by
lot each time it runs, as in training; here they all count, so that a text always sounds the same.
"""

import numpy as np

from .network import Network

_LAYERS = 3
_HEADS, _HEAD = 2, 16


def mel_bands(net: Network, signs: str, slowness: str) -> str:
    """(1, frames, 80). `signs`: whole numbers, one after another; `slowness`: one number, 1 normal, 2 twice as long."""
    row = net.add("Unsqueeze", signs, net.whole(0))
    seen = _placed(net, net.add("Gather", net.taken("embeddings/Gather/resource"), row))
    for layer in range(_LAYERS):
        seen = _layer(net, seen, f"encoder/layer_._{layer}")
    lengths = _lengths(net, seen, slowness)
    coloured = net.add("Add", _coloured(net, seen, "f0", 6, 5), _coloured(net, seen, "energy", 7, 6))
    drawn = _placed(net, _held(net, net.add("Add", seen, coloured), lengths))
    for layer in range(_LAYERS):
        drawn = _layer(net, drawn, f"decoder/layer_._{layer}")
    return _smoothed(net, net.dense(drawn, "mel_before"))


def _placed(net: Network, source: str) -> str:
    """Each step with the numbers of its place; the first is 1."""
    steps = net.add("Slice", net.add("Shape", source), net.whole(1), net.whole(2))
    end = net.add("Add", steps, net.whole(1))
    places = net.taken("embeddings/position_embeddings/Gather/resource")
    return net.add("Add", source, net.add("Slice", places, net.whole(1), end, net.whole(0)))


def _layer(net: Network, source: str, name: str) -> str:
    attended = net.add("Add", net.dense(_attention(net, source, name), f"{name}/attention/output/dense"), source)
    heard = net.normalised(attended, f"{name}/attention/output/LayerNorm")
    wide = net.convolution(net.turned(heard), f"{name}/intermediate/conv1d_1", padded=1)
    mish = net.add("Mul", wide, net.add("Tanh", net.add("Softplus", wide)))
    narrow = net.turned(net.convolution(mish, f"{name}/intermediate/conv1d_2", padded=1))
    return net.normalised(net.add("Add", narrow, heard), f"{name}/output/LayerNorm")


def _attention(net: Network, source: str, name: str) -> str:
    def heads(part: str, *order: int) -> str:
        apart = net.add("Reshape", net.dense(source, f"{name}/attention/self/{part}"), net.whole(0, 0, _HEADS, _HEAD))
        return net.add("Transpose", apart, perm=order)

    met = net.add("MatMul", heads("query", 0, 2, 1, 3), heads("key", 0, 2, 3, 1))
    weights = net.add("Softmax", net.add("Mul", met, net.fixed(np.array(_HEAD**-0.5, np.float32))), axis=-1)
    gathered = net.add("MatMul", weights, heads("value", 0, 2, 1, 3))
    return net.add("Reshape", net.add("Transpose", gathered, perm=(0, 2, 1, 3)), net.whole(0, 0, _HEADS * _HEAD))


def _coloured(net: Network, source: str, quality: str, number: int, dense: int) -> str:
    """(1, signs, 256): what the guessed pitch or loudness of each sign adds."""
    guess = _predicted(net, source, f"{quality}_predictor", number, dense)
    return net.turned(net.convolution(net.turned(guess), f"{quality}_embeddings", padded=4))


def _predicted(net: Network, source: str, name: str, number: int, dense: int) -> str:
    """(1, signs, 1)."""
    for layer in range(2):
        within = f"{name}/sequential_{number}"
        seen = net.add("Relu", net.convolution(net.turned(source), f"{within}/conv_._{layer}", padded=1))
        source = net.normalised(net.turned(seen), f"{within}/LayerNorm_._{layer}")
    return net.dense(source, f"{name}/dense_{dense}")


def _lengths(net: Network, source: str, slowness: str) -> str:
    """(signs,): frames each, as whole but floating numbers."""
    logarithm = net.add("Reshape", _predicted(net, source, "duration_predictor", 8, 7), net.whole(-1))
    frames = net.add("Relu", net.add("Sub", net.add("Exp", logarithm), net.fixed(np.array(1, np.float32))))
    return net.add("Round", net.add("Mul", frames, slowness))


def _held(net: Network, source: str, lengths: str) -> str:
    """Each sign as often as it is long: frame f shows the sign before which f frames or fewer end."""
    ends = net.add("CumSum", lengths, net.fixed(np.array(0, np.int64)))
    frames = net.add("ReduceSum", lengths, keepdims=0)
    numbers = [net.fixed(np.array(number, np.float32)) for number in (0, 1)]
    frame = net.add("Unsqueeze", net.add("Range", numbers[0], frames, numbers[1]), net.whole(1))
    ended = net.add("Cast", net.add("LessOrEqual", net.add("Unsqueeze", ends, net.whole(0)), frame), to=7)
    return net.add("Gather", source, net.add("ReduceSum", ended, net.whole(1), keepdims=0), axis=1)


def _smoothed(net: Network, rough: str) -> str:
    bands = net.turned(rough)
    for layer in range(5):
        bands = net.convolution(bands, f"postnet/conv_._{layer}", padded=2)
        stretched, moved = (
            net.add("Unsqueeze", net.taken(f"postnet/batch_norm_._{layer}/batchnorm/{part}"), net.whole(1))
            for part in ("mul", "sub")
        )
        bands = net.add("Add", net.add("Mul", bands, stretched), moved)
        if layer < 4:
            bands = net.add("Tanh", bands)
    return net.add("Add", net.turned(bands), rough)
