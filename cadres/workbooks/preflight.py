"""Refuse cheaply, before anything is parsed: by size, by the archive's directory and by the first bytes."""

from __future__ import annotations

import io
import zipfile
from typing import Literal

from cadres.workbooks import faults
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.limits import DEFAULT_LIMITS, Limits

Kind = Literal["xlsx", "xls", "csv"]

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGIC = b"PK\x03\x04"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
BIFF_MAGICS = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
KNOWN_OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "gzip",
}
PROLOG_BYTES = 8_192


def preflight(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Kind:
    """Tell the kind of a file by its content, or refuse it.

    Raises: RefusedFile, with the cause and what the sentence about it needs.
    """
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise RefusedFile(faults.EMPTY_FILE)
    if len(data) > limits.max_bytes:
        raise RefusedFile(faults.TOO_LARGE, {"bytes": str(len(data)), "limit": str(limits.max_bytes)})
    if data.startswith(OLE_MAGIC):
        return _check_compound(data)
    if data.startswith((ZIP_MAGIC, EMPTY_ZIP_MAGIC)):
        return _check_archive(data, limits)
    for magic, name in KNOWN_OTHERS.items():
        if data.startswith(magic):
            raise RefusedFile(faults.NOT_A_WORKBOOK, {"format": name})
    if data[:2] in BIFF_MAGICS:
        raise RefusedFile(faults.UNSUPPORTED_FORMAT, {"format": "Excel 4"})
    _refuse_markup(data[:PROLOG_BYTES])
    return "csv"


def _refuse_markup(head: bytes) -> None:
    """Refuse the HTML and XML files that programs save under the name of a workbook."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<style")):
        raise RefusedFile(faults.UNSUPPORTED_FORMAT, {"format": "HTML"})
    if start.startswith((b"<?xml", b"<!doctype", b"<workbook")):
        raise RefusedFile(faults.UNSUPPORTED_FORMAT, {"format": "XML"})
    if start.startswith(b"mime-version"):
        raise RefusedFile(faults.UNSUPPORTED_FORMAT, {"format": "MHTML"})


def _check_compound(data: bytes) -> Kind:
    """Look through the directory names of an old binary file, which stand in it as UTF-16."""

    def names(entry: str) -> bool:
        return entry.encode("utf-16-le") in data

    if names("EncryptedPackage"):
        raise RefusedFile(faults.PROTECTED_FILE)
    if names("_VBA_PROJECT"):
        raise RefusedFile(faults.MACROS)
    if names("WordDocument") or names("PowerPoint Document"):
        raise RefusedFile(faults.NOT_A_WORKBOOK, {"format": "OLE"})
    if not (names("Workbook") or names("Book")):
        raise RefusedFile(faults.NOT_A_WORKBOOK, {"format": "OLE"})
    return "xls"


def _check_archive(data: bytes, limits: Limits) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_sizes(parts, len(data), limits)
            _check_names({part.filename for part in parts})
            if any(part.flag_bits & 0x1 for part in parts):
                raise RefusedFile(faults.PROTECTED_FILE)
            _check_prologs(archive, parts)
    except RefusedFile:
        raise
    except Exception as problem:  # BadZipFile, zlib.error, struct.error and what else a torn archive provokes
        raise RefusedFile(faults.DAMAGED_FILE) from problem
    return "xlsx"


def _check_sizes(parts: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.max_unpacked or len(parts) > limits.max_parts:
        raise RefusedFile(faults.UNPACKS_TOO_LARGE, {"bytes": str(unpacked), "limit": str(limits.max_unpacked)})
    # Parts that share their packed bytes unpack to far more than the file holds.
    if sum(part.compress_size for part in parts) > size or len({part.filename for part in parts}) < len(parts):
        raise RefusedFile(faults.DAMAGED_FILE)
    for part in parts:
        if part.file_size > limits.ratio_from and part.file_size > limits.max_ratio * max(part.compress_size, 1):
            raise RefusedFile(
                faults.UNPACKS_TOO_LARGE, {"bytes": str(part.file_size), "limit": str(limits.max_unpacked)}
            )


def _check_names(names: set[str]) -> None:
    lowered = {name.lower() for name in names}
    if any(name.endswith(("vbaproject.bin", "vbaprojectsignature.bin")) or "/macrosheets/" in name for name in lowered):
        raise RefusedFile(faults.MACROS)
    if "xl/workbook.xml" in lowered:
        return
    if "xl/workbook.bin" in lowered:
        raise RefusedFile(faults.UNSUPPORTED_FORMAT, {"format": "xlsb"})
    if "content.xml" in lowered:
        raise RefusedFile(faults.UNSUPPORTED_FORMAT, {"format": "ods"})
    if any(name.startswith(("word/", "ppt/")) for name in lowered):
        raise RefusedFile(faults.NOT_A_WORKBOOK, {"format": "Office"})
    raise RefusedFile(faults.NOT_A_WORKBOOK, {"format": "zip"})


def _check_prologs(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Refuse document types and entities, which no spreadsheet program writes, in any XML part."""
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        with archive.open(part) as stream:
            head = stream.read(PROLOG_BYTES)
        # A part in UTF-16 would hide the words looked for.
        if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head[:64]:
            raise RefusedFile(faults.DAMAGED_FILE)
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise RefusedFile(faults.ENTITIES)
