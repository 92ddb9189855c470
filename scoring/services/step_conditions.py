"""What a step of a period stands on: complete entries, closed parts, an open year, results of what stands now."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.choices import UNFROZEN, PeriodKind
from assessment.compiling import rulebook_of
from assessment.models import Period
from assessment.services.periods import lock_entries, step_of
from assessment.transitions import PeriodAction
from scoring.selectors.completeness import completeness
from scoring.selectors.outcomes import is_computed_from_this
from scoring.selectors.periods import current_run, part_periods, year_of


class NotReady(Exception):
    """The period cannot take this step yet; the message says what is missing."""


def lock_around(period: Period) -> None:
    """Lock the entries of a period with those of its year and of its parts, none of which moves meanwhile."""
    year = year_of(period)
    lock_entries(period.pk, *([year.pk] if year else []), *part_periods(period).values_list("pk", flat=True))


def require_ready(period: Period, action: PeriodAction) -> None:
    """Refuse a step as long as what it stands on is not there; to be asked under `lock_around`.

    A period is frozen once a graded cadre lacks nothing (RULES.md 3.2) and nothing that a year is made of changes any
    more; it goes back only before its year; public becomes what was computed from what stands.
    Raises: NotReady.
    """
    if action is PeriodAction.FREEZE:
        _require_closed_parts(period)
        _require_complete(period)
    if action is PeriodAction.ANNOUNCE:
        _require_results_of_now(period)
    if not step_of(period, action).forward:
        _require_year_in_entry(period)


def _require_closed_parts(period: Period) -> None:
    if period.kind != PeriodKind.YEAR:
        return
    parts = part_periods(period).filter(kind=rulebook_of(period.scheme_version).part_kind.value)
    for part in parts.filter(state__in=UNFROZEN):
        values = {"period": period.code, "part": part.code, "state": part.get_state_display()}
        text = _("%(period)s is made of %(part)s too, which still changes (state: %(state)s). Freeze %(part)s first.")
        raise NotReady(text % values)


def _require_year_in_entry(period: Period) -> None:
    year = year_of(period)
    if year is not None and year.pk != period.pk and year.state not in UNFROZEN:
        values = {"period": period.code, "year": year.code, "state": year.get_state_display()}
        text = _("%(year)s was made of %(period)s and no longer changes (state: %(state)s); take it back first.")
        raise NotReady(text % values)


def _require_results_of_now(period: Period) -> None:
    run = current_run(period)
    if run is None or not is_computed_from_this(period, run):
        text = _("Something has changed since %(period)s was computed. Compute it again, then give public notice.")
        raise NotReady(text % {"period": period.code})


def _require_complete(period: Period) -> None:
    missing = completeness(period).total.blocking
    if missing:
        text = ngettext(
            "The period cannot be frozen: %(number)d value is missing without which there is no result.",
            "The period cannot be frozen: %(number)d values are missing without which there is no result.",
            missing,
        )
        raise NotReady(text % {"number": missing})
