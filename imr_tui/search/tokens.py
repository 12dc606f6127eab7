"""Texts -> words, many texts at once: numpy over their bytes, four times faster than a pattern over each."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from imr_tui.search.holders import first_of_runs
from imr_tui.search.slots import Bools, Int64s, Uint8s, Uint64s
from imr_tui.search.words import NOT_ASCII, composed, folded

_BLANK, _POINT = ord(" "), ord(".")
_KEPT = bytes(code if code == _POINT or code >= 128 or chr(code).isalnum() else _BLANK for code in range(256))
_TOKEN_BITS = 24
_CHUNK = 8
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_CHUNK + 1)], dtype=np.uint64)
_MULTIPLIERS = tuple(map(np.uint64, (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93)))


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of several texts: `counts` of each text, and in the order of the texts where each word's bytes are."""

    data: bytes
    starts: Int64s
    lengths: Int64s
    counts: Int64s

    def word(self, number: int) -> bytes:
        """Return a word in UTF-8."""
        start = self.starts[number]
        return self.data[start : start + self.lengths[number]]

    def grouped(self) -> tuple[Int64s, Int64s]:
        """Return the numbers of the tokens, equal words together and in order, and where each word's group starts."""
        if len(self.starts) >= 1 << _TOKEN_BITS:
            raise ValueError("too many words at once")
        numbers = np.arange(len(self.starts), dtype=np.uint64)
        for multiplier in _MULTIPLIERS:
            hashes = _hashes(self.data, self.starts, self.lengths, multiplier)
            keys = hashes & ~np.uint64((1 << _TOKEN_BITS) - 1) | numbers
            keys.sort()
            order = (keys & np.uint64((1 << _TOKEN_BITS) - 1)).astype(np.int64)
            groups = first_of_runs(keys >> np.uint64(_TOKEN_BITS))
            # The key holds 40 bits of the hash: two words that share these are told by the rest.
            if len(groups) == len(first_of_runs(hashes[order])):
                break
        return order, groups


def tokenize(texts: Iterable[str | None]) -> Tokens:
    """Return the words of `texts`, by the rule of `words.WORD`."""
    parts = [_utf8(text) for text in texts]
    data = b" ".join(parts).lower().translate(_KEPT) + b" " * _CHUNK
    codes = np.frombuffer(data, dtype=np.uint8)
    inside = codes > _BLANK
    _cut_at_points(codes, inside)
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if inside[0]:
        edges = np.concatenate(([0], edges))
    starts, ends = edges[::2], edges[1::2]
    text_ends = np.cumsum(np.fromiter((len(part) + 1 for part in parts), np.int64, len(parts)))
    counts = np.diff(np.searchsorted(starts, text_ends), prepend=0)
    return Tokens(data, starts, ends - starts, counts)


def _utf8(text: str | None) -> bytes:
    if not text:
        return b""
    if text.isascii():
        return text.encode()
    return NOT_ASCII.sub(_without_signs, folded(composed(text))).encode()


def _without_signs(characters: re.Match[str]) -> str:
    return "".join(character if character.isalnum() else " " for character in characters[0])


def _cut_at_points(codes: Uint8s, inside: Bools) -> None:
    """Leave a point inside only within a word such as `7.5mg`: digits follow it, and it is the first of the word."""
    points = np.flatnonzero(codes == _POINT)
    inside[points] = False
    after = codes[points + 1]
    joining = points[inside[points - 1] & (after >= ord("0")) & (after <= ord("9"))]
    word_starts = np.flatnonzero(~inside)
    runs = np.searchsorted(word_starts, joining)
    taken = -2
    for point, run in zip(joining.tolist(), runs.tolist(), strict=True):
        if run == taken + 1:
            taken = -2
        else:
            inside[point] = True
            taken = run


def _hashes(data: bytes, starts: Int64s, lengths: Int64s, multiplier: np.uint64) -> Uint64s:
    """Return a hash of each word, all bits of which depend on all its bytes."""
    chunks = np.ndarray(len(data) - _CHUNK + 1, dtype="<u8", buffer=data, strides=(1,))
    hashes = _mixed(chunks[starts] & _MASKS[np.minimum(lengths, _CHUNK)], multiplier)
    longer = np.flatnonzero(lengths > _CHUNK)
    done = _CHUNK
    while len(longer):
        chunk = chunks[starts[longer] + done] & _MASKS[np.minimum(lengths[longer] - done, _CHUNK)]
        hashes[longer] = _mixed(hashes[longer] ^ chunk, multiplier)
        done += _CHUNK
        longer = longer[lengths[longer] > done]
    return hashes


def _mixed(values: Uint64s, multiplier: np.uint64) -> Uint64s:
    values = values * multiplier
    values ^= values >> np.uint64(32)
    return values * multiplier
