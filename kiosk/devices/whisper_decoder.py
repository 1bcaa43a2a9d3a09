"""How likely whisper holds each of some texts, given the sound: its decoder forced along them, in numpy.

ctranslate2 gives the probability of a text only without the end of it, by which 同意 and 同意志 differ, and each text
by itself costs as much as a decoding. Here all go through together as one tree, and what is hopeless is left out.
The model's file is read by CTranslate2's binary layout, version 6; its hash is checked where it is named.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
_TYPES = (np.float32, np.int8, np.int16, np.int32, np.float16)
_HEADS, _EPSILON = 8, 1e-5
_ERF = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)
"""Abramowitz and Stegun 7.1.26: good to 1.5e-7."""
_ERF_SCALE, _HALF_ROOT = 0.3275911, 0.7071067811865476


@dataclass(frozen=True, slots=True, eq=False)
class _History:
    """Keys and values of what was said so far: (texts, tokens, width) a layer."""

    keys: tuple[Array, ...]
    values: tuple[Array, ...]

    def of(self, rows: NDArray[np.intp]) -> "_History":
        return _History(tuple(each[rows] for each in self.keys), tuple(each[rows] for each in self.values))


class WhisperDecoder:
    """The decoder's weights in memory (210 MB for whisper base). One call at a time."""

    def __init__(self, model: Path) -> None:
        self._weights = _decoder_weights(model)
        self._words: Array = self._weights["embeddings/weight"]
        self._places: Array = self._weights["position_encodings/encodings"]
        self._layers = sum(name.endswith("/ffn/linear_0/bias") for name in self._weights)

    def log_probabilities(
        self, encoded: Array, prompt: Sequence[int], texts: Sequence[Sequence[int]], end: int, least: float
    ) -> list[float]:
        """Of each text with its end, natural, after `prompt`; -inf below `least`. `encoded`: (frames, width)."""
        sound = [self._sound(encoded, layer) for layer in range(self._layers)]
        found = [float("-inf")] * len(texts)
        next_word, history = self._step(np.array([prompt]), 0, None, sound)
        beginnings: dict[tuple[int, ...], float] = {(): 0.0}
        for depth in range(1 + max((len(each) for each in texts), default=-1)):
            rows = {beginning: row for row, beginning in enumerate(beginnings)}
            grown: dict[tuple[int, ...], float] = {}
            for place, text in enumerate(texts):
                beginning = tuple(text[:depth])
                if len(text) < depth or beginning not in rows:
                    continue
                so_far, after = beginnings[beginning], next_word[rows[beginning]]
                if len(text) == depth:
                    found[place] = so_far + float(after[end])
                elif (likely := so_far + float(after[text[depth]])) >= least:
                    grown[tuple(text[: depth + 1])] = likely
            if not grown:
                break
            parents = np.array([rows[each[:-1]] for each in grown])
            tokens = np.array([[each[-1]] for each in grown])
            next_word, history = self._step(tokens, len(prompt) + depth, history.of(parents), sound)
            beginnings = grown
        return [each if each >= least else float("-inf") for each in found]

    def _step(
        self, tokens: NDArray[np.intp], start: int, history: _History | None, sound: list[tuple[Array, Array]]
    ) -> tuple[Array, _History]:
        """(texts, new tokens) -> the next word's log-probabilities (texts, words), and the longer history."""
        state = self._words[tokens] + self._places[start : start + tokens.shape[1]]
        keys: list[Array] = []
        values: list[Array] = []
        for layer in range(self._layers):
            name = f"layer_{layer}"
            before = None if history is None else (history.keys[layer], history.values[layer])
            said, key, value = self._heard_itself(self._normal(state, f"{name}/self_attention"), name, before)
            keys.append(key)
            values.append(value)
            state = state + said
            asked = self._line(self._normal(state, f"{name}/attention"), f"{name}/attention/linear_0")
            state = state + self._line(_attended(asked, *sound[layer]), f"{name}/attention/linear_2")
            inner = _gelu(self._line(self._normal(state, f"{name}/ffn"), f"{name}/ffn/linear_0"))
            state = state + self._line(inner, f"{name}/ffn/linear_1")
        scores = self._normal(state[:, -1], "") @ self._words.T
        scores -= scores.max(axis=-1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=-1, keepdims=True))
        return scores, _History(tuple(keys), tuple(values))

    def _heard_itself(self, state: Array, name: str, before: tuple[Array, Array] | None) -> tuple[Array, Array, Array]:
        query, key, value = np.split(self._line(state, f"{name}/self_attention/linear_0"), 3, axis=-1)
        if before is not None:
            key, value = np.concatenate([before[0], key], axis=1), np.concatenate([before[1], value], axis=1)
        new, whole = query.shape[1], key.shape[1]
        later = np.triu(np.full((new, whole), -np.inf, np.float32), 1 + whole - new)
        said = _attended(query, _heads(key).swapaxes(-1, -2), _heads(value), later)
        return self._line(said, f"{name}/self_attention/linear_1"), key, value

    def _sound(self, encoded: Array, layer: int) -> tuple[Array, Array]:
        key, value = np.split(self._line(encoded, f"layer_{layer}/attention/linear_1"), 2, axis=-1)
        return np.ascontiguousarray(_heads(key).swapaxes(-1, -2)), np.ascontiguousarray(_heads(value))

    def _line(self, state: Array, name: str) -> Array:
        wide = state.reshape(-1, state.shape[-1]) @ self._weights[f"{name}/weight"].T + self._weights[f"{name}/bias"]
        return np.asarray(wide.reshape(*state.shape[:-1], -1))

    def _normal(self, state: Array, name: str) -> Array:
        at = f"{name}/layer_norm" if name else "layer_norm"
        centred = state - state.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(_EPSILON))
        return np.asarray(centred / spread * self._weights[f"{at}/gamma"] + self._weights[f"{at}/beta"])


