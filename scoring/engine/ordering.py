"""Who stands before whom (RULES.md 8): published total, then the tie-breakers in turn."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessment.rulebook.indicators import Group, Node
from assessment.rulebook.words import RankTies
from scoring.engine.exact import LIMIT, Column, Exact, Mask, order_keys, peak, sortable, total
from scoring.engine.sheet import LeafLedger, SheetLedger


@dataclass(frozen=True, slots=True)
class Merits:
    """What cadres are ordered by.

    Shapes: n each. Units: ledger units. `tie_break` names what the period's sheets have of the rule's list.
    """

    published: Column
    bonus: Column
    penalty: Column
    sheet: SheetLedger
    tie_break: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Cadres in groups, best first, equals side by side.

    Shapes: k each, one per ordered cadre. `rows` are the cadres in order, `group` their group, `first` the
    place where each one's equals begin, `last` one past their end, `start` and `end` those of the group.
    """

    rows: Column
    group: Column
    first: Column
    last: Column
    start: Column
    end: Column

    def ranks(self, ties: RankTies) -> Column:
        """Ranks from 1 within the group, 1-2-2-4 or 1-2-2-3."""
        if ties is RankTies.COMPETITION:
            return self.first - self.start + 1
        begins = self.first == np.arange(len(self.rows))
        classes = np.cumsum(begins)
        return classes - classes[self.start] + 1 if len(self.rows) else classes

    @property
    def behind(self) -> Column:
        """How many of the group stand strictly behind."""
        return self.end - self.last

    @property
    def size(self) -> Column:
        """How many the group has."""
        return self.end - self.start


def leaves_under(node: Node, sheet: SheetLedger) -> tuple[int, ...]:
    """Which leaves of a ledger lie under a node (a leaf lies under itself)."""
    codes = {leaf.code for leaf in node.leaves} if isinstance(node, Group) else {node.code}
    return tuple(place for place, ledger in enumerate(sheet.leaves) if ledger.leaf.code in codes)


def attainment(sheet: SheetLedger, places: Sequence[int], rows: Column) -> tuple[Exact, Column]:
    """The base points of some leaves that remain and the sum of their weights (RULES.md 3.5).

    Shapes: one per row. Units: ledger units; their quotient is the attainment, with weight 0 there is none.
    """
    terms, weights = [], np.zeros(len(rows), dtype=np.int64)
    for place in places:
        ledger: LeafLedger = sheet.leaves[place]
        remains = ledger.remains[rows]
        base = ledger.base.at(rows)
        terms.append(Exact(np.where(remains, base.numerator, 0), base.denominator))
        weights += np.where(remains, ledger.weight[rows], 0)
    return total(terms, len(rows)), weights


def ordered(merits: Merits, group: Column, rows: Column) -> Order:
    """Order some cadres within their groups.

    Shapes: `group` n, `rows` k indices. Rule: RULES.md 8.
    """
    rows = rows[_by_group_and_number(group[rows], -sortable(merits.published[rows]))]
    place = group[rows]
    new_group = _changes(place)
    new = new_group | _changes(merits.published[rows])
    rows, new = _untied(merits, rows, new)
    first, last = _bounds(new)
    start, end = _bounds(new_group)
    return Order(rows, place, first, last, start, end)


def _by_group_and_number(group: Column, number: Column) -> Column:
    """The order by group, then by number; as one key where both have room in it."""
    span = peak(number) + 1
    if span * (peak(group) + 1) * 2 >= LIMIT:
        return np.lexsort((number, group))
    order: Column = np.argsort(group * (2 * span) + number, kind="stable")
    return order


def _changes(column: Column) -> Mask:
    """Where a column says something else than a place before."""
    changes = np.ones(len(column), dtype=bool)
    changes[1:] = column[1:] != column[:-1]
    return changes


def _untied(merits: Merits, rows: Column, new: Mask) -> tuple[Column, Mask]:
    """Let the tie-breakers order those who are equal so far; `new` says where others begin."""
    tied = np.flatnonzero(~(new & np.append(new[1:], True)))
    if not len(tied) or not merits.tie_break:
        return rows, new
    run = np.cumsum(new)[tied]
    keys = [sortable(_tie_key(merits, code, leaves, rows[tied])) for code, leaves in reversed(merits.tie_break)]
    order = np.lexsort((*keys, run))
    rows, new = rows.copy(), new.copy()
    rows[tied] = rows[tied[order]]
    new[tied] = _changes(run) | np.logical_or.reduce([_changes(key[order]) for key in keys])
    return rows, new


def _bounds(begins: Mask) -> tuple[Column, Column]:
    """For every place, where its run begins and one past where it ends."""
    starts = np.flatnonzero(begins)
    run = np.cumsum(begins) - 1
    ends = np.append(starts[1:], len(begins))
    return starts[run], ends[run]


def _tie_key(merits: Merits, code: str, leaves: Sequence[int], rows: Column) -> Column:
    if code == "penalty":
        return merits.penalty[rows]
    if code == "bonus":
        return -merits.bonus[rows]
    base, weights = attainment(merits.sheet, leaves, rows)
    share = Exact(np.where(weights > 0, base.numerator, 0), base.denominator).over(np.maximum(weights, 1))
    return -order_keys(share)
