"""Anchors: the record's last number and digest, kept where who can change the database cannot reach."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from cadres.models import RecordEvent, RecordHead


class BadAnchors(ValueError):
    """A file or text is no list of anchors; the message names the line."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """That the event of this number had this digest."""

    sequence: int
    digest: str

    def __str__(self) -> str:
        return f"{self.sequence}:{self.digest}"


def anchor_file() -> Path:
    """Where this installation keeps its anchors; copies belong on another machine."""
    return Path(settings.VAR) / "anchors.jsonl"


def head_anchor() -> Anchor:
    """Give the anchor of the record as it stands."""
    head = RecordHead.objects.first()
    return Anchor(head.sequence, head.digest) if head else Anchor(0, "")


def keep_anchor(*, event: RecordEvent, at: datetime) -> None:
    """Write the anchor of an event to the file once its transaction is committed."""
    line = json.dumps({"sequence": event.sequence, "digest": event.digest, "at": at.isoformat(), "act": event.action})
    # robust: the act stands already; that an anchor is missing shows in the file
    transaction.on_commit(lambda: _append(line), robust=True)


def read_anchors(text: str) -> Iterator[Anchor]:
    """Read anchors, one a line: a line of the anchor file, or `number:digest`.

    Raises: BadAnchors.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield _anchor(line.strip())
        except (ValueError, KeyError, TypeError) as error:
            raise BadAnchors(f"line {number}") from error


def _anchor(line: str) -> Anchor:
    if line.startswith("{"):
        said = json.loads(line)
        return Anchor(int(said["sequence"]), str(said["digest"]))
    sequence, digest = line.split(":")
    return Anchor(int(sequence), digest)


def _append(line: str) -> None:
    file = anchor_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as stream:
        stream.write(line + "\n")
        stream.flush()
        os.fsync(stream.fileno())
