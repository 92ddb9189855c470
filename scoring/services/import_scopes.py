"""What an import of the play is about: a period that takes entries, or a year that takes events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessment.choices import PeriodKind, PeriodState
from assessment.compiling import rulebook_of
from assessment.models import Period
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from assessment.services.deadlines import DeadlinePassed, require_in_time
from assessment.services.participants import OPEN_STATES
from assessment.services.periods import ClosedScope, lock_entries
from cadres.services.import_kinds import RefusedScope
from scoring.selectors.periods import year_of

ENTRY_STATES = frozenset({PeriodState.OPEN})
PUBLIC_STATES = frozenset({PeriodState.IN_NOTICE, PeriodState.FINAL, PeriodState.ARCHIVED})
DECISION_STATES = frozenset({PeriodState.OPEN, PeriodState.REVIEWING, PeriodState.FROZEN, PeriodState.COMPUTED})


@dataclass(frozen=True, slots=True)
class PeriodScope:
    """A period with the rules that it is assessed by."""

    period: Period
    rulebook: Rulebook

    @property
    def kind(self) -> Kind:
        """The kind of period in the words of the rulebook."""
        return Kind(self.period.kind)


def levels_open(period: Period, year: Period | None = None) -> bool:
    """Whether levels of the period may be decided on now; its year is looked up where it is not given."""
    grades = rulebook_of(period.scheme_version).grades
    given = grades is not None and grades.of(Kind(period.kind)) is not None
    return given and period.state in DECISION_STATES and _published_year(period, year) is None


def _published_year(period: Period, year: Period | None = None) -> Period | None:
    """The year that was made of the period and is public already: what its parts give must stay as it was."""
    year = year or year_of(period)
    return year if year is not None and year.state in PUBLIC_STATES and year.pk != period.pk else None


def workbooks_taken(period: Period, year: Period | None) -> frozenset[str]:
    """The kinds of workbooks that a period and its year take in their present states, whoever brings them."""
    entered = period.state in ENTRY_STATES and rulebook_of(period.scheme_version).sheet(Kind(period.kind)) is not None
    kinds = {
        "participants": period.state in OPEN_STATES,
        "scores": entered,
        "votes": entered,
        "decisions": levels_open(period, year),
        "events": year is not None and year.state in ENTRY_STATES,
    }
    return frozenset(kind for kind, taken in kinds.items() if taken)


def sheet_scope(plain: Mapping[str, Any]) -> PeriodScope:
    """Give the open period whose sheet is filled in.

    Raises: RefusedScope if there is none, it is not open, its deadline has passed, or the scheme has no such sheet.
    """
    scope = _scope(plain, ENTRY_STATES)
    if scope.rulebook.sheet(scope.kind) is None:
        values = {"period": scope.period.code, "kind": scope.period.get_kind_display()}
        raise RefusedScope(_("The scheme has no sheet for %(kind)s; %(period)s takes no scores.") % values)
    try:
        require_in_time(scope.period)
    except DeadlinePassed as passed:
        raise ClosedScope(str(passed), scope.period) from passed
    return scope


def year_scope(plain: Mapping[str, Any]) -> PeriodScope:
    """Give the open year whose events are brought in.

    Raises: RefusedScope if there is none, it is not open, or the period is not a year.
    """
    scope = _scope(plain, ENTRY_STATES)
    if scope.period.kind != PeriodKind.YEAR:
        values = {"period": scope.period.code, "year": scope.period.starts_on.year}
        raise RefusedScope(_("Events belong to the year, not to %(period)s: choose the period %(year)s.") % values)
    return scope


def decision_scope(plain: Mapping[str, Any]) -> PeriodScope:
    """Give the period whose levels are decided on.

    Raises: RefusedScope if there is none, it or its year is published already, or it has no levels.
    """
    scope = _scope(plain, DECISION_STATES)
    year = _published_year(scope.period)
    if year is not None:
        values = {"period": scope.period.code, "year": year.code, "state": year.get_state_display()}
        text = _("%(year)s was made of %(period)s and no longer changes (state: %(state)s); take it back first.")
        raise ClosedScope(text % values, scope.period)
    grades = scope.rulebook.grades
    if grades is None or grades.of(scope.kind) is None:
        message = _("The scheme gives no levels in %(period)s; there is nothing to decide.")
        raise RefusedScope(message % {"period": scope.period.code})
    return scope


def _scope(plain: Mapping[str, Any], states: frozenset[PeriodState]) -> PeriodScope:
    lock_entries(plain["period"])
    period = Period.objects.select_related("scheme", "scheme_version").filter(pk=plain["period"]).first()
    if period is None:
        raise RefusedScope(_("There is no such period."))
    if period.state not in states:
        values = {"period": period.code, "state": period.get_state_display()}
        message = _("%(period)s takes no entries any more or not yet; its state is: %(state)s.") % values
        raise ClosedScope(message, period)
    return PeriodScope(period, rulebook_of(period.scheme_version))
