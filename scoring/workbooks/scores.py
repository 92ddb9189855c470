"""The workbook of scores (评分表): a row per cadre, a column per leaf or per leaf and key."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from assessment.rulebook.indicators import Leaf, Sheet
from assessment.rulebook.methods import EVENTFUL, Grade, Vote, keys_of
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from cadres.workbooks import cleaning, faults
from cadres.workbooks.cells import Value
from cadres.workbooks.columns import Column, Reader
from cadres.workbooks.parsing import ParsedTable, fault_at, parse_table
from cadres.workbooks.readers import choice, decimal, text
from cadres.workbooks.reading import Book
from cadres.workbooks.tables import Table, find_table
from scoring.workbooks import causes
from scoring.workbooks.people import NUMBER, name_column, number_column

SHEET_NAME = "评分"
SCORER = "评分人"
NONE_KEY = "none"
NOT_APPLICABLE_WORD = "不适用"
RAW_LIMIT = Decimal(10**9)
REASON_LENGTH = 200
_HEADER = re.compile(r"(?P<code>[A-Za-z][A-Za-z0-9_-]{0,31})(?P<rest>[^A-Za-z0-9_-].*)?", re.DOTALL)
COLUMNS = (number_column(), name_column(), Column(field=SCORER, read=text(64), synonyms=("打分人",), default=""))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The word 不适用 in a cell, with the reason that stands behind it."""

    reason: str = ""

    def __str__(self) -> str:
        return f"{NOT_APPLICABLE_WORD}：{self.reason}" if self.reason else NOT_APPLICABLE_WORD


@dataclass(frozen=True, slots=True)
class LeafColumn:
    """A column of the workbook: which leaf and key its cells are facts for."""

    leaf: Leaf
    key: str


@dataclass(slots=True)
class ScoreHeaders:
    """Reads headers such as `A21 季度计划/actual` and remembers which leaf and key each stands for."""

    sheet: Sheet
    other_codes: frozenset[str]
    found: dict[str, LeafColumn] = field(default_factory=dict)

    def __call__(self, header: str) -> Column | str | None:
        """Give the column for a header, a cause where it names what cannot stand here, None for other columns."""
        match = _HEADER.fullmatch(cleaning.line(header))
        if match is None:
            return None
        code, rest = match["code"], match["rest"] or ""
        node = self.sheet.nodes.get(code)
        if isinstance(node, Leaf):
            return self._column(node, rest)
        if code in self.other_codes:
            return causes.WRONG_PERIOD
        # "Remark" is a word, "Z9 …" and "Z 名称" are meant as codes
        looks_coded = node is not None or any(sign.isdigit() for sign in code) or not rest.isascii()
        return faults.UNKNOWN_INDICATOR if looks_coded else None

    def missing(self) -> tuple[str, ...]:
        """Give the headers of the leaves' columns that no header named."""
        return tuple(
            f"{leaf.code} {leaf.name}/{key}" if key else f"{leaf.code} {leaf.name}"
            for leaf in self.sheet.leaves
            if not isinstance(leaf.method, Vote)
            for key in keys_of(leaf.method)
            if (f"{leaf.code}/{key}" if key else leaf.code) not in self.found
        )

    def _column(self, leaf: Leaf, rest: str) -> Column | str:
        if isinstance(leaf.method, Vote):
            return causes.VOTED_LEAF
        keys = keys_of(leaf.method)
        key = ""
        if keys != ("",):
            key = rest.rpartition("/")[2].strip() if "/" in rest else ""
            allowed = (*keys, NONE_KEY) if isinstance(leaf.method, EVENTFUL) else keys
            if key not in allowed:
                return causes.UNKNOWN_KEY
        name = f"{leaf.code}/{key}" if key else leaf.code
        self.found[name] = LeafColumn(leaf, key)
        return Column(field=name, read=fact_reader(leaf))


def headers_for(rulebook: Rulebook, kind: Kind) -> ScoreHeaders:
    """Make the reader of headers for a kind of period; the scheme must have its sheet."""
    sheet = rulebook.sheet(kind)
    if sheet is None:
        raise KeyError(kind)
    others = {leaf.code for other in rulebook.sheets if other is not sheet for leaf in other.leaves}
    return ScoreHeaders(sheet, frozenset(others - set(sheet.nodes)))


def fact_reader(leaf: Leaf) -> Reader:
    """Make the reader of a leaf's cells: a number, a grade where the method knows grades, or 不适用."""
    if isinstance(leaf.method, Grade):
        plain = choice({name: name for name, _ in leaf.method.shares}, causes.UNKNOWN_GRADE)
    else:
        plain = decimal(-RAW_LIMIT, RAW_LIMIT)
    return partial(_read_fact, plain)


def _read_fact(plain: Reader, value: Value) -> object:
    return left_out(value) or plain(value)


def left_out(value: Value) -> LeftOut | None:
    """Read 不适用 with or without its reason; None where a cell says something else."""
    if not isinstance(value, str):
        return None
    said = cleaning.line(value)
    if not said.startswith(NOT_APPLICABLE_WORD):
        return None
    rest = said.removeprefix(NOT_APPLICABLE_WORD)
    if rest and rest[0] not in ":：,，(（ ":
        return None
    return LeftOut(rest.strip(" :：,，()（）")[:REASON_LENGTH])


def score_table(book: Book, headers: Callable[[str], Column | str | None]) -> Table:
    """Find the table of scores in a book.

    Raises: RefusedFile when no sheet, or more than one, has it.
    """
    table = find_table(book, COLUMNS, sheet_name=SHEET_NAME, dynamic=headers)
    if table is None:
        raise faults.RefusedFile(faults.NO_TABLE, {"expected": NUMBER})
    return table


def parse_scores(table: Table) -> ParsedTable:
    """Read the table; a 工号 may stand in several rows, but only once for each 评分人."""
    parsed = parse_table(table, COLUMNS)
    rows_of: dict[tuple[object, object], list[int]] = {}
    for row in parsed.rows:
        rows_of.setdefault((row.values[NUMBER], row.values[SCORER]), []).append(row.number)
    doubles = [
        fault_at(
            table,
            number,
            NUMBER,
            faults.DUPLICATE_NUMBER,
            tuple(other for other in numbers if other != number),
            value=str(person),
        )
        for (person, _scorer), numbers in rows_of.items()
        if len(numbers) > 1
        for number in numbers
    ]
    return parsed.refusing(doubles) if doubles else parsed
