"""Importing the tallies of votes of a period: the workbook is the whole statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessment.rulebook.indicators import Leaf
from assessment.rulebook.ledger import to_units, trimmed
from assessment.rulebook.methods import Vote
from cadres.services.before_images import Watched
from cadres.services.changes import compare
from cadres.services.import_kinds import Kind, Plan, Reading
from cadres.services.recording import Actor
from cadres.workbooks import faults
from cadres.workbooks.columns import Unreadable
from cadres.workbooks.faults import Fault, Notice
from cadres.workbooks.parsing import ParsedRow, ParsedTable, fault_at
from cadres.workbooks.readers import decimal
from cadres.workbooks.reading import Book
from cadres.workbooks.tables import Table
from cadres.workbooks.templates import TemplateTable
from scoring.models import VoteTally
from scoring.services.import_people import Member, People, leaf_label, people_of
from scoring.services.import_scopes import PeriodScope, sheet_scope
from scoring.services.import_sentences import explained
from scoring.services.period_names import read_for_period
from scoring.services.score_differences import BATCH, indicators_of
from scoring.services.versions import first_version
from scoring.workbooks import causes
from scoring.workbooks.people import NUMBER
from scoring.workbooks.votes import COLUMNS, COUNT, INDICATOR, OPTION, SHEET_NAME, VOTE_CLASS, parse_votes

Ballot = tuple[int, str, str, int | str]
"""A participant's id, the leaf's code, the class of voters, and an option or a number in ledger units."""


@dataclass(slots=True)
class Tallies:
    """How many ballots of each kind a workbook counts."""

    counts: dict[Ballot, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TallyWrites:
    """The tallies to write with their versions, the rows to remove, and the leaves' ids."""

    counts: Mapping[Ballot, tuple[int, int]]
    gone: tuple[int, ...]
    indicators: Mapping[str, int]


class VotesImport(Kind[PeriodScope, ParsedTable, TallyWrites]):
    """Tallies of a period's votes; rows of the same class and option add up."""

    name = "votes"
    title = _("Votes")
    gone_is_removed = True
    owner = "participant__cadre"

    def scope(self, plain: Mapping[str, Any]) -> PeriodScope:
        """Look up the open period. Raises: RefusedScope."""
        return sheet_scope(plain)

    def read(self, book: Book, scope: PeriodScope) -> Reading[ParsedTable]:
        """Read the rows. Raises: RefusedFile."""
        parsed = parse_votes(book)
        return read_for_period(book, parsed, scope.period)

    def plan(self, content: ParsedTable, scope: PeriodScope) -> Plan[TallyWrites]:
        """Compare with the tallies that stand, in four queries."""
        people = people_of(scope.period)
        sheet = scope.rulebook.sheet(scope.kind)
        leaves = {leaf.code: leaf for leaf in sheet.leaves} if sheet else {}
        others = {leaf.code for other in scope.rulebook.sheets for leaf in other.leaves} - set(leaves)
        indicators = indicators_of(scope.period, leaves)
        said = _tallies(content, leaves, people)
        held = _standing(scope, {pk: code for code, pk in indicators.items()})
        foreign = [_of_other_sheet(fault, others) for fault in said.faults]
        return Plan(
            changes=_changes(held, said, people),
            writes=_writes(held, said, indicators),
            faults=explained(foreign, period=scope.period.code),
            notices=tuple(said.notices),
        )

    def apply(self, writes: TallyWrites, scope: PeriodScope, actor: Actor, at: datetime) -> None:
        """Write new and changed tallies and remove those that are gone, in bulk."""
        for start in range(0, len(writes.gone), BATCH):
            VoteTally.objects.filter(pk__in=writes.gone[start : start + BATCH]).delete()
        fresh = first_version(at)
        VoteTally.objects.bulk_create(
            [
                VoteTally(
                    participant_id=person,
                    indicator_id=writes.indicators[code],
                    vote_class=vote_class,
                    option=option if isinstance(option, str) else "",
                    value_units=option if isinstance(option, int) else None,
                    count=count,
                    version=max(version + 1, fresh),
                )
                for (person, code, vote_class, option), (count, version) in writes.counts.items()
            ],
            batch_size=BATCH,
        )

    def template(self, scope: PeriodScope) -> tuple[TemplateTable, ...]:
        """Give the sheet with the leaves that are voted on, their classes and options."""
        sheet = scope.rulebook.sheet(scope.kind)
        voted = [leaf for leaf in (sheet.leaves if sheet else ()) if isinstance(leaf.method, Vote)]
        methods = [leaf.method for leaf in voted if isinstance(leaf.method, Vote)]
        classes = [name for method in methods for name, _weight in method.classes]
        options = [name for method in methods for name, _share in method.options or ()]
        choices = {
            INDICATOR: [leaf.code for leaf in voted],
            VOTE_CLASS: list(dict.fromkeys(classes)),
            OPTION: list(dict.fromkeys(options)),
        }
        return (TemplateTable(name=SHEET_NAME, columns=COLUMNS, choices=choices),)

    def watched(self, scope: PeriodScope, writes: TallyWrites | None = None) -> tuple[Watched, ...]:
        """Watch the period's tallies."""
        rows = VoteTally.objects.filter(participant__period=scope.period)
        return (Watched(rows=rows, unit=("participant_id", "indicator_id"), family="tally", label=leaf_label),)


