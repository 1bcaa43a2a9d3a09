"""A tfjs graph model, read from its two files. Anything that is not understood is refused, never guessed."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

_MOST_NODES = 20_000
_KINDS = {"float32": np.dtype("<f4"), "int32": np.dtype("<i4")}


class ModelFormatError(Exception):
    """The files do not hold a model as this converter knows them."""


@dataclass(frozen=True, slots=True)
class Node:
    """One operation. `inputs`: names of nodes; `attributes`: whole numbers, truths, words, or lists of them."""

    name: str
    operation: str
    inputs: tuple[str, ...]
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Graph:
    """`nodes` in the file's order, which need not be that of reckoning; `constants` by the name of their node."""

    nodes: Mapping[str, Node]
    constants: Mapping[str, Array]


def read_graph(untrusted_model: bytes, untrusted_weights: bytes) -> Graph:
    """Raises ModelFormatError."""
    try:
        model = json.loads(untrusted_model)
        listed = model["modelTopology"]["node"]
        groups = model["weightsManifest"]
        if not isinstance(listed, list) or len(listed) > _MOST_NODES:
            raise ModelFormatError("no list of nodes, or far too long a one")
        nodes = [_node(entry) for entry in listed]
        constants = _weights([weight for group in groups for weight in group["weights"]], untrusted_weights)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelFormatError(f"not a tfjs graph model ({type(error).__name__})") from error
    named = {node.name: node for node in nodes}
    if len(named) < len(nodes):
        raise ModelFormatError("two nodes of one name")
    for node in nodes:
        missing = [name for name in node.inputs if name not in named]
        if missing:
            raise ModelFormatError(f"{node.name} takes {missing[0]}, which is not there")
        if node.operation == "Const" and node.name not in constants:
            raise ModelFormatError(f"{node.name} has no value")
    return Graph(named, constants)


def in_order(graph: Graph, outputs: tuple[str, ...]) -> list[Node]:
    """What the outputs need, each node after its inputs. Raises ModelFormatError for a circle or an unknown output."""
    done: dict[str, Node] = {}
    open_names: set[str] = set()
    for output in outputs:
        if output not in graph.nodes:
            raise ModelFormatError(f"no node {output}")
        waiting = [output]
        while waiting:
            node = graph.nodes[waiting[-1]]
            lacking = [name for name in node.inputs if name not in done]
            if not lacking:
                done.setdefault(waiting.pop(), node)
                open_names.discard(node.name)
            elif node.name in open_names and any(name in open_names for name in lacking):
                raise ModelFormatError(f"{node.name} needs itself")
            else:
                open_names.add(node.name)
                waiting.append(lacking[0])
    return list(done.values())


def _node(entry: dict[str, Any]) -> Node:
    inputs = tuple(str(name).split(":", maxsplit=1)[0] for name in entry.get("input", ()))
    if any(name.startswith("^") for name in inputs):
        raise ModelFormatError(f"{entry['name']} has a control input")
    attributes = {str(key): _value(value) for key, value in entry.get("attr", {}).items()}
    return Node(str(entry["name"]), str(entry["op"]), inputs, attributes)


def _value(coded: dict[str, Any]) -> Any:
    match coded:
        case {"s": str(text)}:
            return _word(text)
        case {"i": number}:
            return int(number)
        case {"b": bool(truth)}:
            return truth
        case {"list": {"i": list(numbers)}}:
            return [int(number) for number in numbers]
        case {"list": {"s": list(words)}}:
            return [_word(word) for word in words]
        case {"shape": {"dim": list(sizes)}}:
            return [int(size["size"]) for size in sizes]
    return None  # element types and such, which nothing here depends on


def _word(coded: str) -> str:
    try:
        return base64.b64decode(coded, validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ModelFormatError("an attribute is no word") from error


def _weights(listed: list[dict[str, Any]], untrusted: bytes) -> dict[str, Array]:
    found: dict[str, Array] = {}
    at = 0
    for weight in listed:
        name, shape = str(weight["name"]), tuple(int(side) for side in weight["shape"])
        kind = _stored_kind(weight)
        count = prod(shape)
        if min(shape, default=0) < 0 or at + count * kind.itemsize > len(untrusted):
            raise ModelFormatError(f"the weights end before {name}")
        values = np.frombuffer(untrusted, kind, count, at).reshape(shape)
        at += values.nbytes
        found[name] = values.astype(np.int64 if weight["dtype"] == "int32" else np.float32)
        if not np.isfinite(found[name]).all():
            raise ModelFormatError(f"{name} holds what is no number")
    if at != len(untrusted):
        raise ModelFormatError(f"{len(untrusted) - at} bytes of weights that belong to nothing")
    return found


def _stored_kind(weight: dict[str, Any]) -> np.dtype[Any]:
    match weight.get("quantization"):
        case None if weight["dtype"] in _KINDS:
            return _KINDS[weight["dtype"]]
        case {"dtype": "float16", "original_dtype": "float32"} if weight["dtype"] == "float32":
            return np.dtype("<f2")
    raise ModelFormatError(f"{weight['name']} is stored in a way that is not known here")
