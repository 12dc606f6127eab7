"""The analyst's own marks, tags and notes on items."""
