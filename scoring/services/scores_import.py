"""Importing a period's scores: the workbook is the whole statement for the columns it has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from cadres.services.before_images import Watched
from cadres.services.import_kinds import Kind, Plan, Reading
from cadres.services.recording import Actor
from cadres.workbooks.faults import Fault
from cadres.workbooks.parsing import ParsedRow
from cadres.workbooks.reading import Book
from cadres.workbooks.tables import Table
from cadres.workbooks.templates import TemplateTable
from scoring.models import NotApplicable, ScoreEntry
from scoring.services.import_people import leaf_label, people_of
from scoring.services.import_scopes import PeriodScope, sheet_scope
from scoring.services.import_sentences import explained, with_keys
from scoring.services.period_names import faults_of_another_period
from scoring.services.score_differences import (
    Difference,
    changes,
    difference,
    indicators_of,
    standing,
    stated_part,
    write,
)
from scoring.services.score_rows import Columns, statement_of
from scoring.services.score_template import score_template
from scoring.workbooks import causes
from scoring.workbooks.scores import headers_for, parse_scores, score_table


@dataclass(frozen=True, slots=True)
class ScoreContent:
    """What a workbook of scores says: its columns of leaves and its rows without a fault."""

    table: Table
    columns: Columns
    rows: tuple[ParsedRow, ...]


class ScoresImport(Kind[PeriodScope, ScoreContent, Difference]):
    """Scores of a period's sheet; what the workbook's columns leave out is removed, other columns stay."""

    name = "scores"
    title = _("Scores")
    gone_is_removed = True
    owner = "participant__cadre"

    def scope(self, plain: Mapping[str, Any]) -> PeriodScope:
        """Look up the open period. Raises: RefusedScope."""
        return sheet_scope(plain)

    def read(self, book: Book, scope: PeriodScope) -> Reading[ScoreContent]:
        """Read every cell of the leaves' columns. Raises: RefusedFile."""
        headers = headers_for(scope.rulebook, scope.kind)
        table = score_table(book, headers)
        parsed = parse_scores(table)
        fields = (bound.column.field for bound in table.columns)
        columns = {field: headers.found[field] for field in fields if field in headers.found}
        of_the_file = [*faults_of_another_period(book, table, scope.period), *_without_leaves(table, columns)]
        # a table without a leaf is another table: what is wrong with its rows would only hide that
        in_the_rows = [fault for fault in parsed.faults if columns or fault.row == table.header_row]
        found = [*of_the_file, *with_keys(in_the_rows, scope.rulebook, scope.kind)]
        sheet = scope.rulebook.sheet(scope.kind)
        example = f"{sheet.leaves[0].code} {sheet.leaves[0].name}" if sheet else ""
        return Reading(
            content=ScoreContent(table, columns, parsed.rows),
            read=parsed.read,
            accepted=0 if of_the_file else parsed.accepted,
            faults=explained(found, period=scope.period.code, example=example),
            notices=parsed.notices,
            tables=(replace(table, absent=(*table.absent, *headers.missing())),),
        )

    def plan(self, content: ScoreContent, scope: PeriodScope) -> Plan[Difference]:
        """Compare with what was entered, in five queries."""
        people = people_of(scope.period)
        indicators = indicators_of(scope.period, (column.leaf.code for column in content.columns.values()))
        said = statement_of(content.table, content.columns, content.rows, people)
        held = stated_part(standing(scope.period, indicators), said, content.columns)
        return Plan(
            changes=changes(said, held, content.columns, people),
            writes=difference(said, held, indicators),
            faults=explained(said.faults),
            notices=tuple(said.notices),
        )

    def apply(self, writes: Difference, scope: PeriodScope, actor: Actor, at: datetime) -> None:
        """Write new and changed values and remove what is gone, in a fixed number of statements."""
        write(writes, actor=actor, at=at)

    def template(self, scope: PeriodScope) -> tuple[TemplateTable, ...]:
        """Give the sheet with the leaves, the participants and what was entered for them."""
        return (score_template(scope),)

    def watched(self, scope: PeriodScope, writes: Difference | None = None) -> tuple[Watched, ...]:
        """Watch the period's entries and the leaves that do not apply."""
        entries = ScoreEntry.objects.filter(participant__period=scope.period)
        marks = NotApplicable.objects.filter(participant__period=scope.period)
        unit = ("participant_id", "indicator_id")
        return (
            Watched(rows=entries, unit=unit, family="leaf", label=leaf_label),
            Watched(rows=marks, unit=unit, family="leaf", label=leaf_label),
        )


def _without_leaves(table: Table, columns: Columns) -> list[Fault]:
    """Give a fault if no column is a leaf and no header says why."""
    if columns or table.faults:
        return []
    return [Fault(table.sheet, table.header_row, None, "", causes.NO_LEAVES)]
