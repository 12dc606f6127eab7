"""What the explorer keeps of itself when it is left, and takes up again."""

from collections.abc import Callable
from typing import Any, Protocol, runtime_checkable

from textual.screen import Screen

from imr_tui.last_session import LastSession
from imr_tui.search.answer import ORDERS, SearchRequest
from imr_tui.search_history import read_history


@runtime_checkable
class Keeps(Protocol):
    """A widget with an id that keeps something over sessions."""

    def kept(self) -> Any:
        """Return what is to be kept, as JSON takes it."""

    def take_up(self, kept: Any) -> None:
        """Take up what was kept. Whatever else it may be handed must do no harm."""


def request_of(session: LastSession) -> SearchRequest:
    """Return the search of a session."""
    order = session.order if session.order in ORDERS else SearchRequest().order
    return SearchRequest(text=session.query, order=order)


def session_of(screen: Screen[None], request: SearchRequest, item_id: str, theme: str, instead_of: str) -> LastSession:
    """Return the session that `screen` shows, with the item under the cursor."""
    return LastSession(
        query=request.text,
        order=request.order,
        item_id=item_id,
        theme=theme if theme != instead_of else "",
        instead_of=instead_of,
        views={widget.id: widget.kept() for widget in screen.query() if widget.id and isinstance(widget, Keeps)},
    )


def restore_views(screen: Screen[None], session: LastSession) -> None:
    """Let each widget take up what it kept."""
    for widget in screen.query():
        if isinstance(widget, Keeps) and widget.id in session.views:
            widget.take_up(session.views[widget.id])


def offer_history(screen: Screen[None], choose: Callable[[str], None]) -> None:
    """List the earlier searches, the newest first, and hand over the one that is chosen."""
    from imr_tui.tui.screens.pick import PickModal

    searches = read_history()

    def take(number: int | None) -> None:
        if number is not None:
            choose(searches[number])

    if searches:
        screen.app.push_screen(PickModal("Earlier searches", [(text,) for text in searches], (0,)), take)
    else:
        screen.notify("No search was made yet.", timeout=2)
