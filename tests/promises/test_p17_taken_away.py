"""P17: taking a right away works now: each live session's next request is refused, nothing is delivered after."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cadres.choices import JobState, LeaveKind
from cadres.models import Account, Grant, Job, Leave, LiveSession, Posting
from cadres.policy import visible_cadres
from scoring.models import Run
from scoring.services.jobs import report_folder
from scoring.services.working import run_job
from tests.cast import Cast
from tests.promises.conftest import Promise
from tests.scoring.views.conftest import Play
from tests.scoring.views.conftest import cast as cast
from tests.scoring.views.conftest import computed as computed
from tests.scoring.views.conftest import play as play

pytestmark = [pytest.mark.promise, pytest.mark.django_db]

SESSIONS: Final = 5
OLD, NEW = "a-long-password-of-old", "another-password-now"
PAGES: Final = ("scoring:jobs", "cadres:roster", "scoring:periods", "scoring:periods_export", "cadres:roster_export")
LEASE: Final = timedelta(seconds=30)


def sessions(cast: Cast, who: str) -> list[Client]:
    """Log somebody in with his password on five machines."""
    account = cast.accounts[who]
    account.set_password(OLD)
    account.save()
    found = []
    for _machine in range(SESSIONS):
        browser = Client()
        answer = browser.post(reverse("cadres:log-in"), {"username": account.username, "password": OLD})
        assert answer.status_code == 302
        found.append(browser)
    return found


def refused(browser: Client, address: str) -> bool:
    """Whether a session gets nothing: it is nobody's any more, the right is missing, or there is nothing for it."""
    answer = browser.get(address)
    return answer.status_code in (302, 403, 404) and not (
        answer.status_code == 302 and "log-in" not in answer["Location"]
    )


def disable(play: Play) -> None:
    play.cast.client("admin").post(reverse("cadres:account_close", args=[play.cast.officer.pk]), {"reason": "离职"})


def end_grant(play: Play) -> None:
    grant = Grant.objects.get(account=play.cast.officer)
    play.cast.client("security").post(reverse("cadres:grant_end", args=[grant.pk]), {"reason": "调离"})


def grant_runs_out(play: Play) -> None:
    Grant.objects.filter(account=play.cast.officer).update(ends_on=timezone.localdate() - timedelta(days=1))


def change_password(play: Play) -> None:
    browser = Client()
    browser.post(reverse("cadres:log-in"), {"username": "officer", "password": OLD})
    told = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
    assert browser.post(reverse("cadres:change-password"), told).status_code == 302


def give_new_password(play: Play) -> None:
    play.cast.client("admin").post(reverse("cadres:account_reset", args=[play.cast.officer.pk]), {"reason": "遗忘"})


ACTS: Final[Mapping[str, Callable[[Play], None]]] = {
    "disable": disable,
    "end_grant": end_grant,
    "grant_runs_out": grant_runs_out,
    "change_password": change_password,
    "give_new_password": give_new_password,
}


@pytest.mark.parametrize("act", ACTS)
def test_the_next_request_on_every_session_is_refused(computed: Play, promise: Promise, act: str) -> None:
    live = sessions(computed.cast, "officer")
    pages = [reverse(name) for name in PAGES]
    before = sum(browser.get(page).status_code == 200 for browser in live for page in pages)
    ACTS[act](computed)
    # each session's very next request, and all after it
    first = sum(not refused(browser, pages[place]) for place, browser in enumerate(live))
    later = sum(not refused(browser, page) for browser in live for page in pages)
    promise(
        "P17", holds=before == SESSIONS * len(pages) and not first and not later, act=act, sessions=SESSIONS,
        requests=SESSIONS * (1 + len(pages)), answered=first + later,
    )  # fmt: skip


def moved(play: Play) -> None:
    """Move Zhang out of section A by the page, as the house's officer does."""
    address = reverse("cadres:transfer", args=[play.people["1001"].cadre_id])
    last = Posting.objects.get(cadre=play.people["1001"].cadre_id, is_main=True)
    told = {
        "on": timezone.localdate().isoformat(),
        "department": play.cast.section_b.pk,
        "title": "科长",
        "seen_posting": last.pk,
    }
    assert play.cast.client("officer").post(address, told).status_code == 302


def test_who_moves_away_is_out_of_reach_at_once(computed: Play, promise: Promise) -> None:
    live = sessions(computed.cast, "section_officer")
    Leave.objects.create(
        cadre=computed.people["1001"].cadre, kind=LeaveKind.SICK, starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 6)
    )
    pk = computed.people["1001"].cadre_id
    pages = [reverse(f"cadres:{name}", args=[pk]) for name in ("cadre", "transfer", "enter_leave", "id_number")]
    before = sum(browser.get(page).status_code == 200 for browser in live for page in pages)
    moved(computed)
    after = sum(browser.get(page).status_code != 404 for browser in live for page in pages)
    listed = sum("张伟" in browser.get(reverse("cadres:roster")).content.decode() for browser in live)
    held = before == SESSIONS * len(pages) and not after and not listed
    promise("P17", holds=held, act="move_department", sessions=SESSIONS, answered=after, listed=listed)
    assert not visible_cadres(Account.objects.get(username="section_officer")).filter(pk=pk).exists()


def asked_report(play: Play) -> Job:
    play.cast.client("officer").post(reverse("scoring:report", args=[play.quarter.pk]))
    return Job.objects.get(kind="ranking_report")


@pytest.mark.parametrize("act", ["disable", "end_grant", "grant_runs_out"])
def test_what_was_asked_for_before_is_not_delivered_after(computed: Play, promise: Promise, act: str) -> None:
    """Neither a report that waits nor one that is written; a computation that waits is not carried out either."""
    live = sessions(computed.cast, "officer")
    ready = asked_report(computed)
    run_job(job_id=ready.pk, clock=timezone.now, lease=LEASE)
    address = reverse("scoring:job_file", args=[ready.pk])
    assert live[0].get(address).status_code == 200
    waiting = asked_report_again(computed)
    computed.cast.client("officer").post(reverse("scoring:compute", args=[computed.quarter.pk]))
    computing = Job.objects.get(kind="compute_period")
    runs, files = Run.objects.count(), len(list(report_folder().glob("ranking-*")))
    ACTS[act](computed)
    for job in (waiting, computing):
        run_job(job_id=job.pk, clock=timezone.now, lease=LEASE)
        job.refresh_from_db()
    delivered = sum(not refused(browser, address) for browser in live)
    made = len(list(report_folder().glob("ranking-*"))) - files + Run.objects.count() - runs
    told = all(job.state == JobState.PARKED and job.error for job in (waiting, computing))
    promise("P17", holds=not delivered and not made and told, act=f"queued_then_{act}", delivered=delivered, made=made)


def asked_report_again(play: Play) -> Job:
    """A report that nobody has begun yet."""
    play.cast.client("officer").post(reverse("scoring:report", args=[play.quarter.pk]))
    return Job.objects.filter(kind="ranking_report", state=JobState.WAITING).latest("pk")


def test_a_session_that_is_kept_goes_on(computed: Play) -> None:
    """The control: sessions are refused because they ended, or the right did; with both kept they go on."""
    live = sessions(computed.cast, "officer")
    pages = [reverse(name) for name in PAGES]
    kept = list(LiveSession.objects.filter(account=computed.cast.officer))
    change_password(computed)
    LiveSession.objects.bulk_create(kept, ignore_conflicts=True)
    Account.objects.filter(username="officer").update(password=computed.cast.officer.password)
    assert sum(not refused(browser, page) for browser in live for page in pages) == SESSIONS * len(pages)
