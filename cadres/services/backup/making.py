"""Making a backup: one state of the database, the files that belong to it, and whether its record was sound."""

import fcntl
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from cadres.models import RecordEvent
from cadres.services.anchors import anchor_file, head_anchor
from cadres.services.backup import postgresql, sqlite
from cadres.services.backup.archive import Manifest, file_digest, write_archive
from cadres.services.backup.contents import ANCHORS, DATABASE, UNKEPT_TABLES, count_rows, kept_files
from cadres.services.record_verifying import verify_record
from cadres.services.recording import Actor, record

BACK_UP: Final = "back_up"
NAME: Final = "assessment-{:%Y%m%dT%H%M%SZ}.tar"


class RefusedBackup(Exception):
    """A backup cannot be made or restored; the message is for the operator."""


@dataclass(frozen=True, slots=True)
class Made:
    """An archive that was made and what it holds."""

    path: Path
    manifest: Manifest


def back_up(*, folder: Path, actor: Actor, at: datetime) -> Made:
    """Keep the database as of one moment with its files in an archive, and record that it was made.

    The record is verified in the very state that is kept; an unsound one is kept all the same and says so.

    Raises: RefusedBackup where a client program is missing, another backup is being made, or the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as room:
            about = _keep_database(Path(room), at)
            path = folder / NAME.format(at.astimezone(UTC))
            manifest = write_archive(path=path, files=_files(Path(room)), about=about)
    except postgresql.NoClient as missing:
        raise RefusedBackup(str(missing)) from missing
    except OSError as error:
        said = {"folder": folder, "reason": error.strerror}
        raise RefusedBackup(_("The backup cannot be written to %(folder)s: %(reason)s") % said) from error
    _record(path, manifest, actor, at)
    return Made(path, manifest)


def is_news_since(manifest: Manifest) -> bool:
    """Tell whether anything but backups was recorded since an archive was made."""
    return RecordEvent.objects.filter(sequence__gt=manifest.sequence).exclude(action=BACK_UP).exists()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one backup at a time be made in a folder; the lock goes with the process."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RefusedBackup(_("Another backup is being made in this folder just now.")) from error
        yield


def _keep_database(room: Path, at: datetime) -> dict[str, Any]:
    """Lay the database and the anchors of one state into a folder, and say what state that was."""
    on_server = connection.vendor == "postgresql"
    if on_server:
        postgresql.check_clients("pg_dump")
    # on SQLite this holds the writers back, so that the copy and the counts are of one state
    with transaction.atomic(durable=True):
        snapshot = postgresql.export_snapshot() if on_server else ""
        head, rows, sound = head_anchor(), count_rows(), verify_record().sound
        migrations = sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())
        if on_server:
            postgresql.dump(room / DATABASE, snapshot=snapshot, without=UNKEPT_TABLES)
        else:
            sqlite.copy(room / DATABASE, without=UNKEPT_TABLES)
    _keep_anchors(room / ANCHORS, head.sequence)
    return {
        "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "database": connection.vendor,
        "server": ".".join(str(part) for part in connection.get_database_version()),
        "migrations": tuple(migrations),
        "rows": rows,
        "sequence": head.sequence,
        "digest": head.digest,
        "sound": sound,
    }


def _keep_anchors(target: Path, last: int) -> None:
    """Keep the anchors of the events that are kept; later ones belong to the next backup."""
    file = anchor_file()
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    kept = [line for line in lines if line.endswith("}") and json.loads(line)["sequence"] <= last]
    target.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")


def _files(room: Path) -> Iterator[tuple[str, Path]]:
    yield DATABASE, room / DATABASE
    yield ANCHORS, room / ANCHORS
    yield from kept_files()


@transaction.atomic
def _record(path: Path, manifest: Manifest, actor: Actor, at: datetime) -> None:
    after = {
        "file": path.name,
        "bytes": path.stat().st_size,
        "sha256": file_digest(path),
        "files": len(manifest.members) - 2,
        "head": f"{manifest.sequence}:{manifest.digest}",
        "sound": manifest.sound,
    }
    record(actor=actor, action=BACK_UP, obj_type="backup", obj_id="", after=after, at=at)
