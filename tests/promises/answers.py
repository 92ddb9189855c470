"""What somebody is told at an address, without what differs from one request to the next by itself."""

import io
import re
import zipfile
from typing import Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase

ALIKE: Final = (
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'), b"[csrf]"),
    (re.compile(rb'"X-CSRFToken": "[^"]*"'), b"[csrf]"),
    (re.compile(rb"nonce-[A-Za-z0-9+/=_-]+"), b"[nonce]"),
)
HEADERS: Final = ("Content-Type", "Content-Disposition", "Location", "ETag", "Last-Modified", "Content-Language")


def told(answer: HttpResponseBase) -> tuple[int, tuple[str, ...], bytes]:
    """Give the status, the headers that could tell something, and the body."""
    assert isinstance(answer, HttpResponse)
    return answer.status_code, tuple(answer.get(name, "") for name in HEADERS), plain(answer.content)


def plain(content: bytes) -> bytes:
    """Give a body without its tokens; of a workbook the parts, without the time at which it was packed."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = [(name, book.read(name)) for name in sorted(book.namelist()) if name != "docProps/core.xml"]
        return b"\n".join(name.encode() + b"\n" + part for name, part in parts)
    for pattern, word in ALIKE:
        content = pattern.sub(word, content)
    return content
