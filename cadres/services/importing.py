"""Bringing a file in: preview, stage, confirm; any fault and nothing is written."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.db import transaction

from cadres.choices import ImportState
from cadres.models import BeforeImport, ImportBatch
from cadres.services.before_images import image, models_of, packed, picture
from cadres.services.collecting import uncollected
from cadres.services.column_names import names_of
from cadres.services.import_kinds import AnyKind, Plan, Reading
from cadres.services.locking import lock_named, lock_tables
from cadres.services.own_rows import hands_off_own
from cadres.services.previews import REFUSED, ROWS, Preview, layouts_of
from cadres.services.recording import Actor, record
from cadres.services.refusals import one_act
from cadres.services.sealing import SealKeys, machine_keys, seal, unseal
from cadres.services.two_people import with_another
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.mending import overlaid
from cadres.workbooks.reading import Book, read_book
from cadres.workbooks.tables import NoTable

RECORDED_ROWS = 5000
"""So many changed rows stand in the event itself; beyond that their digest and the kept file vouch for them."""


class NotConfirmable(Exception):
    """A batch cannot be applied: it was refused, or undone."""


class Outdated(Exception):
    """What the preview showed is no longer what would happen; look again before confirming."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BroughtFile:
    """A file as somebody brought it: its name, its bytes and what it is about (`{"period": 3}`).

    `mends` is the batch of another file whose rows at fault this one holds, corrected.
    """

    name: str
    content: bytes
    scope: dict[str, Any]
    mends: ImportBatch | None = None


@dataclass(frozen=True, slots=True)
class _Planned:
    preview: Preview
    plan: Plan[Any] | None
    reading: Reading[Any] | None


def preview(*, kind: AnyKind, file: BroughtFile) -> Preview:
    """Tell what importing a file would do, writing nothing.

    Raises: RefusedScope.
    """
    return _planned(kind, file).preview


def stage(*, kind: AnyKind, file: BroughtFile, actor: Actor, at: datetime) -> ImportBatch:
    """Keep a file with its preview: `staged` if it may be confirmed, `refused` if it has a fault.

    Raises: RefusedScope.
    """
    with one_act(f"bring_{kind.name}", actor=actor, at=at):
        shown = _planned(kind, file).preview
        batch = _keep(shown, file, actor, at, ImportState.STAGED if shown.fine else ImportState.REFUSED)
        return _tell_brought(batch, actor, at)


@transaction.atomic
def keep_unread(*, kind: AnyKind, file: BroughtFile, actor: Actor, at: datetime) -> ImportBatch:
    """Keep a file that a worker will read."""
    return _tell_brought(_keep(_unread(kind, file), file, actor, at, ImportState.READING), actor, at)


def _tell_brought(batch: ImportBatch, actor: Actor, at: datetime) -> ImportBatch:
    file = {"file": batch.file_name, "file_digest": batch.file_digest}
    after = {**file, "scope": dict(batch.scope), "state": batch.state}
    record(actor=actor, action=f"bring_{batch.kind}", obj_type="import_batch", obj_id=batch.pk, after=after, at=at)
    return batch


def confirm(*, kind: AnyKind, batch: ImportBatch, plan_digest: str, actor: Actor, at: datetime) -> ImportBatch:
    """Apply a staged batch exactly as its preview showed it, in one transaction; applied twice it applies once.

    Of a kind for two people another confirms than brought it; the record names both.
    Raises: NotConfirmable, Outdated (nothing is written, the batch stays staged), RefusedScope, NeedsAnother.
    """
    with one_act(f"import_{kind.name}", actor=actor, at=at):
        return _confirm(kind, batch, plan_digest, None, actor, at)


def bring(*, kind: AnyKind, file: BroughtFile, actor: Actor, at: datetime) -> tuple[Preview, ImportBatch | None]:
    """Preview a file and, if it has no fault, stage and apply it at once; with a fault nothing is kept.

    Raises: RefusedScope.
    """
    with one_act(f"import_{kind.name}", actor=actor, at=at):
        _lock(kind, file.scope)
        planned = _planned(kind, file)
        if not planned.preview.fine:
            return planned.preview, None
        batch = _keep(planned.preview, file, actor, at, ImportState.STAGED)
        return planned.preview, _confirm(kind, batch, batch.plan_digest, planned.reading, actor, at)


def content_of(batch: ImportBatch, keys: SealKeys | None = None) -> bytes:
    """Open the kept file of a batch."""
    return unseal(bytes(batch.content), content_place(batch.file_digest), keys or machine_keys())


def book_of(file: BroughtFile) -> Book:
    """Read a file; one that mends another is laid over it.

    Raises: RefusedFile.
    """
    book = read_book(file.content, file.name)
    if file.mends is None:
        return book
    return overlaid(book_of(file_of(file.mends)), layouts_of(file.mends.preview), book)


