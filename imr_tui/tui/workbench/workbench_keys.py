"""The commands of the workbench, beside those of its results."""

from textual.binding import Binding, BindingType

WORKBENCH_KEYS: list[BindingType] = [
    Binding("slash", "find", "Find", key_display="/", id="queries.find",
            tooltip="Find a query by title, tag or text."),
    Binding("tab", "app.focus_next", "Next part", show=False, id="queries.next_part",
            tooltip="Go to the next part: list, parameters, SQL, result."),
    Binding("i", "edit", "Edit", id="queries.edit", tooltip="Edit the SQL; ctrl+g runs it, unsaved."),
    Binding("ctrl+g,f5", "run", "Run", id="queries.run", tooltip="Run the query as it stands."),
    Binding("n", "new", "New query", show=False, id="queries.new", tooltip="Write a query from nothing."),
    Binding("w", "save", "Save", show=False, id="queries.save", tooltip="Save the query to your own folder."),
    Binding("u", "undo_edit", "Undo edits", show=False, id="queries.undo",
            tooltip="Forget what was edited and not saved."),
    Binding("ctrl+r", "history", "History", show=False, id="queries.history", tooltip="Find what was run before."),
    Binding("b,ctrl+t", "schema", "Tables", show=False, id="queries.schema",
            tooltip="Browse tables and columns; one that is chosen goes into the SQL."),
    Binding("escape", "back", "Back", key_display="esc", id="queries.back",
            tooltip="Stop what runs; from part to part back to the list, then to the explorer."),
]  # fmt: skip
