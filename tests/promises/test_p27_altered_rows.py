"""P27: one altered row is found, wherever it was altered and by whatever means."""

import io
import random
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from cadres.models import RecordEvent, RecordHead, RowChange
from cadres.services.anchors import Anchor, head_anchor
from cadres.services.record_verifying import Fault, verify_record
from cadres.services.recording import link_digest
from cadres.services.watching.tables import WatchedTable, watched_tables
from tests.promises.conftest import Promise, Size
from tests.promises.tampering import alter, blind, move, remove, some_key, sql, undone

pytestmark = [pytest.mark.promise, pytest.mark.django_db]

KINDS = ("altered", "removed", "moved", "altered in the open")


@pytest.fixture
def played(settings: Any, tmp_path: Path) -> None:
    """A house in which something was done in most tables."""
    settings.VAR = tmp_path
    call_command("seed_demo", stdout=io.StringIO())


def _tamper(table: WatchedTable, kind: str, key: object, dice: random.Random) -> set[tuple[Fault, str]]:
    """Do it, and give what must be found."""
    place = f"{table.name} {key}"
    if kind == "altered in the open":
        alter(table, key, dice)
        return {(Fault.OUTSIDE, place)}
    with blind(table):
        if kind == "altered":
            alter(table, key, dice)
            return {(Fault.ROW_ALTERED, place)}
        if kind == "removed":
            remove(table, key)
            return {(Fault.ROW_GONE, place)}
        move(table, key)
        return {(Fault.ROW_GONE, place), (Fault.ROW_ADDED, f"{table.name} 900000000")}


def test_every_kind_in_every_table_is_found_at_its_place(played: None, promise: Promise, size: Size) -> None:
    dice = random.Random(27)
    assert verify_record().findings == ()
    rounds, tried, located, false_alarms, empty = size(quick=1, full=200), 0, 0, 0, []
    for table in watched_tables():
        if some_key(table, dice) is None:
            empty.append(table.name)
            continue
        for number in range(rounds * len(KINDS)):
            with undone():
                due = _tamper(table, KINDS[number % len(KINDS)], some_key(table, dice), dice)
                found = {(finding.fault, finding.place) for finding in verify_record().findings}
            tried += 1
            located += due <= found
            false_alarms += len(found - due)
    sound = verify_record().sound
    promise(
        "P27",
        holds=sound and located == tried and false_alarms == 0,
        tables=len(watched_tables()) - len(empty),
        empty_tables=len(empty),
        tampered=tried,
        located=located,
        false_alarms=false_alarms,
    )


def _rewrite_tail(dice: random.Random) -> None:
    """Alter the last event and mend the chain behind it, as one who knows how the chain is made."""
    last = RecordEvent.objects.order_by("-sequence")[0]
    last.reason = "rewritten"
    last.digest = link_digest(last)
    RecordEvent.objects.filter(pk=last.pk).update(reason=last.reason, digest=last.digest)
    RecordHead.objects.update(digest=last.digest)


def _cut_tail(dice: random.Random) -> None:
    last, before = RecordEvent.objects.order_by("-sequence")[:2]
    RowChange.objects.filter(event=last.pk).delete()
    last.delete()
    RecordHead.objects.update(sequence=before.sequence, digest=before.digest)


def _alter_event(dice: random.Random) -> None:
    RecordEvent.objects.filter(pk=dice.randint(1, RecordEvent.objects.count())).update(reason="other")


def _alter_change(dice: random.Random) -> None:
    key = dice.choice(list(RowChange.objects.values_list("pk", flat=True)))
    RowChange.objects.filter(pk=key).update(after='{"forged": 1}')


def _remove_change(dice: random.Random) -> None:
    key = dice.choice(list(RowChange.objects.values_list("pk", flat=True)))
    RowChange.objects.filter(pk=key).delete()


def _give_change_to_another_event(dice: random.Random) -> None:
    key = dice.choice(list(RowChange.objects.exclude(event=1).values_list("pk", flat=True)))
    RowChange.objects.filter(pk=key).update(event=1)


TAMPERINGS = (_rewrite_tail, _cut_tail, _alter_event, _alter_change, _remove_change, _give_change_to_another_event)


def test_the_record_itself_cannot_be_rewritten_unseen(played: None, promise: Promise, size: Size) -> None:
    dice, found, tried, unanchored = random.Random(27), 0, 0, 0
    anchor = head_anchor()
    for number in range(size(quick=len(TAMPERINGS), full=200 * len(TAMPERINGS))):
        tamper = TAMPERINGS[number % len(TAMPERINGS)]
        with undone():
            tamper(dice)
            tried += 1
            found += not verify_record([anchor]).sound
            # the control: a chain alone does not see that its tail was rewritten
            unanchored += tamper is _rewrite_tail and verify_record().sound
    promise(
        "P27",
        holds=found == tried and unanchored > 0,
        record_tampered=tried,
        found=found,
        unseen_without_anchor=unanchored,
    )


def test_a_watch_that_was_taken_down_is_found(played: None) -> None:
    table = watched_tables()[0].name
    with undone():
        if connection.vendor == "postgresql":
            sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            sql(f"DROP TRIGGER record_watch_{table}_update")
        assert [finding.fault for finding in verify_record().findings] == [Fault.WATCH_ALTERED]
    assert verify_record([Anchor(1, RecordEvent.objects.get(pk=1).digest)]).sound
