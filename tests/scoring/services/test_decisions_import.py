"""Decisions on levels by workbook: a reason for each, a level that exists, who decided and who confirmed."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import override_settings

from cadres.models import Account
from cadres.services.import_jobs import confirm_later
from cadres.services.importing import BroughtFile, bring, confirm, stage
from cadres.services.previews import Preview
from cadres.services.recording import Actor
from cadres.services.two_people import NeedsAnother
from cadres.services.undoing import NotUndoable, undo
from cadres.workbooks.writing import OutSheet, SheetColumn, Written, write_book
from scoring.models import Override
from scoring.services.decisions_import import DecisionsImport
from tests.scoring.services.conftest import AT, Centre

Causes = Callable[[Preview], list[tuple[int | None, str | None, str]]]
KIND = DecisionsImport()
HEADER: list[Written] = ["工号", "姓名", "等次", "理由", "依据", "占用名额外"]


def test_a_decision_is_stored_with_who_decided(centre: Centre) -> None:
    preview = centre.bring(KIND, [HEADER, ["003", "胡润", 1, "委员会决定", "纪要2号", "是"]], period=centre.year)
    assert preview.fine
    stored = Override.objects.get()
    assert (stored.participant, stored.level, stored.reason) == (centre.yearly["003"], 1, "委员会决定")
    assert (stored.authority, stored.extra_place) == ("纪要2号", True)
    assert (stored.decided_by, stored.confirmed_by) == (centre.officer, None)


def test_two_people_are_both_named(centre: Centre) -> None:
    manager = Account.objects.create(username="manager")
    columns = [SheetColumn(header=str(one)) for one in HEADER]
    rows: list[list[Written]] = [["003", "胡润", 2, "本人让出", None, None]]
    content = write_book([OutSheet(name="等次决定", columns=columns, rows=rows)])
    file = BroughtFile(name="decisions.xlsx", content=content, scope={"period": centre.year.pk})
    bring(kind=KIND, file=file, actor=Actor(manager, "operator", asked_by=centre.officer), at=AT)
    stored = Override.objects.get()
    assert (stored.decided_by, stored.confirmed_by) == (centre.officer, manager)


def a_book(centre: Centre, level: int = 2) -> BroughtFile:
    rows: list[list[Written]] = [["003", "胡润", level, "委员会决定", None, None]]
    content = write_book(
        [OutSheet(name="等次决定", columns=[SheetColumn(header=str(one)) for one in HEADER], rows=rows)]
    )
    return BroughtFile(name="decisions.xlsx", content=content, scope={"period": centre.year.pk})


def by_one_person(centre: Centre) -> list[str]:
    """Confirm and undo alone, by every service that writes; tell what came to pass."""
    alone, done = centre.actor, []
    operator = Actor(None, "operator")
    batch = stage(kind=KIND, file=a_book(centre), actor=alone, at=AT)
    acts: dict[str, Callable[[], object]] = {
        "confirm": lambda: confirm(kind=KIND, batch=batch, plan_digest=batch.plan_digest, actor=alone, at=AT),
        "undo": lambda: undo(kind=KIND, batch=batch, agreed="", actor=alone, at=AT),
        "later": lambda: confirm_later(kind=KIND, batch=batch, plan_digest=batch.plan_digest, actor=alone, at=AT),
        "bring": lambda: bring(kind=KIND, file=a_book(centre, 1), actor=alone, at=AT),
        "bring for oneself": lambda: bring(
            kind=KIND, file=a_book(centre, 3), actor=replace(alone, asked_by=alone.account), at=AT
        ),
        "operator": lambda: bring(kind=KIND, file=a_book(centre), actor=operator, at=AT),
    }
    for name, act in acts.items():
        try:
            act()
        except (NeedsAnother, NotUndoable):
            continue
        done.append(name)
    return done


@override_settings(TWO_PERSON_RULE=True)
def test_no_service_lets_one_person_decide_alone(centre: Centre) -> None:
    assert by_one_person(centre) == []
    assert not Override.objects.exists()
    batch = stage(kind=KIND, file=a_book(centre), actor=centre.actor, at=AT)
    manager = Actor(Account.objects.create(username="manager"), "hr_manager")
    confirm(kind=KIND, batch=batch, plan_digest=batch.plan_digest, actor=manager, at=AT)
    stored = Override.objects.get()
    assert (stored.decided_by, stored.confirmed_by) == (centre.officer, manager.account)
    with pytest.raises(NeedsAnother):
        undo(kind=KIND, batch=batch, agreed="", actor=centre.actor, at=AT)
    undo(kind=KIND, batch=batch, agreed="", actor=manager, at=AT)
    assert not Override.objects.exists()


@override_settings(TWO_PERSON_RULE=True)
def test_without_the_guard_one_person_decides_alone(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DecisionsImport, "two_people", False)
    assert len(by_one_person(centre)) == 6


def test_where_the_rule_is_off_one_person_is_enough(centre: Centre) -> None:
    assert len(by_one_person(centre)) == 6


def test_a_second_workbook_replaces_the_decisions(centre: Centre) -> None:
    rows: list[list[Written]] = [HEADER, ["003", "胡润", 1, "甲", None, None], ["001", "汤远", 2, "乙", None, None]]
    centre.bring(KIND, rows, period=centre.year)
    assert not centre.bring(KIND, rows, period=centre.year).changes.any
    preview = centre.bring(KIND, [HEADER, ["003", "胡润", 2, "丙", None, None]], period=centre.year)
    assert [change.key for change in preview.changes.gone] == ["001"]
    assert list(Override.objects.values_list("level", "reason")) == [(2, "丙")]


def test_what_is_wrong_with_a_decision_is_told_at_its_cell(centre: Centre, causes: Causes) -> None:
    rows: list[list[Written]] = [
        HEADER,
        ["003", "胡润", 5, "超出", None, None],
        ["001", "汤远", 1, None, None, None],
        ["099", "外人", 1, "不在其中", None, None],
        ["002", "张冠", 1, "错名", None, None],
    ]
    preview = centre.bring(KIND, rows, period=centre.year)
    assert sorted(causes(preview)) == [
        (2, "C", "unknown_level"),
        (3, "D", "missing_value"),
        (4, "A", "not_participant"),
        (5, "B", "name_mismatch"),
    ]
    assert Override.objects.count() == 0
