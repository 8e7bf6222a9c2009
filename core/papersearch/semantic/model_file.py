"""The sentence model's file, changed so that its weights stay the int8 numbers as which the file keeps them.

The file scales all of them to floats before it uses them, and ONNX Runtime keeps the floats: 80 MB, half of which a
short text reads. Here BERT's table of tokens is scaled after the look-up, to the same numbers, and products with a
matrix become ONNX Runtime's product with a matrix of small numbers, which rounds the other factor to int8, too:

    Gather(Mul(Cast(table), scale), ids)     ->  Mul(Cast(Gather(table, ids)), Gather(scale, ids))
    MatMul(states, Mul(Cast(matrix), scale)) ->  MatMulNBits(states, matrix in blocks, scale of each block)

Only the few fields of ONNX's protocol buffers that this takes are read and written: a library for them takes as much
memory as this saves.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

TABLE = b"inner.embeddings.word_embeddings.weight"
BLOCK = 32
"""Numbers of a column that have one scale; the column's own is repeated. Larger blocks are less exact and no faster."""
_GRAPH, _IMPORTED = 7, 8
_NODE, _TENSOR = 1, 5
_INPUT, _OUTPUT, _OPERATION, _ATTRIBUTE, _DOMAIN = 1, 2, 4, 5, 7
_SHAPE, _TYPE, _NAME, _RAW = 1, 2, 8, 9
_FLOATS, _UNSIGNED_BYTES = 1, 2
_BYTES, _FIXED = 2, {1: 8, 5: 4}
_SEVEN_BITS, _MORE = 0x7F, 0x80
_ROUND_STATES = 4
"""Accuracy level of MatMulNBits: the other factor becomes int8, too."""
_MICROSOFT = b"com.microsoft"


class _Field(NamedTuple):
    """A field of a message: its number, its content if it has a length, and all of its bytes."""

    number: int
    content: memoryview
    whole: memoryview

    @property
    def value(self) -> int:
        """The number that it holds, if it holds one."""
        return _number(self.whole, _number(self.whole, 0)[1])[0]


class _Scaled(NamedTuple):
    """Floats that a graph makes of small numbers: both names, and where the nodes are that make them."""

    numbers: bytes
    scale: bytes
    casting: int
    scaling: int


class _Graph:
    """The nodes and constants of a graph by their place among its fields."""

    def __init__(self, content: memoryview) -> None:
        self.fields = list(_fields(content))
        self.nodes = {n: list(_fields(field.content)) for n, field in enumerate(self.fields) if field.number == _NODE}
        self._made_at = {name: n for n, node in self.nodes.items() for name in _named(node, _OUTPUT)}
        self._tensors = {
            name: n
            for n, field in enumerate(self.fields)
            if field.number == _TENSOR
            for name in _named(list(_fields(field.content)), _NAME)
        }
        self._uses = Counter(name for node in self.nodes.values() for name in _named(node, _INPUT))

    def users(self, operation: bytes, place: int) -> Iterator[tuple[int, _Scaled]]:
        """Nodes of an operation whose input at a place is scaled for them alone."""
        for at, node in self.nodes.items():
            if _named(node, _OPERATION) == [operation] and (found := self._scaled(_named(node, _INPUT)[place])):
                yield at, found

    def tensor_at(self, name: bytes) -> int:
        return self._tensors[name]

    def tensor(self, name: bytes) -> tuple[list[int], memoryview]:
        """The shape and the bytes of a constant; no bytes if it is kept in another way."""
        fields = list(_fields(self.fields[self._tensors[name]].content))
        raw = [field.content for field in fields if field.number == _RAW]
        return [field.value for field in fields if field.number == _SHAPE], raw[0] if raw else memoryview(b"")

    def replaced(self, instead: Mapping[int, Sequence[bytes]]) -> bytes:
        """The graph with other fields at some places."""
        return b"".join(b"".join(instead.get(n, (field.whole,))) for n, field in enumerate(self.fields))

    def _scaled(self, name: bytes) -> _Scaled | None:
        scaling = self._made_at.get(name, -1)
        if self._operation(scaling) != b"Mul" or self._uses[name] != 1:
            return None
        floats, scale = _named(self.nodes[scaling], _INPUT)
        casting = self._made_at.get(floats, -1)
        if self._operation(casting) != b"Cast" or self._uses[floats] != 1:
            return None
        (numbers,) = _named(self.nodes[casting], _INPUT)
        is_constant = {numbers, scale} <= self._tensors.keys() and self._uses[numbers] == self._uses[scale] == 1
        return _Scaled(numbers, scale, casting, scaling) if is_constant else None

    def _operation(self, place: int) -> bytes:
        return b"".join(_named(self.nodes[place], _OPERATION)) if place in self.nodes else b""


