"""How much of a period's sheet is entered: over all, by leaf and by department."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from assessment.choices import Status
from assessment.compiling import rulebook_of
from assessment.models import Indicator, Participant, Period
from assessment.rulebook.facts import needed_keys
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.methods import Ratio
from assessment.rulebook.words import Kind, Missing
from cadres.models import Account
from scoring.models import NotApplicable, ScoreEntry, VoteTally
from scoring.policy import entry_reaches


@dataclass(slots=True)
class Count:
    """How many cells are entered of how many; `blocking` of the missing ones keep a cadre from a result."""

    entered: int = 0
    due: int = 0
    blocking: int = 0

    @property
    def percent(self) -> int:
        """The part entered, in whole percent rounded down, so that 100 means all."""
        return 100 if not self.due else 100 * self.entered // self.due

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return self.entered >= self.due

    def add(self, other: "Count") -> None:
        """Count other cells in."""
        self.entered += other.entered
        self.due += other.due
        self.blocking += other.blocking


@dataclass(frozen=True, slots=True)
class LeafCount:
    """How much of a leaf is entered; by the indicator's id, for the link to its sheet."""

    indicator_id: int
    code: str
    name: str
    count: Count


@dataclass(frozen=True, slots=True)
class DepartmentCount:
    """How much of a department's people is entered."""

    department_id: int
    code: str
    name: str
    count: Count


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is entered of a period's sheet.

    `cells` are by department's id and leaf's code, `leaders` by leader's id (None for who has none) and leaf's code.
    """

    total: Count
    leaves: tuple[LeafCount, ...]
    departments: tuple[DepartmentCount, ...]
    cells: Mapping[tuple[int, str], Count]
    leaders: Mapping[tuple[int | None, str], Count]


@dataclass(frozen=True, slots=True)
class Entered:
    """What there is by participant and leaf: keys, marks and ballots."""

    keys: Mapping[tuple[int, int], set[str]]
    marks: set[tuple[int, int]]
    ballots: set[tuple[int, int]]

    def count(self, person: int, leaf_id: int, leaf: Leaf, *, graded: bool) -> Count:
        """Count one person's leaf.

        What nobody needs (no events to report, or a person without a grade) is due only once it is there.
        """
        place = (person, leaf_id)
        needed = needed_keys(leaf)
        if place in self.marks:
            return Count(max(1, len(needed)), max(1, len(needed)))
        there = self.keys.get(place, set())
        if isinstance(leaf.method, Ratio):
            entered, due = len(there.intersection(needed)), len(needed)
        else:
            entered, due = int(bool(there) or place in self.ballots), 1
        if not needed or not graded:
            return Count(entered, entered)
        return Count(entered, due, due - entered if leaf.policy is Missing.BLOCK else 0)


@dataclass(slots=True)
class _Sums:
    total: Count = field(default_factory=Count)
    leaves: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    departments: dict[tuple[int, str, str], Count] = field(default_factory=lambda: defaultdict(Count))
    cells: dict[tuple[int, str], Count] = field(default_factory=lambda: defaultdict(Count))
    leaders: dict[tuple[int | None, str], Count] = field(default_factory=lambda: defaultdict(Count))

    def add(self, person: "_Person", code: str, count: Count) -> None:
        """Count a person's leaf in everywhere."""
        department = (person.department, person.department_code, person.department_name)
        own = (self.leaves[code], self.departments[department], self.cells[person.department, code])
        for one in (self.total, *own, self.leaders[person.leader, code]):
            one.add(count)


class _Person(NamedTuple):
    """A participant as far as counting goes."""

    pk: int
    status: str
    category: str
    department: int
    department_code: str
    department_name: str
    leader: int | None


def completeness_for(account: Account, period: Period) -> Completeness:
    """Count the cells that an account enters: of the others it learns nothing, not even how many are filled in."""
    return completeness(period, entry_reaches(account, list(_leaves(period).values())))


