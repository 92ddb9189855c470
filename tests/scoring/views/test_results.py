"""A result opened: what it tells, and to whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.choices import PeriodState
from assessment.models import AdjustmentRule
from scoring.models import AdjustmentEvent, Override, Run
from tests.scoring.views.conftest import AT, Play

SEES = {
    PeriodState.OPEN: {"officer", "manager"},
    PeriodState.FROZEN: {"officer", "manager"},
    PeriodState.COMPUTED: {"officer", "manager", "principal"},
    PeriodState.IN_NOTICE: {"officer", "manager", "principal", "cadre"},
    PeriodState.FINAL: {"officer", "manager", "principal", "cadre"},
}


def page(play: Play, who: str, number: str) -> tuple[int, str]:
    answer = play.cast.client(who).get(reverse("scoring:result", args=[play.result(number).pk]))
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("state", SEES)
def test_whose_eyes_it_is_for_follows_the_state(computed: Play, state: PeriodState) -> None:
    computed.stand(state)
    seen = {
        who for who in ("officer", "manager", "principal", "leader", "cadre") if page(computed, who, "1001")[0] == 200
    }
    assert seen == SEES[state]


def test_anothers_result_does_not_exist_for_a_cadre_or_a_leader(computed: Play) -> None:
    computed.stand(PeriodState.FINAL)
    assert page(computed, "cadre", "1002")[0] == 404
    assert page(computed, "leader", "1001")[0] == 404
    assert page(computed, "leader", "1002")[0] == 200
    assert page(computed, "section_officer", "1002")[0] == 404


def test_it_opens_down_to_the_facts_with_the_rules_in_words(computed: Play) -> None:
    _status, text = page(computed, "officer", "1001")
    assert "97.0000" in text
    assert "actual" not in text
    assert "完成数" in text
    assert "<strong>9</strong>" in text
    assert "由满分 100 折算为 100" in text
    assert "四舍五入一次，保留 2 位小数" in text


def test_every_leaf_says_how_it_came_to_its_points(computed: Play) -> None:
    _status, text = page(computed, "officer", "1001")
    assert "实绩 9，目标 10，9÷10×30 = 27 分。" in text
    assert "达到 90 分线" in text


def test_the_sentences_come_in_the_reader_s_language(computed: Play) -> None:
    client = computed.cast.client("officer")
    client.post(reverse("set_language"), {"language": "en"})
    text = client.get(reverse("scoring:result", args=[computed.result("1001").pk])).content.decode()
    assert "reaches the line 90" in text
    assert "达到" not in text


def test_where_a_run_has_no_trails_the_page_says_when_it_will(computed: Play) -> None:
    found = computed.result("1001")
    Run.objects.filter(pk=found.run_id).update(explained=False)
    _status, text = page(computed, "officer", "1001")
    assert "周期冻结后，这里逐步说明得出过程" in text


def test_the_undecided_are_told_how_the_line_ran(computed: Play) -> None:
    _status, text = page(computed, "officer", "1002")
    assert "共 4 人，“优秀”名额 ⌊4×50%⌋=2" in text
    assert "并列第 2，剩余名额不够，均暂不进线，待人工决定" in text


def test_what_is_left_out_is_named(play: Play) -> None:
    play.fill()
    play.compute()
    without = play.people["1001"]
    without.entries.filter(indicator=play.leaves["K2"]).delete()
    play.compute()
    _status, text = page(play, "officer", "1001")
    assert "不计此项，其余按比例放大" in text
    assert "每项×100÷70，四舍五入到 4 位小数" in text


def test_the_incomplete_are_told_what_is_missing(play: Play) -> None:
    play.fill()
    play.people["1004"].entries.filter(indicator=play.leaves["G1"]).delete()
    play.compute()
    _status, text = page(play, "officer", "1004")
    assert "补齐以下指标后才有结果" in text
    assert "G1 评定" in text


def test_events_say_whether_they_counted(play: Play) -> None:
    play.fill()
    rule = AdjustmentRule.objects.get(code="AB1")
    for number, approved in (("e1", True), ("e2", False)):
        AdjustmentEvent.objects.create(
            year=play.year,
            number=number,
            cadre=play.people["1002"].cadre,
            rule=rule,
            on="2026-02-01",
            approved=approved,
            matter=number,
        )
    play.compute()
    _status, text = page(play, "officer", "1002")
    assert "+2.0000" in text
    assert "不计：未经审批" in text


def test_a_decision_stands_beside_the_computed_level(play: Play) -> None:
    play.fill()
    Override.objects.create(participant=play.people["1004"], level=3, reason="委员会决定", decided_at=AT)
    play.compute()
    _status, text = page(play, "officer", "1004")
    assert "人工调整为第 3 等（计算等次：2）" in text
    assert "委员会决定" in text


def test_a_cadre_finds_his_own_results(computed: Play) -> None:
    client = computed.cast.client("cadre")
    own = reverse("scoring:cadre_results", args=[computed.people["1001"].cadre_id])
    assert client.get(reverse("scoring:mine")).headers["Location"] == own
    assert "暂无考核结果" in client.get(own).content.decode()
    computed.stand(PeriodState.FINAL)
    assert "97.00" in client.get(own).content.decode()
    other = reverse("scoring:cadre_results", args=[computed.people["1002"].cadre_id])
    assert client.get(other).status_code == 404


def test_the_page_costs_the_same_for_everybody(computed: Play) -> None:
    client = computed.cast.client("officer")
    costs = []
    for number in ("1001", "1004"):
        address = reverse("scoring:result", args=[computed.result(number).pk])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 16
