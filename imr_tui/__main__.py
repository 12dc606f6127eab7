"""`python -m imr_tui`."""

import sys

from imr_tui.errors import EXIT_INTERRUPTED

try:
    from imr_tui.cli import main

    main()
except KeyboardInterrupt:  # before the program could listen for it
    sys.stderr.write("Interrupted.\n")
    sys.exit(EXIT_INTERRUPTED)
