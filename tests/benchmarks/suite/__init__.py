"""The speed suite: saegin beside other search engines and beside Pagefind, see `__main__`."""
