"""`python -m saegin_search`: the same as `saegin`."""

from __future__ import annotations

import gc
import os
import sys

# Nothing here multiplies matrices: starting a thread per core costs more than a search.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """Run the command line: a plain search without loading what other commands need."""
    # A search is over before garbage adds up: looking for it costs a tenth of one, when the process ends as much again.
    gc.disable()
    from saegin_search.search_command import parse, search

    values = parse(sys.argv[1:])
    if values is None:
        gc.enable()
        from saegin_search import cli

        cli.main()
    else:
        from saegin_search.console import run

        try:
            run(lambda: search(**values))
        finally:
            gc.freeze()


if __name__ == "__main__":
    main()
