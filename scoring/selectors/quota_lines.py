"""Where the quota lines ran: how many places each group had, and where its line was drawn (RULES.md 10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from assessment.rulebook.words import Scope
from cadres.models import Department, Leader
from scoring.models import Result


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """A group under a quota: who counted, its places, the last published score that got one, equals left open."""

    level: int
    scope: str
    group: str
    contributors: int
    places: int
    line_units: int | None
    open_equals: int


def quota_lines(results: QuerySet[Result]) -> list[QuotaLine]:
    """The lines that ran through these results, group by group, in two or three queries."""
    trails = results.select_related(None).order_by().values_list("trail__quotas", flat=True)
    told = [quota for quotas in trails for quota in quotas or ()]
    names = _names(told)
    groups: dict[tuple[int, str, str], list[Mapping[str, Any]]] = {}
    for quota in told:
        groups.setdefault((quota["level"], quota["scope"], quota["group"]), []).append(quota)
    return [
        QuotaLine(
            level,
            scope,
            names.get((scope, group), ""),
            rows[0]["contributors"],
            rows[0]["places"],
            rows[0]["line"],
            sum(1 for row in rows if row["verdict"] == "cut"),
        )
        for (level, scope, group), rows in sorted(groups.items())
    ]


def _names(told: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """Name departments and leaders by their codes; a pool needs no name on its own page."""
    codes: dict[str, set[str]] = {}
    for row in told:
        codes.setdefault(row["scope"], set()).add(row["group"])
    names: dict[tuple[str, str], str] = {}
    if Scope.DEPARTMENT in codes:
        departments = Department.objects.filter(code__in=codes[Scope.DEPARTMENT]).order_by()
        names |= {(Scope.DEPARTMENT, department.code): department.name for department in departments}
    if Scope.LEADER in codes:
        leaders = Leader.objects.filter(number__in=codes[Scope.LEADER]).order_by()
        names |= {(Scope.LEADER, leader.number): leader.name for leader in leaders}
    return names
