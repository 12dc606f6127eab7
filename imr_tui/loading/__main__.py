"""`python -m imr_tui.loading SNAPSHOT ROOT...`: a load that tells a program how it goes, an object a line.

Whoever started it reads standard output; when nobody does any more, the load ends.
"""

import signal
import sys
from pathlib import Path

from imr_tui.loading.background import serve


def _end(number: int, frame: object) -> None:
    raise SystemExit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    serve(tuple(map(Path, sys.argv[2:])), Path(sys.argv[1]), sys.stdout)
