"""What the rows of a score workbook state, person by person, checked against the rules of each leaf."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from assessment.rulebook.facts import BadFact, check_fact
from assessment.rulebook.indicators import Leaf
from cadres.workbooks import faults
from cadres.workbooks.faults import Fault, Notice
from cadres.workbooks.parsing import ParsedRow, fault_at
from cadres.workbooks.tables import Table
from scoring.policy import names_oneself
from scoring.services.import_people import Member, People
from scoring.services.import_sentences import bad_fact
from scoring.workbooks import causes
from scoring.workbooks.people import NUMBER
from scoring.workbooks.scores import SCORER, LeafColumn, LeftOut

EntryKey = tuple[int, str, str, str]
"""A participant's id, the leaf's code, the key and the scorer."""
MarkKey = tuple[int, str]
"""A participant's id and the leaf's code."""
Said = int | str
"""A value in ledger units, or a grade's word."""
Columns = Mapping[str, LeafColumn]


@dataclass(slots=True)
class Statement:
    """What a workbook says of the participants: values, and leaves that do not apply."""

    values: dict[EntryKey, Said] = field(default_factory=dict)
    marks: dict[MarkKey, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


@dataclass(slots=True)
class _Marks:
    """Which cells of a person's leaf say 不适用 and which say something, over all his rows."""

    reasons: dict[MarkKey, str] = field(default_factory=dict)
    marked: dict[MarkKey, list[tuple[int, str]]] = field(default_factory=dict)
    valued: dict[MarkKey, list[tuple[int, str]]] = field(default_factory=dict)
    blank: set[MarkKey] = field(default_factory=set)


def statement_of(table: Table, columns: Columns, rows: tuple[ParsedRow, ...], people: People) -> Statement:
    """Check every cell by its method and weight; faults are collected, people who do not take part are told of."""
    said, marks = Statement(), _Marks()
    weights: dict[tuple[str, str], int | None] = {}
    for row in rows:
        fault = people.fault(table, row)
        if fault is not None:
            said.faults.append(fault)
            continue
        member = people.members.get(str(row.values[NUMBER]))
        if member is None:
            said.notices.append(people.notice(table, row))
            continue
        if _scores_himself(row, people):
            scorer = str(row.values[SCORER])
            said.faults.append(fault_at(table, row.number, SCORER, causes.OWN_SCORE, value=scorer))
            continue
        for name, column in columns.items():
            value = row.values.get(name)
            place = (member.participant_id, column.leaf.code)
            weight = _weight(weights, column.leaf, member)
            if isinstance(value, LeftOut):
                if weight is not None:
                    marks.marked.setdefault(place, []).append((row.number, name))
                    marks.reasons[place] = marks.reasons.get(place) or value.reason
            elif value is None:
                marks.blank.add(place)
            else:
                marks.valued.setdefault(place, []).append((row.number, name))
                _take(said, (table, row, name, column), (member, weight), value)
    _settle(said, marks, table, columns)
    return said


def _scores_himself(row: ParsedRow, people: People) -> bool:
    scorer, number = str(row.values[SCORER]), str(row.values[NUMBER])
    return names_oneself(scorer, number=number, name=people.roster[number][1])


def _weight(known: dict[tuple[str, str], int | None], leaf: Leaf, member: Member) -> int | None:
    place = (leaf.code, member.category)
    if place not in known:
        known[place] = leaf.weight(member.category)
    return known[place]


def _take(
    said: Statement,
    cell: tuple[Table, ParsedRow, str, LeafColumn],
    whose: tuple[Member, int | None],
    value: object,
) -> None:
    """Take one value, or a fault in its place."""
    (table, row, name, column), (member, weight) = cell, whose
    if weight is None:
        said.faults.append(fault_at(table, row.number, name, causes.NOT_APPLICABLE, category=member.category))
        return
    if not isinstance(value, Decimal | str):
        said.faults.append(fault_at(table, row.number, name, faults.BAD_NUMBER, value=str(value)))
        return
    try:
        units = check_fact(column.leaf, weight, column.key, value)
    except BadFact as bad:
        said.faults.append(bad_fact(table, row.number, name, bad))
        return
    said.values[member.participant_id, column.leaf.code, column.key, str(row.values[SCORER])] = units


def _settle(said: Statement, marks: _Marks, table: Table, columns: Columns) -> None:
    """Accept a leaf as not applicable where all its cells say so; where only some do, it is a fault."""
    for place, cells in marks.marked.items():
        if place not in marks.valued and place not in marks.blank:
            said.marks[place] = marks.reasons[place]
            continue
        for row, name in cells:
            leaf = columns[name].leaf.code
            said.faults.append(fault_at(table, row, name, causes.PARTLY_NOT_APPLICABLE, leaf=leaf))


def cell_field(code: str, key: str) -> str:
    """Name a column as a preview does."""
    return f"{code}/{key}" if key else code


def fields_of(columns: Columns, code: str) -> Iterator[str]:
    """The columns that a leaf has in the workbook."""
    return (name for name, column in columns.items() if column.leaf.code == code)
