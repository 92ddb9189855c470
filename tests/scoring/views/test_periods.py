"""The period page: its next step, its jobs, its reports."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.choices import PeriodState
from assessment.models import Period
from cadres.choices import JobState, Role
from cadres.models import Job, RecordEvent
from scoring.models import Run
from scoring.selectors.standing import standing_of
from scoring.services.working import run_job
from tests.scoring.views.conftest import Play

LEASE = timedelta(seconds=30)


def page(play: Play, who: str = "officer") -> str:
    answer = play.cast.client(who).get(reverse("scoring:period", args=[play.quarter.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def step(play: Play, who: str, action: str, **data: str) -> int:
    address = reverse("scoring:period_step", args=[play.quarter.pk])
    seen = {"action": action, "seen": standing_of(play.quarter)}
    status = play.cast.client(who).post(address, {**seen, **data}).status_code
    play.quarter.refresh_from_db()
    return status


def test_it_tells_how_much_is_entered_and_leads_to_the_sheet(play: Play) -> None:
    text = page(play)
    assert "0/10" in text
    assert "?leaf=K1" in text
    play.fill()
    assert "10/10" in page(play)


def test_only_workbooks_that_the_period_takes_now_are_asked_for(computed: Play) -> None:
    def asked_for() -> set[str]:
        text = page(computed, "manager")
        return {kind for kind in ("participants", "scores", "votes", "decisions", "adjustments", "vetoes")
                if f"/imports/{kind}/new/" in text}  # fmt: skip

    assert asked_for() == {"participants", "scores", "votes", "decisions", "adjustments", "vetoes"}
    Period.objects.filter(pk=computed.quarter.pk).update(state=PeriodState.FROZEN)
    assert asked_for() == {"decisions", "adjustments", "vetoes"}
    Period.objects.update(state=PeriodState.IN_NOTICE)
    assert asked_for() == set()
    assert "导入工作簿" not in page(computed, "manager")


def test_the_way_from_entry_to_the_final_results(computed: Play) -> None:
    assert step(computed, "officer", "review") == 302
    assert computed.quarter.state == PeriodState.REVIEWING
    assert step(computed, "officer", "freeze") == 403
    for action, state in (
        ("freeze", PeriodState.FROZEN),
        ("compute", PeriodState.COMPUTED),
        ("announce", PeriodState.IN_NOTICE),
        ("finish", PeriodState.FINAL),
    ):
        assert step(computed, "manager", action) == 302
        assert computed.quarter.state == state
    event = RecordEvent.objects.filter(action="period_finish").get()
    assert event.actor == computed.cast.manager
    assert event.acting_as == Role.HR_MANAGER


def test_a_period_with_missing_values_is_not_frozen(play: Play) -> None:
    step(play, "officer", "review")
    step(play, "manager", "freeze")
    assert play.quarter.state == PeriodState.REVIEWING
    assert "不能冻结" in page(play, "manager")


def test_going_back_needs_a_reason_that_is_kept(computed: Play) -> None:
    step(computed, "officer", "review")
    step(computed, "manager", "reopen")
    assert computed.quarter.state == PeriodState.REVIEWING
    step(computed, "manager", "reopen", reason="补录督办数据")
    assert computed.quarter.state == PeriodState.OPEN
    assert RecordEvent.objects.get(action="period_reopen").reason == "补录督办数据"


def test_a_step_from_another_state_changes_nothing(computed: Play) -> None:
    assert step(computed, "manager", "announce") == 302
    assert computed.quarter.state == PeriodState.OPEN
    assert step(computed, "manager", "nonsense") == 404


def test_computing_is_a_job_that_the_page_follows(play: Play) -> None:
    play.fill()
    client = play.cast.client("officer")
    client.post(reverse("scoring:compute", args=[play.quarter.pk]))
    job = Job.objects.get(kind="compute_period")
    jobs_part = reverse("scoring:period_jobs", args=[play.quarter.pk])
    under_way = client.get(jobs_part)
    assert 'hx-trigger="every 2s"' in under_way.content.decode()
    assert "HX-Refresh" not in under_way
    run_job(job_id=job.pk, clock=timezone.now, lease=LEASE)
    answer = client.get(jobs_part)
    assert answer["HX-Refresh"] == "true"
    done = answer.content.decode()
    assert "hx-trigger" not in done
    assert "查看排名" in done
    assert Run.objects.filter(period=play.quarter, is_current=True).exists()


def test_a_report_is_made_and_downloaded(computed: Play) -> None:
    client = computed.cast.client("officer")
    client.post(reverse("scoring:report", args=[computed.quarter.pk]))
    job = Job.objects.get(kind="ranking_report")
    run_job(job_id=job.pk, clock=timezone.now, lease=LEASE)
    address = reverse("scoring:job_file", args=[job.pk])
    assert address in client.get(reverse("scoring:jobs")).content.decode()
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")


@pytest.mark.parametrize(("who", "status"), [("section_officer", 403), ("leader", 403), ("cadre", 403)])
def test_the_right_to_a_report_is_checked_again_at_download(computed: Play, who: str, status: int) -> None:
    client = computed.cast.client("officer")
    client.post(reverse("scoring:report", args=[computed.quarter.pk]))
    job = Job.objects.get(kind="ranking_report")
    run_job(job_id=job.pk, clock=timezone.now, lease=LEASE)
    address = reverse("scoring:job_file", args=[job.pk])
    assert computed.cast.client(who).get(address).status_code == status
    computed.cast.officer.grants.update(ends_on="2025-01-01")
    assert computed.cast.client("officer").get(address).status_code == 403


def test_a_job_without_a_file_has_none_to_give(computed: Play) -> None:
    client = computed.cast.client("officer")
    client.post(reverse("scoring:compute", args=[computed.quarter.pk]))
    job = Job.objects.get(kind="compute_period")
    assert client.get(reverse("scoring:job_file", args=[job.pk])).status_code == 404


def test_a_stopped_job_says_why(computed: Play) -> None:
    Job.objects.create(
        kind="compute_period",
        key="k",
        arguments={"period": computed.quarter.pk},
        state=JobState.PARKED,
        run_after=timezone.now(),
        asked_at=timezone.now(),
        outcome={"reason": "stopped_worker"},
    )
    text = computed.cast.client("officer").get(reverse("scoring:jobs")).content.decode()
    assert "任务多次中断" in text


def test_the_list_narrows(computed: Play) -> None:
    client = computed.cast.client("officer")

    def codes(**asked: str) -> list[str]:
        rows = client.get(reverse("scoring:periods"), asked).context["rows"]
        return [row.period.code for row in rows]

    assert codes() == ["2026Q1", "2026"]
    assert codes(q="q1") == ["2026Q1"]
    assert codes(state="final") == []
    assert codes(scheme="T-1") == ["2026Q1", "2026"]


def test_the_queries_of_the_period_page_do_not_grow(computed: Play, crowd: Callable[[int], None]) -> None:
    client = computed.cast.client("officer")
    address = reverse("scoring:period", args=[computed.quarter.pk])
    crowd(10)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    crowd(990)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few) <= 22


def test_the_queries_of_the_list_do_not_grow(computed: Play) -> None:
    client = computed.cast.client("officer")
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("scoring:periods"))
    like = computed.quarter
    Period.objects.bulk_create(
        Period(
            scheme=like.scheme,
            scheme_version=like.scheme_version,
            code=f"M{place}",
            kind="month",
            starts_on="2026-01-01",
            ends_on="2026-01-31",
            work_days_units=0,
        )
        for place in range(1000)
    )
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("scoring:periods"))
    assert len(many) == len(few) <= 10
