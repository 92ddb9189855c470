"""Importing a year's vetoes and items of the negative list: the workbook is the whole statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessment.models import VetoRule
from cadres.services.before_images import Watched
from cadres.services.changes import compare
from cadres.services.import_kinds import Plan
from cadres.services.recording import Actor
from cadres.workbooks import faults
from cadres.workbooks.faults import Fault
from cadres.workbooks.parsing import ParsedRow, ParsedTable, fault_at
from cadres.workbooks.reading import Book
from cadres.workbooks.tables import Table
from cadres.workbooks.templates import TemplateTable
from scoring.models import VetoEvent
from scoring.services.hand_made import vetoes_by_hand
from scoring.services.import_people import People, people_of_the_year
from scoring.services.import_scopes import PeriodScope
from scoring.services.import_sentences import explained_notices
from scoring.services.score_differences import BATCH
from scoring.services.versions import first_version
from scoring.services.year_events import YearEventsImport, absentees, day_of, lies_in, outside, yes_no
from scoring.workbooks import causes
from scoring.workbooks import vetoes as sheet
from scoring.workbooks.people import NUMBER

VetoKey = tuple[int, int, date, str]
"""A cadre's id, the veto's id, its first day and its basis."""


@dataclass(frozen=True, slots=True)
class Holding:
    """How long a veto holds, and whether it is exempted."""

    ends_on: date | None
    exempted: bool


@dataclass(frozen=True, slots=True)
class VetoWrites:
    """The vetoes to write with the row that each replaces (None: a new one) and its version, and the rows to remove."""

    vetoes: Mapping[VetoKey, tuple[Holding, int | None, int]]
    gone: tuple[int, ...]


class VetoesImport(YearEventsImport[VetoWrites]):
    """Vetoes of a year; they may begin before it and end after it."""

    name = "vetoes"
    title = _("Negative list and vetoes")

    def parse(self, book: Book) -> ParsedTable:
        """Read the sheet. Raises: RefusedFile."""
        return sheet.parse_vetoes(book)

    def plan(self, content: ParsedTable, scope: PeriodScope) -> Plan[VetoWrites]:
        """Compare with the vetoes that stand by workbooks, in seven queries."""
        people = people_of_the_year(scope.period)
        rules = dict(VetoRule.objects.filter(scheme_version=scope.period.scheme_version_id).values_list("code", "pk"))
        table, hand = content.table, vetoes_by_hand(scope.period)
        found = [fault for row in content.rows for fault in _faults(table, row, people, rules)]
        found += _doubles(content)
        notices = [*hand.staying(table), *absentees(table, content.rows, people)]
        for row in content.rows:
            starts_on, until = day_of(row, sheet.FROM), row.values[sheet.UNTIL]
            if not lies_in(scope.period, starts_on, until if isinstance(until, date) else starts_on):
                notices.append(outside(table, row, sheet.FROM))
        held = _standing(scope)
        read = {} if found else dict(_veto(row, people, rules) for row in content.rows)
        found += _by_hand(content, [*read], scope)
        laid = hand.laid_over(held, read, lambda one: replace(one, exempted=True))
        said = laid.rows
        names = _Names({pk: n for n, (pk, _name) in people.roster.items()}, {pk: code for code, pk in rules.items()})
        before = {names.key(key): names.text(key, one) for key, (_pk, _version, one) in held.items()}
        after = {names.key(key): names.text(key, one) for key, one in said.items()}
        labels = {key: f"{row[sheet.VETO]} {people.label(row[NUMBER])}" for key, row in {**before, **after}.items()}
        return Plan(
            changes=compare(before, after, labels),
            writes=_writes(held, said),
            faults=tuple(found),
            notices=explained_notices([*notices, *laid.notices(table, lambda key: labels[names.key(key)])]),
        )

    def apply(self, writes: VetoWrites, scope: PeriodScope, actor: Actor, at: datetime) -> None:
        """Write new and changed vetoes and remove those that are gone, in bulk."""
        for start in range(0, len(writes.gone), BATCH):
            VetoEvent.objects.filter(pk__in=writes.gone[start : start + BATCH]).delete()
        fresh = first_version(at)
        VetoEvent.objects.bulk_create(
            [
                VetoEvent(
                    pk=pk,
                    year=scope.period,
                    cadre_id=cadre,
                    veto_id=veto,
                    starts_on=starts_on,
                    ends_on=one.ends_on,
                    exempted=one.exempted,
                    basis=basis,
                    version=max(version + 1, fresh),
                )
                for (cadre, veto, starts_on, basis), (one, pk, version) in writes.vetoes.items()
            ],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=["ends_on", "exempted", "version"],
        )

    def template(self, scope: PeriodScope) -> tuple[TemplateTable, ...]:
        """Give the sheet with the vetoes of the scheme."""
        rules = VetoRule.objects.filter(scheme_version=scope.period.scheme_version_id).order_by("pk")
        choices = {sheet.VETO: list(rules.values_list("code", flat=True))}
        return (TemplateTable(name=sheet.SHEET_NAME, columns=sheet.COLUMNS, choices=choices),)

    def watched(self, scope: PeriodScope, writes: VetoWrites | None = None) -> tuple[Watched, ...]:
        """Watch the year's vetoes but those made by hand."""
        rows = VetoEvent.objects.filter(year=scope.period, filing__isnull=True)
        unit = ("cadre_id", "veto_id", "starts_on", "basis")
        return (Watched(rows=rows, unit=unit, family="veto", label=lambda one: f"{one.cadre} {one.veto.code}"),)


