"""The package's own files that pages load: read once, named in a table, so that no request ever reaches a path."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from saegin_search.http.answering import is_known
from saegin_search.minified import minified_script, minified_styles

_PACKAGE = Path(__file__).parent.parent
_FOLDERS = {"widget": _PACKAGE / "widget", "assets": _PACKAGE / "http" / "assets"}
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}
_MINIFIED = {".js": minified_script, ".css": minified_styles}
_FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file's bytes, plain and gzipped, its media type, and a hash of its content."""

    content: bytes
    gzipped: bytes
    media_type: str
    version: str


class Assets:
    """All assets by name, as in `widget/saegin-search.js`."""

    def __init__(self) -> None:
        self._assets = {
            f"{folder}/{path.name}": _read(path)
            for folder, place in _FOLDERS.items()
            for path in sorted(place.glob("*"))
            if path.suffix in _TYPES
        }
        versions = "".join(asset.version for asset in self._assets.values())
        self.version = hashlib.blake2b(versions.encode(), digest_size=8).hexdigest()

    def url(self, name: str, root_path: str) -> str:
        """Where an asset is; the URL changes with its content."""
        asset = self._assets.get(name)
        return f"{quote(root_path)}/{name}" + (f"?v={asset.version}" if asset else "")

    def serve(self, request: Request) -> Response:
        """GET /widget/NAME and /assets/NAME

        What is asked for by its hash stays good for ever; else, as when one module imports another, browsers ask each
        time whether it has changed.
        """
        name = PurePosixPath(request.url.path).parts[-2:]
        asset = self._assets.get("/".join(name))
        if asset is None:
            raise HTTPException(404)
        fresh = request.query_params.get("v") == asset.version
        headers = {"ETag": f'"{asset.version}"', "Cache-Control": _FOR_EVER if fresh else "no-cache"}
        if is_known(headers["ETag"], request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        headers["Vary"] = "Accept-Encoding"
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(asset.content, headers=headers, media_type=asset.media_type)
        headers["Content-Encoding"] = "gzip"
        return Response(asset.gzipped, headers=headers, media_type=asset.media_type)


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    if minified := _MINIFIED.get(path.suffix):
        content = minified(content.decode()).encode()
    version = hashlib.blake2b(content, digest_size=8).hexdigest()
    return Asset(content, gzip.compress(content, 9, mtime=0), _TYPES[path.suffix], version)
