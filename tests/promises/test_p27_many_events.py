"""P27: a record of a million acts is verified within a minute, and one altered act among them is found."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from cadres.models import RecordEvent, RecordHead
from cadres.services.record_verifying import Fault, verify_record
from cadres.services.recording import HEAD_ID, link_digest
from tests.promises.conftest import Promise, Size

pytestmark = [pytest.mark.promise, pytest.mark.django_db]

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
SECONDS_FOR_A_MILLION = 60
BATCH = 5_000


def act_often(count: int) -> None:
    """Put so many acts of entering on the record, each chained to the one before."""
    head, _is_new = RecordHead.objects.get_or_create(pk=HEAD_ID)
    sequence, digest = head.sequence, head.digest
    for start in range(0, count, BATCH):
        events = []
        for number in range(start, min(start + BATCH, count)):
            sequence += 1
            event = RecordEvent(
                sequence=sequence, at=AT + timedelta(seconds=number), acting_as="hr_officer", action="enter_scores",
                object_type="period", object_id="1", before={"1001 K1": "90"}, after={"1001 K1": "91.5"},
                reason="", previous_digest=digest,
            )  # fmt: skip
            digest = event.digest = link_digest(event)
            events.append(event)
        RecordEvent.objects.bulk_create(events)
    RecordHead.objects.filter(pk=HEAD_ID).update(sequence=sequence, digest=digest)


def test_a_million_acts_are_verified_within_a_minute(promise: Promise, size: Size) -> None:
    count = size(quick=10_000, full=1_000_000)
    act_often(count)
    started = time.monotonic()
    verdict = verify_record()
    seconds = time.monotonic() - started
    altered = verdict.events - count // 3
    RecordEvent.objects.filter(sequence=altered).update(reason="rewritten")
    found = verify_record().findings
    promise(
        "P27",
        # the quick size has the fixed part of verifying in it, and says little about speed
        holds=verdict.sound and seconds <= max(5, SECONDS_FOR_A_MILLION * count / 1_000_000)
        and [(one.fault, one.place) for one in found] == [(Fault.EVENT_ALTERED, str(altered))],
        events=verdict.events,
        seconds=f"{seconds:.1f}",
        altered_found=len(found),
    )  # fmt: skip
