"""Looking for identity numbers wherever they might lie open: in text, in other encodings, packed, or within files."""

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from cadres.workbooks.identity import check_digit

RUN = re.compile(rb"[0-9]{17}[0-9Xx]")
HEX = re.compile(rb"[0-9a-f]{40,}")
BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")
DEEPEST = 4


def numbers(count: int) -> list[str]:
    """Give so many valid identity numbers, all different, of a place that has no people."""
    heads = [f"379900{1950 + n % 50}{1 + n // 50 % 12:02}{1 + n // 600 % 28:02}{n // 16_800:03}" for n in range(count)]
    return [head + check_digit(head) for head in heads]


def open_numbers(content: bytes, wanted: frozenset[bytes], depth: int = 0) -> set[bytes]:
    """Give the wanted numbers that can be read out of the content without any key."""
    found = {run.upper() for run in _runs(content)} & wanted
    if depth < DEEPEST:
        for inner in _inside(content):
            found |= open_numbers(inner, wanted, depth + 1)
    return found


def _runs(content: bytes) -> Iterator[bytes]:
    """Every run of eighteen, also those that overlap within a longer one, and those with zero bytes between."""
    for text in (content, content.replace(b"\0", b"")) if b"\0" in content else (content,):
        for run in re.finditer(rb"(?=([0-9]{17}[0-9Xx]))", text):
            yield run[1]


def _inside(content: bytes) -> Iterator[bytes]:
    """What the content holds in another form: an archive's files, unpacked, decoded."""
    if content[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
        return
    if content[:1] == b"\x78":
        try:
            yield zlib.decompress(content)
        except zlib.error:
            pass
    for run in HEX.findall(content):
        yield bytes.fromhex(run[: len(run) // 2 * 2].decode())
    for run in BASE64.findall(content):
        try:
            yield base64.b64decode(run[: len(run) // 4 * 4])
        except binascii.Error:
            continue
