"""Turning the rows of a case into the engine's columns."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from assessment.rulebook.facts import DIFFICULTY
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.ledger import UNIT
from assessment.rulebook.methods import Grade, Milestone, RankTable, Vote
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import FoundBy
from scoring.casefiles.events import EventRow, OverrideRow, VetoRow
from scoring.casefiles.people import CadreRow
from scoring.casefiles.rows import FactRow, MarkRow, VoteRow
from scoring.engine.columns import (
    STATUSES,
    Ballots,
    Cadres,
    Cells,
    Coded,
    Decision,
    Events,
    VetoEvents,
)
from scoring.engine.exact import Column, Mask

Places = Mapping[str, int]


def numbers(values: Iterable[int]) -> Column:
    """A column of integers."""
    return np.array(list(values), dtype=np.int64)


def truths(values: Iterable[bool]) -> Mask:
    """A column of truth values."""
    return np.array(list(values), dtype=bool)


def cadre_columns(rows: Sequence[CadreRow]) -> Cadres:
    """Columns of cadres."""
    return Cadres(
        ids=tuple(row.id for row in rows),
        category=numbers(row.category for row in rows),
        department=Coded.of([row.department for row in rows]),
        leader=Coded.of([row.leader for row in rows]),
        identity=tuple(row.identity for row in rows),
        status=numbers(STATUSES.index(row.status) for row in rows),
        unit_result=numbers(row.unit_result or 0 for row in rows),
        coefficient=numbers(row.coefficient for row in rows),
        leave_days=numbers(row.leave_days for row in rows),
        work_days=numbers(row.work_days for row in rows),
        flags=tuple(row.flags for row in rows),
        red_cards=numbers(row.red_cards for row in rows),
        yellow_cards=numbers(row.yellow_cards for row in rows),
    )


def engine_value(leaf: Leaf, key: str, value: int | str) -> int:
    """What one row adds to its cell: the value, or what the method makes of it before averaging."""
    match leaf.method:
        case Grade(shares=shares):
            return dict(shares)[str(value)]
        case RankTable(shares=table, beyond=beyond):
            place = int(value) // UNIT
            return table[place - 1] if place <= len(table) else beyond
        case Milestone() if key != DIFFICULTY:
            return int(int(value) > 0)
    return int(value)


def cell_columns(rows: Iterable[FactRow], leaves: Mapping[str, Leaf], places: Places) -> dict[str, dict[str, Cells]]:
    """Add up the rows of every leaf and key."""
    sums: dict[tuple[str, str], tuple[list[int], list[int]]] = {}
    n = len(places)
    for row in rows:
        total, count = sums.setdefault((row.indicator, row.key), ([0] * n, [0] * n))
        total[places[row.cadre]] += engine_value(leaves[row.indicator], row.key, row.value)
        count[places[row.cadre]] += 1
    cells: dict[str, dict[str, Cells]] = {}
    for (indicator, key), (total, count) in sums.items():
        cells.setdefault(indicator, {})[key] = Cells(numbers(total), numbers(count))
    return cells


def ballot_columns(rows: Sequence[VoteRow], leaves: Mapping[str, Leaf], places: Places) -> dict[str, Ballots]:
    """The ballots of every leaf that is voted on."""
    found = {}
    for code in {row.indicator for row in rows}:
        method = leaves[code].method
        assert isinstance(method, Vote)
        classes = {name: place for place, (name, _) in enumerate(method.classes)}
        mine = [row for row in rows if row.indicator == code]
        found[code] = Ballots(
            numbers(places[row.cadre] for row in mine),
            numbers(classes[row.vote_class] for row in mine),
            numbers(row.value for row in mine),
            numbers(row.count for row in mine),
        )
    return found


def mark_columns(rows: Iterable[MarkRow], places: Places) -> dict[str, Mask]:
    """For whom each leaf was marked not applicable."""
    marks: dict[str, Mask] = {}
    for row in rows:
        marks.setdefault(row.indicator, np.zeros(len(places), dtype=bool))[places[row.cadre]] = True
    return marks


def event_columns(rows: Sequence[EventRow], rulebook: Rulebook, places: Places) -> Events:
    """Columns of events; rows of people who are not there are left out."""
    rules = {rule.code: place for place, rule in enumerate(rulebook.adjustments.rules)} if rulebook.adjustments else {}
    here = [row for row in rows if row.cadre in places]
    return Events(
        ids=tuple(row.id for row in here),
        cadre=numbers(places[row.cadre] for row in here),
        rule=numbers(rules[row.rule] for row in here),
        points=numbers(row.points for row in here),
        on=numbers(row.on.toordinal() for row in here),
        count=numbers(row.count for row in here),
        multiplier=numbers(row.multiplier for row in here),
        share=numbers(row.share for row in here),
        matter=Coded.of([row.matter or None for row in here]).codes,
        self_found=truths(row.found_by is FoundBy.SELF for row in here),
        exempted=truths(row.exempted for row in here),
        approved=truths(row.approved for row in here),
    )


def veto_columns(rows: Sequence[VetoRow], rulebook: Rulebook, places: Places) -> VetoEvents:
    """Columns of vetoes; rows of people who are not there are left out."""
    vetoes = {veto.code: place for place, veto in enumerate(rulebook.vetoes)}
    here = [row for row in rows if row.cadre in places]
    return VetoEvents(
        cadre=numbers(places[row.cadre] for row in here),
        veto=numbers(vetoes[row.veto] for row in here),
        start=numbers(row.start.toordinal() for row in here),
        end=numbers(row.end.toordinal() for row in here),
        exempted=truths(row.exempted for row in here),
    )


def decisions_of(rows: Sequence[OverrideRow], places: Places) -> tuple[Decision, ...]:
    """The decisions on levels."""
    return tuple(Decision(places[row.cadre], row.level, row.extra_place, row.reason, row.authority) for row in rows)
