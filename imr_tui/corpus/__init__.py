"""The reading side of DuckDB: the snapshot's tables, results, facets, cases. Knows no screen."""
