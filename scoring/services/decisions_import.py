"""Importing decisions on levels (overrides): the workbook is the whole statement of the period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from cadres.services.before_images import Watched
from cadres.services.changes import compare
from cadres.services.import_kinds import Kind, Plan, Reading
from cadres.services.recording import Actor
from cadres.workbooks.faults import Fault
from cadres.workbooks.parsing import ParsedRow, ParsedTable, fault_at
from cadres.workbooks.reading import Book
from cadres.workbooks.tables import Table
from cadres.workbooks.templates import TemplateTable
from scoring.models import Override
from scoring.services.deciding import Decided, write_decisions
from scoring.services.import_people import People, people_of
from scoring.services.import_scopes import PeriodScope, decision_scope
from scoring.services.period_names import read_for_period
from scoring.services.year_events import yes_no
from scoring.workbooks import causes
from scoring.workbooks import decisions as sheet
from scoring.workbooks.people import NUMBER


@dataclass(frozen=True, slots=True)
class DecisionWrites:
    """The decisions to write by participant with the version that each replaces (0: none), and those to remove."""

    decisions: Mapping[int, tuple[Decided, int]]
    gone: tuple[int, ...]


class DecisionsImport(Kind[PeriodScope, ParsedTable, DecisionWrites]):
    """Decisions on levels; whether a quota has room for them is told when the period is computed."""

    name = "decisions"
    title = _("Decisions on levels")
    gone_is_removed = True
    owner = "participant__cadre"
    two_people = True

    def scope(self, plain: Mapping[str, Any]) -> PeriodScope:
        """Look up the period and its levels. Raises: RefusedScope."""
        return decision_scope(plain)

    def read(self, book: Book, scope: PeriodScope) -> Reading[ParsedTable]:
        """Read the rows. Raises: RefusedFile."""
        parsed = sheet.parse_decisions(book)
        return read_for_period(book, parsed, scope.period)

    def plan(self, content: ParsedTable, scope: PeriodScope) -> Plan[DecisionWrites]:
        """Compare with the decisions that stand, in three queries."""
        people = people_of(scope.period)
        last = scope.rulebook.grades.levels if scope.rulebook.grades else 0
        found = [fault for row in content.rows for fault in _faults(content.table, row, people, last)]
        said = {} if found else {str(row.values[NUMBER]): _decided(row) for row in content.rows}
        held = _standing(scope)
        before = {number: _text(one) for number, (_pk, _version, one) in held.items()}
        after = {number: _text(one) for number, one in said.items()}
        decisions = {
            people.members[number].participant_id: (one, held[number][1] if number in held else 0)
            for number, one in said.items()
            if number not in held or held[number][2] != one
        }
        return Plan(
            changes=compare(before, after, {number: people.label(number) for number in {*before, *after}}),
            writes=DecisionWrites(decisions, tuple(pk for n, (pk, _version, _one) in held.items() if n not in said)),
            faults=tuple(found),
        )

    def apply(self, writes: DecisionWrites, scope: PeriodScope, actor: Actor, at: datetime) -> None:
        """Write the decisions with who decided and who confirmed, and remove those that are gone."""
        Override.objects.filter(pk__in=writes.gone).delete()
        decided_by, confirmed_by = (actor.asked_by, actor.account) if actor.asked_by else (actor.account, None)
        write_decisions(writes.decisions, decided_by=decided_by, confirmed_by=confirmed_by, at=at)

    def template(self, scope: PeriodScope) -> tuple[TemplateTable, ...]:
        """Give the sheet."""
        return (TemplateTable(name=sheet.SHEET_NAME, columns=sheet.COLUMNS),)

    def watched(self, scope: PeriodScope, writes: DecisionWrites | None = None) -> tuple[Watched, ...]:
        """Watch the period's decisions."""
        rows = Override.objects.filter(participant__period=scope.period)
        return (
            Watched(
                rows=rows, unit=("participant_id",), family="decision", label=lambda one: str(one.participant.cadre)
            ),
        )


def _standing(scope: PeriodScope) -> dict[str, tuple[int, int, Decided]]:
    rows = Override.objects.filter(participant__period=scope.period).values_list(
        "participant__cadre__number", "pk", "version", "level", "reason", "authority", "extra_place"
    )
    return {
        number: (pk, version, Decided(level, reason, authority, extra_place))
        for number, pk, version, level, reason, authority, extra_place in rows
    }


def _text(one: Decided) -> dict[str, str]:
    """Write a decision as the workbook does."""
    return {
        sheet.LEVEL: str(one.level),
        sheet.REASON: one.reason,
        sheet.BASIS: one.authority,
        sheet.EXTRA_PLACE: yes_no(one.extra_place),
    }


def _faults(table: Table, row: ParsedRow, people: People, last: int) -> list[Fault]:
    number, level = str(row.values[NUMBER]), row.values[sheet.LEVEL]
    person = people.fault(table, row)
    found = [person] if person is not None else []
    if person is None and number not in people.members:
        found.append(fault_at(table, row.number, NUMBER, causes.NOT_PARTICIPANT, value=people.label(number)))
    assert isinstance(level, int)
    if level > last:
        expected = "、".join(str(one) for one in range(1, last + 1))
        found.append(
            fault_at(table, row.number, sheet.LEVEL, causes.UNKNOWN_LEVEL, value=str(level), expected=expected)
        )
    return found


def _decided(row: ParsedRow) -> Decided:
    level = row.values[sheet.LEVEL]
    assert isinstance(level, int)
    return Decided(
        level, str(row.values[sheet.REASON]), str(row.values[sheet.BASIS]), bool(row.values[sheet.EXTRA_PLACE])
    )
