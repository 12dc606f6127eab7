"""The gate: says of a query whether it only reads, before it runs.

DuckDB's own account of it is read three times: the type of the statement, the tree of what was parsed, the operators of
the plan. Each must hold only what is known to be harmless.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import duckdb

from imr_tui.saved_queries.allowed import EXPRESSIONS, NODES, OPERATORS, TABLE_FUNCTIONS, read_functions
from imr_tui.saved_queries.binding import check_names
from imr_tui.saved_queries.errors import QueryError, query_error, refused
from imr_tui.saved_queries.parameters import Value

EXPLAIN = re.compile(rb"(?i)\s*(?:(?:--[^\n]*\n|/\*.*?\*/)\s*)*explain\b", re.DOTALL)
PLAN = "EXPLAIN (FORMAT JSON) "
ONE = "A query is a single SELECT."
WRITES = "It could change what is stored."
FUNCTION = "Only functions that compute, and the tables of the corpus, may stand in a query."
HINTS = {
    "MULTI": "A PIVOT must name its columns: PIVOT ... ON decision IN ('Upheld', 'Overturned').",
    "COPY": WRITES,
    "INSERT": WRITES,
    "UPDATE": WRITES,
    "DELETE": WRITES,
    "MERGE_INTO": WRITES,
}


class Gate:
    """Admits queries on one connection, which tells errors as JSON."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._functions = read_functions()

    def admit(self, sql: str, parameters: Mapping[str, Value]) -> str:
        """Return the statement to run: `sql` without a semicolon at its end.

        Raises QueryError when it is wrong, RefusedError when it does more than read.
        """
        sql = self._single(sql)
        (statement,) = self._parsed(sql)
        kind = _kind(statement)
        if kind == "EXPLAIN":
            return self._admit_explained(sql, parameters)
        if kind != "SELECT":
            raise refused(kind, HINTS.get(kind, ONE))
        check_names(statement.named_parameters, parameters)
        unknown = self._check_tree(sql)
        self._check_plan(sql, parameters)
        if unknown:
            raise refused(f"the function {unknown}", FUNCTION)
        return sql

    def _admit_explained(self, sql: str, parameters: Mapping[str, Value]) -> str:
        """Admit what is explained, as if it stood alone: only then may DuckDB plan it."""
        encoded = sql.encode()
        found = EXPLAIN.match(encoded)
        if found is None:
            raise refused("an EXPLAIN that cannot be told from what it explains", "Write EXPLAIN first.")
        inner = (b" " * found.end() + encoded[found.end() :]).decode()  # places stay what they are
        if re.match(r"(?i)\s*(analy[sz]e\b|\()", inner):
            raise refused("EXPLAIN with options", "EXPLAIN tells the plan and runs nothing: write it alone.")
        return f"EXPLAIN {self.admit(inner, parameters).strip()}"

    def _single(self, sql: str) -> str:
        """Return the one statement of `sql`, so that it can stand within another."""
        count = len(self._parsed(sql))
        if count != 1:
            raise QueryError("Not one query", f"There are {count} statements.", ONE)
        sql = re.sub(r"^[\s;]+", lambda lead: lead[0].replace(";", " "), sql)
        for semicolon in re.finditer(";", sql):
            try:
                before, after = (
                    self._connection.extract_statements(part)
                    for part in (sql[: semicolon.start()], sql[semicolon.start() :])
                )
            except duckdb.Error:  # it stands in a string or a comment
                continue
            if len(before) == 1 and not after:
                return sql[: semicolon.start()]
        return sql

    def _parsed(self, sql: str) -> list[duckdb.Statement]:
        try:
            return self._connection.extract_statements(sql)
        except duckdb.Error as error:
            raise query_error(error, sql) from error

    def _check_tree(self, sql: str) -> str:
        """Return the name of a function that nobody knows, which DuckDB is to refuse with a suggestion."""
        (serialized,) = self._connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()[0]
        try:
            tree = json.loads(serialized)
        except RecursionError:
            raise refused("nested too deeply", "Write it in smaller steps.") from None
        if tree["error"]:
            raise refused("no SELECT that could be checked", tree["error_message"])
        unknown = ""
        for node, is_table in _nodes(tree["statements"]):
            _check_node(node)
            name = str(node.get("function_name", "")).lower()
            if name and name not in (TABLE_FUNCTIONS if is_table else self._functions):
                if self._exists(name):
                    raise refused(f"the function {name}", FUNCTION)
                unknown = name
        return unknown

    def _exists(self, name: str) -> bool:
        sql = "SELECT count(*) FROM duckdb_functions() WHERE lower(function_name) = ?"
        return self._connection.execute(sql, [name]).fetchall() != [(0,)]

    def _check_plan(self, sql: str, parameters: Mapping[str, Value]) -> None:
        try:
            plan = self._connection.execute(f"{PLAN}{sql}", dict(parameters)).fetchall()[0][1]
        except duckdb.InterruptException:
            raise
        except duckdb.Error as error:
            raise query_error(error, sql, len(PLAN)) from error
        for node, _ in _nodes(json.loads(plan)):
            name = str(node.get("name", "")).strip().upper()
            if name and name not in OPERATORS:
                raise refused(name, FUNCTION)


def _kind(statement: duckdb.Statement) -> str:
    try:
        return statement.type.name
    except ValueError:  # DuckDB's parser knows more kinds than its Python module
        return "no SELECT"


def _check_node(node: Mapping[str, Any]) -> None:
    kind, type_ = node.get("class"), node.get("type")
    if isinstance(kind, str):
        if kind not in EXPRESSIONS:
            raise refused(kind, FUNCTION)
    elif isinstance(type_, str) and type_ not in NODES:
        name = type_.removesuffix("_QUERY_NODE").removesuffix("_NODE")
        raise refused(f"{name} within a SELECT", HINTS.get(name, ONE))


def _nodes(tree: object) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Yield every object of a JSON value, and whether it is the function of a table."""
    waiting: list[tuple[object, bool]] = [(tree, False)]
    while waiting:
        value, is_table = waiting.pop()
        if isinstance(value, dict):
            yield value, is_table
            from_function = value.get("type") == "TABLE_FUNCTION"
            waiting += ((member, from_function and key == "function") for key, member in value.items())
        elif isinstance(value, list):
            waiting += ((member, False) for member in value)
