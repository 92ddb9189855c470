"""Large files are read and written by a worker: the batch stands at once, the job tells how far it has come."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from cadres.choices import ImportState, JobState
from cadres.models import ImportBatch, Job
from cadres.services.bell import ring
from cadres.services.import_kinds import AnyKind
from cadres.services.importing import BroughtFile, file_of, keep_unread, preview, stage
from cadres.services.jobs import ask_anew
from cadres.services.recording import Actor
from cadres.services.refusals import one_act
from cadres.services.two_people import with_another
from cadres.workbooks.counting import Tell, watched_by

READ_IMPORT = "read_import"
APPLY_IMPORT = "apply_import"
LARGE_BYTES = 1_000_000
"""Files from here on are read by a worker: about ten thousand rows."""
LARGE_ROWS = 5_000
"""Previews of more rows are written by a worker."""
UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


def stage_by_size(*, kind: AnyKind, file: BroughtFile, actor: Actor, at: datetime) -> ImportBatch:
    """Keep a file with its preview; a large one is read by a worker.

    Raises: RefusedScope.
    """
    large = len(file.content) >= LARGE_BYTES or (file.mends is not None and is_large(file.mends))
    keep = stage_later if large else stage
    return keep(kind=kind, file=file, actor=actor, at=at)


def stage_later(*, kind: AnyKind, file: BroughtFile, actor: Actor, at: datetime) -> ImportBatch:
    """Keep a file and have it read by a worker.

    Raises: RefusedScope.
    """
    with one_act(f"bring_{kind.name}", actor=actor, at=at):
        kind.scope(file.scope)
        batch = keep_unread(kind=kind, file=file, actor=actor, at=at)
        _ask(READ_IMPORT, batch, {}, actor, at)
        return batch


def read_staged(*, kind: AnyKind, batch: ImportBatch, tell: Tell) -> ImportBatch:
    """Read a kept file and give its batch with the preview, not saved.

    Raises: RefusedScope.
    """
    with watched_by(tell):
        shown = preview(kind=kind, file=file_of(batch))
    batch.state = ImportState.STAGED if shown.fine else ImportState.REFUSED
    batch.preview = shown.stored()
    batch.plan_digest = shown.digest if shown.fine else ""
    return batch


@transaction.atomic
def confirm_later(*, kind: AnyKind, batch: ImportBatch, plan_digest: str, actor: Actor, at: datetime) -> Job:
    """Have a staged batch written by a worker, exactly as its preview showed it.

    Raises: NeedsAnother.
    """
    actor = with_another(kind, batch, actor)
    arguments: dict[str, Any] = {"plan_digest": plan_digest}
    if actor.asked_by is not None:
        arguments["asked_by"] = actor.asked_by.pk
    return _ask(APPLY_IMPORT, batch, arguments, actor, at)


def job_of(batch: ImportBatch) -> Job | None:
    """The last job of a batch, None where it never needed one."""
    return Job.objects.filter(kind__in=(READ_IMPORT, APPLY_IMPORT), arguments__batch=batch.pk).order_by("-pk").first()


def is_large(batch: ImportBatch) -> bool:
    """Whether a staged batch is better written by a worker."""
    return int(batch.preview.get("read", 0)) > LARGE_ROWS


def _ask(kind: str, batch: ImportBatch, more: dict[str, Any], actor: Actor, at: datetime) -> Job:
    language = get_language() or settings.LANGUAGE_CODE
    arguments = {"batch": batch.pk, "language": language, **more}
    return ask_anew(kind=kind, subject=str(batch.pk), arguments=arguments, actor=actor, at=at, ring=ring)
