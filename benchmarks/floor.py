"""The least that a load must do: read and hash every file of a folder, `python -m benchmarks.floor DIR`."""

import hashlib
import os
import sys
from pathlib import Path


def main() -> None:
    """Read and hash the files, and print how many."""
    count = 0
    for folder, _, names in os.walk(sys.argv[1]):
        for name in names:
            hashlib.blake2b(Path(folder, name).read_bytes(), digest_size=16).digest()
        count += len(names)
    print(f"{count} files")


if __name__ == "__main__":
    main()
