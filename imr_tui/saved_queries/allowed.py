"""What a query may be made of: everything else is refused, also what a later DuckDB may bring."""

from importlib.resources import files

QUERY_NODES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
TABLE_NODES = {
    "BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EMPTY", "EXPRESSION_LIST", "PIVOT", "SHOW_REF", "COLUMN_DATA",
}  # fmt: skip
MODIFIERS = {"LIMIT_MODIFIER", "LIMIT_PERCENT_MODIFIER", "ORDER_MODIFIER", "DISTINCT_MODIFIER"}
ORDERS = {"ORDER_DEFAULT", "ASCENDING", "DESCENDING"}
NODES = QUERY_NODES | TABLE_NODES | MODIFIERS | ORDERS
"""Types of the nodes of a syntax tree that are no expressions, as `json_serialize_sql` names them."""

EXPRESSIONS = {
    "BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "FUNCTION", "LAMBDA",
    "LAMBDA_REF", "OPERATOR", "PARAMETER", "POSITIONAL_REFERENCE", "STAR", "SUBQUERY", "TYPE", "WINDOW",
}  # fmt: skip
"""Classes of expressions."""

TABLE_FUNCTIONS = {
    "range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree", "histogram",
    "histogram_values", "regexp_split_to_table", "pragma_table_info", "duckdb_columns", "duckdb_tables",
    "duckdb_views", "duckdb_functions", "duckdb_types", "duckdb_keywords", "duckdb_constraints",
}  # fmt: skip
"""Functions that stand for a table."""

SCANS = {
    "SEQ_SCAN", "TABLE_SCAN", "INDEX_SCAN", "COLUMN_DATA_SCAN", "DUMMY_SCAN", "EMPTY_RESULT", "CHUNK_SCAN",
    "CTE_SCAN", "REC_CTE_SCAN", "REC_REC_CTE_SCAN", "RECURSIVE_CTE_SCAN", "DELIM_SCAN", "POSITIONAL_SCAN",
    "EXPRESSION_SCAN", "PRAGMA_SHOW", "DUCKDB_DATABASES", "DUCKDB_INDEXES", "DUCKDB_SCHEMAS", "DUCKDB_SEQUENCES",
    *(name.upper() for name in TABLE_FUNCTIONS),
}  # fmt: skip
JOINS = {
    "HASH_JOIN", "NESTED_LOOP_JOIN", "BLOCKWISE_NL_JOIN", "PIECEWISE_MERGE_JOIN", "IE_JOIN", "ASOF_JOIN",
    "CROSS_PRODUCT", "LEFT_DELIM_JOIN", "RIGHT_DELIM_JOIN", "DELIM_JOIN", "DEPENDENT_JOIN", "POSITIONAL_JOIN",
    "RECURSIVE_KEY_JOIN", "RECURSIVE_PARTIAL_KEY_JOIN",
}  # fmt: skip
OPERATORS = SCANS | JOINS | {
    "PROJECTION", "FILTER", "UNNEST", "INOUT_FUNCTION", "WINDOW", "STREAMING_WINDOW", "PIVOT", "UNION", "CTE",
    "REC_CTE", "REC_KEY_CTE", "RECURSIVE_CTE", "UNGROUPED_AGGREGATE", "SIMPLE_AGGREGATE", "HASH_GROUP_BY",
    "PERFECT_HASH_GROUP_BY",
    "PARTITIONED_AGGREGATE", "ORDER_BY", "TOP_N", "LIMIT", "STREAMING_LIMIT", "LIMIT_PERCENT", "RESERVOIR_SAMPLE",
    "STREAMING_SAMPLE", "SAMPLE", "RESULT_COLLECTOR",
}  # fmt: skip
"""Physical operators, as EXPLAIN names them; a table function goes by its own name."""


def read_functions() -> frozenset[str]:
    """Return the names of the functions and operators that only compute."""
    lines = files(__package__).joinpath("functions.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
