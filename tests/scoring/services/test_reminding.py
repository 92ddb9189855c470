"""Who must enter what, who is behind, and the notices that remind him."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings

from assessment.compiling import rulebook_of
from assessment.models import Category, Indicator, Participant, Period
from assessment.services.opening import open_period
from assessment.services.schemes import load_scheme
from cadres.choices import Role
from cadres.models import Account, Grant, Leader, RecordEvent
from cadres.services.record_verifying import verify_record
from cadres.services.recording import operator
from scoring.models import Reminder
from scoring.policy import PRINCIPAL, entry_reaches
from scoring.selectors.assignments import assignments, behind, is_late, matrix_rows
from scoring.selectors.completeness import completeness, lacking
from scoring.selectors.sheets import enterable_leaves
from scoring.services.entering import CellWrite, enter_cells
from scoring.services.reminding import put_away, remind, remind_of_deadlines
from scoring.tasks import remind_of_deadlines as by_the_clock
from tests.cast import Cast
from tests.cast import cast as cast

AT = datetime(2026, 4, 8, 1, 0, tzinfo=UTC)
SCHEME = """
scheme: S-1
year: 2026
categories: {B1: 科长}
sheets:
  quarter:
    indicators:
      - {code: K1, name: 督办, weight: 40, method: percent, scorer: A}
      - {code: K2, name: 分管评价, weight: 30, method: percent, scorer: own_leader}
      - {code: K3, name: 日常, weight: 30, method: percent, scorer: principal}
"""


@pytest.fixture
def quarter(cast: Cast) -> Period:
    leader = Leader.objects.get(number="L1")
    scheme = load_scheme(text=SCHEME, actor=operator(), at=AT).version.scheme
    period = open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT).period
    for place, (cadre, section) in enumerate(zip(cast.people.values(), (cast.section_a, cast.section_b), strict=True)):
        Participant.objects.create(
            period=period, cadre=cadre, position=place, category=Category.objects.get(), department=section,
            leader=leader if place else None, identity=cadre.identity,
        )  # fmt: skip
    cast.add_account("scorer", Role.SCORER, cast.section_a)
    return period


def enter(period: Period, code: str, number: str = "") -> None:
    people = Participant.objects.filter(period=period, cadre__number__startswith=number)
    leaf = Indicator.objects.get(code=code)
    cells = [
        CellWrite(participant_id=one.pk, indicator_id=leaf.pk, key="", value_text="90", seen_version=0)
        for one in people
    ]
    assert len(enter_cells(period=period, cells=cells, actor=operator(), at=AT).saved) == len(cells)


def told(period: Period) -> dict[str, tuple[int, int, tuple[str, ...]]]:
    return {row.name: (row.total.entered, row.total.due, row.holders) for row in assignments(period)}


def test_the_scheme_says_who_enters_what(quarter: Period) -> None:
    assert told(quarter) == {
        "综合科": (0, 2, ("scorer",)), "周副主任": (0, 1, ()), "": (0, 2, ()),
    }  # fmt: skip
    enter(quarter, "K1", "1001")
    enter(quarter, "K2", "1002")
    assert told(quarter)["综合科"][:2] == (1, 2)
    assert told(quarter)["周副主任"][:2] == (1, 1)


def test_the_principal_leader_enters_for_everybody_and_the_leader_in_charge_for_his_own(
    quarter: Period, cast: Cast
) -> None:
    chief = cast.add_account("chief", Role.SCORER)
    in_charge = Account.objects.get(leader__number="L1")
    Grant.objects.create(account=in_charge, role=Role.SCORER, starts_on=date(2020, 1, 1))
    leaves = enterable_leaves(rulebook_of(quarter.scheme_version), quarter.kind)
    assert {name: set(entry_reaches(account, leaves)) for name, account in
            {"chief": chief, "in_charge": in_charge, "scorer": cast.accounts["scorer"]}.items()} == {
        "chief": {"K3"}, "in_charge": {"K2"}, "scorer": {"K1"},
    }  # fmt: skip
    [row] = [row for row in assignments(quarter) if row.kind == PRINCIPAL]
    assert (row.holders, row.total.due, [part.leaf.code for part in row.parts]) == (("chief",), 2, ["K3"])
    assert {account.username: count.due for account, count in behind(quarter)}["chief"] == 2


def test_the_matrix_counts_each_leaf_of_each_department(quarter: Period) -> None:
    enter(quarter, "K1", "1001")
    rows = {row.name: [(leaf.code, count.entered, count.due) for leaf, count in row.counts if count]
            for row in matrix_rows(completeness(quarter))}  # fmt: skip
    assert rows == {
        "综合科": [("K1", 1, 1), ("K2", 0, 1), ("K3", 0, 1)],
        "经济科": [("K1", 0, 1), ("K2", 0, 1), ("K3", 0, 1)],
    }
    leaf = assignments(quarter)[0].parts[0].leaf
    numbers = Participant.objects.filter(pk__in=lacking(quarter, [leaf])).values_list("cadre__number", flat=True)
    assert list(numbers) == ["1002"]


def test_who_is_behind_is_reminded_once_a_day(quarter: Period, cast: Cast) -> None:
    assert {account.username: count.due for account, count in behind(quarter)} == {
        "officer": 6, "section_officer": 3, "scorer": 2,
    }  # fmt: skip
    enter(quarter, "K1")
    assert remind(period=quarter, actor=operator(), at=AT) == 2
    assert dict(Reminder.objects.values_list("account__username", "missing")) == {"officer": 4, "section_officer": 2}
    assert remind(period=quarter, actor=operator(), at=AT) == 0
    assert remind(period=quarter, actor=operator(), at=AT + timedelta(days=1)) == 2
    assert Reminder.objects.filter(put_away_at__isnull=True).count() == 2
    assert RecordEvent.objects.filter(action="remind").count() == 2
    assert verify_record().sound


def test_the_clock_reminds_of_deadlines_that_are_near_or_past(quarter: Period) -> None:
    assert remind_of_deadlines(at=AT) == 0
    for days, expected in ((5, 0), (2, 3), (-1, 3)):
        Reminder.objects.all().delete()
        Period.objects.update(entries_due_at=AT + timedelta(days=days))
        assert remind_of_deadlines(at=AT) == expected
    quarter.refresh_from_db()
    assert is_late(quarter, AT)
    Reminder.objects.all().delete()
    Period.objects.update(state="reviewing")
    assert remind_of_deadlines(at=AT) == 0


def test_the_task_is_scheduled_and_reminds(quarter: Period) -> None:
    Period.objects.update(entries_due_at=AT)
    by_the_clock()
    assert Reminder.objects.count() == 3
    assert "scoring.remind_of_deadlines" in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}


def test_one_puts_his_own_notice_away(quarter: Period, cast: Cast) -> None:
    remind(period=quarter, actor=operator(), at=AT)
    mine = Reminder.objects.get(account=cast.officer)
    assert not put_away(account=cast.scorer, pk=mine.pk, at=AT)
    assert put_away(account=cast.officer, pk=mine.pk, at=AT)
    assert not put_away(account=cast.officer, pk=mine.pk, at=AT)
