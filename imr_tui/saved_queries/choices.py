"""The values to choose from for a parameter, counted in the corpus."""

from itertools import islice
from typing import TYPE_CHECKING

from imr_tui.errors import UnusableInputError
from imr_tui.saved_queries.parameters import Choice, Parameter

if TYPE_CHECKING:
    from imr_tui.saved_queries.session import QuerySession

MOST_CHOICES = 1_000


def read_choices(session: "QuerySession", parameter: Parameter) -> list[Choice]:
    """Run the SQL of a parameter's choices: values, and beside them how many there are of each, if it counts.

    Raises UnusableInputError, which names the parameter, when that SQL cannot be run.
    """
    if parameter.choices is None:
        return []
    try:
        rows = list(islice(session.run(parameter.choices, {}).rows, MOST_CHOICES))
    except UnusableInputError as error:
        says = f"The choices of {parameter.name}: {error.message}"
        raise UnusableInputError(error.title, says, error.hint) from error
    return [
        Choice(str(row[0]), row[1] if len(row) > 1 and isinstance(row[1], int) else None)
        for row in rows
        if row[0] is not None
    ]
