"""Tidying takes what is over its age and nothing else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from cadres.choices import ImportState, JobState
from cadres.models import (
    Account,
    AttemptCount,
    GivenAnswer,
    ImportBatch,
    Job,
    KnownAddress,
    LiveSession,
    RecordEvent,
)
from cadres.services.record_verifying import verify_record
from cadres.services.recording import operator, record
from scoring.services.jobs import report_folder
from scoring.services.tidying import Tidied, tidy

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
OLD, YOUNG = timedelta(days=400), timedelta(seconds=1)


@pytest.fixture
def house(settings: Any, tmp_path: Path) -> None:
    """One of everything that is old, and one of everything that is young."""
    settings.VAR = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    with transaction.atomic():
        account = Account.objects.create(username="somebody")
        for age in (OLD, YOUNG):
            _one_of_each(account, AT - age)
        record(actor=operator(), action="odd_act", obj_type="house", obj_id="", at=AT)


def _one_of_each(account: Account, at: datetime) -> None:
    name = str(at.timestamp())
    LiveSession.objects.create(session_key=name, expire_date=at + timedelta(hours=8))
    KnownAddress.objects.create(account=account, address=f"10.0.0.{at.year % 100}", seen_at=at)
    AttemptCount.objects.create(lane=name, tried=1, until=at + timedelta(minutes=15))
    GivenAnswer.objects.create(account=account, key=name, claim="c", asked_digest="d", given_at=at)
    for state in ImportState.values:
        ImportBatch.objects.create(kind="roster", state=state, content=b"", brought_at=at)
    report_folder().mkdir(exist_ok=True)
    for state in (JobState.DONE, JobState.WAITING):
        path = f"ranking-{name}-{state}.xlsx"
        (report_folder() / path).write_bytes(b"PK")
        Job.objects.create(kind="ranking_report", key=path, state=state, run_after=at, asked_at=at, finished_at=at,
                           result_path=path)  # fmt: skip
    for part in (report_folder() / f".{name}.part", report_folder().parent / f"{name}.upload.xlsx"):
        part.write_bytes(b"half")
        os.utime(part, (at.timestamp(), at.timestamp()))


def test_the_old_goes_and_the_young_stays(house: None) -> None:
    done = tidy(actor=operator(), at=AT)
    assert done == Tidied(sessions=1, addresses=1, answers=1, attempts=1, imports=2, reports=1, leftovers=2)
    left = [model.objects.count() for model in (LiveSession, KnownAddress, AttemptCount, GivenAnswer)]
    assert left == [1, 1, 1, 1]
    kept = ImportBatch.objects.filter(brought_at=AT - OLD).values_list("state", flat=True)
    assert set(kept) == set(ImportState.values) - {ImportState.REFUSED, ImportState.STAGED}
    assert Job.objects.count() == 4
    assert len(list(report_folder().glob("ranking-*"))) == 3


def test_the_record_is_not_cut_and_tells_what_went(house: None) -> None:
    before = RecordEvent.objects.count()
    tidy(actor=operator(), at=AT)
    assert RecordEvent.objects.count() == before + 1
    assert (RecordEvent.objects.latest("sequence").after or {})["imports"] == 2
    assert verify_record().sound


def test_a_second_time_there_is_nothing_to_record(house: None) -> None:
    tidy(actor=operator(), at=AT)
    events = RecordEvent.objects.count()
    assert tidy(actor=operator(), at=AT).imports == 0
    assert RecordEvent.objects.count() == events


def test_a_batch_that_a_later_one_mends_stays(house: None) -> None:
    refused = ImportBatch.objects.get(state=ImportState.REFUSED, brought_at=AT - OLD)
    with transaction.atomic():
        ImportBatch.objects.create(kind="roster", state=ImportState.APPLIED, content=b"", brought_at=AT, mends=refused)
        record(actor=operator(), action="odd_act", obj_type="house", obj_id="", at=AT)
    assert tidy(actor=operator(), at=AT).imports == 1
    assert ImportBatch.objects.filter(pk=refused.pk).exists()
