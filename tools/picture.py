"""Pictures of the screen: SVG that needs no font from the network, and PNG of it."""

import re
import shutil
import subprocess
from pathlib import Path

FONT_FACES = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
FONT = 'ui-monospace, Menlo, "DejaVu Sans Mono", "Liberation Mono", monospace'
RASTER_FONT = "DejaVu Sans Mono"
"""`rsvg-convert` knows no `textLength`: the font itself must have the width that Rich reckons with."""
CELL = 20
"""The height of a character, as Rich draws it; it is 0.61 wide, these fonts 0.602."""


def svg_of(screenshot: str, font: str = FONT) -> str:
    """Return a screenshot of Textual, drawn in a font that is there."""
    drawn = FONT_FACES.sub("", screenshot).replace("font-family: Fira Code, monospace", f"font-family: {font}")
    drawn = drawn.replace("<svg ", '<svg xml:space="preserve" ', 1)
    return drawn.replace(f"font-size: {CELL}px", f"font-size: {CELL * 0.61 / 0.602:.2f}px")


def write_picture(screenshot: str, file: Path) -> None:
    """Write `file`.svg, and `file`.png where `rsvg-convert` is installed."""
    file.with_suffix(".svg").write_text(svg_of(screenshot), encoding="utf-8")
    if converter := shutil.which("rsvg-convert"):
        drawn = svg_of(screenshot, RASTER_FONT).encode()
        subprocess.run([converter, "--output", file.with_suffix(".png")], input=drawn, check=True)
