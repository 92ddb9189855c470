"""Undoing an import: all that nobody touched is as before, the rest is named and stays."""

from datetime import date
from typing import Any

import pytest

from cadres.choices import ImportState
from cadres.models import Account, BeforeImport, Cadre, Department, ImportBatch, Leader, Posting, RecordEvent
from cadres.services.recording import operator
from cadres.services.roster_import import RosterImport
from cadres.services.undoing import CHANGED_SINCE, IN_USE, NotUndoable, TouchedSince, look_at_undo, undo
from tests.cadres.services.rosters import AT, ID_A, ID_B, book, bring_roster, person

pytestmark = pytest.mark.django_db
KIND = RosterImport()
MODELS = (Department, Leader, Cadre, Posting)


def brought(*people: dict[str, Any], year: int = 2026) -> ImportBatch:
    shown, batch = bring_roster(book(people), year)
    assert batch is not None, shown.faults
    return batch


def stands() -> dict[str, list[dict[str, Any]]]:
    """Give all rows of the roster without their versions."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for model in MODELS:
        found = [
            {name: value for name, value in row.items() if name != "version"} for row in model._base_manager.values()
        ]
        rows[model.__name__] = sorted(found, key=lambda row: int(row["id"]))
    return rows


def take_back(batch: ImportBatch, agreed: str = "") -> ImportBatch:
    return undo(kind=KIND, batch=batch, agreed=agreed, actor=operator(), at=AT)


def test_all_is_as_before_and_the_undo_is_recorded() -> None:
    brought(person("001", "甲", 身份证号=ID_A), person("002", "乙"))
    before = stands()
    second = brought(
        person("001", "甲甲", 身份证号=ID_B, 部门="财务科"), person("002", "乙", 分管领导="郑主任"), person("003", "丙")
    )
    assert stands() != before
    undone = take_back(second)
    assert stands() == before
    assert (undone.state, undone.undone["kept_count"]) == (ImportState.UNDONE, 0)
    event = RecordEvent.objects.latest("sequence")
    assert (event.action, event.object_id) == ("undo_import_roster", str(second.pk))


def test_postings_that_the_import_divided_and_removed_come_back() -> None:
    brought(person("001", "甲", 任现职时间="2020-05"), year=2025)
    before = stands()
    take_back(brought(person("001", "甲", 部门="财务科", 考核类别="B2")))
    assert stands() == before


def test_undone_twice_is_undone_once() -> None:
    batch = brought(person("001", "甲"))
    take_back(batch)
    assert take_back(batch).state == ImportState.UNDONE
    assert RecordEvent.objects.filter(action="undo_import_roster").count() == 1
    assert not Cadre.objects.exists()


def test_versions_rise_so_that_an_old_page_cannot_write() -> None:
    brought(person("001", "甲"))
    batch = brought(person("001", "乙"))
    seen = Cadre.objects.get().version
    take_back(batch)
    assert Cadre.objects.get().version > seen


def test_what_was_touched_since_is_named_and_stays_when_agreed() -> None:
    brought(person("001", "甲"), person("002", "乙"))
    batch = brought(person("001", "甲甲"), person("002", "乙乙"))
    Cadre.objects.filter(number="001").update(phone="1")
    with pytest.raises(TouchedSince) as refused:
        take_back(batch)
    found = refused.value.found
    assert [(one.label, one.reason) for one in found.kept] == [("甲甲 (001)", CHANGED_SINCE)]
    assert set(Cadre.objects.values_list("name", flat=True)) == {"甲甲", "乙乙"}
    take_back(batch, found.digest)
    assert set(Cadre.objects.values_list("name", "phone")) == {("甲甲", "1"), ("乙", "")}


def test_agreeing_to_something_else_than_what_stays_is_refused() -> None:
    brought(person("001", "甲"), person("002", "乙"))
    batch = brought(person("001", "甲甲"), person("002", "乙乙"))
    Cadre.objects.filter(number="001").update(phone="1")
    seen = look_at_undo(kind=KIND, batch=batch)
    Cadre.objects.filter(number="002").update(phone="1")
    with pytest.raises(TouchedSince):
        take_back(batch, seen.digest)


def test_a_posting_added_by_hand_keeps_its_person() -> None:
    brought(person("001", "甲"))
    batch = brought(person("001", "甲甲"))
    row = Posting.objects.get()
    Posting.objects.create(cadre=row.cadre, department=row.department, is_main=False, starts_on=date(2026, 2, 1))
    with pytest.raises(TouchedSince):
        take_back(batch)
    with pytest.raises(NotUndoable):
        take_back(batch, look_at_undo(kind=KIND, batch=batch).digest)
    assert Cadre.objects.get().name == "甲甲"


def test_who_is_in_use_stays_with_his_department_and_leader() -> None:
    batch = brought(person("001", "甲"), person("002", "乙", 部门="财务科", 分管领导="郑主任"))
    Account.objects.create(username="somebody", cadre=Cadre.objects.get(number="002"))
    found = look_at_undo(kind=KIND, batch=batch)
    assert {(one.label, one.reason) for one in found.kept} == {
        ("乙 (002)", IN_USE), ("财务科", IN_USE), ("郑主任", IN_USE)
    }  # fmt: skip
    take_back(batch, found.digest)
    assert list(Cadre.objects.values_list("number", flat=True)) == ["002"]
    assert list(Department.objects.values_list("name", flat=True)) == ["财务科"]


def test_imports_are_undone_one_after_the_other() -> None:
    first = brought(person("001", "甲"))
    second = brought(person("001", "乙"))
    with pytest.raises(TouchedSince):
        take_back(first)
    take_back(second)
    take_back(first)
    assert not Cadre.objects.exists()
    assert not Department.objects.exists()


def test_what_was_never_applied_cannot_be_undone() -> None:
    batch = brought(person("001", "甲"))
    ImportBatch.objects.update(state=ImportState.STAGED)
    with pytest.raises(NotUndoable):
        take_back(batch)
    assert Cadre.objects.exists()


def test_what_was_kept_under_other_columns_cannot_be_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = brought(person("001", "甲"))
    monkeypatch.setattr("cadres.services.before_images._names", lambda models: {"other": ["columns"]})
    with pytest.raises(NotUndoable):
        take_back(batch)
    assert BeforeImport.objects.filter(batch=batch).exists()
