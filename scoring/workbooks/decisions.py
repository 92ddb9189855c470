"""The workbook of decisions on levels (等次决定): a row per cadre whose level a person decided."""

from cadres.workbooks import faults
from cadres.workbooks.columns import Column
from cadres.workbooks.parsing import ParsedTable, read_table
from cadres.workbooks.readers import text, whole, yes_no
from cadres.workbooks.reading import Book
from scoring.workbooks.people import name_column, number_column

SHEET_NAME = "等次决定"
LEVEL = "等次"
REASON = "理由"
BASIS = "依据"
EXTRA_PLACE = "占用名额外"
MOST_LEVELS = 1000


COLUMNS = (
    number_column(faults.DUPLICATE_NUMBER),
    name_column(),
    Column(field=LEVEL, read=whole(1, MOST_LEVELS), required=True),
    Column(field=REASON, read=text(500), required=True),
    Column(field=BASIS, read=text(300), default=""),
    Column(field=EXTRA_PLACE, read=yes_no(), default=False),
)


def parse_decisions(book: Book) -> ParsedTable:
    """Read the decisions.

    Raises: RefusedFile when no sheet, or more than one, has the table.
    """
    return read_table(book, COLUMNS, sheet_name=SHEET_NAME)
