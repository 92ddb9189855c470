"""Bring what people type to one form, without changing what it means."""

from __future__ import annotations

import re
import unicodedata

_HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_WHITESPACE = re.compile(r"\s+")
_NAME_DOTS = re.compile(r"\s*[•‧・･⋅．∙●]\s*|\s+·\s*|\s*·\s+")
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_HAN = r"[\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_HAN_GAP = re.compile(rf"(?<={_HAN}) (?={_HAN})")
LONGEST_SPACED_NAME = 4


def is_plain(text: str) -> bool:
    """Tell quickly, as for most cells, that a text holds nothing but letters and digits in their one form."""
    return text.isalnum() and (text.isascii() or unicodedata.is_normalized("NFKC", text))


def visible(text: str) -> str:
    """Drop signs that nobody sees: zero-width ones, direction marks and control characters."""
    return _CONTROL.sub("", _INVISIBLE.sub("", text))


def line(text: str) -> str:
    """Give a text on one line, digits and letters half-width, single spaces, none at the ends."""
    if is_plain(text):
        return text
    return _WHITESPACE.sub(" ", _SPACES.sub(" ", visible(text).translate(_HALF_WIDTH))).strip()


def paragraph(text: str) -> str:
    """Give a text that may have several lines, digits and letters half-width, without spaces at the ends."""
    if is_plain(text):
        return text
    unified = visible(text).translate(_HALF_WIDTH).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(_SPACES.sub(" ", part).strip() for part in unified.split("\n")).strip()


def compact(text: str) -> str:
    """Give a code or a number: compatibility forms unified, no space at all."""
    if is_plain(text):
        return text
    return _WHITESPACE.sub("", unicodedata.normalize("NFKC", visible(text)))


def code_text(text: str) -> str:
    """Give a code as it is meant, without the apostrophe that forces text in a cell."""
    return compact(text).removeprefix("'").removeprefix("`")


def word(text: str) -> str:
    """Give the form in which words of a closed list are compared."""
    return compact(text).casefold()


def header_word(text: str) -> str:
    """Give the form in which headers are compared: no spaces, line breaks, stars or closing colon."""
    return word(text).strip("*★:：")


def bare_header(text: str) -> str:
    """Give a header's word without the remarks in brackets, such as a unit or the number of digits."""
    return _REMARK.sub("", header_word(text)).strip("*★:：")


def name(text: str) -> str:
    """Give a person's name: no space inside a short Chinese one, one kind of dot, single spaces elsewhere."""
    if is_plain(text):
        return text
    cleaned = _NAME_DOTS.sub("·", line(text))
    closed = _HAN_GAP.sub("", cleaned)
    # Longer names in several words belong to people whose names are written so.
    return closed if " " not in closed and len(closed) <= LONGEST_SPACED_NAME else cleaned


def path(text: str) -> str:
    """Give a department's name or path with / between its parts."""
    parts = [_HAN_GAP.sub("", part.strip()) for part in line(text).replace("／", "/").split("/")]
    return "/".join(part for part in parts if part)
