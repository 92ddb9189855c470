"""Tidying: what nobody needs any more goes after its age; the record, scores and evidence never do."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from cadres.choices import ImportState, JobState
from cadres.models import ImportBatch, Job, KnownAddress, LiveSession
from cadres.services.answering import forget_answers
from cadres.services.attempts import forget_old
from cadres.services.recording import Actor, record
from scoring.services.evidence import evidence_folder
from scoring.services.jobs import report_folder

REPORTS_KEPT: Final = timedelta(days=180)
"""A report can be made again from the results; the job that made it stays in the list."""
IMPORTS_KEPT: Final = timedelta(days=90)
"""Files that were refused, or never confirmed, hold people's data to no purpose."""
LEFTOVERS_KEPT: Final = timedelta(days=1)
"""What a stopped process left half written."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many of each went."""

    sessions: int
    addresses: int
    answers: int
    attempts: int
    imports: int
    reports: int
    leftovers: int


def tidy(*, actor: Actor, at: datetime) -> Tidied:
    """Remove what is over its age, in one transaction; that imports and reports went is recorded."""
    with transaction.atomic():
        known_until = at - timedelta(days=settings.KNOWN_ADDRESS_DAYS)
        done = Tidied(
            sessions=_deleted(LiveSession.objects.filter(expire_date__lt=at).delete()),
            addresses=_deleted(KnownAddress.objects.filter(seen_at__lt=known_until).delete()),
            answers=forget_answers(at=at),
            attempts=forget_old(at=at),
            imports=_remove_imports(at - IMPORTS_KEPT),
            reports=_remove_reports(at - REPORTS_KEPT),
            leftovers=_remove_leftovers(at - LEFTOVERS_KEPT),
        )
        if done.imports or done.reports:
            record(actor=actor, action="tidy", obj_type="record", obj_id="", after=asdict(done), at=at)
    return done


def _deleted(counted: tuple[int, Mapping[str, int]]) -> int:
    return counted[0]


def _remove_imports(before: datetime) -> int:
    """Remove batches that came to nothing, save those that a later one mends."""
    states = (ImportState.REFUSED, ImportState.STAGED)
    old = ImportBatch.objects.filter(state__in=states, brought_at__lt=before, mended_by__isnull=True)
    return _deleted(old.delete())


def _remove_reports(before: datetime) -> int:
    old = Job.objects.filter(state=JobState.DONE, finished_at__lt=before).exclude(result_path="")
    paths = [report_folder() / path for path in old.values_list("result_path", flat=True)]
    old.update(result_path="")
    for path in paths:
        transaction.on_commit(partial(path.unlink, missing_ok=True), robust=True)
    return len(paths)


def _remove_leftovers(before: datetime) -> int:
    """Remove files that were never finished: those of reports and evidence begin with a dot."""
    found = [
        *report_folder().glob(".*.part"),
        *evidence_folder().glob(".*.part"),
        *Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*"),
    ]
    old = [path for path in found if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
