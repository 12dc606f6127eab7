"""Parameters are bound, never pasted into the text; a query gets just those that it takes."""

from collections.abc import Mapping

from imr_tui.errors import UnusableInputError


def check_names(wanted: set[str], given: Mapping[str, object]) -> None:
    """Raise UnusableInputError unless just the parameters that a query takes are given."""
    missing, unknown = sorted(wanted - given.keys()), sorted(given.keys() - wanted)
    if missing:
        raise UnusableInputError(
            "A parameter is missing",
            f"The query needs {', '.join(missing)}.",
            f"Add --param {missing[0]}=VALUE, or a default in its header.",
        )
    if unknown:
        known = f"It takes {', '.join(sorted(wanted))}." if wanted else "It takes none."
        raise UnusableInputError("Unknown parameter", f"The query has no parameter {', '.join(unknown)}.", known)
