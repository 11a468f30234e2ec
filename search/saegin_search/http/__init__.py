"""The search page and the JSON API, as an ASGI application to be served or mounted (needs `saegin[http]`).

>>> from saegin_search.http import create_app
>>> app = create_app(".saegin")
"""

from saegin_search.http.app import create_app

__all__ = ["create_app"]
