"""The workbook of votes (民主测评汇总): a row per cadre, leaf, class of voters and option."""

from decimal import Decimal

from cadres.workbooks.cells import Value
from cadres.workbooks.columns import Column, as_text
from cadres.workbooks.parsing import ParsedTable, read_table
from cadres.workbooks.readers import code, text, whole
from cadres.workbooks.reading import Book
from scoring.workbooks.people import name_column, number_column

SHEET_NAME = "民主测评"
INDICATOR = "指标"
VOTE_CLASS = "票类"
OPTION = "选项"
COUNT = "票数"
MOST_BALLOTS = 1_000_000


def parse_votes(book: Book) -> ParsedTable:
    """Read the tallies.

    Raises: RefusedFile when no sheet, or more than one, has the table.
    """
    return read_table(book, COLUMNS, sheet_name=SHEET_NAME)


def _read_option(value: Value) -> Decimal | str:
    """Read an option's name, or the number of a ballot that gives marks."""
    return value if isinstance(value, Decimal) else _option_name(value)


def _option_name(value: Value) -> str:
    return as_text(value).strip()


COLUMNS = (
    number_column(),
    name_column(),
    Column(field=INDICATOR, read=code(), required=True),
    Column(field=VOTE_CLASS, read=text(32), required=True),
    Column(field=OPTION, read=_read_option, required=True),
    Column(field=COUNT, read=whole(0, MOST_BALLOTS), default=1),
)
