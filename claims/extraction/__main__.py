"""The command line: `python -m claims.extraction segment|score|attribute|extract|match`."""

import sys

from claims.extraction.cli import main

if __name__ == "__main__":
    sys.exit(main())
