"""`python -m saegin_search`: the same as `saegin`."""

from __future__ import annotations

import os
import sys

# Nothing here multiplies matrices: starting a thread per core costs more than a search.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """Run the command line: a plain search without loading what other commands need."""
    from saegin_search.search_command import parse

    values = parse(sys.argv[1:])
    if values is None:
        from saegin_search import cli

        cli.main()
    else:
        from saegin_search.console import run
        from saegin_search.search_command import search

        run(lambda: search(**values))


if __name__ == "__main__":
    main()
