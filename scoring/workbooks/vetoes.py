"""The workbook of vetoes and of the negative list (否决与负面清单): a row per veto that holds for a cadre."""

from cadres.workbooks.columns import Column
from cadres.workbooks.parsing import ParsedTable, read_table
from cadres.workbooks.readers import code, day, text, yes_no
from cadres.workbooks.reading import Book
from scoring.workbooks.people import name_column, number_column

SHEET_NAME = "否决与负面清单"
VETO = "代码"
FROM = "起"
UNTIL = "止"
EXEMPTED = "容错"
BASIS = "依据"

COLUMNS = (
    number_column(),
    name_column(),
    Column(field=VETO, read=code(), required=True),
    Column(field=FROM, read=day(), required=True),
    Column(field=UNTIL, read=day()),
    Column(field=EXEMPTED, read=yes_no(), default=False),
    Column(field=BASIS, read=text(300), default=""),
)


def parse_vetoes(book: Book) -> ParsedTable:
    """Read the vetoes.

    Raises: RefusedFile when no sheet, or more than one, has the table.
    """
    return read_table(book, COLUMNS, sheet_name=SHEET_NAME)
