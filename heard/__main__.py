"""Lets `python -m heard` do what `heard` does, where the script is not on the path."""

import sys

from heard.cli import main

if __name__ == "__main__":
    sys.exit(main())
