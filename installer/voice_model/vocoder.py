"""Multi-band MelGAN (Yang and others, 2020) as the package's model has it: mel bands in, 24,000 samples a second out.

Three times the bands are stretched and drawn finer, which gives four bands of 6,000 samples a second each; a bank of
filters makes one sound of them. The package's model rounds the four bands to eight bits on the way, which its converter
did for a smaller file; here they keep their precision.
"""

import numpy as np

from .network import Network

_STRETCHED = (3, 5, 5)
_LEAK = 0.2
_BANDS = 4
_TAPS_SIDE = 31
_ALL = "sequential_4"


def samples(net: Network, mels: str) -> str:
    """(samples,), 300 for each frame. `mels`: (1, frames, 80)."""
    number = 0

    def convolution(source: str, place: str = "", *, bias: str = "", apart: int = 1) -> str:
        """The next one: the model counts them through."""
        nonlocal number
        name = f"{_ALL}/{place}conv1d" + (f"_{number}" if number else "")
        number += 1
        return net.convolution(source, name, apart=apart, bias=bias)

    sound = convolution(_mirrored(net, net.turned(mels), 3))
    for stage, factor in enumerate(_STRETCHED):
        sound = _stretched(net, _leaky(net, sound), stage, factor)
        for step in range(4):
            place = f"{_ALL}/residual_stack_._{stage}._._{step}/"
            beside = net.convolution(sound, place + "shortcut")
            inner = _mirrored(net, _leaky(net, sound), 3**step)
            inner = convolution(inner, place.removeprefix(_ALL + "/"), apart=3**step)
            last = f"{place}conv1d_{number}"
            kept = last + "/BiasAdd/ReadVariableOp/resource" in net.read
            inner = convolution(
                _leaky(net, inner), place.removeprefix(_ALL + "/"), bias="" if kept else place + "shortcut"
            )
            sound = net.add("Add", beside, inner)
    bands = net.add("Tanh", convolution(_mirrored(net, _leaky(net, sound), 3)))
    return net.add("Reshape", _joined(net, bands), net.whole(-1))


def _stretched(net: Network, source: str, stage: int, factor: int) -> str:
    """As many times longer; taps reach over twice the factor, and what hangs over is cut, the odd one at the end."""
    name = f"{_ALL}/conv_transpose_._{stage}/conv2d_transpose" + (f"_{stage}" if stage else "")
    kernel = net.add("Squeeze", net.taken(f"{name}/conv2d_transpose", 3, 0, 1, 2), net.whole(3))
    bias = net.taken(f"{name}/BiasAdd/ReadVariableOp/resource")
    before = factor // 2
    return net.add("ConvTranspose", source, kernel, bias, strides=(factor,), pads=(before, factor - before))


def _joined(net: Network, bands: str) -> str:
    """Four bands to one sound of four times the rate."""
    kernel = net.add(
        "Squeeze", net.taken("conv1d_transpose;PartitionedCall/conv1d_transpose", 3, 0, 2, 1), net.whole(3)
    )
    apart = net.add("ConvTranspose", bands, kernel, strides=(_BANDS,))
    return net.convolution(apart, "conv1d;PartitionedCall", padded=_TAPS_SIDE)


def _mirrored(net: Network, source: str, reach: int) -> str:
    """Longer by `reach` at both ends, where the sound is seen in a mirror."""
    return net.add("Pad", source, net.whole(0, 0, reach, 0, 0, reach), mode="reflect")


def _leaky(net: Network, source: str) -> str:
    return net.add("LeakyRelu", source, alpha=float(np.float32(_LEAK)))
