"""Decisions on levels by workbook: a reason for each, a level that exists, who decided and who confirmed."""

from collections.abc import Callable

from cadres.models import Account
from cadres.services.importing import BroughtFile, bring
from cadres.services.previews import Preview
from cadres.services.recording import Actor
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
