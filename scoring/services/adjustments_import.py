"""Importing a year's bonus and penalty events: the workbook is the whole statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessment.models import AdjustmentRule as RuleRow
from assessment.rulebook.ledger import to_units, trimmed
from assessment.rulebook.rules import AdjustmentRule
from cadres.services.before_images import Watched
from cadres.services.changes import compare
from cadres.services.import_kinds import Plan
from cadres.services.recording import Actor
from cadres.workbooks.faults import Fault
from cadres.workbooks.parsing import ParsedRow, ParsedTable, fault_at
from cadres.workbooks.reading import Book
from cadres.workbooks.tables import Table
from cadres.workbooks.templates import TemplateTable
from scoring.choices import FoundBy
from scoring.models import AdjustmentEvent
from scoring.services.hand_made import HandMade, adjustments_by_hand, bound_event, numbers_of_filings, taken_number
from scoring.services.import_people import People, people_of_the_year
from scoring.services.import_scopes import PeriodScope
from scoring.services.import_sentences import explained_notices
from scoring.services.score_differences import BATCH
from scoring.services.versions import first_version
from scoring.services.year_events import YearEventsImport, absentees, day_of, lies_in, outside, yes_no
from scoring.workbooks import adjustments as sheet
from scoring.workbooks import causes
from scoring.workbooks.people import NUMBER

FIELDS = (
    "cadre_id",
    "rule_id",
    "level",
    "on",
    "count",
    "multiplier",
    "share_units",
    "matter",
    "found_by",
    "exempted",
    "approved",
    "basis",
)


@dataclass(frozen=True, slots=True)
class EventWrites:
    """The events to write, by number with the version that each replaces (0: none), and the rows to remove."""

    events: Mapping[str, tuple[Mapping[str, Any], int]]
    gone: tuple[int, ...]


class AdjustmentsImport(YearEventsImport[EventWrites]):
    """Bonus and penalty events of a year; what counts for nothing is kept and told of."""

    name = "adjustments"
    title = _("Bonus and penalty")

    def parse(self, book: Book) -> ParsedTable:
        """Read the sheet. Raises: RefusedFile."""
        return sheet.parse_adjustments(book)

    def plan(self, content: ParsedTable, scope: PeriodScope) -> Plan[EventWrites]:
        """Compare with the events that stand by workbooks, in seven queries."""
        people = people_of_the_year(scope.period)
        rules = dict(RuleRow.objects.filter(scheme_version=scope.period.scheme_version_id).values_list("code", "pk"))
        adjustments = scope.rulebook.adjustments
        written = {rule.code: rule for rule in (adjustments.rules if adjustments else ())}
        table, hand, taken = content.table, adjustments_by_hand(scope.period), numbers_of_filings(scope.period)
        faults = [fault for row in content.rows for fault in _faults(table, row, people, written)]
        faults += [fault for row in content.rows for fault in taken_number(table, row, sheet.EVENT, taken)]
        notices = [*hand.staying(table), *absentees(table, content.rows, people)]
        for row in content.rows:
            day = day_of(row, sheet.DATE)
            if not lies_in(scope.period, day, day):
                notices.append(outside(table, row, sheet.DATE))
        held = _standing(scope)
        read = {str(row.values[sheet.EVENT]): _event(row, people, rules) for row in content.rows} if not faults else {}
        faults += [bound_event(table, row, sheet.EVENT) for row in content.rows if _moves(row, held, read, hand)]
        laid = hand.laid_over(held, read, lambda one: {**one, "exempted": True})
        said = laid.rows
        codes = {pk: code for code, pk in rules.items()}
        numbers = {pk: number for number, (pk, _name) in people.roster.items()}
        before = {number: _text(one, numbers, codes) for number, (_pk, _version, one) in held.items()}
        after = {number: _text(one, numbers, codes) for number, one in said.items()}
        labels = {number: f"{number} {people.label(row[NUMBER])}" for number, row in {**before, **after}.items()}
        return Plan(
            changes=compare(before, after, labels),
            writes=_writes(held, said),
            faults=tuple(faults),
            notices=explained_notices([*notices, *laid.notices(table, labels.__getitem__)]),
        )

    def apply(self, writes: EventWrites, scope: PeriodScope, actor: Actor, at: datetime) -> None:
        """Write new and changed events and remove those that are gone, in bulk."""
        for start in range(0, len(writes.gone), BATCH):
            AdjustmentEvent.objects.filter(pk__in=writes.gone[start : start + BATCH]).delete()
        fresh = first_version(at)
        AdjustmentEvent.objects.bulk_create(
            [
                AdjustmentEvent(year=scope.period, number=number, version=max(version + 1, fresh), **values)
                for number, (values, version) in writes.events.items()
            ],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["year", "number"],
            update_fields=[*(name.removesuffix("_id") for name in FIELDS), "version"],
        )

    def template(self, scope: PeriodScope) -> tuple[TemplateTable, ...]:
        """Give the sheet with the rules and levels of the scheme."""
        rules = scope.rulebook.adjustments.rules if scope.rulebook.adjustments else ()
        levels = [name for rule in rules if not isinstance(rule.points, int) for name, _points in rule.points]
        choices = {sheet.RULE: [rule.code for rule in rules], sheet.LEVEL: list(dict.fromkeys(levels))}
        return (TemplateTable(name=sheet.SHEET_NAME, columns=sheet.COLUMNS, choices=choices),)

    def watched(self, scope: PeriodScope, writes: EventWrites | None = None) -> tuple[Watched, ...]:
        """Watch the year's events but those made by hand."""
        rows = AdjustmentEvent.objects.filter(year=scope.period, filing__isnull=True)
        return (Watched(rows=rows, unit=("number",), family="event", label=lambda one: f"{one.number} {one.cadre}"),)


