"""How rows leave the process that reads a workbook: in blocks, column by column, words that come again only once.

A block is a line of JSON: the number of rows, then each column as `[values]` or as `[words, places]`, where the n-th
sign of `places` tells which word stands in the n-th row.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from cadres.workbooks.cells import ErrorValue, FormulaWithoutValue, Value

BLOCK = 2_000
FIRST_SIGN = 0x100
SIGNS = "".join(map(chr, range(FIRST_SIGN, FIRST_SIGN + BLOCK)))
# Only these are the same word whenever they are equal: 1 equals TRUE.
WORDS = frozenset({str, type(None), datetime.date, datetime.datetime})

Columns = list[list[Any]]


def columns_of(rows: Sequence[Sequence[object]]) -> Columns:
    """Give a block's columns as they are sent."""
    return [_column(values) for values in zip_longest(*rows, fillvalue="")]


def _column(values: Sequence[object]) -> list[Any]:
    if not WORDS.issuperset(map(type, values)):
        return [values]
    signs = dict(zip(dict.fromkeys(values), SIGNS, strict=False))
    if 2 * len(signs) > len(values):
        return [values]
    return [list(signs), "".join(map(signs.__getitem__, values))]


def texts_of(columns: Columns) -> list[str]:
    """Give the texts of a block, each at least once."""
    return [value for column in columns for value in column[0] if value.__class__ is str]


def encoded(content: object) -> str:
    """Write one line."""
    return _ENCODE(content)


def rows_of(block: Sequence[Any], known: dict[str, Value]) -> list[list[Value]]:
    """Rebuild the rows of a block, an empty text as nothing; `known` holds the words met before, each kept once."""
    count, *columns = block
    if not columns:
        return [[] for _ in range(int(count))]
    return [list(row) for row in zip(*(_values(column, known) for column in columns), strict=True)]


def _values(column: Sequence[Any], known: dict[str, Value]) -> Sequence[Value]:
    values: list[Value] = [None if value == "" else value for value in column[0]]
    if len(column) == 1:
        return values
    words = [known.setdefault(value, value) if value.__class__ is str else value for value in values]
    return list(map(dict(zip(SIGNS, words, strict=False)).__getitem__, column[1]))


def decoder() -> Callable[[str], Any]:
    """Give what reads a line."""
    return json.JSONDecoder(
        object_hook=_unmark, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number
    ).decode


def _marked(value: object) -> object:
    """Write what JSON has no form for as an object of one key."""
    match value:
        case datetime.date():
            return {"d": value.isoformat()}
        case ErrorValue():
            return {"e": value.text}
        case FormulaWithoutValue():
            return {"f": ""}
        case _:
            return str(value)


def _unmark(content: dict[str, str]) -> Value:
    match content:
        case {"d": text}:
            return datetime.datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
        case {"e": text}:
            return ErrorValue(text)
        case _:
            return FormulaWithoutValue()


def _no_number(text: str) -> ErrorValue:
    """Stand for infinity and the like, which a torn file can hold."""
    return ErrorValue("#NUM!" if text else text)


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_marked).encode
