"""Undoing an applied import in one act: what nobody touched since is as before, the rest is named and stays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from cadres.choices import ImportState
from cadres.models import BeforeImport, ImportBatch
from cadres.services.before_images import (
    Image,
    Models,
    OtherColumns,
    Picture,
    Row,
    RowKey,
    Watched,
    columns,
    instance,
    models_of,
    picture,
    unit_digests,
    unpacked,
)
from cadres.services.import_kinds import AnyKind
from cadres.services.locking import lock_named, lock_tables
from cadres.services.own_rows import hands_off_own
from cadres.services.recording import Actor, digest_of, record
from cadres.services.references import Reference, references_to
from cadres.services.refusals import one_act
from cadres.services.two_people import require_another

BATCH = 500
NAMED = 200
"""So many of the units that stay are named; all are counted."""
CHANGED_SINCE = "changed_since"
IN_USE = "in_use"


class NotUndoable(Exception):
    """An import cannot be undone; the message is for the person."""


class TouchedSince(Exception):
    """Some of what the import wrote was touched since, and whoever undoes it has not agreed that it stays."""

    def __init__(self, found: "Undoing") -> None:
        super().__init__(str(len(found.kept)))
        self.found = found


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that stays as it is, and why: it was changed since, or others refer to it by now."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing an import does: so many units are restored, these are kept; the digest pins which."""

    restored: int
    kept_count: int
    kept: tuple[Kept, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class _Work:
    """An undo worked out: the state now, the image, and why units are kept."""

    watched: tuple[Watched, ...]
    models: Models
    now: Picture
    image: Image
    keeps: Mapping[str, str]

    @property
    def rows(self) -> dict[RowKey, Row | None]:
        """The rows to restore, as they were before the import."""
        return {key: one.row for key, one in self.image.before.items() if self.keeps.keys().isdisjoint(one.units)}


def look_at_undo(*, kind: AnyKind, batch: ImportBatch) -> Undoing:
    """Tell what undoing an import would do, writing nothing.

    Raises: NotUndoable, RefusedScope.
    """
    return _described(_worked_out(kind, batch))


def undo(*, kind: AnyKind, batch: ImportBatch, agreed: str, actor: Actor, at: datetime) -> ImportBatch:
    """Restore what nobody touched since; with `agreed`, the digest of what was shown, the touched rest stays.

    Undone twice it is undone once.
    Raises: NotUndoable, RefusedScope, NeedsAnother; TouchedSince where something stays that was not agreed on.
    """
    with one_act(f"undo_import_{kind.name}", actor=actor, at=at):
        return _undo(kind, batch, agreed, actor, at)


def _undo(kind: AnyKind, batch: ImportBatch, agreed: str, actor: Actor, at: datetime) -> ImportBatch:
    lock_named(f"import:{kind.name}")
    if kind.writes_people:
        lock_tables(one.rows.model for one in kind.watched(kind.scope(batch.scope)))
    if ImportBatch.objects.filter(pk=batch.pk, state=ImportState.UNDONE).exists():
        return ImportBatch.objects.get(pk=batch.pk)
    require_another(kind, batch, actor)
    work = _worked_out(kind, batch)
    found = _described(work)
    if work.keeps and found.digest != agreed:
        raise TouchedSince(found)
    if not found.restored:
        raise NotUndoable(_("Everything that this import wrote was changed since or is in use; nothing can be undone."))
    scope = kind.scope(batch.scope)
    with kind.holding(scope), hands_off_own(kind, scope, actor):
        _restore(work)
    kept = [{"label": one.label, "reason": one.reason} for one in found.kept]
    undone = {"restored": found.restored, "kept_count": found.kept_count, "kept": kept}
    ImportBatch.objects.filter(pk=batch.pk, state=ImportState.APPLIED).update(
        state=ImportState.UNDONE, undone_at=at, undone_by=actor.account, undone=undone, version=batch.version + 1
    )
    after = {"file": batch.file_name, "scope": dict(batch.scope), **undone}
    record(actor=actor, action=f"undo_import_{kind.name}", obj_type="import_batch", obj_id=batch.pk, after=after, at=at)
    return ImportBatch.objects.get(pk=batch.pk)


def _worked_out(kind: AnyKind, batch: ImportBatch) -> _Work:
    watched = kind.watched(kind.scope(batch.scope))
    models = models_of(watched)
    stored = BeforeImport.objects.filter(batch=batch, batch__state=ImportState.APPLIED).first()
    if stored is None:
        raise NotUndoable(_("Only an import that was applied can be undone."))
    try:
        image = unpacked(bytes(stored.content), models)
    except OtherColumns as other:
        raise NotUndoable(_("The program was renewed since; this import cannot be undone any more.")) from other
    now = picture(watched)
    digests = unit_digests(now, image.units)
    keeps = {unit: CHANGED_SINCE for unit, digest in image.units.items() if digests[unit] != digest}
    work = _Work(watched, models, now, image, keeps)
    return replace(work, keeps={**_in_use(work), **keeps})


def _in_use(work: _Work) -> dict[str, str]:
    """Find the units whose rows the import added and to which something points that the undo leaves."""
    found = references_to((key for key, row in work.rows.items() if row is None), work.models)
    used: dict[str, str] = {}
    while True:
        rows = replace(work, keeps={**work.keeps, **used}).rows
        blocked = {one.target for one in found if one.target in rows and _stays(work.models, one, rows)}
        if not blocked:
            return used
        used |= {unit: IN_USE for key in blocked for unit in work.image.before[key].units}


def _stays(models: Models, reference: Reference, rows: Mapping[RowKey, Row | None]) -> bool:
    """Whether a reference will still be there after these rows were restored."""
    if reference.source not in rows:
        return True
    row = rows[reference.source]
    names = [field.attname for field in columns(models[reference.source[0]])]
    return row is not None and bool(row.values[names.index(reference.column)] == reference.target[1])


def _described(work: _Work) -> Undoing:
    keeps = dict(sorted(work.keeps.items()))
    named = list(keeps)[:NAMED]
    labels = _labels(work, named)
    kept = tuple(Kept(labels[unit], keeps[unit]) for unit in named)
    return Undoing(len(work.image.units) - len(keeps), len(keeps), kept, digest_of(keeps) if keeps else "")


def _labels(work: _Work, units: Iterable[str]) -> dict[str, str]:
    """Name units by a row that stands, or else by one that stood."""
    first: dict[str, tuple[RowKey, Row]] = {}
    rows = {**{key: one.row for key, one in work.image.before.items() if one.row is not None}, **work.now}
    for key, row in rows.items():
        first.setdefault(row.unit, (key, row))
    order = {label: one.label for label, one in zip(work.models, work.watched, strict=True)}
    return {
        unit: order[first[unit][0][0]](instance(work.models[first[unit][0][0]], first[unit][1], 1))
        if unit in first
        else unit
        for unit in units
    }


def _restore(work: _Work) -> None:
    """Remove what the import added, then put back what it changed and removed."""
    rows = work.rows
    try:
        with transaction.atomic():
            for label, model in work.models.items():
                _remove(model, [pk for (name, pk), row in rows.items() if name == label and row is None])
            for label, model in work.models.items():
                _put_back(model, [_renewed(work, key, row) for key, row in rows.items() if row and key[0] == label])
            connection.check_constraints()
    except IntegrityError as error:
        raise NotUndoable(
            _("Something that was entered since stands in the way; undo the later imports first.")
        ) from error


def _renewed(work: _Work, key: RowKey, row: Row) -> Model:
    """Give the row as it was, with a version that nobody has seen yet."""
    current: Any = work.now.get(key, row)
    return instance(work.models[key[0]], row, current.version + 1)


def _remove(model: type[Model], ids: list[int]) -> None:
    """Remove rows past Django's own cascade: rows that point at them are removed or put back before the end.

    The database's foreign keys are deferred and checked when all is restored.
    """
    for start in range(0, len(ids), BATCH):
        rows = model._base_manager.filter(pk__in=ids[start : start + BATCH])
        rows._raw_delete(rows.db)


def _put_back(model: type[Model], rows: list[Model]) -> None:
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._base_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=names
    )
