"""The roster, brought in once, again, and changed."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadres.models import Cadre, Department, ImportBatch, Leader, LeadershipSpan, Posting, RecordEvent
from cadres.services.identity_numbers import opened
from cadres.services.sealing import machine_keys
from cadres.workbooks.writing import OutSheet
from tests.cadres.services.rosters import CHANGES, ID_B, book, bring_any_roster, bring_roster, person, sheet

pytestmark = pytest.mark.django_db


def _departments(*rows: tuple[str, str, str]) -> OutSheet:
    headers = ["编号", "部门", "分管领导"]
    return sheet("部门", headers, [dict(zip(headers, row, strict=True)) for row in rows])


def _postings(number: str) -> list[tuple[str, str, str, str]]:
    rows = Posting.objects.filter(cadre__number=number).select_related("department", "leader")
    return [
        (str(row.starts_on), str(row.ends_on or ""), row.department.name, row.leader.name if row.leader else "")
        for row in rows
    ]


def test_people_departments_and_leaders_come() -> None:
    shown, batch = bring_roster(book([person("001", "单小明", 身份证号=ID_B), person("002", "王芳", 部门="局/二科")]))
    assert batch is not None
    assert [row.key for row in shown.changes.added] == ["001", "002"]
    cadre = Cadre.objects.get(number="001")
    assert (cadre.name, cadre.pinyin, cadre.initials) == ("单小明", "shanxiaoming", "sxm")
    assert opened(cadre, machine_keys()) == ID_B
    assert cadre.id_number_tail == ID_B[-4:]
    assert ID_B.encode() not in bytes(cadre.id_number_sealed or b"")
    assert ID_B not in str(batch.preview)
    assert Department.objects.get(name="二科").parent == Department.objects.get(name="局")
    assert Leader.objects.get().name == "周主任"
    assert _postings("001") == [("2026-01-01", "", "综合科", "周主任")]


def test_the_same_file_again_changes_nothing_and_versions_stay() -> None:
    content = book([person("001", "甲"), person("002", "乙")])
    bring_roster(content)
    versions = list(Cadre.objects.values_list("number", "version"))
    keys = list(Posting.objects.values_list("pk", flat=True))
    shown, _ = bring_roster(content)
    assert not shown.changes.any
    assert shown.changes.unchanged == 2
    assert list(Cadre.objects.values_list("number", "version")) == versions
    assert list(Posting.objects.values_list("pk", flat=True)) == keys


def test_a_correction_changes_the_posting_in_place() -> None:
    bring_roster(book([person("001", "甲")]))
    key = Posting.objects.get().pk
    shown, _ = bring_roster(book([person("001", "甲", 部门="办公室", 职务="主任")]))
    cells = {cell.field: (cell.before, cell.after) for cell in shown.changes.changed[0].cells}
    assert cells == {"部门": ("综合科", "办公室"), "职务": ("科员", "主任")}
    posting = Posting.objects.get()
    assert (posting.pk, posting.department.name, posting.version) == (key, "办公室", 2)


def test_an_empty_optional_cell_leaves_what_stands() -> None:
    bring_roster(book([person("001", "甲", 身份证号=ID_B)]))
    shown, _ = bring_roster(book([person("001", "甲")]))
    assert not shown.changes.any
    assert Cadre.objects.get().id_number_tail == ID_B[-4:]


def test_changes_close_one_posting_and_open_the_next() -> None:
    moves = [{"工号": "001", "姓名": "甲", "日期": date(2026, 5, 18), "原部门": "综合科", "新部门": "办公室"}]
    bring_roster(book([person("001", "甲")], sheet("变动", CHANGES, moves)))
    assert _postings("001") == [
        ("2026-01-01", "2026-05-17", "综合科", "周主任"),
        ("2026-05-18", "", "办公室", "周主任"),
    ]
    # Withdrawn again: one posting from the beginning.
    bring_roster(book([person("001", "甲")]))
    assert _postings("001") == [("2026-01-01", "", "综合科", "周主任")]


def test_who_is_missing_is_told_and_stays() -> None:
    bring_roster(book([person("001", "甲"), person("002", "乙")]))
    shown, _ = bring_roster(book([person("001", "甲")]))
    assert [row.key for row in shown.changes.gone] == ["002"]
    assert Cadre.objects.count() == 2
    assert Posting.objects.filter(cadre__number="002", ends_on__isnull=True).exists()


def test_the_roster_of_the_next_year_keeps_the_year_before() -> None:
    bring_roster(book([person("001", "甲", 任现职时间="2019-05-06")]))
    bring_roster(book([person("001", "甲", 任现职时间="2019-05-06", 分管领导="吴主任")]), year=2027)
    assert _postings("001") == [
        ("2019-05-06", "2026-12-31", "综合科", "周主任"),
        ("2027-01-01", "", "综合科", "吴主任"),
    ]


def test_a_department_gets_its_own_code_later() -> None:
    bring_roster(book([person("001", "甲")]))
    made = Department.objects.get()
    assert made.code.startswith("X")
    leader = sheet("领导", ["工号", "姓名"], [{"工号": Leader.objects.get().number, "姓名": "周主任"}])
    shown, _ = bring_roster(book([person("001", "甲")], _departments(("K1", "综合科", "周主任")), leader))
    assert [row.label for row in shown.changes.also] == ["综合科"]
    named = Department.objects.get()
    assert (named.pk, named.code) == (made.pk, "K1")
    assert LeadershipSpan.objects.get().leader.name == "周主任"


@pytest.mark.parametrize(
    ("people", "cause", "column"),
    [
        ([person("003", "丙", 身份证号=ID_B)], "id_of_another", "C"),
        ([person("003", "丙", 考核类别="B9")], "unknown_category", "G"),
        ([person("003", "丙"), person("003", "丁")], "duplicate_number", "A"),
        ([person("003", "")], "missing_value", "B"),
    ],
)
def test_any_fault_and_nothing_is_written(people: list[dict[str, object]], cause: str, column: str) -> None:
    bring_roster(book([person("001", "甲", 身份证号=ID_B)]))
    events = RecordEvent.objects.count()
    shown, batch = bring_roster(book([person("002", "乙"), *people]))
    assert batch is None
    assert (shown.faults[0].sheet, shown.faults[0].column, shown.faults[0].cause) == ("花名册", column, cause)
    assert shown.written == 0
    assert (Cadre.objects.count(), ImportBatch.objects.count(), RecordEvent.objects.count()) == (1, 1, events)


def test_a_name_that_fits_two_departments_is_refused() -> None:
    bring_roster(book([person("001", "甲", 部门="甲局/办公室"), person("002", "乙", 部门="乙局/办公室")]))
    shown, batch = bring_roster(book([person("003", "丙", 部门="办公室")]))
    assert batch is None
    assert shown.faults[0].cause == "ambiguous_department"


def test_a_bare_name_means_the_one_department_that_has_it() -> None:
    bring_roster(book([person("001", "甲", 部门="甲局/办公室")]))
    bring_roster(book([person("001", "甲", 部门="甲局/办公室"), person("002", "乙", 部门="办公室")]))
    assert Department.objects.count() == 2


def test_queries_do_not_grow_with_the_rows() -> None:
    counts = []
    for size in (10, 200):
        people = [person(f"{size}{n:03}", "甲", 部门=f"科{n % 7}") for n in range(size)]
        with CaptureQueriesContext(connection) as queries:
            bring_roster(book(people))
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 2


def test_the_districts_roster_is_the_same_twice(shared: Path) -> None:
    content = (shared / "data/district/roster.xlsx").read_bytes()
    shown = [bring_any_roster(content) for _ in range(2)]
    assert len(shown[0].changes.added) == 372
    assert not shown[1].changes.any
    assert _postings("2204") == [
        ("2025-10-05", "2026-07-31", "区财政局", "郑飞洋"),
        ("2026-08-01", "", "区卫生健康局", "杨秀敏"),
    ]
    assert _postings("3801")[0][3] == ""


def test_a_department_changes_hands_when_all_its_people_do(shared: Path) -> None:
    content = (shared / "data/district/roster.xlsx").read_bytes()
    bring_any_roster(content)
    spans = {
        name: [(str(span.starts_on), str(span.ends_on or ""), span.leader.name) for span in
               LeadershipSpan.objects.filter(department__name=name).select_related("leader").order_by("starts_on")]
        for name in ("区自然资源局", "区生态环境分局", "区财政局", "区文化和旅游局")
    }  # fmt: skip
    assert spans == {
        "区自然资源局": [("2026-01-01", "2026-08-31", "杜璐云"), ("2026-09-01", "", "郑飞洋")],
        "区生态环境分局": [("2026-01-01", "2026-08-31", "杜璐云")],
        "区财政局": [("2026-01-01", "", "郑飞洋")],
        "区文化和旅游局": [],
    }
    shown = bring_any_roster(content)
    assert not shown.changes.any
