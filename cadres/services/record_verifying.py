"""Verifying the record: the chain, the changed rows, the tables as they stand, the anchors, the watch itself."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from django.db import connection, transaction

from cadres.models import RecordEvent, RecordHead, RowChange
from cadres.services.anchors import Anchor
from cadres.services.outside import OUTSIDE_CHANGE
from cadres.services.recording import HEAD_ID, changes_digest, link_digest
from cadres.services.watching.installing import row_digest, stands, written_down
from cadres.services.watching.tables import WatchedTable, watched_tables

BATCH = 5_000


class Fault(StrEnum):
    """What can be wrong with the record."""

    EVENT_ALTERED = "event_altered"
    HEAD_ALTERED = "head_altered"
    CHANGES_ALTERED = "changes_altered"
    CHANGE_ALTERED = "change_altered"
    OUTSIDE = "outside"
    ROW_ALTERED = "row_altered"
    ROW_ADDED = "row_added"
    ROW_GONE = "row_gone"
    ANCHOR_BROKEN = "anchor_broken"
    WATCH_ALTERED = "watch_altered"


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault and its place: the number of an event or changed row, or table and key of a row."""

    fault: Fault
    place: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification looked at and what it found."""

    events: int
    changes: int
    tables: int
    noted_outside: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def verify_record(anchors: Iterable[Anchor] = ()) -> Verdict:
    """Verify the whole record against itself, the tables and anchors kept elsewhere, as of one moment."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        chain = _Chain()
        findings = [*chain.check(), *chain.check_anchors(anchors)]
        changes = _Changes(chain.claims)
        findings += changes.check()
        tables = watched_tables()
        for table in tables:
            findings += _check_table(table)
        if not stands():
            findings.append(Finding(Fault.WATCH_ALTERED, ""))
        return Verdict(chain.count, changes.count, len(tables), chain.noted_outside, tuple(findings))


class _Chain:
    """The events in their order, each on the digest of the one before."""

    def __init__(self) -> None:
        self.count = self.noted_outside = 0
        self.claims: dict[int, str] = {}
        self.digests: dict[int, str] = {}

    def check(self) -> Iterator[Finding]:
        sequence, digest = 0, ""
        for event in RecordEvent.objects.order_by("sequence").iterator(chunk_size=BATCH):
            fits = event.sequence == sequence + 1 and event.previous_digest == digest
            if not fits or event.digest != link_digest(event):
                yield Finding(Fault.EVENT_ALTERED, str(event.sequence))
            sequence, digest = event.sequence, event.digest
            self.count += 1
            self.digests[sequence] = digest
            self.noted_outside += event.action == OUTSIDE_CHANGE
            if event.changes_digest:
                self.claims[sequence] = event.changes_digest
        head = RecordHead.objects.filter(pk=HEAD_ID).first()
        stood = (head.sequence, head.digest) if head else (0, "")
        if stood != (sequence, digest):
            yield Finding(Fault.HEAD_ALTERED, str(stood[0]))

    def check_anchors(self, anchors: Iterable[Anchor]) -> Iterator[Finding]:
        for anchor in anchors:
            if self.digests.get(anchor.sequence) != anchor.digest:
                yield Finding(Fault.ANCHOR_BROKEN, str(anchor.sequence))


class _Changes:
    """The changed rows: each as its digest says, and all of an event's there, no other."""

    def __init__(self, claims: dict[int, str]) -> None:
        self.count = 0
        self.claims = dict(claims)

    def check(self) -> Iterator[Finding]:
        rows = (
            RowChange.objects.order_by("event", "pk")
            .values_list("event", "pk", "digest", "table_name", "row_id", "operation", "before", "after", "row_digest")
            .iterator(chunk_size=BATCH)
        )
        for event, group in groupby(rows, key=itemgetter(0)):
            found = []
            for _event, pk, digest, *said in group:
                self.count += 1
                found.append((pk, digest))
                if digest != hashlib.sha256("|".join(said).encode()).hexdigest():
                    yield Finding(Fault.CHANGE_ALTERED, str(pk))
                if event is None:
                    yield Finding(Fault.OUTSIDE, f"{said[0]} {said[1]}")
            if event is not None and self.claims.pop(event, None) != changes_digest(found):
                yield Finding(Fault.CHANGES_ALTERED, str(event))
        for event in self.claims:
            yield Finding(Fault.CHANGES_ALTERED, str(event))


_FAULTS = {(True, True): Fault.ROW_ALTERED, (True, False): Fault.ROW_GONE, (False, True): Fault.ROW_ADDED}


def _check_table(table: WatchedTable) -> Iterator[Finding]:
    """Compare the rows of a table with what was written down of each last."""
    text = "text" if connection.vendor == "postgresql" else "TEXT"
    key, digest = f'CAST(_row."{table.key}" AS {text})', row_digest(table, "_row")
    present = f"SELECT {key} AS row_id, {digest} AS row_digest FROM {table.name} _row"
    with connection.cursor() as cursor:
        # SQLite knows FULL JOIN only from 3.39 on.
        cursor.execute(
            f"""WITH noted AS ({written_down(table)}),
            latest AS (SELECT row_id, max(id) AS id FROM noted GROUP BY row_id),
            known AS (SELECT n.row_id, n.row_digest FROM noted n JOIN latest l ON l.id = n.id AND l.row_id = n.row_id
                WHERE n.operation NOT IN ('D', 'T')),
            present AS ({present})
            SELECT k.row_id, 1, p.row_id IS NOT NULL FROM known k LEFT JOIN present p ON p.row_id = k.row_id
            WHERE p.row_id IS NULL OR p.row_digest <> k.row_digest
            UNION ALL SELECT p.row_id, 0, 1=1 FROM present p LEFT JOIN known k ON k.row_id = p.row_id
            WHERE k.row_id IS NULL"""
        )
        for row_id, known, there in cursor.fetchall():
            yield Finding(_FAULTS[bool(known), bool(there)], f"{table.name} {row_id}")
