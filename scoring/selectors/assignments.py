"""Who must enter what of a period, as the scheme names scorers: departments, leaders, the HR office."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from django.db.models import Q

from assessment.compiling import rulebook_of
from assessment.models import Period
from assessment.rulebook.indicators import Leaf
from cadres.choices import Role
from cadres.models import Account, Department, Grant, Leader
from cadres.policy import Action, may
from scoring.policy import OWN_LEADER, PRINCIPAL, entry_reaches
from scoring.selectors.completeness import Completeness, Count, LeafCount, completeness, entered_in
from scoring.selectors.sheets import enterable_leaves

OFFICE = "office"
K = TypeVar("K")


@dataclass(slots=True)
class Part:
    """A leaf that somebody enters, and how much of it is there."""

    leaf: Leaf
    count: Count


@dataclass(slots=True)
class Assignment:
    """Who enters what: the name of a department, of a leader, or of nobody in particular (the HR office).

    `holders` are the names of the accounts that can do it; without any, somebody must be given the role.
    """

    kind: str
    name: str
    holders: tuple[str, ...]
    parts: list[Part] = field(default_factory=list)

    @property
    def total(self) -> Count:
        """How much is entered of all its leaves."""
        total = Count()
        for part in self.parts:
            total.add(part.count)
        return total


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A department with each leaf and its count there, None where the leaf applies to nobody."""

    department_id: int
    name: str
    counts: Sequence[tuple[LeafCount, Count | None]]
    total: Count


def matrix_rows(found: Completeness) -> list[MatrixRow]:
    """Lay a period's completeness out by department and leaf."""
    return [
        MatrixRow(
            one.department_id,
            one.name,
            [(leaf, found.cells.get((one.department_id, leaf.code))) for leaf in found.leaves],
            one.count,
        )
        for one in found.departments
    ]


def assignments(period: Period) -> list[Assignment]:
    """Say who enters what of a period and how far he is; the office last, in a fixed number of queries."""
    counts = completeness(period)
    of_leaf = {leaf.code: leaf.count for leaf in counts.leaves}
    leaves = enterable_leaves(rulebook_of(period.scheme_version), period.kind)
    departments = dict(Department.objects.values_list("code", "name"))
    grouped: dict[str, list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        known = leaf.scorer in departments or leaf.scorer in (OWN_LEADER, PRINCIPAL)
        grouped[leaf.scorer if known else OFFICE].append(leaf)
    holders = _holders()
    found = [
        Assignment("department", departments[code], holders.departments.get(code, ()), _parts(some, of_leaf))
        for code, some in grouped.items()
        if code not in (OFFICE, OWN_LEADER, PRINCIPAL)
    ]
    found += _of_leaders(grouped.get(OWN_LEADER, []), counts, holders)
    if grouped.get(PRINCIPAL):
        found.append(Assignment(PRINCIPAL, "", holders.principal, _parts(grouped[PRINCIPAL], of_leaf)))
    if grouped.get(OFFICE):
        found.append(Assignment(OFFICE, "", holders.office, _parts(grouped[OFFICE], of_leaf)))
    return found


def behind(period: Period) -> list[tuple[Account, Count]]:
    """The accounts that enter scores of a period, each with what it has to enter, where something is missing.

    Those who enter the same are counted once.
    """
    granted = Grant.objects.filter(
        ended_at__isnull=True, account__is_active=True, role__in=(Role.SCORER, Role.HR_OFFICER)
    )
    accounts = Account.objects.filter(pk__in=granted.values("account")).order_by("pk")
    enter = [
        account for account in accounts.prefetch_related("grants__department") if may(account, Action.ENTER_SCORES)
    ]
    leaves = enterable_leaves(rulebook_of(period.scheme_version), period.kind)
    entered = entered_in(period)
    totals: dict[frozenset[tuple[str, Q]], Count] = {}
    found = []
    for account in enter:
        reaches = entry_reaches(account, leaves)
        same = frozenset(reaches.items())
        if same not in totals:
            totals[same] = completeness(period, reaches, entered).total
        if not totals[same].complete:
            found.append((account, totals[same]))
    return found


def is_late(period: Period, at: datetime) -> bool:
    """Whether the deadline of entry has passed."""
    return period.entries_due_at is not None and at > period.entries_due_at


@dataclass(frozen=True, slots=True)
class _Holders:
    departments: Mapping[str, tuple[str, ...]]
    leaders: Mapping[int, tuple[str, ...]]
    principal: tuple[str, ...]
    office: tuple[str, ...]


def _holders() -> _Holders:
    """The names of the accounts that may enter, by department's code and by leader, in one query."""
    departments: dict[str, list[str]] = defaultdict(list)
    leaders: dict[int, list[str]] = defaultdict(list)
    principal, office = [], []
    standing = Grant.objects.filter(ended_at__isnull=True, account__is_active=True)
    for grant in standing.select_related("account", "department").order_by("account__username"):
        name = str(grant.account)
        if grant.role == Role.SCORER and grant.department is not None:
            departments[grant.department.code].append(name)
        if grant.role == Role.SCORER and grant.account.leader_id is not None:
            leaders[grant.account.leader_id].append(name)
        elif grant.role == Role.SCORER and grant.department_id is None:
            principal.append(name)
        if grant.role == Role.HR_OFFICER and grant.department_id is None:
            office.append(name)
    return _Holders(
        _settled(departments), _settled(leaders), tuple(dict.fromkeys(principal)), tuple(dict.fromkeys(office))
    )


def _settled(names: Mapping[K, Iterable[str]]) -> dict[K, tuple[str, ...]]:
    return {key: tuple(dict.fromkeys(some)) for key, some in names.items()}


def _parts(leaves: Sequence[Leaf], of_leaf: Mapping[str, Count]) -> list[Part]:
    return [Part(leaf, of_leaf[leaf.code]) for leaf in leaves]


def _of_leaders(leaves: Sequence[Leaf], counts: Completeness, holders: _Holders) -> list[Assignment]:
    """A line for each leader who has people in the period, with the leaves that name him."""
    codes = {leaf.code for leaf in leaves}
    led = {leader for leader, code in counts.leaders if code in codes and leader is not None}
    return [
        Assignment(
            "leader",
            leader.name,
            holders.leaders.get(leader.pk, ()),
            [
                Part(leaf, counts.leaders[leader.pk, leaf.code])
                for leaf in leaves
                if (leader.pk, leaf.code) in counts.leaders
            ],
        )
        for leader in Leader.objects.filter(pk__in=led).order_by("number")
    ]
