"""What the imports of adjustments and vetoes share: events of a year, kept also where they count for nothing."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from assessment.models import Period
from cadres.services.import_kinds import Kind, Reading, WritesT
from cadres.workbooks.faults import Notice
from cadres.workbooks.parsing import ParsedRow, ParsedTable
from cadres.workbooks.reading import Book
from cadres.workbooks.tables import Table
from scoring.services.frozen_quarters import quarters_held
from scoring.services.import_people import People
from scoring.services.import_scopes import PeriodScope, year_scope
from scoring.workbooks import causes
from scoring.workbooks.people import NUMBER


class YearEventsImport(Kind[PeriodScope, ParsedTable, WritesT]):
    """What imports of a year's events share: the open year, its frozen quarters, a table of rows with an owner."""

    gone_is_removed = True
    owner = "cadre"

    def scope(self, plain: Mapping[str, Any]) -> PeriodScope:
        """Look up the open year. Raises: RefusedScope."""
        return year_scope(plain)

    def holding(self, scope: PeriodScope) -> AbstractContextManager[None]:
        """Keep what counts in frozen quarters. Raises: ClosedScope."""
        return quarters_held(scope.period)

    @abstractmethod
    def parse(self, book: Book) -> ParsedTable:
        """Read the kind's own table. Raises: RefusedFile."""

    def read(self, book: Book, scope: PeriodScope) -> Reading[ParsedTable]:
        """Read the rows. Raises: RefusedFile."""
        parsed = self.parse(book)
        return Reading(parsed, parsed.read, parsed.accepted, parsed.faults, parsed.notices, tables=(parsed.table,))


def yes_no(value: object) -> str:
    """Write a truth value as the workbook does."""
    return "是" if value else "否"


def day_of(row: ParsedRow, field: str) -> date:
    """Give a day that the row must have."""
    day = row.values[field]
    assert isinstance(day, date)
    return day


def outside(table: Table, row: ParsedRow, field: str) -> Notice:
    """Tell that an event lies outside the year."""
    details = {"value": day_of(row, field).isoformat()}
    return Notice(table.sheet, row.number, table.letter_of(field), field, causes.OUTSIDE_PERIOD, details)


def absentees(table: Table, rows: tuple[ParsedRow, ...], people: People) -> Iterator[Notice]:
    """Tell of everybody of the roster who takes part in no period of the year; once if nobody does yet."""
    if not people.members:
        yield Notice(table.sheet, None, None, "", causes.NO_PARTICIPANTS, {})
        return
    told: set[str] = set()
    for row in rows:
        number = str(row.values[NUMBER])
        if number in people.roster and number not in people.members and number not in told:
            told.add(number)
            yield people.notice(table, row)


def lies_in(year: Period, starts_on: date, ends_on: date) -> bool:
    """Whether a stretch of days meets the year."""
    return starts_on <= year.ends_on and ends_on >= year.starts_on
