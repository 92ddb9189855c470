"""Departments over time: who stands where under whom on any day, before and after."""

from datetime import UTC, date, datetime

import pytest

from cadres.models import Cadre, Department, Leader, LeadershipSpan, Posting, RecordEvent
from cadres.selectors.departments import branches
from cadres.selectors.roster import Wanted, lines, roster
from cadres.services.careers import Impossible
from cadres.services.recording import operator
from cadres.services.reorganising import Face, change_department, close_department, found_department, put_in_charge
from tests.cast import Cast
from tests.cast import cast as cast

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
WHO = operator()


def face(department: Department, **changes: object) -> Face:
    standing = {"name": department.name, "code": department.code, "parent": department.parent, "position": 1}
    return Face(**{**standing, **changes})


def people_on(cast: Cast, day: date) -> dict[str, tuple[int, str]]:
    found = branches(Department.objects.all(), day)
    return {branch.department.code: (branch.people, branch.leader) for branch in found}


def test_merging_sends_people_on_from_the_next_day_and_leaves_the_past_alone(cast: Cast) -> None:
    moved = close_department(department=cast.section_b, on=date(2026, 6, 30), into=cast.section_a, actor=WHO, at=AT)
    assert moved == 1
    assert people_on(cast, date(2026, 6, 30))["B"] == (1, "周副主任")
    assert people_on(cast, date(2026, 7, 1))["A"] == (2, "")
    assert people_on(cast, date(2026, 7, 1))["B"] == (0, "")
    cast.section_b.refresh_from_db()
    assert cast.section_b.closed_on == date(2026, 6, 30)
    event = RecordEvent.objects.get(action="close_department")
    assert event.after == {"closed_on": "2026-06-30", "into": "A", "moved": 1}


def test_a_department_with_people_or_departments_in_it_is_not_closed_away(cast: Cast) -> None:
    for department, into in ((cast.section_b, None), (cast.house, cast.section_a), (cast.section_b, cast.section_b)):
        with pytest.raises(Impossible):
            close_department(department=department, on=date(2026, 6, 30), into=into, actor=WHO, at=AT)
    assert not Department.objects.exclude(closed_on=None).exists()
    close_department(department=cast.section_b, on=date(2026, 6, 30), into=cast.section_a, actor=WHO, at=AT)
    with pytest.raises(Impossible):
        close_department(department=cast.section_b, on=date(2026, 7, 30), into=None, actor=WHO, at=AT)


def test_a_new_leader_leads_from_his_day_on_and_who_has_his_own_keeps_him(cast: Cast) -> None:
    own, new = (Leader.objects.create(number=number, name=name) for number, name in (("L8", "吴"), ("L9", "郑")))
    cast.add_person("1003", "李强", cast.section_b, own)
    changed = put_in_charge(department=cast.section_b, leader=new, on=date(2026, 9, 1), actor=WHO, at=AT)
    assert changed == 1
    spans = LeadershipSpan.objects.filter(department=cast.section_b).order_by("starts_on")
    assert list(spans.values_list("leader__number", "ends_on")) == [("L1", date(2026, 8, 31)), ("L9", None)]
    led = Posting.objects.filter(cadre__name="王芳").order_by("starts_on")
    assert list(led.values_list("leader__number", "starts_on", "ends_on")) == [
        ("L1", date(2026, 1, 1), date(2026, 8, 31)),
        ("L9", date(2026, 9, 1), None),
    ]
    assert Posting.objects.get(cadre__name="李强").leader == own
    put_in_charge(department=cast.section_b, leader=None, on=date(2026, 11, 1), actor=WHO, at=AT)
    assert people_on(cast, date(2026, 11, 1))["B"] == (2, "")
    put_in_charge(department=cast.section_a, leader=new, on=date(2026, 9, 1), actor=WHO, at=AT)
    with pytest.raises(Impossible):
        put_in_charge(department=cast.section_a, leader=own, on=date(2026, 9, 1), actor=WHO, at=AT)