Held = Mapping[str, tuple[int, int, Mapping[str, Any]]]
"""By an event's number: its id, its version and its values."""


def _standing(scope: PeriodScope) -> Held:
    rows = AdjustmentEvent.objects.filter(year=scope.period, filing__isnull=True).values(
        "pk", "number", "version", *FIELDS
    )
    return {row["number"]: (row["pk"], row["version"], {name: row[name] for name in FIELDS}) for row in rows}


def _moves(row: ParsedRow, held: Held, read: Mapping[str, Mapping[str, Any]], hand: HandMade) -> bool:
    """Whether a row gives an event that an exemption names to somebody else, or another day."""
    number = str(row.values[sheet.EVENT])
    if number not in held or number not in read or held[number][0] not in hand.bound:
        return False
    before = held[number][2]
    return any(before[name] != read[number][name] for name in ("cadre_id", "on"))


def _faults(table: Table, row: ParsedRow, people: People, rules: Mapping[str, AdjustmentRule]) -> list[Fault]:
    person = people.fault(table, row)
    found = [person] if person is not None else []
    code, level = str(row.values[sheet.RULE]), str(row.values[sheet.LEVEL])
    rule = rules.get(code)
    if rule is None:
        return [*found, fault_at(table, row.number, sheet.RULE, causes.UNKNOWN_RULE, value=code)]
    if isinstance(rule.points, int):
        return [*found, fault_at(table, row.number, sheet.LEVEL, causes.NEEDLESS_LEVEL)] if level else found
    levels = [name for name, _points in rule.points]
    if level not in levels:
        cause = causes.UNKNOWN_LEVEL if level else causes.MISSING_LEVEL
        found.append(fault_at(table, row.number, sheet.LEVEL, cause, value=level, expected="、".join(levels)))
    return found


def _event(row: ParsedRow, people: People, rules: Mapping[str, int]) -> dict[str, Any]:
    values = row.values
    return {
        "cadre_id": people.roster[str(values[NUMBER])][0],
        "rule_id": rules[str(values[sheet.RULE])],
        "level": values[sheet.LEVEL],
        "on": values[sheet.DATE],
        "count": values[sheet.COUNT],
        "multiplier": values[sheet.MULTIPLIER],
        "share_units": to_units(Decimal(str(values[sheet.SHARE]))),
        "matter": values[sheet.MATTER],
        "found_by": FoundBy.SELF if values[sheet.FOUND_BY] == sheet.SELF else FoundBy.OTHER,
        "exempted": values[sheet.EXEMPTED],
        "approved": values[sheet.APPROVED],
        "basis": values[sheet.BASIS],
    }


def _text(one: Mapping[str, Any], numbers: Mapping[int, str], codes: Mapping[int, str]) -> dict[str, str]:
    return {
        NUMBER: numbers[one["cadre_id"]],
        sheet.RULE: codes[one["rule_id"]],
        sheet.LEVEL: one["level"],
        sheet.DATE: one["on"].isoformat(),
        sheet.COUNT: str(one["count"]),
        sheet.MULTIPLIER: str(one["multiplier"]),
        sheet.SHARE: trimmed(one["share_units"]),
        sheet.MATTER: one["matter"],
        sheet.FOUND_BY: sheet.SELF if one["found_by"] == FoundBy.SELF else sheet.OTHER,
        sheet.EXEMPTED: yes_no(one["exempted"]),
        sheet.APPROVED: yes_no(one["approved"]),
        sheet.BASIS: one["basis"],
    }


def _writes(held: Held, said: Mapping[str, Mapping[str, Any]]) -> EventWrites:
    events = {
        number: (one, held[number][1] if number in held else 0)
        for number, one in said.items()
        if number not in held or held[number][2] != one
    }
    return EventWrites(events, tuple(pk for number, (pk, _version, _one) in held.items() if number not in said))
