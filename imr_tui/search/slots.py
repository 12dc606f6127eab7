"""A slot: where a word stands, as one number. The document in its upper bits, the place within it in the lower ten.

The places of a document are parted among the fields of an item, so that a slot tells its field, and the distance of two
places in one field is the distance of the words.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

PLACE_BITS = 10
PLACES = 1 << PLACE_BITS
MOST_DOCUMENTS = 1 << (32 - PLACE_BITS)
"""Documents that one segment can number."""

Bools = NDArray[np.bool_]
Int64s = NDArray[np.int64]
Float32s = NDArray[np.float32]
Uint8s = NDArray[np.uint8]
Uint16s = NDArray[np.uint16]
Uint32s = NDArray[np.uint32]
Uint64s = NDArray[np.uint64]


class Field(IntEnum):
    """What a word can stand in. The summary belongs to all items of its letter, and is posted under the first."""

    RATIONALE = 0
    TITLE = 1
    CLAIMS_GUIDELINE = 2
    MAXIMUS_GUIDELINE = 3
    SUMMARY = 4


FIRST_PLACES = np.array([0, 576, 640, 704, 768, PLACES], dtype=np.uint32)
"""Where the places of each field start, in the order of `Field`."""
FIELD_OF_PLACE = np.repeat(np.arange(len(Field), dtype=np.uint8), np.diff(FIRST_PLACES))


def places(fields: Uint8s, positions: Uint32s) -> Uint32s:
    """Return the places of words at `positions` in their `fields`.

    A text with more words than its field has places starts again at the first; the last place stays free, so that no
    phrase runs from one field into the next.
    """
    room = np.diff(FIRST_PLACES)[fields] - np.uint32(1)
    return FIRST_PLACES[fields] + positions % room
