"""Opening periods: dates, working days, and the scheme frozen by its digest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.choices import UNFROZEN, PeriodKind, PeriodState
from assessment.compiling import rulebook_of
from assessment.models import Period, Scheme, SchemeVersion
from assessment.rulebook.ledger import UNIT, trimmed
from assessment.rulebook.words import Kind
from assessment.selectors.schemes_by_code import version_for
from assessment.selectors.workdays import work_days
from assessment.services.period_documents import PeriodPlan, plan_by_code, read_periods
from assessment.services.periods import OBJECT, PeriodClosed, StalePeriod, lock_entries, move_period
from assessment.services.schemes import NotDraft, freeze
from assessment.transitions import PeriodAction
from cadres.services.recording import Actor, record
from cadres.services.refusals import one_act


@dataclass(frozen=True, slots=True)
class Opened:
    """A period that is open now, whether that is new, and whether the calendar knew its holidays."""

    period: Period
    outcome: str
    calendar_known: bool = True


CREATED, CHANGED, UNCHANGED = "created", "changed", "unchanged"


class CannotOpen(Exception):
    """A period cannot be opened so; the message is for the person who asked."""


class ClosedToOpening(PeriodClosed, CannotOpen):
    """A period stands there already and has gone on from being open."""


def open_period(
    *,
    scheme: Scheme,
    code: str,
    actor: Actor,
    at: datetime,
    two_people: bool = False,
    work_days_units: int | None = None,
    unit_result: int | None = None,
) -> Opened:
    """Open a period with the dates of its code under the version that its year is assessed by, which is frozen by that.

    Without working days they are counted by the calendar. Opening an open one again changes nothing.
    Raises: BadCode, CannotOpen, NeedsTwoPeople.
    """
    plan = replace(plan_by_code(code), work_days_units=work_days_units, unit_result=unit_result)
    with one_act("period_open", actor=actor, at=at):
        standing = Period.objects.filter(scheme=scheme, code=plan.code).first()
        if standing is None or standing.state == PeriodState.DRAFT:
            return _open_all(scheme, [plan], actor, at, two_people)[0]
        if standing.state == PeriodState.OPEN:
            return Opened(standing, UNCHANGED)
        values = {"period": standing.code, "state": standing.get_state_display()}
        message = _("%(period)s is not opened anew; its state is: %(state)s.") % values
        raise ClosedToOpening(message, standing)


def open_periods(
    *, scheme: Scheme, document: str, actor: Actor, at: datetime, two_people: bool = False
) -> list[Opened]:
    """Open the periods that a periods.yaml lists, with its dates and working days; all of them or none.

    An open period takes changed dates, working days and unit results; a later state does not.
    Raises: RefusedDocument (faults at their places), CannotOpen, NeedsTwoPeople.
    """
    plans = read_periods(document)
    with one_act("open_periods", actor=actor, at=at):
        standing = {period.code: period for period in Period.objects.filter(scheme=scheme)}
        known = [(standing[plan.code], plan) for plan in plans if plan.code in standing]
        refused = {period: _refusal(period, plan) for period, plan in known}
        message = "\n".join(filter(None, refused.values()))
        closed = next((period for period, plan in known if _is_closed(period, plan)), None)
        if closed is not None:
            raise ClosedToOpening(message, closed)
        if message:
            raise CannotOpen(message)
        return _open_all(scheme, plans, actor, at, two_people)


def change_frame(
    *, period: Period, work_days_units: int | None, unit_result: int | None, actor: Actor, at: datetime
) -> Period:
    """Say otherwise how many working days an open period has and how its unit did; without days they are counted.

    Raises: StalePeriod; PeriodClosed where it is not open any more; CannotOpen for more working days than days.
    """
    with one_act("period_change", actor=actor, at=at):
        current = Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
        values = {"period": current.code, "state": current.get_state_display()}
        if current.state not in (PeriodState.DRAFT, PeriodState.OPEN):
            raise PeriodClosed(_("%(period)s can no longer be changed; its state is: %(state)s.") % values, current)
        if current.version != period.version:
            raise StalePeriod(_("%(period)s was changed by somebody else; load the page again.") % values)
        days = work_days_units
        if days is None:
            days = work_days(current.starts_on, current.ends_on).count * UNIT
        said = _plan_of(current)
        plan = replace(said, work_days_units=days, unit_result=unit_result)
        if plan != said:
            _require_possible_days(plan)
            _change(current, plan, actor, at)
        return current


def _plan_of(period: Period) -> PeriodPlan:
    return PeriodPlan(
        code=period.code,
        kind=Kind(period.kind),
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        work_days_units=period.work_days_units,
        unit_result=period.unit_result,
    )


def _refusal(period: Period, plan: PeriodPlan) -> str:
    """Say why a period cannot become what a document says; empty if it can."""
    where = {"place": f"{plan.place} (line {plan.line})", "period": period.code, "state": period.get_state_display()}
    if plan.kind.value != period.kind:
        return _("%(place)s: %(period)s stands there already as a period of another kind.") % where
    if _is_closed(period, plan):
        return _("%(place)s: %(period)s can no longer be changed; its state is: %(state)s.") % where
    return ""


def _is_closed(period: Period, plan: PeriodPlan) -> bool:
    return period.state not in (PeriodState.DRAFT, PeriodState.OPEN) and _differs(period, plan)


def _open_all(
    scheme: Scheme, plans: Sequence[PeriodPlan], actor: Actor, at: datetime, two_people: bool
) -> list[Opened]:
    Scheme.objects.select_for_update().get(pk=scheme.pk)
    versions = [_version_for(scheme, plan) for plan in plans]
    frozen = {one.pk: _frozen(one, actor, at, two_people) for one in dict.fromkeys(versions)}
    return [_open_one(scheme, frozen[one.pk], plan, actor, at) for one, plan in zip(versions, plans, strict=True)]


def _version_for(scheme: Scheme, plan: PeriodPlan) -> SchemeVersion:
    """The version that a period is assessed by. Raises: CannotOpen."""
    values = {"code": scheme.code, "kind": PeriodKind(plan.kind.value).label, "period": plan.code}
    version = version_for(scheme, plan.starts_on.year)
    if version is None:
        raise CannotOpen(
            _(
                "%(period)s: no approved version of %(code)s is for the year %(year)s. Copy the scheme as a draft "
                "for that year, hand it in and have it approved."
            )
            % {**values, "year": plan.starts_on.year}
        )
    if rulebook_of(version).sheet(plan.kind) is None:
        raise CannotOpen(_("%(period)s: the scheme %(code)s has no sheet for the kind %(kind)s.") % values)
    return version


def _frozen(version: SchemeVersion, actor: Actor, at: datetime, two_people: bool) -> SchemeVersion:
    """The version, frozen. Raises: CannotOpen, NeedsTwoPeople."""
    try:
        return freeze(version=version, actor=actor, at=at, two_people=two_people)
    except NotDraft as refused:
        sent_back = {"code": version.scheme.code, "number": version.number}
        raise CannotOpen(
            _("Version %(number)d of %(code)s was sent back and is being mended.") % sent_back
        ) from refused


def _open_one(scheme: Scheme, version: SchemeVersion, plan: PeriodPlan, actor: Actor, at: datetime) -> Opened:
    """Open or change one period; its state is asked once more, under the locks of whoever moves it on."""
    _require_possible_days(plan)
    known = Period.objects.filter(scheme=scheme, code=plan.code).first()
    years = _years_around(scheme, plan)
    lock_entries(*years.values_list("pk", flat=True), *([known.pk] if known else []))
    if known is None:
        _require_year_in_entry(years, plan)
        return _create(scheme, version, plan, actor, at)
    period = Period.objects.select_for_update(of=("self",)).select_related("scheme_version").get(pk=known.pk)
    if _is_closed(period, plan):
        raise ClosedToOpening(_refusal(period, plan), period)
    outcome = UNCHANGED
    if _differs(period, plan):
        _change(period, plan, actor, at)
        outcome = CHANGED
    if period.state == PeriodState.DRAFT:
        period = move_period(period=period, action=PeriodAction.OPEN, actor=actor, at=at)
        outcome = CHANGED
    return Opened(period, outcome)


def _require_possible_days(plan: PeriodPlan) -> None:
    """Refuse more working days than there are days. Raises: CannotOpen."""
    days = (plan.ends_on - plan.starts_on).days + 1
    if plan.work_days_units is not None and plan.work_days_units > days * UNIT:
        values = {"period": plan.code, "days": days}
        raise CannotOpen(_("%(period)s has %(days)d days and cannot have more working days than that.") % values)


def _years_around(scheme: Scheme, plan: PeriodPlan) -> QuerySet[Period]:
    years = Period.objects.filter(scheme=scheme, kind=PeriodKind.YEAR).exclude(code=plan.code)
    return years.filter(starts_on__lte=plan.starts_on, ends_on__gte=plan.ends_on)


def _require_year_in_entry(years: QuerySet[Period], plan: PeriodPlan) -> None:
    """Refuse a new part of a year that no longer changes. Raises: ClosedToOpening."""
    for year in years.exclude(state__in=UNFROZEN):
        values = {"period": plan.code, "year": year.code, "state": year.get_state_display()}
        text = _("%(period)s would be a part of %(year)s, which no longer changes; its state is: %(state)s.")
        raise ClosedToOpening(text % values, year)


def _create(scheme: Scheme, version: SchemeVersion, plan: PeriodPlan, actor: Actor, at: datetime) -> Opened:
    counted = work_days(plan.starts_on, plan.ends_on) if plan.work_days_units is None else None
    days = counted.count * UNIT if counted else plan.work_days_units or 0
    period = Period.objects.create(
        scheme=scheme,
        scheme_version=version,
        code=plan.code,
        kind=plan.kind.value,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        work_days_units=days,
        unit_result=plan.unit_result,
        state=PeriodState.OPEN,
    )
    after = {"scheme": scheme.code, "digest": version.digest, "code": plan.code, **_told(period)}
    record(actor=actor, action="period_open", obj_type=OBJECT, obj_id=period.pk, after=after, at=at)
    return Opened(period, CREATED, counted.calendar_known if counted else True)


def _change(period: Period, plan: PeriodPlan, actor: Actor, at: datetime) -> None:
    before = _told(period)
    period.starts_on, period.ends_on = plan.starts_on, plan.ends_on
    if plan.work_days_units is not None:
        period.work_days_units = plan.work_days_units
    period.unit_result = plan.unit_result
    period.version += 1
    period.save(update_fields=["starts_on", "ends_on", "work_days_units", "unit_result", "version"])
    after = _told(period)
    record(actor=actor, action="period_change", obj_type=OBJECT, obj_id=period.pk, before=before, after=after, at=at)


def _differs(period: Period, plan: PeriodPlan) -> bool:
    days = period.work_days_units if plan.work_days_units is None else plan.work_days_units
    said = (plan.kind.value, plan.starts_on, plan.ends_on, days, plan.unit_result)
    return said != (period.kind, period.starts_on, period.ends_on, period.work_days_units, period.unit_result)


def _told(period: Period) -> dict[str, Any]:
    return {
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "work_days": trimmed(period.work_days_units),
        "unit_result": period.unit_result,
    }
