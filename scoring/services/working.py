"""Working on jobs: each kind's work, its effect committed together with the mark that it is done."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.choices import PeriodState
from cadres.models import Account, Job
from cadres.policy import Action, may
from cadres.services.import_jobs import APPLY_IMPORT, READ_IMPORT
from cadres.services.import_kinds import RefusedScope
from cadres.services.jobs import REFUSED, ClaimLost, Outcome, claim, finish, park, put_back
from cadres.services.refusals import one_act
from cadres.services.stored_files import store
from scoring.policy import may_take_reports
from scoring.services.computing import NotComputable, compute_period
from scoring.services.import_work import apply_import, may_import, read_import
from scoring.services.jobs import COMPUTE_PERIOD, RANKING_REPORT, REMIND, report_folder
from scoring.services.reminding import remind
from scoring.services.reports import NotComputed, ranking_report
from scoring.services.shifts import Clock, Refused, Shift

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class JobKind:
    """What is done for a kind of job, and who may still have it done when its turn comes.

    One that beats seldom needs a longer lease, counted in leases.
    """

    work: Callable[[Shift], None]
    may: Callable[[Account, Shift], bool]
    leases: int = 1


def run_job(*, job_id: int, clock: Clock, lease: timedelta) -> None:
    """Work on a job if it is due and free; an error puts it back, a refusal parks it with its reason."""
    kind = KINDS[Job.objects.values_list("kind", flat=True).get(pk=job_id)]
    own_lease = lease * kind.leases
    held = claim(job_id=job_id, at=clock(), lease=own_lease)
    if held is None:
        return
    try:
        _work(kind, Shift(held, clock, own_lease))
    except ClaimLost:
        logger.warning("job %s: another worker took it from attempt %s", job_id, held.attempt)


def _work(kind: JobKind, shift: Shift) -> None:
    try:
        _require_right(kind, shift)
        kind.work(shift)
    except ClaimLost:
        raise
    except (Refused, RefusedScope, NotComputed, NotComputable) as refused:
        park(claim=shift.claim, reason=REFUSED, error=str(refused), at=shift.clock())
    except Exception as error:
        logger.exception("job %s failed in attempt %s", shift.claim.job_id, shift.claim.attempt)
        put_back(claim=shift.claim, error=f"{type(error).__name__}: {error}"[:500], at=shift.clock())


def _require_right(kind: JobKind, shift: Shift) -> None:
    """Refuse what somebody asked for whose right was taken since; scheduler and operator have no account."""
    account = shift.claim.actor.account
    if account is not None and not kind.may(account, shift):
        raise Refused(_("Whoever asked for this may not do it any more."))


def _may_compute(account: Account, _shift: Shift) -> bool:
    return may(account, Action.COMPUTE)


def _may_have_report(account: Account, _shift: Shift) -> bool:
    return may_take_reports(account)


def _compute(shift: Shift) -> None:
    period = shift.period()
    shift.beat(0, 1)
    with one_act(COMPUTE_PERIOD, actor=shift.claim.actor, at=shift.clock()):
        run = compute_period(period=period, actor=shift.claim.actor, at=shift.clock())
        finish(claim=shift.claim, outcome=Outcome(facts={"run": run.pk}), at=shift.clock())


def _remind(shift: Shift) -> None:
    period = shift.period()
    if period.state != PeriodState.OPEN:
        raise Refused(_("Entry is closed; there is nobody to remind."))
    shift.beat(0, 1)
    with transaction.atomic():
        count = remind(period=period, actor=shift.claim.actor, at=shift.clock())
        finish(claim=shift.claim, outcome=Outcome(facts={"reminded": count}), at=shift.clock())


def _report(shift: Shift) -> None:
    period = shift.period()
    with override(str(shift.claim.arguments["language"])):
        report = ranking_report(period=period, progress=shift.beat)
    _clear_attempts(shift.claim.job_id)
    # the attempt in the name keeps two workers from ever writing one file
    name = f"ranking-{shift.claim.job_id}-{shift.claim.attempt}.xlsx"
    kept = store(folder=report_folder(), name=name, content=report.content)
    outcome = Outcome(facts={"listed": report.listed}, file_name=report.name, file_path=name, file_digest=kept.digest)
    try:
        finish(claim=shift.claim, outcome=outcome, at=shift.clock())
    except ClaimLost:
        kept.path.unlink(missing_ok=True)
        raise


def _clear_attempts(job_id: int) -> None:
    """Remove what workers who were killed left behind; the fence keeps them from ever finishing with it."""
    for left in [*report_folder().glob(f"ranking-{job_id}-*"), *report_folder().glob(f".ranking-{job_id}-*")]:
        left.unlink(missing_ok=True)


KINDS = {
    # one computation is one transaction: it cannot show beats from inside
    COMPUTE_PERIOD: JobKind(_compute, _may_compute, leases=2),
    RANKING_REPORT: JobKind(_report, _may_have_report),
    REMIND: JobKind(_remind, _may_compute),
    READ_IMPORT: JobKind(read_import, may_import, leases=2),
    # writing is one transaction too
    APPLY_IMPORT: JobKind(apply_import, may_import, leases=10),
}
