"""`citeshelf` as the chat starts it: it listens to Ctrl-C, which a shell in the background has its children ignore."""

import signal
import sys

from app.cli import main

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main())
