"""How rows leave the process that reads a workbook: in blocks, column by column, words that come again only once.

A block is a line of JSON: the number of rows, then each column as `[values]` or as `[words, places]`, where the n-th
sign of `places` tells which word stands in the n-th row.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any, overload

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


class Grid(Sequence[list[Value]]):
    """The rows of a sheet, kept by columns: of a large one nearly everything is asked of whole columns."""

    def __init__(self) -> None:
        self.height = 0
        self._columns: list[list[Value]] = []
        self._known: dict[str, Value] = {}

    def extend(self, block: Sequence[Any]) -> None:
        """Add the rows of a block, an empty text as nothing; each word that comes again is kept once."""
        count, *columns = block
        for _missing in range(len(self._columns), len(columns)):
            self._columns.append([None] * self.height)
        for place, kept in enumerate(self._columns):
            kept.extend(_values(columns[place], self._known) if place < len(columns) else [None] * int(count))
        self.height += int(count)

    def column(self, place: int) -> Sequence[Value]:
        """Give a column from the sheet's first row on; one right of the last is empty."""
        return self._columns[place] if place < len(self._columns) else [None] * self.height

    def __len__(self) -> int:
        return self.height

    def __iter__(self) -> Iterator[list[Value]]:
        return map(list, zip(*self._columns, strict=True)) if self._columns else ([] for _ in range(self.height))

    @overload
    def __getitem__(self, asked: int) -> list[Value]: ...

    @overload
    def __getitem__(self, asked: slice) -> list[list[Value]]: ...

    def __getitem__(self, asked: int | slice) -> list[Value] | list[list[Value]]:
        if isinstance(asked, slice):
            return [self[place] for place in range(*asked.indices(self.height))]
        if not -self.height <= asked < self.height:
            raise IndexError(asked)
        return [column[asked] for column in self._columns]


def _values(column: Sequence[Any], known: dict[str, Value]) -> Sequence[Value]:
    values: list[Value] = [None if value == "" else value for value in column[0]] if "" in column[0] else column[0]
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
