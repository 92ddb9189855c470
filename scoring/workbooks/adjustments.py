"""The workbook of bonus and penalty events (加扣分): a row per event of the year."""

from cadres.workbooks import faults
from cadres.workbooks.columns import Column
from cadres.workbooks.parsing import ParsedTable, read_table
from cadres.workbooks.readers import choice, code, day, decimal, text, whole, yes_no
from cadres.workbooks.reading import Book
from scoring.workbooks.people import event_person_column, name_column

SHEET_NAME = "加扣分"
EVENT = "编号"
RULE = "规则"
LEVEL = "级别"
DATE = "日期"
COUNT = "次数"
MULTIPLIER = "倍数"
SHARE = "份额%"
MATTER = "事项"
FOUND_BY = "发现"
EXEMPTED = "容错"
APPROVED = "审批"
BASIS = "依据"
SELF = "自查"
OTHER = "上级"
MOST_TIMES = 1_000_000

COLUMNS = (
    Column(field=EVENT, read=text(64), required=True, unique=faults.DUPLICATE_VALUE),
    event_person_column(),
    name_column(),
    Column(field=RULE, read=code(), required=True),
    Column(field=LEVEL, read=text(32), default=""),
    Column(field=DATE, read=day(), required=True),
    Column(field=COUNT, read=whole(1, MOST_TIMES), default=1),
    Column(field=MULTIPLIER, read=whole(1, 2), default=1),
    Column(field=SHARE, read=decimal(0, 100), synonyms=("份额",), default=100),
    Column(field=MATTER, read=text(200), default=""),
    Column(field=FOUND_BY, read=choice({SELF: SELF, OTHER: OTHER}), default=OTHER),
    Column(field=EXEMPTED, read=yes_no(), default=False),
    Column(field=APPROVED, read=yes_no(), default=False),
    Column(field=BASIS, read=text(300), default=""),
)


def parse_adjustments(book: Book) -> ParsedTable:
    """Read the events.

    Raises: RefusedFile when no sheet, or more than one, has the table.
    """
    return read_table(book, COLUMNS, sheet_name=SHEET_NAME)
