"""Open periods take an amended scheme: what was entered stays, and points at the new version by its codes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from assessment.choices import PeriodKind, VersionState
from assessment.compiling import rulebook_of
from assessment.models import AdjustmentRule, Category, Indicator, Participant, Period, SchemeVersion, VetoRule
from assessment.services.periods import OBJECT, lock_entries
from assessment.services.schemes import NeedsTwoPeople, freeze
from cadres.services.recording import Actor, record
from cadres.services.refusals import one_act
from scoring.models import (
    AdjustmentEvent,
    Evidence,
    Filing,
    NotApplicable,
    Presence,
    Run,
    ScoreEntry,
    VetoEvent,
    VoteTally,
)
from scoring.selectors.amendments import open_periods_of
from scoring.selectors.misfits import misfits
from scoring.selectors.what_if import NotFitting
from scoring.services.computing import NotComputable, compute_period


@dataclass(frozen=True, slots=True)
class Carried:
    """Rows that name something of a scheme's version: in which column, of which period, of years alone or of all."""

    model: type[Model]
    column: str
    names: type[Model]
    within: str
    of_year: bool = False


Codes = Mapping[int, tuple[str, int | None]]
"""For each row of the old version its code, and the row of that code in the new one."""

CARRIED: Final = (
    Carried(Participant, "category", Category, "period"),
    Carried(ScoreEntry, "indicator", Indicator, "participant__period"),
    Carried(NotApplicable, "indicator", Indicator, "participant__period"),
    Carried(VoteTally, "indicator", Indicator, "participant__period"),
    Carried(Evidence, "indicator", Indicator, "participant__period"),
    Carried(AdjustmentEvent, "rule", AdjustmentRule, "year", of_year=True),
    Carried(VetoEvent, "veto", VetoRule, "year", of_year=True),
    Carried(Filing, "rule", AdjustmentRule, "year", of_year=True),
    Carried(Filing, "veto", VetoRule, "year", of_year=True),
)
"""Everything that points into a version; who is looking at a cell just now (presence) is forgotten instead."""


class NotAdoptable(Exception):
    """The version cannot be taken over as things are; the message is for the person who asked."""


def adopt_version(
    *,
    version: SchemeVersion,
    periods: Collection[int],
    actor: Actor,
    at: datetime,
    two_people: bool = False,
) -> list[Period]:
    """Let open periods be assessed by an approved version of their scheme; it is frozen by that.

    Participants, scores, marks, ballots, evidence, events and vetoes are carried over by their codes, and results
    that were there are computed anew, all in one transaction. Closed periods keep the version they were opened with.

    Raises: NotAdoptable, NotFitting (what is entered and the version would not take), NeedsTwoPeople.
    """
    with one_act("adopt_version", actor=actor, at=at):
        current = SchemeVersion.objects.select_related("scheme").get(pk=version.pk)
        _require_approved(current, version.digest, actor, two_people=two_people)
        open_now = open_periods_of(current.scheme_id, before=current.number, year=rulebook_of(current).year)
        taking = list(open_now.filter(pk__in=periods))
        if not taking or len(taking) < len(set(periods)):
            raise NotAdoptable(_("One of these periods is not open any more; look at the list again."))
        lock_entries(*(period.pk for period in taking))
        still = open_now.filter(pk__in=periods).select_for_update(of=("self",)).values_list("pk", "version")
        if set(still) != {(period.pk, period.version) for period in taking}:
            raise NotAdoptable(_("One of these periods is not open any more; look at the list again."))
        _require_fitting(taking, current)
        frozen = freeze(version=current, actor=actor, at=at, two_people=two_people)
        for period in taking:
            _carry_over(period, frozen, actor, at)
        for period in taking:
            _compute_anew(period, actor, at)
        return taking


def _require_approved(current: SchemeVersion, digest: str, actor: Actor, *, two_people: bool) -> None:
    if current.state not in (VersionState.APPROVED, VersionState.FROZEN) or current.digest != digest:
        raise NotAdoptable(_("Only an approved version can be taken over, and only as it was shown to you."))
    if two_people and (actor.account is None or actor.account.pk == current.loaded_by_id):
        raise NeedsTwoPeople(_("Another person than the one who wrote the version lets the periods take it."))


def _require_fitting(taking: list[Period], version: SchemeVersion) -> None:
    rulebook = rulebook_of(version)
    found = [misfit for period in taking for misfit in misfits(period, rulebook)]
    if found:
        raise NotFitting(found)


def _carry_over(period: Period, version: SchemeVersion, actor: Actor, at: datetime) -> None:
    before = period.scheme_version
    for row in CARRIED:
        if row.of_year and period.kind != PeriodKind.YEAR:
            continue
        rows = row.model._default_manager.filter(**{row.within: period})
        codes = _codes_of(row.names, period, before, version)
        _point(rows, row.column, codes)
    Presence.objects.filter(period=period).delete()
    Period.objects.filter(pk=period.pk).update(scheme_version=version, version=period.version + 1)
    record(
        actor=actor,
        action="period_amend",
        obj_type=OBJECT,
        obj_id=period.pk,
        before={"version": before.number, "digest": before.digest},
        after={"version": version.number, "digest": version.digest, "code": period.code},
        reason=version.reason,
        at=at,
    )


def _codes_of(names: type[Model], period: Period, before: SchemeVersion, after: SchemeVersion) -> Codes:
    """The rows of a version's projection by their keys, each with the row of the same code in the other version."""
    rows = names._default_manager.all()
    if names is Indicator:
        rows = rows.filter(sheet__kind=period.kind)
    of = "sheet__scheme_version" if names is Indicator else "scheme_version"
    by_code = dict(rows.filter(**{of: after}).values_list("code", "pk"))
    return {pk: (code, by_code.get(code)) for pk, code in rows.filter(**{of: before}).values_list("pk", "code")}


def _point(rows: "QuerySet[Any]", column: str, codes: Codes) -> None:
    """Let rows point at the new version's row of the same code; one UPDATE for each code in use.

    Raises: NotAdoptable where a code in use is gone.
    """
    used = rows.filter(**{f"{column}__isnull": False}).order_by().values_list(f"{column}_id", flat=True)
    for old in sorted(set(used)):
        code, new = codes[old]
        if new is None:
            raise NotAdoptable(_("Something stands under %(code)s, which the version lacks.") % {"code": code})
        rows.filter(**{column: old}).update(**{column: new})


def _compute_anew(period: Period, actor: Actor, at: datetime) -> None:
    """Bring results that are shown already under the new rules."""
    if not Run.objects.filter(period=period, is_current=True).exists():
        return
    try:
        compute_period(period=period, actor=actor, at=at)
    except NotComputable as refused:
        raise NotAdoptable(str(refused)) from refused
