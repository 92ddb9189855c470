"""Writing plain data as a document in the layout of the house: what fits into a line stands in one."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from assessment.rulebook.reading.source import FORBIDDEN, NUMBER, SPECIAL

WIDTH: Final = 110
SPREAD: Final = frozenset(
    {"categories", "pools", "sheets", "indicators", "vetoes", "rules", "limits", "gates", "quotas"}
)
"""What stands one entry to a line, however short it is."""
BARE: Final = re.compile(r"[^\W\d_](?:[\w（）、，。；：“”《》·×./+ -]*[\w）。”》])?")
"""Texts that need no quotation marks, in flow style neither."""
ESCAPED: Final = re.compile("[\x85\u2028\u2029\ufeff]|" + FORBIDDEN.pattern)
INDENT: Final = "  "
LARGEST: Final = 30
"""A number with more digits is written with an exponent."""

Notes = Mapping[tuple[str, ...], tuple[str, ...]]
"""Comment lines by the path of what they stand before."""


def document_text(document: Mapping[str, Any], notes: Notes | None = None) -> str:
    """Write a document; reading it again gives equal data."""
    lines: list[str] = []
    notes = notes or {}
    for key, value in document.items():
        long = isinstance(value, dict | list) and not _fits(key, value, 0)
        if long and lines and lines[-1]:
            lines.append("")
        lines += _entry(key, value, 0, (key,), notes)
        if long:
            lines.append("")
    return "\n".join([*lines, *notes.get((), ())]).rstrip("\n") + "\n"


def _entry(key: str, value: Any, depth: int, path: tuple[str, ...], notes: Notes) -> Iterator[str]:
    head = f"{INDENT * depth}{scalar(key)}:"
    short = _fits(key, value, depth)
    yield from _comments(notes, path, depth, whole=short)
    if short:
        yield f"{head} {flow(value)}"
        return
    yield head
    yield from _block(value, depth + 1, path, notes)


def _block(value: Any, depth: int, path: tuple[str, ...], notes: Notes) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _entry(key, item, depth, (*path, key), notes)
        return
    for place, item in enumerate(value):
        yield from _item(item, depth, (*path, step_of(item, place)), path[-1] == "indicators", notes)


def _item(item: Any, depth: int, path: tuple[str, ...], spread: bool, notes: Notes) -> Iterator[str]:
    text = flow(item)
    plain = not isinstance(item, dict | list) or not item
    short = plain or (not spread and len(text) + len(INDENT) * depth + 2 <= WIDTH)
    yield from _comments(notes, path, depth, whole=short)
    if short:
        yield f"{INDENT * depth}- {text}"
        return
    lines = list(_block(item, depth + 1, path, notes))
    first = next(place for place, line in enumerate(lines) if not line.lstrip().startswith("#"))
    yield from (INDENT * depth + line.lstrip() for line in lines[:first])
    yield f"{INDENT * depth}- {lines[first].lstrip()}"
    yield from lines[first + 1 :]


def step_of(item: Any, place: int) -> str:
    """How an item of a list is named in the path of a comment: by its code, else by its place."""
    code = item.get("code") if isinstance(item, dict) else None
    return code if isinstance(code, str) else f"[{place}]"


def _comments(notes: Notes, path: tuple[str, ...], depth: int, *, whole: bool) -> list[str]:
    """The comments of what stands at a path; of all that stands below it too, where that fits into the line."""
    found = [lines for at, lines in notes.items() if at == path or (whole and at[: len(path)] == path)]
    return [INDENT * depth + line for lines in found for line in lines]


def _fits(key: str, value: Any, depth: int) -> bool:
    if not isinstance(value, dict | list) or not value:
        return True
    if key in SPREAD and depth < 1 + (key in ("indicators", "rules", "quotas")) * 9:
        return False
    return len(INDENT) * depth + len(key) + 2 + len(flow(value)) <= WIDTH


def flow(value: Any) -> str:
    """Write a value in one line."""
    match value:
        case dict():
            return "{" + ", ".join(f"{scalar(key)}: {flow(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(flow(item) for item in value) + "]"
        case _:
            return scalar(value)


def scalar(value: Any) -> str:
    """Write a single value so that the 1.2 core schema reads it back as what it is."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}" if abs(value.adjusted()) < LARGEST else str(value)
        case int():
            return str(value)
        case _:
            return _text(value)


def _text(text: str) -> str:
    if BARE.fullmatch(text) and text not in SPECIAL and not NUMBER.fullmatch(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def as_text(value: Any) -> str:
    """A single value as people type it; empty for what is none."""
    if isinstance(value, str):
        return value
    return scalar(value) if isinstance(value, bool | int | Decimal) else ""
