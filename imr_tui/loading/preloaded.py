"""What is the same in all worker processes: imported and worked out once, by the server that forks them."""

import pebble.pool.process  # noqa: F401

import imr_tui.letters.pdf
import imr_tui.loading.worker  # noqa: F401
from imr_tui.letters.item_types.lexicon import lexicon

lexicon()