def test_a_department_is_founded_renamed_and_moved_with_a_record_of_its_former_name(cast: Cast) -> None:
    new = Face(name="督查科", code="C", parent=cast.house, position=3)
    founded = found_department(face=new, opened_on=date(2026, 3, 1), actor=WHO, at=AT)
    renamed = face(founded, name="督查室", parent=cast.section_a)
    changed = change_department(department=founded, version=founded.version, face=renamed, actor=WHO, at=AT)
    assert (changed.name, changed.parent) == ("督查室", cast.section_a)
    event = RecordEvent.objects.get(action="change_department")
    assert event.before is not None
    assert event.before["name"] == "督查科"


@pytest.mark.parametrize(
    "changes", [{"code": "A"}, {"name": "综合科"}], ids=["a code that is taken", "a name beside it that is taken"]
)
def test_code_and_name_are_unique_and_a_stale_look_is_refused(cast: Cast, changes: dict[str, str]) -> None:
    with pytest.raises(Impossible):
        change_department(department=cast.section_b, version=1, face=face(cast.section_b, **changes), actor=WHO, at=AT)
    with pytest.raises(Impossible):
        change_department(
            department=cast.section_b, version=7, face=face(cast.section_b, name="新名"), actor=WHO, at=AT
        )
    with pytest.raises(Impossible):
        change_department(
            department=cast.house, version=1, face=face(cast.house, parent=cast.section_a), actor=WHO, at=AT
        )
    cast.section_b.refresh_from_db()
    assert cast.section_b.name == "经济科"


def names_on(day: date) -> dict[str, str]:
    return {branch.department.code: branch.name for branch in branches(Department.objects.all(), day)}


def test_a_new_name_leaves_the_old_one_to_the_days_before(cast: Cast) -> None:
    old = cast.section_a.name
    renamed = change_department(
        department=cast.section_a, version=1, face=face(cast.section_a, name="综合一科"), actor=WHO, at=AT,
        since=date(2026, 3, 1),
    )  # fmt: skip
    change_department(
        department=renamed, version=2, face=face(renamed, name="综合处"), actor=WHO, at=AT, since=date(2026, 5, 1)
    )
    told = [names_on(day)["A"] for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 4, 30), date(2026, 5, 1))]
    assert told == [old, "综合一科", "综合一科", "综合处"]
    day = date(2026, 2, 28)
    found = roster(cadres=Cadre.objects.filter(name="张伟"), wanted=Wanted(), on=day)
    shown = [line.department for line in lines(list(found), day)]
    assert shown == [old]
    posting = Posting.objects.get(cadre__name="张伟")
    assert posting.department_name == "综合处"
    posting.ends_on = date(2026, 4, 1)
    assert posting.department_name == "综合一科"
    events = RecordEvent.objects.filter(action="change_department").order_by("sequence")
    assert [(event.after or {})["since"] for event in events] == ["2026-03-01", "2026-05-01"]


def test_a_corrected_name_was_never_another(cast: Cast) -> None:
    change_department(department=cast.section_a, version=1, face=face(cast.section_a, name="改"), actor=WHO, at=AT)
    assert names_on(date(2020, 1, 1))["A"] == "改"


@pytest.mark.parametrize("since", [date(2026, 6, 2), date(2026, 3, 1), date(2026, 2, 1)])
def test_a_name_begins_neither_ahead_nor_before_the_present_one(cast: Cast, since: date) -> None:
    renamed = change_department(
        department=cast.section_a, version=1, face=face(cast.section_a, name="新"), actor=WHO, at=AT,
        since=date(2026, 3, 1),
    )  # fmt: skip
    with pytest.raises(Impossible):
        change_department(department=renamed, version=2, face=face(renamed, name="又新"), actor=WHO, at=AT, since=since)
    assert names_on(date(2026, 6, 1))["A"] == "新"
