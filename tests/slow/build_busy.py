"""The process that is killed: builds the busy list. Arguments: list, data folder, cache, port."""

import sys
from pathlib import Path

from busy_site import build

if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
