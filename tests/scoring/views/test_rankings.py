"""The ranking: who stands where, for whom, and in how many queries."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.choices import PeriodState
from assessment.models import Period
from assessment.services.opening import open_period
from cadres.services.recording import operator
from scoring.models import ScoreEntry
from scoring.services.entering import enter_cells
from tests.scoring.views.conftest import AT, Play


def ranking(play: Play, who: str, **asked: str) -> str:
    answer = play.cast.client(who).get(reverse("scoring:ranking", args=[play.quarter.pk]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def names(page: str) -> list[str]:
    return [name for name in ("张伟", "王芳", "李娜", "赵敏") if f">{name}</a>" in page]


def test_the_officer_sees_everybody_and_that_it_is_provisional(computed: Play) -> None:
    page = ranking(computed, "officer")
    assert names(page) == ["张伟", "王芳", "李娜", "赵敏"]
    assert "暂定" in page
    assert "97.00" in page


def test_equals_at_the_quota_line_are_flagged_and_explained(computed: Play) -> None:
    page = ranking(computed, "officer")
    assert page.count("row-undecided") == 2
    assert "待定" in page


def test_a_section_officer_sees_his_subtree_alone(computed: Play) -> None:
    assert names(ranking(computed, "section_officer")) == ["张伟", "李娜"]


def test_a_leader_sees_nothing_before_it_is_computed_for_good(computed: Play) -> None:
    page = ranking(computed, "leader")
    assert names(page) == []
    assert "人事部门冻结数据并正式计算后" in page


def test_then_he_sees_his_span_and_the_head_of_the_house_everybody(computed: Play) -> None:
    computed.stand(PeriodState.COMPUTED)
    assert names(ranking(computed, "leader")) == ["王芳", "赵敏"]
    assert names(ranking(computed, "principal")) == ["张伟", "王芳", "李娜", "赵敏"]
    assert "暂定" not in ranking(computed, "principal")


def test_who_sees_a_part_is_not_told_scores_of_others(computed: Play) -> None:
    assert "名额内最低公布分" in ranking(computed, "officer")
    part = ranking(computed, "section_officer")
    assert "名额内最低公布分" not in part
    assert "只统计您可查看的人员" in part


def test_search_narrows_and_says_when_nobody_fits(computed: Play) -> None:
    assert names(ranking(computed, "officer", q="王")) == ["王芳"]
    assert names(ranking(computed, "officer", q="1004")) == ["赵敏"]
    assert "没有符合条件的人" in ranking(computed, "officer", q="无此人")


def test_it_sorts_both_ways_and_passes_over_an_unknown_order(computed: Play) -> None:
    def order(sort: str) -> list[str]:
        page = ranking(computed, "officer", sort=sort)
        return sorted(names(page), key=lambda name: page.index(f">{name}</a>"))

    assert order("rank")[0] == "张伟"
    assert order("-published")[0] == "张伟"
    assert order("published")[0] == "赵敏"
    assert order("nonsense") == order("rank")


def test_an_unknown_pool_is_not_found(computed: Play) -> None:
    address = reverse("scoring:ranking", args=[computed.quarter.pk])
    assert computed.cast.client("officer").get(address, {"pool": "no"}).status_code == 404


def test_the_change_is_against_the_period_before_of_the_same_kind(computed: Play) -> None:
    later = _next_quarter(computed)
    page = computed.cast.client("officer").get(reverse("scoring:ranking", args=[later.pk])).content.decode()
    assert "较 2026Q1" in page
    assert "升 3" in page
    assert page.count("降 1") == 3


def _next_quarter(play: Play) -> Period:
    """A second quarter, whose best was the last of the first."""
    later = open_period(scheme=play.quarter.scheme, code="2026Q2", actor=operator(), at=AT).period
    fresh = {}
    for number, person in play.people.items():
        person.pk, person.period = None, later
        person.save(force_insert=True)
        fresh[number] = person
    second = Play(play.cast, later, play.year, fresh, play.leaves)
    second.fill()
    better = second.cell("1004", "K1", "38", seen=ScoreEntry.objects.get(**_place(second, "1004", "K1")).version)
    best = second.cell("1004", "G1", "好", seen=ScoreEntry.objects.get(**_place(second, "1004", "G1")).version)
    outcome = enter_cells(period=later, cells=[better, best], actor=operator(), at=AT)
    assert len(outcome.saved) == 2
    second.compute()
    return later


def _place(play: Play, number: str, leaf: str) -> dict[str, object]:
    return {"participant": play.people[number], "indicator": play.leaves[leaf]}


@pytest.mark.parametrize("who", ["officer", "section_officer"])
def test_the_number_of_queries_does_not_grow_with_the_people(
    computed: Play, crowd: Callable[[int], None], who: str
) -> None:
    client = computed.cast.client(who)
    address = reverse("scoring:ranking", args=[computed.quarter.pk])
    crowd(10)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    crowd(990)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) == len(few) <= 16


def test_the_export_holds_real_numbers_in_the_order_shown(computed: Play) -> None:
    address = reverse("scoring:ranking_export", args=[computed.quarter.pk])
    answer = computed.cast.client("officer").get(address)
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] in ("1001", "1002", "1003", "1004")]
    assert rows[0][1] == "1001"
    assert rows[0][4] == 97
    assert isinstance(rows[0][0], int | float)
