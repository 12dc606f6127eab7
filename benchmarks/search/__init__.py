"""Speed and quality of search, beside its peers: `python -m benchmarks.search SNAPSHOT`."""