Held = Mapping[Ballot, tuple[int, int, int]]
"""A tally's id, count and version."""


def _standing(scope: PeriodScope, codes: Mapping[int, str]) -> Held:
    rows = VoteTally.objects.filter(participant__period=scope.period).values_list(
        "pk", "participant_id", "indicator_id", "vote_class", "option", "value_units", "count", "version"
    )
    return {
        (person, codes[leaf], vote_class, option if units is None else units): (pk, count, version)
        for pk, person, leaf, vote_class, option, units, count, version in rows
    }


def _tallies(content: ParsedTable, leaves: Mapping[str, Leaf], people: People) -> Tallies:
    said = Tallies()
    told: set[str] = set()
    for row in content.rows:
        number = str(row.values[NUMBER])
        found = people.fault(content.table, row)
        if found is None and number not in people.members:
            if number not in told:
                said.notices.append(people.notice(content.table, row))
            told.add(number)
            continue
        member = people.members.get(number)
        ballot = found or _ballot(content.table, row, leaves, member)
        if isinstance(ballot, Fault):
            said.faults.append(ballot)
        else:
            count = row.values[COUNT]
            assert isinstance(count, int)
            said.counts[ballot] = said.counts.get(ballot, 0) + count
    return said


def _ballot(table: Table, row: ParsedRow, leaves: Mapping[str, Leaf], member: Member | None) -> Ballot | Fault:
    """Give the kind of ballot that a row counts, or what is wrong with it."""
    assert member is not None
    code, vote_class = str(row.values[INDICATOR]), str(row.values[VOTE_CLASS])
    leaf = leaves.get(code)
    if leaf is None:
        return fault_at(table, row.number, INDICATOR, faults.UNKNOWN_INDICATOR, value=code)
    if not isinstance(leaf.method, Vote):
        return fault_at(table, row.number, INDICATOR, causes.NOT_VOTED_LEAF, value=code)
    if leaf.weight(member.category) is None:
        return fault_at(table, row.number, INDICATOR, causes.NOT_APPLICABLE, category=member.category)
    classes = [name for name, _weight in leaf.method.classes]
    if vote_class not in classes:
        expected = "、".join(classes)
        return fault_at(table, row.number, VOTE_CLASS, causes.UNKNOWN_CLASS, value=vote_class, expected=expected)
    option = _option(table, row, leaf.method)
    return option if isinstance(option, Fault) else (member.participant_id, code, vote_class, option)


def _option(table: Table, row: ParsedRow, method: Vote) -> int | str | Fault:
    value = row.values[OPTION]
    if method.options is not None:
        names = [name for name, _share in method.options]
        if str(value) in names:
            return str(value)
        expected = "、".join(names)
        return fault_at(table, row.number, OPTION, causes.UNKNOWN_OPTION, value=str(value), expected=expected)
    assert method.score is not None
    try:
        number = decimal(0, Decimal(trimmed(method.score)))(value if isinstance(value, Decimal) else str(value))
    except Unreadable as problem:
        place = (table.sheet, row.number, table.letter_of(OPTION), OPTION)
        return Fault(*place, problem.cause, (), problem.details)
    assert isinstance(number, Decimal)
    return to_units(number)


def _of_other_sheet(fault: Fault, others: set[str]) -> Fault:
    """Say of a leaf of another sheet that the workbook belongs to another period."""
    value = fault.details.get("value", "")
    if fault.cause != faults.UNKNOWN_INDICATOR or value not in others:
        return fault
    return Fault(fault.sheet, fault.row, fault.column, fault.field, causes.WRONG_PERIOD, (), {"value": value})


def _changes(held: Held, said: Tallies, people: People) -> Any:
    numbers = {member.participant_id: number for number, member in people.members.items()}
    before = _texts({ballot: count for ballot, (_pk, count, _version) in held.items()}, numbers)
    after = _texts(said.counts, numbers)
    return compare(before, after, {key: people.label(key) for key in {*before, *after}})


def _texts(counts: Mapping[Ballot, int], numbers: Mapping[int, str]) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for (person, code, vote_class, option), count in counts.items():
        shown = trimmed(option) if isinstance(option, int) else option
        rows.setdefault(numbers[person], {})[f"{code}/{vote_class}/{shown}"] = str(count)
    return rows


def _writes(held: Held, said: Tallies, indicators: Mapping[str, int]) -> TallyWrites:
    # a changed tally is removed and written anew: its unique key has a condition, which no upsert takes
    changed = {ballot: count for ballot, count in said.counts.items() if held.get(ballot, (0, -1, 0))[1] != count}
    counts = {ballot: (count, held[ballot][2] if ballot in held else 0) for ballot, count in changed.items()}
    gone = tuple(pk for ballot, (pk, _count, _v) in held.items() if ballot not in said.counts or ballot in changed)
    return TallyWrites(counts, gone, indicators)