def file_of(batch: ImportBatch) -> BroughtFile:
    """Give the file of a batch as it was brought."""
    return BroughtFile(name=batch.file_name, content=content_of(batch), scope=batch.scope, mends=batch.mends)


@uncollected()
def _planned(kind: AnyKind, file: BroughtFile, reading: Reading[Any] | None = None) -> _Planned:
    scope = kind.scope(file.scope)
    shown = _unread(kind, file)
    try:
        read = reading or kind.read(replace(book_of(file), names=names_of(kind.name)), scope)
    except RefusedFile as refused:
        return _Planned(_refused(shown, refused), None, None)
    plan = kind.plan(read.content, scope)
    faults = (*read.faults, *plan.faults)
    newly_faulty = {(f.sheet, f.row) for f in plan.faults} - {(f.sheet, f.row) for f in read.faults}
    shown = replace(
        shown,
        read=read.read,
        accepted=max(0, read.accepted - len(newly_faulty)),
        faults=faults,
        notices=(*read.notices, *plan.notices),
        rows=read.rows,
        tables=read.tables,
    )
    # A file with faults lacks rows: what it "would change" would mislead.
    return _Planned(shown if faults else replace(shown, changes=plan.changes), plan, read)


def _unread(kind: AnyKind, file: BroughtFile) -> Preview:
    """Give what is known of a file before it is read."""
    return Preview(
        kind=kind.name,
        scope=file.scope,
        file_name=PurePath(file.name).name[:200],
        file_digest=sha256(file.content).hexdigest(),
        verdict=ROWS,
        gone_is_removed=kind.gone_is_removed,
    )


def _refused(shown: Preview, refused: RefusedFile) -> Preview:
    """Tell why a file is not read; where only its headers are strange, also which ones it has."""
    tables = (refused.likely,) if isinstance(refused, NoTable) and refused.likely else ()
    return replace(shown, verdict=REFUSED, faults=(refused.as_fault(),), tables=tables)


def _keep(shown: Preview, file: BroughtFile, actor: Actor, at: datetime, state: ImportState) -> ImportBatch:
    return ImportBatch.objects.create(
        kind=shown.kind,
        scope=dict(shown.scope),
        file_name=shown.file_name,
        file_digest=shown.file_digest,
        content=seal(file.content, content_place(shown.file_digest), machine_keys()),
        state=state,
        preview=shown.stored(),
        mends=file.mends,
        plan_digest=shown.digest if state == ImportState.STAGED else "",
        brought_by=actor.account,
        brought_at=at,
    )


@uncollected()
def _confirm(
    kind: AnyKind, batch: ImportBatch, plan_digest: str, reading: Reading[Any] | None, actor: Actor, at: datetime
) -> ImportBatch:
    _lock(kind, batch.scope)
    claimed = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.STAGED).update(
        state=ImportState.APPLIED, applied_at=at, version=batch.version + 1
    )
    current = ImportBatch.objects.get(pk=batch.pk)
    if not claimed:
        if current.state != ImportState.APPLIED:
            raise NotConfirmable(current.state)
        return current
    actor = with_another(kind, current, actor)
    planned = _planned(kind, file_of(current), reading)
    if planned.plan is None or not planned.preview.fine or planned.preview.digest != plan_digest:
        raise Outdated(current.file_name)
    _apply(kind, current, planned.plan, actor, at)
    record(
        actor=actor,
        action=f"import_{kind.name}",
        obj_type="import_batch",
        obj_id=current.pk,
        after=_recorded(planned.preview),
        at=at,
    )
    return current


def _apply(kind: AnyKind, batch: ImportBatch, plan: Plan[Any], actor: Actor, at: datetime) -> None:
    """Write a plan, and keep what stood before for an undo."""
    scope = kind.scope(batch.scope)
    watched = kind.watched(scope, plan.writes)
    before = picture(watched)
    with kind.holding(scope), hands_off_own(kind, scope, actor):
        kind.apply(plan.writes, scope, actor, at)
    kept = image(before, picture(watched))
    BeforeImport.objects.create(batch=batch, content=packed(kept, models_of(watched)))


def _recorded(shown: Preview) -> dict[str, Any]:
    """One event for the whole batch: the counts, the first changed rows, and a digest over all of them."""
    changes = shown.as_dict(RECORDED_ROWS)["changes"]
    return {
        "file": shown.file_name,
        "file_digest": shown.file_digest,
        "scope": dict(shown.scope),
        "changes": changes,
        "plan_digest": shown.digest,
    }


def _lock(kind: AnyKind, scope: dict[str, Any]) -> None:
    """Let one at a time bring in a kind; where others write the same tables, let them wait."""
    lock_named(f"import:{kind.name}")
    if kind.writes_people:
        lock_tables(one.rows.model for one in kind.watched(kind.scope(scope)))


def content_place(file_digest: str) -> str:
    """Name the place for which a file's bytes are sealed."""
    return f"import:{file_digest}"
