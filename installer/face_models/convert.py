"""One tfjs graph model to the bytes of one ONNX file."""

from .graph import Graph, ModelFormatError, Node, in_order, read_graph
from .onnx_file import Operation, Value, onnx_bytes
from .operators import Translation

_BATCH = "batch"


def convert(name: str, untrusted_model: bytes, untrusted_weights: bytes, outputs: tuple[str, ...]) -> bytes:
    """The part of the model that the outputs need; they come out in their order, named as in the model.

    The picture goes in as in the model: batch, height, width, three channels. Raises ModelFormatError.
    """
    graph = read_graph(untrusted_model, untrusted_weights)
    return convert_graph(name, graph, outputs)


def convert_graph(name: str, graph: Graph, outputs: tuple[str, ...]) -> bytes:
    """As `convert`."""
    nodes = in_order(graph, outputs)
    pictures = [node for node in nodes if node.operation == "Placeholder"]
    if len(pictures) != 1:
        raise ModelFormatError(f"{len(pictures)} inputs where one was expected")
    made = Translation(graph)
    for node in nodes:
        made.add(node)
    values = []
    for output in outputs:
        if output not in made.tensors:
            raise ModelFormatError(f"{output} is a constant")
        tensor = made.tensors[output]
        made.operations.append(Operation("Identity", (made.as_written(tensor),), output, {}))
        values.append(Value(output, tuple(f"{output}.{axis}" for axis in range(tensor.rank))))
    operations = _needed(made.operations, set(outputs))
    taken = {used for operation in operations for used in operation.inputs}
    constants = {key: array for key, array in made.constants.items() if key in taken}
    return onnx_bytes(name, operations, constants, [_input(pictures[0])], values)


def _input(node: Node) -> Value:
    match node.attributes.get("shape"):
        case [int(batch), int(height), int(width), 3] if height > 0 and width > 0:
            return Value(node.name, (_BATCH if batch < 0 else batch, height, width, 3))
    raise ModelFormatError(f"{node.name} is no picture of three channels")


def _needed(operations: list[Operation], wanted: set[str]) -> list[Operation]:
    """Without those whose output nobody takes (a clamp that became part of the next)."""
    kept = []
    for operation in reversed(operations):
        if operation.output in wanted:
            kept.append(operation)
            wanted.update(operation.inputs)
    return kept[::-1]
