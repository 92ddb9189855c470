"""Who may do what, and whom he sees: the one answer for pages, API, exports, tasks and commands.

A grant gives a role over a department's subtree, or over the whole house where it names no department.
The grant of a leader without a department reaches as far as the departments and people in his charge,
and over the house for one who is not entered as a leader in charge (the head of the house).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.choices import Role
from cadres.models import Account, Cadre, Department, Grant, Leader, LeadershipSpan, Posting
from cadres.policy.actions import ADMIN_ROLES, IMPORT_ACTIONS, NAMES, ROLE_ACTIONS, WHOLE_HOUSE, Action

__all__ = [
    "ADMIN_ROLES",
    "IMPORT_ACTIONS",
    "NAMES",
    "NOWHERE",
    "ROLE_ACTIONS",
    "WHOLE_HOUSE",
    "Action",
    "Forbidden",
    "Scope",
    "acting_as",
    "grants_of",
    "is_privileged",
    "may",
    "present_posting",
    "require",
    "roles_of",
    "scope",
    "visible_cadres",
    "visible_departments",
    "visible_leaders",
]


class Forbidden(PermissionDenied):
    """Somebody lacks a right; the message says which."""

    def __init__(self, action: Action) -> None:
        super().__init__(_("You do not have the right to %(right)s.") % {"right": NAMES[action]})
        self.action = action


@dataclass(frozen=True, slots=True)
class Scope:
    """How far a right reaches: everywhere, or the departments, leaders' people and cadres with these ids."""

    everything: bool = False
    departments: frozenset[int] = frozenset()
    leaders: frozenset[int] = frozenset()
    cadres: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.departments or self.leaders or self.cadres)

    def covers(self, *, department: int | None = None, leader: int | None = None, cadre: int | None = None) -> bool:
        """Whether somebody standing there, so led, or being that cadre lies within."""
        return self.everything or department in self.departments or leader in self.leaders or cadre in self.cadres

    def matches(self, *, department: str = "department", leader: str = "leader", cadre: str = "cadre") -> Q:
        """The condition for rows, given the names of their foreign keys: `participants.filter(scope.matches())`."""
        if self.everything:
            return Q()
        found = Q(**{f"{department}__in": self.departments}) | Q(**{f"{cadre}__in": self.cadres})
        return found | Q(**{f"{leader}__in": self.leaders})


NOWHERE: Final = Scope()


def grants_of(account: Account, on: date | None = None) -> list[Grant]:
    """The grants that hold on a day and were not ended; the database keeps administrators' roles apart from others."""
    if not account.is_active:
        return []
    day = on or timezone.localdate()
    prefetch_related_objects([account], "grants")
    standing = (grant for grant in account.grants.all() if grant.ended_at is None)
    return [grant for grant in standing if grant.starts_on <= day and (grant.ends_on is None or day <= grant.ends_on)]


def roles_of(account: Account) -> list[str]:
    """The roles that the account holds today, in the order of the closed set."""
    held = {grant.role for grant in grants_of(account)}
    return [role for role in Role.values if role in held]


def is_privileged(account: Account) -> bool:
    """Whether the account holds an administrator's role today."""
    return any(grant.role in ADMIN_ROLES for grant in grants_of(account))


def may(account: Account, action: Action, obj: Cadre | Department | None = None) -> bool:
    """Whether the account may do it: to the object, or at all where none is given."""
    if obj is None:
        return any(_gives(grant, action) for grant in grants_of(account))
    reach = scope(account, action)
    if isinstance(obj, Department):
        return reach.covers(department=obj.pk)
    return reach.everything or visible_cadres(account, action).filter(pk=obj.pk).exists()


def require(account: Account, action: Action, obj: Cadre | Department | None = None) -> None:
    """Refuse what the account may not do; `Forbidden` names the missing right."""
    if not may(account, action, obj):
        raise Forbidden(action)


def acting_as(account: Account, action: Action) -> str:
    """The role by which the account may do it, for the record."""
    return next((grant.role for grant in grants_of(account) if _gives(grant, action)), "")


