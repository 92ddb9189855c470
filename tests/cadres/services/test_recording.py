"""The record: chained, whole, and only inside a transaction."""

import pytest
from django.db import transaction

from cadres.models import Account, RecordEvent, RecordHead
from cadres.services.record_verifying import verify_record
from cadres.services.recording import Actor, NotInTransaction, operator, record
from tests.cadres.services.rosters import AT


def _broken() -> list[int]:
    return [int(found.place) for found in verify_record().findings]


def _record(count: int) -> None:
    for number in range(count):
        record(actor=operator(), action="act", obj_type="thing", obj_id=number, after={"名": "值", "n": number}, at=AT)


@pytest.mark.django_db
def test_events_are_chained_and_the_chain_holds() -> None:
    _record(3)
    events = list(RecordEvent.objects.order_by("sequence"))
    assert [event.sequence for event in events] == [1, 2, 3]
    assert events[0].previous_digest == ""
    assert events[2].previous_digest == events[1].digest
    assert RecordHead.objects.get().digest == events[2].digest
    assert _broken() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "broken"),
    [({"reason": "other"}, [2]), ({"after": {"n": 9}}, [2]), ({"digest": "0" * 64}, [2, 3])],
)
def test_an_altered_event_is_found(change: dict[str, object], broken: list[int]) -> None:
    _record(3)
    RecordEvent.objects.filter(sequence=2).update(**change)
    assert _broken() == broken


@pytest.mark.django_db
def test_a_cut_out_event_and_a_cut_tail_are_found() -> None:
    _record(4)
    RecordEvent.objects.filter(sequence=2).delete()
    assert _broken() == [3]
    RecordEvent.objects.filter(sequence__gte=3).delete()
    assert _broken() == [4]


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_the_transaction_of_its_act() -> None:
    with pytest.raises(NotInTransaction):
        _record(1)
    assert not RecordEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_goes_with_its_act() -> None:
    with transaction.atomic():
        _record(1)
        transaction.set_rollback(True)
    assert not RecordEvent.objects.exists()
    assert _broken() == []


@pytest.mark.django_db
def test_an_act_of_two_people_names_both() -> None:
    asks = Account.objects.create(username="asks")
    confirms = Account.objects.create(username="confirms")
    event = record(actor=Actor(confirms, "hr_manager", asked_by=asks), action="act", obj_type="thing", obj_id=1, at=AT)
    assert event.actor == confirms
    assert event.after == {"asked_by": "asks"}
