"""The departments as a tree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cadres.models import Department, LeadershipSpan, Posting


@dataclass(frozen=True, slots=True)
class Branch:
    """A department in the tree: how it is called, how deep, who has it in charge, how many stand in it on the day."""

    department: Department
    name: str
    depth: int
    leader: str
    people: int


def in_tree_order(departments: Iterable[Department]) -> list[tuple[Department, int]]:
    """Order departments parents first with their depth; one whose parent is not among them is a root."""
    known = list(departments)
    pks = {department.pk for department in known}
    below: dict[int | None, list[Department]] = {}
    for department in sorted(known, key=lambda d: (d.position, d.code)):
        parent = department.parent_id if department.parent_id in pks else None
        below.setdefault(parent, []).append(department)
    ordered: list[tuple[Department, int]] = []
    waiting = [(department, 0) for department in reversed(below.get(None, []))]
    while waiting:
        department, depth = waiting.pop()
        ordered.append((department, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(department.pk, []))]
    return ordered


def branches(departments: QuerySet[Department], on: date) -> list[Branch]:
    """The tree with names, leaders and numbers of people on a day, in four queries."""
    holds = Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    leaders = dict(LeadershipSpan.objects.filter(holds).values_list("department", "leader__name"))
    people: dict[int, int] = {}
    for pk in Posting.objects.filter(holds, is_main=True).values_list("department", flat=True):
        people[pk] = people.get(pk, 0) + 1
    return [
        Branch(department, department.called(on), depth, leaders.get(department.pk, ""), people.get(department.pk, 0))
        for department, depth in in_tree_order(departments.prefetch_related("former_names"))
    ]


def subtree(root: Department, departments: Iterable[Department]) -> frozenset[int]:
    """The ids of a department and of all below it."""
    found: list[int] = []
    inside = -1
    for department, depth in in_tree_order(departments):
        if department.pk == root.pk:
            inside = depth
        elif depth <= inside:
            inside = -1
        if inside >= 0:
            found.append(department.pk)
    return frozenset(found)


def spans_of(department: Department) -> list[LeadershipSpan]:
    """Who had a department in charge and when, the last first; one query."""
    return list(LeadershipSpan.objects.filter(department=department).select_related("leader").order_by("-starts_on"))
