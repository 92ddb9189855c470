"""Giving and withdrawing what a score stands on, while the period takes entries."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from assessment.models import Participant
from cadres.services.recording import Actor, record
from cadres.services.refusals import one_act
from cadres.services.stored_files import read_stored, store
from scoring.models import Evidence
from scoring.selectors.cell_history import cell_name
from scoring.selectors.entries import Place
from scoring.services.taking_entries import locked_cell

LONGEST_FILE: Final = 10 * 1024 * 1024
KINDS: Final = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".docx": b"PK\x03\x04",
    ".xlsx": b"PK\x03\x04",
    ".ofd": b"PK\x03\x04",
}
"""The files that are taken, each with how it begins."""


class Reasoned(Protocol):
    """A write that may carry its reason."""

    @property
    def place(self) -> Place: ...
    @property
    def reason(self) -> str: ...


class RefusedEvidence(Exception):
    """What was given cannot be kept; the message is for the person."""


@dataclass(frozen=True, slots=True)
class BroughtEvidence:
    """What somebody gives for a cell: words, or a file."""

    text: str = ""
    file_name: str = ""
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class KeptEvidence:
    """Words, or a file as it lies stored, for the row that will name it."""

    text: str
    file_name: str = ""
    stored_name: str = ""
    digest: str = ""
    size_bytes: int = 0


class Stored(Protocol):
    """A row that names a stored file."""

    stored_name: str
    digest: str


def keep_reasons(writes: Sequence[Reasoned], *, actor: Actor, at: datetime) -> None:
    """Keep the reasons that came with values, in the caller's transaction, whose event names the cells.

    A reason belongs to the leaf of a person: given for several of its keys at once it is kept once.
    """
    given: dict[tuple[object, ...], Reasoned] = {}
    for write in writes:
        given.setdefault((*write.place[:2], write.reason.strip()), write)
    Evidence.objects.bulk_create(
        Evidence(
            participant_id=write.place[0],
            indicator_id=write.place[1],
            key=write.place[2],
            text=write.reason.strip(),
            added_by=actor.account,
            added_at=at,
        )
        for write in given.values()
        if write.reason.strip()
    )


def keep_brought(brought: BroughtEvidence) -> KeptEvidence:
    """Store the file, if there is one, whole before any row names it.

    Raises: RefusedEvidence.
    """
    text = brought.text.strip()
    if not text and not brought.file_name:
        raise RefusedEvidence(_("Give the reason in words, or choose a file."))
    if not brought.file_name:
        return KeptEvidence(text)
    stored_name = f"{uuid.uuid4().hex}{_suffix(brought)}"
    digest = store(folder=evidence_folder(), name=stored_name, content=brought.content).digest
    return KeptEvidence(text, _plain_name(brought.file_name), stored_name, digest, len(brought.content))


def add_evidence(*, place: Place, brought: BroughtEvidence, actor: Actor, at: datetime) -> Evidence:
    """Keep words or a file for a cell and record it; the file lies complete before its row stands.

    The caller has checked that the actor may enter the cell.

    Raises: PeriodNotOpen, OwnCell, RefusedEvidence.
    """
    with one_act("add_evidence", actor=actor, at=at):
        locked_cell(place, actor)
        return _add(place, brought, actor, at)


def _add(place: Place, brought: BroughtEvidence, actor: Actor, at: datetime) -> Evidence:
    kept = keep_brought(brought)
    row = Evidence.objects.create(
        participant_id=place[0],
        indicator_id=place[1],
        key=place[2],
        text=kept.text,
        file_name=kept.file_name,
        stored_name=kept.stored_name,
        digest=kept.digest,
        size_bytes=kept.size_bytes,
        added_by=actor.account,
        added_at=at,
    )
    _record(row, "add_evidence", actor=actor, at=at)
    return row


def withdraw_evidence(*, evidence: Evidence, actor: Actor, at: datetime) -> bool:
    """Mark evidence as withdrawn and record it; tell whether it stood until now.

    Raises: PeriodNotOpen, OwnCell.
    """
    with one_act("withdraw_evidence", actor=actor, at=at):
        locked_cell((evidence.participant_id, evidence.indicator_id, evidence.key), actor)
        standing = Evidence.objects.filter(pk=evidence.pk, withdrawn_at__isnull=True)
        if not standing.update(withdrawn_by=actor.account, withdrawn_at=at):
            return False
        _record(evidence, "withdraw_evidence", actor=actor, at=at)
        return True


def file_of(evidence: Stored) -> bytes:
    """Read the file of a piece of evidence. Raises: DamagedFile."""
    return read_stored(path=evidence_folder() / evidence.stored_name, digest=evidence.digest)


def evidence_folder() -> Path:
    """Where the files lie."""
    return Path(settings.MEDIA_ROOT) / "evidence"


def _record(row: Evidence, action: str, *, actor: Actor, at: datetime) -> None:
    person = Participant.objects.select_related("cadre").get(pk=row.participant_id)
    name = cell_name(person.cadre.number, row.indicator.code, row.key)
    said = {"cell": name, "text": row.text, "file": row.file_name, "digest": row.digest}
    record(
        actor=actor,
        action=action,
        obj_type="period",
        obj_id=person.period_id,
        before=said if action == "withdraw_evidence" else None,
        after=None if action == "withdraw_evidence" else said,
        at=at,
    )


def _suffix(brought: BroughtEvidence) -> str:
    """Give the file's kind once its size and its first bytes fit. Raises: RefusedEvidence."""
    suffix = Path(brought.file_name).suffix.lower()
    if len(brought.content) > LONGEST_FILE:
        raise RefusedEvidence(_("The file is larger than 10 MB."))
    beginning = KINDS.get(suffix)
    if beginning is None or not brought.content.startswith(beginning):
        known = ", ".join(kind.removeprefix(".") for kind in KINDS)
        raise RefusedEvidence(_("The file must be one of: %(known)s.") % {"known": known})
    return suffix


def _plain_name(name: str) -> str:
    """Keep what a person recognises of a file's name: no folders, no signs that steer."""
    return re.sub(r"[^\w.\-()（）《》· ]", "_", name.replace("\\", "/").rpartition("/")[2])[-200:]
