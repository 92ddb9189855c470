"""What of a period's sheet a visitor may enter: which leaves, for whom; the one answer for page and API."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet

from assessment.choices import Status
from assessment.compiling import rulebook_of
from assessment.models import Indicator, Participant, Period
from assessment.rulebook.indicators import Leaf
from cadres.models import Account, Department
from scoring.policy import entry_reaches
from scoring.selectors.completeness import lacking
from scoring.selectors.entries import HIGHEST, LeafPlace
from scoring.selectors.sheets import SheetChoices, departments_of, enterable_leaves, leaves_by_indicator

T = TypeVar("T")


class NotThere(LookupError):
    """What was asked for does not exist for this visitor."""


@dataclass(frozen=True, slots=True)
class AskedSheet:
    """Which sheet is wanted, out of what the visitor may enter."""

    choices: SheetChoices
    leaf: Leaf | None
    department: Department | None
    people: QuerySet[Participant]
    columns: Sequence[Leaf]


def asked_sheet(
    account: Account, period: Period, *, leaf: str, department: str, missing: bool = False
) -> AskedSheet | None:
    """Find the sheet of a leaf, of a department, or of all; without either everybody with all leaves.

    With `missing` only the people for whom something that is due is not entered there.

    None where there is nothing to enter for the visitor. Raises: NotThere.
    """
    leaves = enterable_leaves(rulebook_of(period.scheme_version), period.kind)
    reaches = entry_reaches(account, leaves)
    everybody = Participant.objects.filter(period=period).exclude(status=Status.NOT_ASSESSED)
    people = everybody.filter(pk__in=_anybody(everybody, list(reaches.values())))
    choices = SheetChoices(tuple(one for one in leaves if one.code in reaches), departments_of(people))
    if not choices.leaves or not choices.departments:
        return None
    one_leaf = _found(leaf, {one.code: one for one in choices.leaves})
    one_department = _found(department, {str(one.pk): one for one in choices.departments})
    if one_leaf is not None:
        people = everybody.filter(reaches[one_leaf.code], category__weights__indicator__in=_rows_of(period, one_leaf))
    if one_department is not None:
        people = people.filter(department=one_department)
    columns = [one_leaf] if one_leaf else choices.leaves
    if missing:
        people = people.filter(pk__in=lacking(period, columns))
    return AskedSheet(choices, one_leaf, one_department, people.order_by("position"), columns)


def within_reach(account: Account, period: Period, places: Iterable[LeafPlace]) -> frozenset[LeafPlace]:
    """Those of these cells that the visitor may enter, in a query for the leaves and one a kind of reach."""
    # a larger number is nobody's, and no database takes it
    asked = frozenset(place for place in places if max(place) <= HIGHEST)
    leaves = leaves_by_indicator(period, {indicator for _person, indicator in asked})
    reaches = entry_reaches(account, list(leaves.values()))
    by_reach: dict[Q, set[LeafPlace]] = defaultdict(set)
    for person, indicator in asked:
        if indicator in leaves and leaves[indicator].code in reaches:
            by_reach[reaches[leaves[indicator].code]].add((person, indicator))
    found: set[LeafPlace] = set()
    for reach, cells in by_reach.items():
        wanted = {person for person, _indicator in cells}
        people = set(Participant.objects.filter(reach, period=period, pk__in=wanted).values_list("pk", flat=True))
        found |= {cell for cell in cells if cell[0] in people}
    return frozenset(found)


def require_within_reach(account: Account, period: Period, places: Iterable[LeafPlace]) -> None:
    """Make sure that the visitor may enter every one of these cells.

    Raises: NotThere where a cell is nobody's whom the visitor may score: it does not exist for him.
    """
    asked = frozenset(places)
    if within_reach(account, period, asked) != asked:
        raise NotThere


def _found(asked: str, known: Mapping[str, T]) -> T | None:
    if not asked:
        return None
    if asked not in known:
        raise NotThere
    return known[asked]


def _anybody(people: QuerySet[Participant], reaches: Sequence[Q]) -> QuerySet[Participant]:
    """Those of the people whom any of the rights reaches; an empty condition reaches all."""
    if any(not reach for reach in reaches):
        return people
    either = Q(pk__in=())
    for reach in reaches:
        either |= reach
    return people.filter(either)


def _rows_of(period: Period, leaf: Leaf) -> QuerySet[Indicator]:
    return Indicator.objects.filter(
        sheet__scheme_version_id=period.scheme_version_id, sheet__kind=period.kind, code=leaf.code
    )