def scope(account: Account, action: Action) -> Scope:
    """How far the account's right to an action reaches."""
    grants = [grant for grant in grants_of(account) if _gives(grant, action)]
    if any(_reaches_all(grant, account) for grant in grants):
        return Scope(everything=True)
    roots = {grant.department_id for grant in grants if grant.department_id is not None}
    leader, cadre = account.leader_id, account.cadre_id
    leads = leader is not None and any(g.role == Role.LEADER and g.department_id is None for g in grants)
    if leads:
        roots |= set(_in_charge(leader))
    himself = cadre is not None and any(grant.role == Role.CADRE for grant in grants)
    return Scope(
        departments=_with_descendants(roots),
        leaders=frozenset({leader} if leads and leader is not None else ()),
        cadres=frozenset({cadre} if himself and cadre is not None else ()),
    )


def visible_departments(account: Account, action: Action = Action.VIEW_PEOPLE) -> QuerySet[Department]:
    """The departments in which the account may do an action."""
    reach = scope(account, action)
    departments: QuerySet[Department] = Department.objects.all()
    return departments if reach.everything else departments.filter(pk__in=reach.departments)


def visible_cadres(account: Account, action: Action = Action.VIEW_PEOPLE) -> QuerySet[Cadre]:
    """The cadres to whom the account may do an action, by the posting that they hold today, or else held last."""
    reach = scope(account, action)
    if reach.everything:
        return Cadre.objects.all()
    if not reach:
        return Cadre.objects.none()
    return Cadre.objects.filter(
        Q(pk__in=reach.cadres)
        | Q(pk__in=Cadre.objects.alias(where=present_posting("department"), whose=present_posting("leader"))
            .filter(Q(where__in=reach.departments) | Q(whose__in=reach.leaders)).values("pk"))
    )  # fmt: skip


def visible_leaders(account: Account, action: Action = Action.VIEW_PEOPLE) -> QuerySet[Leader]:
    """The leaders in charge whom the account meets: those who have, or had, somebody or something within its reach."""
    reach = scope(account, action)
    if reach.everything:
        return Leader.objects.all()
    spans = LeadershipSpan.objects.filter(department__in=reach.departments).values("leader")
    postings = Posting.objects.filter(department__in=reach.departments, leader__isnull=False).values("leader")
    return Leader.objects.filter(Q(pk__in=reach.leaders) | Q(pk__in=spans) | Q(pk__in=postings))


def present_posting(field: str, on: date | None = None) -> Subquery:
    """A field of the main posting that a cadre holds on a day, else of the one nearest before, else of the next."""
    day = on or timezone.localdate()
    nearness = Case(When(starts_on__lte=day, then=Value(0)), default=Value(1), output_field=IntegerField())
    mine = Posting.objects.filter(cadre=OuterRef("pk"), is_main=True).order_by(nearness, "-starts_on")
    return Subquery(mine.values(field)[:1])


def _gives(grant: Grant, action: Action) -> bool:
    if action not in ROLE_ACTIONS[grant.role]:
        return False
    return action not in WHOLE_HOUSE or grant.department_id is None


def _reaches_all(grant: Grant, account: Account) -> bool:
    if grant.department_id is not None or grant.role == Role.CADRE:
        return False
    return grant.role != Role.LEADER or account.leader_id is None


def _in_charge(leader: int | None) -> Iterable[int]:
    day = timezone.localdate()
    spans = LeadershipSpan.objects.filter(leader=leader, starts_on__lte=day)
    return spans.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day)).values_list("department_id", flat=True)


def _with_descendants(roots: set[int]) -> frozenset[int]:
    if not roots:
        return frozenset()
    children: dict[int, list[int]] = {}
    for pk, parent in Department.objects.order_by().values_list("pk", "parent_id"):
        if parent is not None:
            children.setdefault(parent, []).append(pk)
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting += children.get(pk, ())
    return frozenset(found)
