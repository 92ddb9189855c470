"""Who would take part in a period and how, drawn from the roster and the leave (RULES.md 4)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from assessment.choices import Status
from assessment.models import Category, Period
from assessment.rulebook import words
from assessment.rulebook.half_year import over_half, proposed_status
from assessment.rulebook.ledger import UNIT, trimmed
from assessment.selectors.workdays import days_worked
from cadres.choices import LeaveKind
from cadres.models import Leave, Posting

COUNTED_LEAVE: Final = (LeaveKind.SICK, LeaveKind.PERSONAL, LeaveKind.STUDY)
"""Kinds of leave that count for the half-year rule; maternity leave never does."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One cadre with what is proposed for him: the posting that holds, the days counted, and why."""

    posting: Posting
    status: Status
    leave_units: int
    reason: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """Who would take part, in the order of departments; and who is left out, for want of a category of the scheme."""

    rows: tuple[Proposal, ...]
    without_category: tuple[Posting, ...]


def proposals(period: Period) -> Proposals:
    """Propose the participants of a period, in four queries.

    Everybody with a main posting in the period is listed with the last one that he held in it. Who had left before
    its last day is proposed as not assessed; the others by the half-year rule.
    """
    known = set(Category.objects.filter(scheme_version=period.scheme_version_id).values_list("code", flat=True))
    held = _last_postings(period)
    leave = leave_days(period)
    listed = [posting for posting in held if posting.category in known]
    return Proposals(
        rows=tuple(_proposal(period, posting, leave.get(posting.cadre_id, 0) * UNIT) for posting in listed),
        without_category=tuple(posting for posting in held if posting.category not in known),
    )


def leave_days(period: Period) -> dict[int, int]:
    """Count the working days in the period on which each cadre was on counted leave; overlaps count once."""
    worked = days_worked(period.starts_on, period.ends_on)
    away: dict[int, set[date]] = defaultdict(set)
    found = Leave.objects.filter(
        kind__in=COUNTED_LEAVE, starts_on__lte=period.ends_on, ends_on__gte=period.starts_on
    ).values_list("cadre", "starts_on", "ends_on")
    for cadre, first, last in found:
        day, end = max(first, period.starts_on), min(last, period.ends_on)
        away[cadre].update(day + timedelta(days=offset) for offset in range((end - day).days + 1))
    return {cadre: len(days & worked) for cadre, days in away.items()}


def _last_postings(period: Period) -> list[Posting]:
    within = Q(starts_on__lte=period.ends_on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=period.starts_on))
    rows = Posting.objects.filter(within, is_main=True).select_related("cadre", "department", "leader")
    last = {posting.cadre_id: posting for posting in rows.order_by("cadre", "starts_on")}
    return sorted(last.values(), key=lambda p: (p.department.position, p.department.code, p.cadre.number))


def _proposal(period: Period, posting: Posting, leave_units: int) -> Proposal:
    if posting.ends_on is not None and posting.ends_on < period.ends_on:
        values = {"day": posting.ends_on.isoformat(), "why": posting.end_reason}
        reason = _("Left on %(day)s %(why)s") % values
        return Proposal(posting, Status.NOT_ASSESSED, leave_units, reason.strip())
    status = Status(str(proposed_status(words.Identity(posting.cadre.identity), leave_units, period.work_days_units)))
    if not over_half(leave_units, period.work_days_units):
        return Proposal(posting, status, leave_units, "")
    days = {"leave": trimmed(leave_units), "days": trimmed(period.work_days_units)}
    reason = _("%(leave)s working days of leave are more than half of %(days)s") % days
    return Proposal(posting, status, leave_units, reason)
