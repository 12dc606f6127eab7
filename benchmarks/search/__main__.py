"""The benchmark of search as a command."""

from benchmarks.search.table import main

if __name__ == "__main__":
    main()