def with_int8_weights(model: bytes) -> bytes:
    """The same model with small weights; as it is, where it has no operations as above."""
    top = list(_fields(model))
    graphs = [field for field in top if field.number == _GRAPH]
    if len(graphs) != 1:
        return model
    graph = _Graph(graphs[0].content)
    instead: dict[int, Sequence[bytes]] = {}
    for place, scaled in graph.users(b"Gather", 0):
        instead |= _looked_up_first(graph, place, scaled)
    for place, scaled in graph.users(b"MatMul", 1):
        instead |= _multiplied_as_bytes(graph, place, scaled)
    if not instead:
        return model
    whole = (_field(_GRAPH, graph.replaced(instead)) if field.number == _GRAPH else field.whole for field in top)
    return b"".join((*whole, _field(_IMPORTED, _field(1, _MICROSOFT) + _numeric(2, 1))))


def _looked_up_first(graph: _Graph, place: int, scaled: _Scaled) -> dict[int, Sequence[bytes]]:
    lookup = graph.nodes[place]
    table, ids, result = *_named(lookup, _INPUT), *_named(lookup, _OUTPUT)
    rows, row_floats, row_scale = (table + end for end in (b"_rows", b"_row_floats", b"_row_scale"))
    nodes = [
        _with_names(lookup, [scaled.numbers, ids], rows),
        _with_names(lookup, [scaled.scale, ids], row_scale),
        _with_names(graph.nodes[scaled.casting], [rows], row_floats),
        _with_names(graph.nodes[scaled.scaling], [row_floats, row_scale], result),
    ]
    return {place: nodes, scaled.casting: (), scaled.scaling: ()}


def _multiplied_as_bytes(graph: _Graph, place: int, scaled: _Scaled) -> dict[int, Sequence[bytes]]:
    """MatMulNBits has the matrix by columns, in bytes whose zero is 128: see ONNX Runtime's contributed operators."""
    (rows, columns), numbers = graph.tensor(scaled.numbers)
    _, scale = graph.tensor(scaled.scale)
    if rows % BLOCK or len(numbers) != rows * columns or len(scale) != columns * 4:
        return {}
    blocks = rows // BLOCK
    matrix = (np.frombuffer(numbers, np.int8).reshape(rows, columns).T.astype(np.int16) + 128).astype(np.uint8)
    scales = np.repeat(np.frombuffer(scale, "<f4"), blocks)
    states, _ = _named(graph.nodes[place], _INPUT)
    attributes = {b"K": rows, b"N": columns, b"bits": 8, b"block_size": BLOCK, b"accuracy_level": _ROUND_STATES}
    node = [
        *(_field(_INPUT, name) for name in (states, scaled.numbers, scaled.scale)),
        *(_field(_OUTPUT, name) for name in _named(graph.nodes[place], _OUTPUT)),
        _field(_OPERATION, b"MatMulNBits"),
        *(_field(_ATTRIBUTE, _whole_number(name, value)) for name, value in attributes.items()),
        _field(_DOMAIN, _MICROSOFT),
    ]
    return {
        place: [_field(_NODE, b"".join(node))],
        scaled.casting: (),
        scaled.scaling: (),
        graph.tensor_at(scaled.numbers): [
            _tensor(scaled.numbers, _UNSIGNED_BYTES, [columns, blocks, BLOCK], matrix.tobytes())
        ],
        graph.tensor_at(scaled.scale): [_tensor(scaled.scale, _FLOATS, [columns * blocks], scales.tobytes())],
    }


def _whole_number(name: bytes, value: int) -> bytes:
    """An attribute of a node."""
    name_field, value_field, type_field, whole_numbers = 1, 3, 20, 2
    return _field(name_field, name) + _numeric(value_field, value) + _numeric(type_field, whole_numbers)


def _tensor(name: bytes, kind: int, shape: Sequence[int], content: bytes) -> bytes:
    sizes = b"".join(_numeric(_SHAPE, size) for size in shape)
    return _field(_TENSOR, sizes + _numeric(_TYPE, kind) + _field(_NAME, name) + _field(_RAW, content))


def _named(node: list[_Field], number: int) -> list[bytes]:
    return [bytes(field.content) for field in node if field.number == number]


def _with_names(node: list[_Field], inputs: list[bytes], output: bytes) -> bytes:
    """A node that does the same with other values, without a name of its own, which would have to be unique."""
    named = [_field(_INPUT, each) for each in inputs] + [_field(_OUTPUT, output)]
    rest = [bytes(field.whole) for field in node if field.number >= _OPERATION]
    return _field(_NODE, b"".join(named + rest))


def _fields(message: bytes | memoryview) -> Iterator[_Field]:
    """Views of the message: a model is copied once, when it is written."""
    message, place = memoryview(message), 0
    while place < len(message):
        start = place
        key, place = _number(message, place)
        content = message[:0]
        if key & 7 == _BYTES:
            length, place = _number(message, place)
            content = message[place : place + length]
            place += length
        elif key & 7 in _FIXED:
            place += _FIXED[key & 7]
        else:
            _, place = _number(message, place)
        yield _Field(key >> 3, content, message[start:place])


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(content)) + content


def _numeric(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _number(message: memoryview, place: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and the place behind it."""
    value = shift = 0
    while True:
        byte = message[place]
        value |= (byte & _SEVEN_BITS) << shift
        place, shift = place + 1, shift + 7
        if byte < _MORE:
            return value, place


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > _SEVEN_BITS:
        found.append(value & _SEVEN_BITS | _MORE)
        value >>= 7
    return bytes([*found, value])