def completeness(
    period: Period, reaches: Mapping[str, Q] | None = None, entered: Entered | None = None
) -> Completeness:
    """Count the cells of a period's sheet in five queries; `period.scheme_version` should be at hand.

    Whoever counts for many reads what is `entered` once: that is nearly all of the time.

    A cell is due where the leaf applies to a graded cadre's category; `ratio` has two, other leaves one. With
    `reaches` only those leaves are counted, each for the people of its condition, one query more a condition.
    """
    leaves = {code: leaf for code, leaf in _leaves(period).items() if reaches is None or code in reaches}
    within = _people_within(period, {code: reaches[code] for code in leaves} if reaches is not None else {})
    ids = dict(
        Indicator.objects.filter(
            sheet__scheme_version_id=period.scheme_version_id, sheet__kind=period.kind, code__in=leaves
        ).values_list("code", "pk")
    )
    there = entered or entered_in(period)
    sums = _Sums()
    for person in _people(period):
        for code, leaf in leaves.items():
            if leaf.weight(person.category) is None or person.pk not in within.get(code, (person.pk,)):
                continue
            sums.add(person, code, there.count(person.pk, ids[code], leaf, graded=person.status == Status.GRADED))
    return Completeness(
        sums.total,
        tuple(LeafCount(ids[code], code, leaf.name, sums.leaves[code]) for code, leaf in leaves.items()),
        tuple(DepartmentCount(pk, code, name, count) for (pk, code, name), count in sums.departments.items()),
        dict(sums.cells),
        dict(sums.leaders),
    )


def lacking(period: Period, leaves: Sequence[Leaf]) -> set[int]:
    """The participants for whom something that is due is missing in some leaves, in five queries."""
    found = Indicator.objects.filter(sheet__scheme_version=period.scheme_version_id, sheet__kind=period.kind)
    ids, entered = dict(found.values_list("code", "pk")), entered_in(period)

    def lacks(person: _Person, leaf: Leaf) -> bool:
        graded = person.status == Status.GRADED
        applies = leaf.weight(person.category) is not None
        return applies and not entered.count(person.pk, ids[leaf.code], leaf, graded=graded).complete

    return {person.pk for person in _people(period) if any(lacks(person, leaf) for leaf in leaves)}


def _leaves(period: Period) -> dict[str, Leaf]:
    sheet = rulebook_of(period.scheme_version).sheet(Kind(period.kind))
    return {leaf.code: leaf for leaf in sheet.leaves} if sheet else {}


def _people_within(period: Period, reaches: Mapping[str, Q]) -> dict[str, frozenset[int]]:
    """The participants of each leaf's condition; a leaf without one is not among them: it is everybody's."""
    found: dict[Q, frozenset[int]] = {}
    for reach in reaches.values():
        if reach and reach not in found:
            people = Participant.objects.filter(reach, period=period)
            found[reach] = frozenset(people.order_by().values_list("pk", flat=True))
    return {code: found[reach] for code, reach in reaches.items() if reach}


def _people(period: Period) -> list[_Person]:
    people = Participant.objects.filter(period=period).exclude(status=Status.NOT_ASSESSED)
    rows = people.order_by("department__position", "department__code", "position").values_list(
        "pk", "status", "category__code", "department_id", "department__code", "department__name", "leader_id"
    )
    return [_Person(*row) for row in rows]


def entered_in(period: Period) -> Entered:
    """What there is of a period's sheet, in three queries."""
    keys: dict[tuple[int, int], set[str]] = defaultdict(set)
    entries = ScoreEntry.objects.filter(participant__period=period).values_list("participant_id", "indicator_id", "key")
    for person, leaf, key in entries.iterator(chunk_size=10_000):
        keys[person, leaf].add(key)
    marks = NotApplicable.objects.filter(participant__period=period)
    tallies = VoteTally.objects.filter(participant__period=period)
    return Entered(
        keys,
        set(marks.values_list("participant_id", "indicator_id")),
        set(tallies.values_list("participant_id", "indicator_id").distinct()),
    )
