"""Restoring a backup into an empty database, and showing that what stands there is what was kept."""

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from cadres.models import Account, RecordEvent
from cadres.services.anchors import Anchor, head_anchor, read_anchors
from cadres.services.backup import postgresql, sqlite
from cadres.services.backup.archive import Manifest, check_archive, file_digest, unpack_archive
from cadres.services.backup.contents import ANCHORS, DATABASE, count_rows, kept_places
from cadres.services.backup.making import RefusedBackup
from cadres.services.record_verifying import Verdict, verify_record
from cadres.services.recording import Actor, record
from cadres.services.rotating import count_unopened

ROOM: Final = ".restoring-"


@dataclass(frozen=True, kw_only=True, slots=True)
class Restored:
    """What stands after restoring: the manifest, what differs from it, and what verifying the record found.

    `set_aside` names what lay in the places of the files before; `unopened` counts the sealed values that
    the field keys of this machine do not open.
    """

    manifest: Manifest
    differences: tuple[str, ...]
    verdict: Verdict
    set_aside: tuple[str, ...]
    unopened: int

    @property
    def green(self) -> bool:
        """Whether all of it is as it was kept, and sound."""
        return not self.differences and self.verdict.sound


def restore(*, path: Path, replace: bool, actor: Actor, at: datetime) -> Restored:
    """Put an archive's database and files in place, bring them up to this program, record it and verify all.

    The archive is read to its end, and the database asked whether it is empty, before anything is touched;
    the database is replaced in one transaction. Files that lie in the places of restored ones are set aside.

    Raises: RefusedBackup, BadArchive.
    """
    manifest = check_archive(path)
    _check_target(manifest, replace=replace)
    try:
        with tempfile.TemporaryDirectory(dir=settings.VAR, prefix=ROOM) as room:
            unpack_archive(path, Path(room))
            _load(Path(room) / DATABASE, manifest, replace=replace)
            differences = _differences(manifest)
            set_aside = _put_files(Path(room), at)
    except postgresql.NoClient as failed:
        raise RefusedBackup(str(failed)) from failed
    except OSError as error:
        raise RefusedBackup(_("The backup cannot be unpacked: %(reason)s") % {"reason": error.strerror}) from error
    # also sets the watch up anew: whoever owns the tables here, and PostgreSQL's spelling of them, may differ
    call_command("migrate", interactive=False, verbosity=0)
    _record(path, manifest, actor, at)
    return Restored(
        manifest=manifest,
        differences=differences,
        verdict=verify_record(_anchors(manifest)),
        set_aside=set_aside,
        unopened=count_unopened(),
    )


def _check_target(manifest: Manifest, *, replace: bool) -> None:
    if manifest.database != connection.vendor:
        raise RefusedBackup(
            _("The backup is of %(theirs)s, but DATABASE_URL names a database of %(ours)s.")
            % {"theirs": manifest.database, "ours": connection.vendor}
        )
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    unknown = sorted(set(manifest.migrations) - known)
    if unknown:
        raise RefusedBackup(
            _("The backup was made by a newer program (it knows %(name)s); restore it with that one, then go on.")
            % {"name": unknown[0]}
        )
    if not replace and _is_used():
        raise RefusedBackup(
            _("The database is not empty. Restore into an empty one, or use --replace to give up all that is in it.")
        )


def _is_used() -> bool:
    """Tell whether there is more in the database than migrating puts there."""
    tables = set(connection.introspection.table_names())
    ours = [model for model in (Account, RecordEvent) if model._meta.db_table in tables]
    return any(model._default_manager.exists() for model in ours) or bool(tables and len(ours) < 2)


def _load(source: Path, manifest: Manifest, *, replace: bool) -> None:
    if connection.vendor == "postgresql":
        postgresql.check_clients("pg_restore", "psql")
        postgresql.load(source, replace=replace or bool(connection.introspection.table_names()))
        return
    if not sqlite.is_sound(source):
        raise RefusedBackup(_("SQLite finds the kept database out of order."))
    sqlite.load(source)


def _differences(manifest: Manifest) -> tuple[str, ...]:
    """Name the tables whose rows are not as many as they were, and the record's head if it is another one."""
    rows, head = count_rows(), head_anchor()
    found = [
        f"{table}: {rows.get(table, 0)} ≠ {manifest.rows.get(table, 0)}"
        for table in sorted({*rows, *manifest.rows})
        if rows.get(table) != manifest.rows.get(table)
    ]
    kept = Anchor(manifest.sequence, manifest.digest)
    return (*found, *([f"{head} ≠ {kept}"] if head != kept else []))


def _put_files(room: Path, at: datetime) -> tuple[str, ...]:
    """Move the unpacked files into their places."""
    set_aside = []
    for name, place in kept_places().items():
        if place.exists():
            aside = place.with_name(f"{place.name}.before-{at:%Y%m%dT%H%M%S}")
            place.rename(aside)
            set_aside.append(aside.name)
        if (room / name).exists():
            shutil.move(room / name, place)
    return tuple(set_aside)


def _anchors(manifest: Manifest) -> list[Anchor]:
    kept = [Anchor(manifest.sequence, manifest.digest)] if manifest.sequence else []
    file = kept_places()[ANCHORS]
    return [*kept, *read_anchors(file.read_text(encoding="utf-8") if file.is_file() else "")]


@transaction.atomic
def _record(path: Path, manifest: Manifest, actor: Actor, at: datetime) -> None:
    after = {
        "file": path.name,
        "sha256": file_digest(path),
        "made_at": manifest.made_at,
        "head": f"{manifest.sequence}:{manifest.digest}",
    }
    record(actor=actor, action="restore_backup", obj_type="backup", obj_id="", after=after, at=at)
