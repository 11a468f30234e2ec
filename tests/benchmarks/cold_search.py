"""How much CPU a cold `saegin search` takes, as a multiple of `python -c pass`: medians of interleaved runs.

python tests/benchmarks/cold_search.py INDEX_DIR
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys

RUNS = 15
# As pip installs it: with bytecode.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def cpu_seconds(*command: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    index = sys.argv[1]
    search = (sys.executable, "-m", "saegin_search", "search", "검색 엔진", "--index", index)
    nothing = (sys.executable, "-c", "pass")
    cpu_seconds(*search)
    pairs = [(cpu_seconds(*search), cpu_seconds(*nothing)) for _ in range(RUNS)]
    searching, passing = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(
        f"saegin search {searching * 1000:.0f} ms CPU, python -c pass {passing * 1000:.0f} ms: "
        f"{searching / passing:.1f}x"
    )


if __name__ == "__main__":
    main()
