"""Pages and their files for browsers: compressed by negotiation, each with an ETag, under a policy against scripts."""

import functools
from pathlib import Path

from flask import Response, request

from portal import compression
from portal.errors import NotFound

_STATIC = Path(__file__).resolve().parent / "static"
_TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
_ASK_ANEW = "no-cache"
_KEEP = "public, max-age=31536000, immutable"


class Folder:
    """The files of one folder under `static/` that browsers may have, found when it is made."""

    def __init__(self, name: str, *, img_src: str = "'self'") -> None:
        """Let its pages load and reach nothing but this service, and images from `img_src`."""
        folder = _STATIC / name
        self._files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.suffix in _TYPES}
        self._policy = (
            f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {img_src}; connect-src 'self';"
            " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )

    def answer(self, name: str) -> Response:
        """Answer with a file: 200 or 304. One in a folder, which bears its version, is kept by browsers for a year.

        Raises:
            NotFound: there is no such file.
        """
        path = self._files.get(name)
        if path is None:
            raise NotFound
        if path.suffix == ".html":
            return self.answer_page(_read(path))
        return answer(_read(path), _TYPES[path.suffix], cache=_KEEP if "/" in name else _ASK_ANEW)

    def answer_page(self, html: bytes) -> Response:
        """Answer with a page that may load files of this folder: 200 or 304."""
        response = answer(html, "text/html")
        response.headers["Content-Security-Policy"] = self._policy
        return response


def answer(content: bytes, media_type: str, *, cache: str = _ASK_ANEW) -> Response:
    """Answer with content that is the same for everybody: 200, or 304 for who has it; it is kept in each coding."""
    coding = compression.negotiated(len(content), request.environ)
    data, tag = _coded(content, coding)
    response = Response(data, mimetype=media_type, headers={"Cache-Control": cache, "Vary": "Accept-Encoding"})
    if coding is not None:
        response.headers["Content-Encoding"] = coding
    response.set_etag(tag)
    response.make_conditional(request)
    return response


@functools.cache
def _read(path: Path) -> bytes:
    return path.read_bytes()


_coded = functools.lru_cache(maxsize=256)(compression.coded)