def _heads(state: Array) -> Array:
    """(..., tokens, width) -> (..., heads, tokens, part)."""
    return state.reshape(*state.shape[:-1], _HEADS, -1).swapaxes(-2, -3)


def _attended(query: Array, keys: Array, values: Array, later: Array | None = None) -> Array:
    """`keys` (..., heads, part, tokens), `values` (..., heads, tokens, part); of one sound or of each text."""
    parts = _heads(query)
    weights = parts @ keys / np.float32(parts.shape[-1] ** 0.5)
    if later is not None:
        weights = weights + later
    weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    mixed = (weights @ values).swapaxes(-2, -3)
    return np.asarray(mixed.reshape(query.shape))


def _gelu(state: Array) -> Array:
    size = np.abs(state) * np.float32(_HALF_ROOT)
    turn = 1 / (1 + np.float32(_ERF_SCALE) * size)
    sum_ = np.zeros_like(turn)
    for factor in reversed(_ERF):
        sum_ = (sum_ + np.float32(factor)) * turn
    return np.asarray(0.5 * state * (1 + np.sign(state) * (1 - sum_ * np.exp(-(size**2)))))


def _decoder_weights(model: Path) -> dict[str, Array]:
    """Names without "decoder/", as float32."""
    found: dict[str, Array] = {}
    with model.open("rb") as source:

        def number(kind: str) -> int:
            return int(struct.unpack(f"<{kind}", source.read(struct.calcsize(kind)))[0])

        def word() -> str:
            return source.read(number("H"))[:-1].decode()

        number("I"), word(), number("I")
        for _ in range(number("I")):
            name = word()
            shape = [number("I") for _ in range(number("B"))]
            kind, size = np.dtype(_TYPES[number("B")]), number("I")
            if name.startswith("decoder/") and shape:
                raw = np.frombuffer(source.read(size), kind)
                found[name.removeprefix("decoder/")] = raw.reshape(shape).astype(np.float32)
            else:
                source.seek(size, 1)
    return found
