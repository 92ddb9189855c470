"""The watch over the tables: how it is put up, and how rows that come in bulk are written down."""

import pytest

from cadres.models import Leader, RecordEvent, RecordSeal, RowChange
from cadres.services.record_verifying import Fault, Finding, verify_record
from cadres.services.recording import operator, record
from cadres.services.watching.installing import RECIPE, fingerprint, set_up, stands, take_down
from cadres.services.watching.tables import watched_tables
from scoring.models import Result
from scoring.services.computing import compute_period
from tests.promises.tampering import blind
from tests.scoring.city import AT, found_city

pytestmark = pytest.mark.django_db


def _sealed(**columns: str) -> None:
    """Seal the watch as it stands, with something else about how it was made."""
    seal = RecordSeal.objects.get()
    RecordSeal.objects.update(fingerprint=fingerprint(), columns={**seal.columns, **columns})


def _written_down() -> int:
    return RowChange.objects.filter(table_name="scoring_result").count()


@pytest.mark.postgresql
def test_results_come_many_to_a_line_and_each_is_in_one() -> None:
    run = compute_period(period=found_city(1).quarters[0], actor=operator(), at=AT)
    lines = RowChange.objects.filter(table_name="scoring_result").values_list("operation", "after")
    [(operation, text)] = lines
    keys = [int(line.split()[0]) for line in text.split("\n")]
    assert operation == "M"
    assert sorted(keys) == sorted(Result.objects.filter(run=run).values_list("pk", flat=True))
    assert not [finding for finding in verify_record().findings if "scoring_result" in finding.place]


@pytest.mark.postgresql
@pytest.mark.parametrize(("count", "lines"), [(999, 999), (2_500, 3)])
def test_copied_rows_come_many_to_a_line_and_one_altered_is_found(count: int, lines: int) -> None:
    Leader.objects.bulk_create(Leader(number=f"L{place}", name="周\n主任 '|\\n") for place in range(count))
    record(actor=operator(), action="add_leaders", obj_type="leader", obj_id="", at=AT)
    written = RowChange.objects.filter(table_name="cadres_leader")
    assert written.count() == lines
    assert sum(len(after.split("\n")) for after in written.values_list("after", flat=True)) == count
    assert verify_record().findings == ()
    one, other, third = Leader.objects.order_by("pk")[count // 2 :][:3]
    [table] = [table for table in watched_tables() if table.name == "cadres_leader"]
    with blind(table):
        Leader.objects.filter(pk=one.pk).update(title="局长")
        Leader.objects.filter(pk=other.pk).delete()
    Leader.objects.filter(pk=third.pk).update(title="局长")
    record(actor=operator(), action="change_leader", obj_type="leader", obj_id=third.pk, at=AT)
    assert set(verify_record().findings) == {
        Finding(Fault.ROW_ALTERED, f"cadres_leader {one.pk}"),
        Finding(Fault.ROW_GONE, f"cadres_leader {other.pk}"),
    }


def test_another_edition_of_the_program_puts_up_its_own_watch() -> None:
    before = fingerprint()
    take_down(plan=[True])
    _sealed()
    set_up()
    # the control: what was sealed stands as it was sealed, and the recipe is this edition's
    assert stands()
    assert fingerprint() != before
    _sealed(**{RECIPE: "of an earlier edition"})
    set_up()
    assert stands()
    assert fingerprint() == before


def test_rows_that_are_digested_otherwise_now_are_written_down_anew() -> None:
    compute_period(period=found_city(1).quarters[0], actor=operator(), at=AT)
    noted = _written_down()
    set_up()
    assert _written_down() == noted
    _sealed(scoring_result="as earlier editions did")
    set_up()
    assert _written_down() == noted + 24
    event = RecordEvent.objects.latest("sequence")
    assert (event.action, event.after) == ("begin_record", {"scoring_result": 24})
