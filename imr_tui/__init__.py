"""Read California Independent Medical Review decisions from a terminal."""

__version__ = "0.1.0"
