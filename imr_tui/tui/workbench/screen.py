"""The workbench: the list of saved queries, the chosen one with its parameters and SQL, and its results below."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from imr_tui.errors import ImrError, UnusableInputError
from imr_tui.search.answer import SearchRequest
from imr_tui.terminal_text import clean, clean_line, counted
from imr_tui.tui.finding import find_queries
from imr_tui.tui.screens.pick import PickModal
from imr_tui.tui.widgets.clean_input import CleanInput
from imr_tui.tui.widgets.frame import KeyLine, TitleLine
from imr_tui.tui.widgets.window_table import Cell, Column, WindowTable
from imr_tui.tui.workbench.answering import AnsweringScreen, AnswerPart
from imr_tui.tui.workbench.form import ParameterForm, ValueInput
from imr_tui.tui.workbench.jobs import ChoicesRead, Failed, read_choices_of
from imr_tui.tui.workbench.prompt import PromptModal
from imr_tui.tui.workbench.saving import file_for, save
from imr_tui.tui.workbench.schema import COLUMNS
from imr_tui.tui.workbench.shown_sql import shown_about, shown_sql
from imr_tui.tui.workbench.workbench_keys import WORKBENCH_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from imr_tui.saved_queries import SavedQuery
    from imr_tui.settings import Settings

LOOK_SECONDS = 1.0
UNSAVED = Path("unsaved.sql")
NEW = "-- title: \n\nSELECT item_type, count(*) AS items\nFROM items\nGROUP BY ALL\nORDER BY items DESC\n"


class QueriesScreen(AnsweringScreen):
    """Choose a query, fill in what it takes, run it by Enter."""

    BINDINGS: ClassVar[list[BindingType]] = WORKBENCH_KEYS

    _queries: "dict[str, SavedQuery]" = {}
    _stamp: object = None

    def compose(self) -> ComposeResult:
        """Lay out list, question and result."""
        yield TitleLine("imr-tui ▸ saved queries")
        with Horizontal(id="body"):
            with Vertical(id="left"):
                yield CleanInput(placeholder="/ title, tag, text", id="filter", compact=True)
                yield WindowTable((Column("QUERY", share=1), Column("TAGS", 18, least=56)), self._cells, id="queries")
            with Vertical(id="question"), VerticalScroll(id="right", can_focus=False):
                yield Static(id="about")
                yield ParameterForm(id="form")
                yield Static(id="sql")
        yield AnswerPart(id="below")
        yield KeyLine()

    def __init__(self, settings: "Settings") -> None:
        """Show nothing yet: it is there from the first visit to the last, with its drafts and results."""
        super().__init__(settings)
        self._listed: Sequence[SavedQuery] = []
        self._drafts: dict[str, SavedQuery] = {}
        self._typed: dict[str, dict[str, str]] = {}
        self._query_name = ""
        self._question: tuple[SavedQuery, Mapping[str, str]] | None = None
        """What is shown of the query under the cursor: to lay out its form again takes longer than to find it."""
        self._is_styled = False

    def visit(self, explored: SearchRequest) -> None:
        """Open it over what the explorer shows now, the table `selection`."""
        self._explored = explored
        self._typed.clear()

    async def on_mount(self) -> None:
        """List the queries before the first layout, then look now and then whether there are others."""
        self.set_focus(self.query_one("#queries"))
        await self._look_for_files()
        self.set_interval(LOOK_SECONDS, self._look)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Parameters follow what is explored now."""
        event.refresh_styles, self._is_styled = self._is_styled, True  # it was styled when it was laid out
        self.open_session()
        self._look()
        self.call_after_refresh(self._show_chosen)

    @work(group="files", exclusive=True, exit_on_error=False)
    async def _look(self) -> None:
        if self in self.app.screen_stack:
            await self._look_for_files()

    async def _look_for_files(self) -> None:
        from imr_tui import saved_queries

        folders = self._settings.queries
        stamp = await asyncio.to_thread(saved_queries.stamp_of, folders)
        if stamp != self._stamp:
            self._queries = await asyncio.to_thread(saved_queries.find_queries, folders)
            self._stamp = stamp
            self._show_list()

    def _cells(self, query: "SavedQuery") -> tuple[Cell, ...]:
        if query.problem:
            return Cell(f"{query.name} (broken)", "unclear"), Cell(query.problem, "dim")
        is_edited = query.name in self._drafts
        return Cell(f"{query.title} (unsaved)" if is_edited else query.title), Cell(" ".join(query.tags), "dim")

    def _show_list(self) -> None:
        """List what the filter leaves; the cursor stays on its query."""
        own = [draft for name, draft in self._drafts.items() if name not in self._queries]
        queries = sorted(self._queries.values(), key=lambda query: query.title.casefold())
        self._listed = find_queries([*own, *queries], self.query_one("#filter", Input).value)
        place = next((n for n, query in enumerate(self._listed) if query.name == self._query_name), 0)
        self.query_one("#queries", WindowTable).show_rows(len(self._listed), self._listed, place=place)
        broken = sum(query.problem is not None for query in self._queries.values())
        note = counted(len(self._listed), "query", "queries")
        self.query_one(TitleLine).show_note(f"{note} · {broken} broken" if broken else note)
        if not self._listed:
            self._show_nothing()

    @on(Input.Changed, "#filter")
    def _filter(self, message: Input.Changed) -> None:
        message.stop()
        self._query_name = ""
        self._show_list()

    @on(Input.Submitted, "#filter")
    def _leave_filter(self, message: Input.Submitted) -> None:
        message.stop()
        self.set_focus(self.query_one("#queries"))

    @property
    def _chosen(self) -> "SavedQuery | None":
        """The query under the cursor, as it was edited."""
        return self._drafts.get(self._query_name) or self._queries.get(self._query_name)

    @on(WindowTable.RowHighlighted, "#queries")
    def _show_question(self, message: WindowTable.RowHighlighted) -> None:
        if message.row < len(self._listed):
            self._keep_typed()
            self._query_name = self._listed[message.row].name
            self._show_chosen()

    def _keep_typed(self) -> None:
        values = self.query_one(ParameterForm).values
        if self._query_name and values:
            self._typed[self._query_name] = values

    def _show_nothing(self) -> None:
        self._query_name, self._question = "", None
        folders = ", ".join(str(folder) for folder in self._settings.queries)
        says = "No query is like that" if self._queries else f"No saved queries in {folders}"
        self.query_one("#about", Static).update(Content(clean(says)))
        self.query_one("#sql", Static).update("")
        self.query_one(ParameterForm).show((), {})

    def _show_chosen(self) -> None:
        query = self._chosen
        if query is None:
            return
        from imr_tui.saved_queries.header import without_header
        from imr_tui.saved_queries.last_values import last_values

        values = query.defaults | last_values(query.name) | self._typed.get(query.name, {})
        if self._explored.text:
            values |= {p.name: self._explored.text for p in query.parameters if p.kind == "selection"}
        if self._question != (query, values):
            self._question = query, values
            self.query_one("#about", Static).update(shown_about(query))
            self.query_one(ParameterForm).show(query.parameters, values)
            self.query_one("#sql", Static).update(shown_sql(without_header(query.sql)))
        self.query_one("#right").scroll_home(animate=False)

    @on(WindowTable.RowOpened, "#queries")
    @on(ParameterForm.Submitted)
    def action_run(self) -> None:
        """Run the query as it stands; ask for what is missing first."""
        self._take_edits()
        query, form = self._chosen, self.query_one(ParameterForm)
        if query is None:
            return
        if query.problem:
            error = UnusableInputError("The query cannot be used", f"{query.problem}.", "i edits it.")
            self.show_failure(error, query)
            return
        self._keep_typed()
        texts = {p.name: self._typed.get(query.name, {}).get(p.name, "") for p in query.parameters}
        for parameter in query.parameters:
            if parameter.default is None and not texts[parameter.name].strip():
                form.ask_for(parameter.name)
                self._tell(f"{parameter.label} ({parameter.kind}) is needed")
                return
        self.submit(query, texts)

    @on(Failed)
    def _go_to_place(self, message: Failed) -> None:
        place, editors = getattr(message.error, "place", None), self.query(TextArea)
        if place is not None and editors:
            editors.first().cursor_location = (place.line - 1, place.column - 1)

    @on(ValueInput.ChoicesWanted)
    def _read_choices(self, message: ValueInput.ChoicesWanted) -> None:
        query, parameter = self._chosen, message.parameter
        if self._lane and query:
            self._lane.submit(
                lambda session: read_choices_of(parameter, self._settings.db, session, self.post_message),
                key="choices",
                on_error=lambda error: self.post_message(Failed(query, error, is_run=False)),
            )

    @on(ChoicesRead)
    def _offer_choices(self, message: ChoicesRead) -> None:
        parameter, choices = message.parameter, message.choices
        lines = [(choice.value, "" if choice.count is None else f"{choice.count:,}") for choice in choices]

        def fill_in(number: int | None) -> None:
            if number is not None:
                form = self.query_one(ParameterForm)
                form.put(parameter.name, choices[number].value, adds=parameter.kind == "list")

        if self.app.screen is self:
            self.app.push_screen(PickModal(parameter.label, lines), fill_in)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Letters belong to the line or the text that has the focus."""
        is_typing = isinstance(self.focused, Input | TextArea)
        if action == "run":
            return is_typing
        return not (is_typing and action in ("find", "edit", "drill"))

    def action_find(self) -> None:
        """Go to the filter."""
        self.set_focus(self.query_one("#filter"))

    async def action_edit(self) -> None:
        """Edit the SQL of the query."""
        query = self._chosen
        if query is None or self.query(TextArea):
            return
        area = TextArea(clean(query.sql), id="editor", soft_wrap=False, show_line_numbers=True, compact=True)
        self.add_class("-editing")
        await self.query_one("#question").mount(area)
        self.set_focus(area)

    async def action_new(self) -> None:
        """Start a query from nothing."""
        self._open_unsaved(NEW)
        await self.action_edit()
        self.query_one("#editor", TextArea).move_cursor((0, NEW.index("\n")))

    def _open_unsaved(self, sql: str) -> None:
        from imr_tui.saved_queries import query_of

        self._keep_typed()
        self._drafts[UNSAVED.stem] = query_of(sql, UNSAVED)
        self._choose(UNSAVED.stem)

    def _choose(self, name: str) -> None:
        with self.prevent(Input.Changed):
            self.query_one("#filter", Input).value = ""
        self._query_name = name
        self._show_list()
        self._show_chosen()

    def _take_edits(self) -> None:
        """Take what stands in the editor for the query."""
        from imr_tui.saved_queries import query_of

        query, editors = self._chosen, self.query(TextArea)
        if query and editors and editors.first().text != clean(query.sql):
            self._keep_typed()
            self._drafts[query.name] = replace(query_of(editors.first().text, query.path), name=query.name)
            self._show_chosen()

    def action_undo_edit(self) -> None:
        """Forget what was edited."""
        if self._drafts.pop(self._query_name, None):
            self._show_list()
            self._show_chosen()

    def action_save(self) -> None:
        """Ask for a name, and save the query to the user's own folder."""
        query = self._chosen
        if query is None:
            return

        def write(name: str | None) -> None:
            if name:
                self._save(name, query, replaces=False)

        name = "" if query.path == UNSAVED else query.name
        self.app.push_screen(
            PromptModal("Save the query as", name, "In your own folder; others run it by that name."), write
        )

    def _save(self, name: str, query: "SavedQuery", replaces: bool) -> None:
        try:
            path = file_for(name)
            if path.exists() and not replaces:
                self._ask_to_replace(path, query)
                return
            save(path, query.sql, replaces)
        except ImrError as error:
            self.show_failure(error, query)
            return
        self._drafts.pop(self._query_name, None)
        self._query_name = path.stem
        self.notify(clean_line(f"Saved {path}. {self._shadowed(path)}"), markup=False)
        self._look()

    def _shadowed(self, path: Path) -> str:
        """Say what stands in for a query that is saved, if anything does."""
        folders = list(self._settings.queries)
        earlier = folders[: folders.index(path.parent)] if path.parent in folders else folders
        other = next((folder / path.name for folder in earlier if (folder / path.name).exists()), None)
        return f"But {other} has its name and is used instead." if other else ""

    def _ask_to_replace(self, path: Path, query: "SavedQuery") -> None:
        def go_on(number: int | None) -> None:
            if number == 1:
                self._save(path.stem, query, replaces=True)
            elif number == 0:
                self.action_save()

        lines = [("Save under another name", ""), (f"Replace {path.name}", "")]
        self.app.push_screen(PickModal(f"{path.name} is there already", lines), go_on)

    def action_history(self) -> None:
        """Offer what was run before."""
        from imr_tui.saved_queries.header import without_header
        from imr_tui.saved_queries.history import past_runs

        runs = past_runs()
        lines = [(f"{run.name}  {_values(run.values)}  {without_header(run.sql)[:200]}", run.at) for run in runs]

        def bring_back(number: int | None) -> None:
            if number is None:
                return
            run = runs[number]
            known = self._queries.get(run.name)
            if known and known.sql == run.sql:
                self._choose(run.name)
            else:
                self._open_unsaved(run.sql)
            self._typed[self._query_name] = dict(run.values)
            self.query_one(ParameterForm).show((), {})
            self._show_chosen()

        self.app.push_screen(PickModal("What was run", lines, (0, 16)), bring_back)

    def action_schema(self) -> None:
        """Offer tables and columns."""

        def put(number: int | None) -> None:
            editors = self.query(TextArea)
            if number is not None and editors:
                editors.first().insert(COLUMNS[number][0])

        self.app.push_screen(PickModal("Tables and columns", COLUMNS, (0, 12)), put)

    async def action_back(self) -> None:
        """Stop the query that runs; else one step back: out of the editor, to the list, out of the filter, home."""
        queries, field = self.query_one("#queries"), self.query_one("#filter", Input)
        if self.stop():
            return
        if self.query(TextArea):
            self._take_edits()
            await self.query(TextArea).remove()
            self.remove_class("-editing")
            self._show_list()
            self.set_focus(queries)
        elif not queries.has_focus and not field.has_focus:
            self.set_focus(queries)
        elif field.value:
            field.value = ""
            self.set_focus(queries)
        elif field.has_focus:
            self.set_focus(queries)
        else:
            self.close_session()
            self.dismiss()


def _values(values: object) -> str:
    given = values.items() if isinstance(values, dict) else ()
    return " ".join(f"{name}={value}" for name, value in given if value)
