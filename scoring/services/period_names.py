"""Whether a workbook's own words speak of another period than the one it is brought in for."""

from collections.abc import Iterator

from assessment.choices import PeriodKind
from assessment.models import Period
from cadres.services.import_kinds import Reading
from cadres.workbooks.faults import Fault
from cadres.workbooks.parsing import ParsedTable
from cadres.workbooks.reading import Book
from cadres.workbooks.tables import Table
from scoring.services.import_sentences import other_period
from scoring.workbooks.naming import Stretch, other_stretch

_MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6}


def stretch_of(period: Period) -> Stretch:
    """Give the stretch of time that a period's name would speak of."""
    if period.kind == PeriodKind.YEAR:
        return Stretch(period.starts_on.year, "year", 0)
    months = _MONTHS[PeriodKind(period.kind)]
    return Stretch(period.starts_on.year, str(period.kind), (period.starts_on.month - 1) // months + 1)


def faults_of_another_period(book: Book, table: Table, period: Period) -> list[Fault]:
    """Give a fault if the file's name, the sheet's name or the title above the header names another period."""
    for text in _own_words(book, table):
        named = other_stretch([text], stretch_of(period))
        if named is not None:
            return [other_period(text, named, period.code)]
    return []


def read_for_period(book: Book, parsed: ParsedTable, period: Period) -> Reading[ParsedTable]:
    """Give what a table says, and nothing of it as accepted where the file speaks of another period."""
    of_the_file = faults_of_another_period(book, parsed.table, period)
    return Reading(
        content=parsed,
        read=parsed.read,
        accepted=0 if of_the_file else parsed.accepted,
        faults=(*of_the_file, *parsed.faults),
        notices=parsed.notices,
        tables=(parsed.table,),
    )


def _own_words(book: Book, table: Table) -> Iterator[str]:
    yield book.file_name
    if table.sheet is not None:
        yield table.sheet
    sheet = next(sheet for sheet in book.sheets if sheet.name == table.sheet)
    titles = (value for row in sheet.rows[: table.header_row - 1] for value in row if isinstance(value, str))
    # only the title: what stands further down explains and may quote anything
    yield next(titles, "")
