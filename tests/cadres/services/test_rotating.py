"""Keys of sealed fields are changed in one act, and everything opens before and after."""

import os
from datetime import UTC, datetime
from typing import Any

import pytest

from cadres.models import Account, Cadre, ImportBatch, RecordEvent
from cadres.services.codes import set_up
from cadres.services.identity_numbers import opened
from cadres.services.importing import content_of
from cadres.services.record_verifying import verify_record
from cadres.services.recording import operator
from cadres.services.rotating import Rotated, count_unopened, rotate_field_keys
from cadres.services.sealing import CannotOpen, blind_index, key_name, machine_keys
from tests.cadres.services.rosters import ID_B, book, bring_roster, person

pytestmark = pytest.mark.django_db

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def house() -> None:
    bring_roster(book([person("001", "单小明", 身份证号=ID_B), person("002", "王芳")]))


def _new_keys(settings: Any, *, index: bytes | None = None) -> None:
    settings.FIELD_KEYS = {**settings.FIELD_KEYS, "k2": os.urandom(32)}
    settings.FIELD_KEY_ACTIVE = "k2"
    settings.FIELD_INDEX_KEY = index or settings.FIELD_INDEX_KEY


def test_everything_is_sealed_anew_and_opens_without_the_old_key(house: None, settings: Any) -> None:
    old = settings.FIELD_KEY_ACTIVE
    _new_keys(settings, index=os.urandom(32))
    assert rotate_field_keys(actor=operator(), at=AT) == Rotated(sealed=2, indexed=1)
    settings.FIELD_KEYS = {name: key for name, key in settings.FIELD_KEYS.items() if name != old}
    cadre, batch = Cadre.objects.get(number="001"), ImportBatch.objects.get()
    assert opened(cadre, machine_keys()) == ID_B
    assert cadre.id_number_index == blind_index(ID_B, machine_keys())
    assert content_of(batch).startswith(b"PK")
    assert key_name(bytes(batch.content)) == "k2"
    assert count_unopened() == 0
    assert RecordEvent.objects.latest("sequence").after == {"active": "k2", "sealed": 2, "indexed": 1}
    assert verify_record().sound


def test_a_second_time_there_is_nothing_to_do(house: None, settings: Any) -> None:
    _new_keys(settings)
    rotate_field_keys(actor=operator(), at=AT)
    events = RecordEvent.objects.count()
    assert rotate_field_keys(actor=operator(), at=AT) == Rotated(sealed=0, indexed=0)
    assert RecordEvent.objects.count() == events


def test_a_missing_key_changes_nothing_and_is_counted(house: None, settings: Any) -> None:
    before = [bytes(row.content) for row in ImportBatch.objects.all()]
    _new_keys(settings)
    settings.FIELD_KEYS = {"k2": settings.FIELD_KEYS["k2"]}
    with pytest.raises(CannotOpen):
        rotate_field_keys(actor=operator(), at=AT)
    assert [bytes(row.content) for row in ImportBatch.objects.all()] == before
    assert count_unopened() == 2


def test_secrets_of_phones_go_along(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    account = Account.objects.create(username="somebody")
    monkeypatch.setattr("cadres.services.codes.matching_step", lambda *_any: 1)
    assert set_up(account=account, secret="JBSWY3DPEHPK3PXP", code="000000", actor=operator(), at=AT)
    _new_keys(settings)
    assert rotate_field_keys(actor=operator(), at=AT).sealed == 1
    assert count_unopened() == 0
