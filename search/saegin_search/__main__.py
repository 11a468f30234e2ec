"""`python -m saegin_search`: the same as `saegin`."""

from saegin_search.cli import main

if __name__ == "__main__":
    main()