Held = Mapping[VetoKey, tuple[int, int, Holding]]
"""A veto's id, version and values."""


@dataclass(frozen=True, slots=True)
class _Names:
    """The words for ids: numbers of cadres and codes of vetoes."""

    numbers: Mapping[int, str]
    codes: Mapping[int, str]

    def key(self, key: VetoKey) -> str:
        cadre, veto, starts_on, basis = key
        return f"{self.numbers[cadre]} {self.codes[veto]} {starts_on.isoformat()} {basis}"

    def text(self, key: VetoKey, one: Holding) -> dict[str, str]:
        cadre, veto, starts_on, basis = key
        return {
            NUMBER: self.numbers[cadre],
            sheet.VETO: self.codes[veto],
            sheet.FROM: starts_on.isoformat(),
            sheet.UNTIL: one.ends_on.isoformat() if one.ends_on else "",
            sheet.EXEMPTED: yes_no(one.exempted),
            sheet.BASIS: basis,
        }


def _standing(scope: PeriodScope) -> Held:
    rows = VetoEvent.objects.filter(year=scope.period, filing__isnull=True)
    return {
        (row.cadre_id, row.veto_id, row.starts_on, row.basis): (row.pk, row.version, Holding(row.ends_on, row.exempted))
        for row in rows
    }


def _faults(table: Table, row: ParsedRow, people: People, rules: Mapping[str, int]) -> list[Fault]:
    person = people.fault(table, row)
    found = [person] if person is not None else []
    code, until = str(row.values[sheet.VETO]), row.values[sheet.UNTIL]
    if code not in rules:
        found.append(fault_at(table, row.number, sheet.VETO, causes.UNKNOWN_VETO, value=code))
    if isinstance(until, date) and until < day_of(row, sheet.FROM):
        found.append(fault_at(table, row.number, sheet.UNTIL, causes.ENDS_BEFORE_START, value=until.isoformat()))
    return found


def _doubles(content: ParsedTable) -> list[Fault]:
    """Give a fault for every row that says of one cadre the same veto from the same day on the same basis."""
    rows_of: dict[tuple[object, ...], list[int]] = {}
    for row in content.rows:
        key = tuple(row.values[field] for field in (NUMBER, sheet.VETO, sheet.FROM, sheet.BASIS))
        rows_of.setdefault(key, []).append(row.number)
    return [
        fault_at(
            content.table,
            number,
            sheet.VETO,
            faults.DUPLICATE_VALUE,
            tuple(other for other in numbers if other != number),
            value=str(key[1]),
        )
        for key, numbers in rows_of.items()
        if len(numbers) > 1
        for number in numbers
    ]


def _by_hand(content: ParsedTable, keys: Sequence[VetoKey], scope: PeriodScope) -> list[Fault]:
    """Find the rows that say again what was entered by hand."""
    filed = VetoEvent.objects.filter(year=scope.period, filing__isnull=False, revoked=False)
    there = set(filed.values_list("cadre_id", "veto_id", "starts_on", "basis"))
    text = gettext("This was entered by hand already: the same item from the same day on the same basis.")
    return [
        fault_at(content.table, row.number, sheet.VETO, causes.MADE_BY_HAND, sentence=text)
        for row, key in zip(content.rows, keys, strict=False)
        if key in there
    ]


def _veto(row: ParsedRow, people: People, rules: Mapping[str, int]) -> tuple[VetoKey, Holding]:
    until = row.values[sheet.UNTIL]
    key = (
        people.roster[str(row.values[NUMBER])][0],
        rules[str(row.values[sheet.VETO])],
        day_of(row, sheet.FROM),
        str(row.values[sheet.BASIS]),
    )
    return key, Holding(until if isinstance(until, date) else None, bool(row.values[sheet.EXEMPTED]))


def _writes(held: Held, said: Mapping[VetoKey, Holding]) -> VetoWrites:
    vetoes = {
        key: (one, *held[key][:2]) if key in held else (one, None, 0)
        for key, one in said.items()
        if key not in held or held[key][2] != one
    }
    return VetoWrites(vetoes, tuple(pk for key, (pk, _version, _one) in held.items() if key not in said))
