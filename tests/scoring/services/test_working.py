"""Jobs at work: a period computed, its ranking written as a workbook, refusals parked with their reason."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from assessment.models import Period
from cadres.choices import JobState
from cadres.models import Job
from cadres.services.jobs import claim, sweep
from cadres.services.recording import Actor
from cadres.services.stored_files import DamagedFile
from cadres.workbooks.reading import read_book
from cadres.workbooks.writing import Written
from scoring.models import Run
from scoring.selectors.jobs import jobs_of
from scoring.services import working
from scoring.services.jobs import ask_compute, ask_ranking_report, ask_scheduled_reports, report_folder, report_of
from scoring.services.reports import ranking_report
from scoring.services.scores_import import ScoresImport
from scoring.services.working import run_job
from tests.scoring.services.conftest import AT, Centre

LEASE = timedelta(seconds=30)
HEADER: list[Written] = [
    "工号", "姓名", "BA2 目标责任分解/actual", "BA2 目标责任分解/target", "BF1 日常履职/error", "BF3 纪律保密公文",
]  # fmt: skip


@pytest.fixture(autouse=True)
def rung(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    rings: list[int] = []
    monkeypatch.setattr("scoring.services.jobs.ring", rings.append)
    return rings


@pytest.fixture
def scored(centre: Centre) -> Centre:
    rows: list[list[Written]] = [
        ["001", "汤远", 20, 20, 0, 0],
        ["002", "冯云", 10, 20, 0, 0],
        ["003", "胡润", 19, 20, 1, 0],
    ]
    assert centre.bring(ScoresImport(), [HEADER, *rows]).fine
    return centre


def work(job: Job, at: datetime = AT) -> Job:
    run_job(job_id=job.pk, clock=lambda: at, lease=LEASE)
    job.refresh_from_db()
    return job


def compute(centre: Centre) -> Job:
    return work(ask_compute(period=centre.quarter, actor=centre.actor, at=AT))


def test_a_period_is_computed_by_a_job(scored: Centre) -> None:
    job = compute(scored)
    run = Run.objects.get(period=scored.quarter, is_current=True)
    assert (job.state, job.outcome, job.done_units, job.total_units) == (JobState.DONE, {"run": run.pk}, 1, 1)
    assert run.computed_by == scored.officer
    assert [row.job for row in jobs_of(scored.quarter)] == [job]
    assert run.results.filter(rank__isnull=False).count() == 3


def test_a_report_is_a_workbook_with_a_summary_and_a_sheet_per_pool(scored: Centre) -> None:
    compute(scored)
    with override("en"):
        asked = ask_ranking_report(period=scored.quarter, actor=scored.actor, at=AT)
    job = work(asked)
    assert (job.state, job.outcome) == (JobState.DONE, {"listed": 4})
    assert job.result_name == f"Ranking report-{scored.quarter.scheme.code}-2026Q1.xlsx"
    book = read_book(report_of(job), job.result_name)
    assert [sheet.name for sheet in book.sheets] == ["Summary", "中心中层"]
    cells = [[value for value in row if value is not None] for row in book.sheets[1].rows]
    first = next(row for row in cells if row[:1] == [Decimal(1)])
    assert first[1:3] == ["001", "汤远"]
    assert sum(1 for row in cells if "004" in row and any("Incomplete" in str(value) for value in row)) == 1


def test_a_report_of_a_period_without_results_is_parked_with_its_reason(centre: Centre) -> None:
    job = work(ask_ranking_report(period=centre.quarter, actor=centre.actor, at=AT))
    assert (job.state, job.attempt) == (JobState.PARKED, 1)
    assert "2026Q1" in job.error
    with pytest.raises(DamagedFile):
        report_of(job)


def test_a_period_that_cannot_be_computed_is_parked_with_its_reason(centre: Centre) -> None:
    Period.objects.filter(pk=centre.quarter.pk).update(state="final")
    job = compute(centre)
    assert job.state == JobState.PARKED
    assert "2026Q1" in job.error


def test_an_error_of_the_program_is_tried_again(scored: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_asked: object) -> Run:
        raise ZeroDivisionError("by zero")

    job = ask_compute(period=scored.quarter, actor=scored.actor, at=AT)
    with monkeypatch.context() as patched:
        patched.setattr(working, "compute_period", broken)
        work(job)
    assert (job.state, job.error) == (JobState.WAITING, "ZeroDivisionError: by zero")
    assert (work(job, AT + timedelta(minutes=1)).state, Run.objects.count()) == (JobState.DONE, 1)


def test_a_worker_who_lost_his_claim_leaves_neither_row_nor_file(
    scored: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    compute(scored)
    job = ask_ranking_report(period=scored.quarter, actor=scored.actor, at=AT)
    late = AT + timedelta(minutes=5)
    write = ranking_report

    def interrupted(**asked: object) -> object:
        report = write(**asked)  # type: ignore[arg-type]  # handed through as it came
        assert sweep(at=late) == [job.pk]
        assert claim(job_id=job.pk, at=late, lease=LEASE) is not None
        return report

    before = _reports()
    monkeypatch.setattr(working, "ranking_report", interrupted)
    work(job)
    assert (job.state, job.attempt, job.result_path) == (JobState.RUNNING, 2, "")
    assert _reports() == before


def _reports() -> set[Path]:
    return set(report_folder().iterdir()) if report_folder().is_dir() else set()


def test_what_a_killed_worker_left_is_cleared_by_the_next(scored: Centre) -> None:
    compute(scored)
    asked = ask_ranking_report(period=scored.quarter, actor=scored.actor, at=AT)
    assert claim(job_id=asked.pk, at=AT, lease=LEASE) is not None
    report_folder().mkdir(parents=True)
    (report_folder() / f"ranking-{asked.pk}-1.xlsx").write_bytes(b"whole, but its row was never written")
    (report_folder() / f".ranking-{asked.pk}-1.xlsx.part").write_bytes(b"torn")
    job = work(asked, AT + timedelta(minutes=5))
    assert (job.state, job.attempt) == (JobState.DONE, 2)
    assert [path.name for path in _reports()] == [job.result_path]


def test_a_report_that_was_changed_is_not_handed_out(scored: Centre) -> None:
    compute(scored)
    job = work(ask_ranking_report(period=scored.quarter, actor=scored.actor, at=AT))
    path = report_folder() / job.result_path
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(DamagedFile):
        report_of(job)


def test_scheduled_reports_are_asked_once_for_what_ended_last(scored: Centre) -> None:
    (job,) = ask_scheduled_reports(kinds=("quarter",), at=AT)
    assert job.arguments["period"] == scored.quarter.pk
    assert ask_scheduled_reports(kinds=("quarter",), at=AT) == [job]
    assert ask_scheduled_reports(kinds=("year",), at=AT) == []
    assert [row.job for row in jobs_of(scored.quarter)] == [job]
    assert (job.asked_by, job.arguments["acting_as"]) == (None, "scheduler")


def test_a_job_s_actor_is_whoever_asked(scored: Centre) -> None:
    job = ask_compute(period=scored.quarter, actor=Actor(scored.officer, "hr_manager"), at=AT)
    held = claim(job_id=job.pk, at=AT, lease=LEASE)
    assert held is not None
    assert held.actor == Actor(scored.officer, "hr_manager")


@pytest.fixture(autouse=True)
def _own_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "VAR", tmp_path)
