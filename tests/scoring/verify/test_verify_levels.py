"""Clauses of sections 9 and 10 that no shared case holds: vetoes, gates, quotas, decisions."""

import pytest

from scoring.verify import OverrideRefused
from tests.scoring.verify.documents import LABELS, D, quota_rules, scored


def test_a_veto_without_end_lasts_one_day() -> None:
    rules = {"vetoes": {"V": {"name": "V", "effect": "withhold"}}}
    before = [{"cadre": "c1", "veto": "V", "from": "2025-12-31"}]
    assert scored({"c1": 90}, rules, vetoes=before)["c1"]["status"] == "graded"
    until = [{"cadre": "c1", "veto": "V", "from": "2025-12-31", "until": "2026-01-01"}]
    assert scored({"c1": 90}, rules, vetoes=until)["c1"]["reasons"] == ["veto:V"]


def test_a_bottom_veto_hits_all_equals_at_the_end_of_a_large_enough_pool() -> None:
    rules = {
        "vetoes": {"V": {"name": "V", "effect": "bar_excellent", "bottom": 1, "min_pool": 3}},
        "grades": {"levels": 4, "labels": LABELS, "quarter": {"bands": [70, 60, 50]}},
    }
    found = scored({"c1": 90, "c2": 80, "c3": 80}, rules)
    assert [found[code]["level"] for code in ("c1", "c2", "c3")] == [1, 2, 2]
    assert found["c3"]["reasons"] == ["veto:V"]
    assert scored({"c1": 90, "c2": 80}, rules)["c2"]["reasons"] == []


def test_no_place_at_all_cuts_nobody() -> None:
    found = scored({"c1": 90, "c2": 90}, quota_rules(share=10))
    assert [row["undecided"] for row in found.values()] == [False, False]
    assert [row["level"] for row in found.values()] == [2, 2]


def test_incomplete_and_withheld_people_count_in_the_denominator() -> None:
    values = {"c1": 90, "c2": 80, "c3": None, "c4": 70}
    status = {"cadres": {"c4": {"status": "withheld"}}}
    assert scored(values, quota_rules(share=50), **status)["c2"]["level"] == 1
    graded_only = scored(values, quota_rules(share=50, denominator="graded"), **status)
    assert [graded_only[code]["level"] for code in values] == [1, 2, None, None]
    assert (graded_only["c3"]["label"], graded_only["c4"]["label"]) == (None, "不确定等次")


def test_cadres_without_a_leader_form_one_group() -> None:
    leaders = {"cadres": {"c1": {"leader": "l1"}, "c2": {"leader": "l1"}}}
    found = scored({"c1": 90, "c2": 80, "c3": 70, "c4": 60}, quota_rules(share=50, scope="leader"), **leaders)
    assert [row["level"] for row in found.values()] == [1, 2, 1, 2]


def test_the_lowest_level_is_forced_and_out_of_the_quota() -> None:
    rules = {**quota_rules(share=50), "vetoes": {"V": {"name": "V", "effect": "force_lowest"}}}
    found = scored({"c1": 90, "c2": 80}, rules, vetoes=[{"cadre": "c1", "veto": "V", "from": "2026-01-01"}])
    assert [(row["level"], row["rank"]) for row in found.values()] == [(4, 1), (1, 2)]


def test_an_extra_place_is_good_where_equals_already_exceed_the_places() -> None:
    decided = [{"cadre": "c3", "level": 1, "reason": "r", "extra_place": True}]
    found = scored({"c1": 90, "c2": 90, "c3": 80}, quota_rules(share=50, ties="all"), overrides=decided)
    assert [row["level"] for row in found.values()] == [1, 1, 1]
    with pytest.raises(OverrideRefused):
        scored(
            {"c1": 90, "c2": 90, "c3": 80},
            quota_rules(share=50, ties="all"),
            overrides=[{**decided[0], "extra_place": False}],
        )


def test_leave_of_nothing_passes_the_gate() -> None:
    rules = {
        "gates": [{"leave_at_most": 50, "for": ["quarter"]}],
        "grades": {"levels": 4, "labels": LABELS, "quarter": {"bands": [70, 60, 50]}},
    }
    days = {"c2": {"leave_days": D("0.5")}}
    found = scored({"c1": 90, "c2": 90}, rules, cadres=days)
    assert [row["reasons"] for row in found.values()] == [[], ["gate:leave_at_most"]]
