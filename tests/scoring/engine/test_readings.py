"""The readings of docs/decisions/0021: one test for each row, by the engine and by the verifier."""

from typing import Any

import pytest

from assessment.rulebook.half_year import proposed_status
from assessment.rulebook.words import Identity
from tests.scoring.engine import worked
from tests.scoring.verify import documents
from tests.scoring.verify.documents import Row, cadre, event, fact, leaf, quarter, scheme, year

Results = dict[str, Row]


def results(document: Row, rules: Row) -> Results:
    """Compute by both; they agree."""
    found = worked.results(document, rules)
    assert found == documents.results(document, rules)
    return found


def quarterly(facts: list[Row], leaves: list[Row], people: str = "ab", **more: Any) -> Results:
    cadres = more.pop("cadres", [cadre(code) for code in people])
    return results(quarter(1, cadres, facts, **more.pop("parts", {})), scheme(leaves, **more))


def test_scorers_who_did_not_enter_do_not_count_as_zero() -> None:
    facts = [fact("a", "S", 80), fact("a", "S", 90), fact("b", "S", 80)]
    found = quarterly(facts, [leaf("S", 100)])
    assert [found[code]["base"] for code in "ab"] == ["85.0000", "80.0000"]


def test_the_pool_s_average_takes_in_the_graded_who_are_incomplete() -> None:
    leaves = [leaf("S", 50, "percent", missing="pool_average"), leaf("T", 50, "percent")]
    facts = [fact("a", "S", 80), fact("b", "T", 100)]
    assert quarterly(facts, leaves)["b"]["lines"]["S"] == "40.0000"


def test_where_nothing_remains_all_that_was_left_out_is_named() -> None:
    leaves = [leaf("S", 50, missing="renormalise"), leaf("T", 50)]
    marks = [{"cadre": "a", "indicator": "T", "reason": "无"}]
    found = quarterly([], leaves, "a", parts={"not_applicable": marks})
    assert found["a"]["incomplete"] == ["S", "T"]


def test_a_weight_of_nothing_neither_divides_nor_limits() -> None:
    leaves = [leaf("S", 0, "percent", missing="pool_average"), leaf("T", 100, "percent")]
    facts = [fact(code, "T", 90) for code in "ab"] + [fact("a", "S", 50)]
    limits = [{"node": "S", "below": 60, "best_level": 2}]
    grades = {"levels": 2, "labels": {"civil_servant": ["优", "良", "无"]}, "quarter": {}}
    found = quarterly(facts, leaves, limits=limits, grades=grades)
    assert [(found[code]["base"], found[code]["level"]) for code in "ab"] == [("90.0000", 1)] * 2


def annual(mode: Row, quarters: list[Row], people: list[Row] | None = None, facts: list[Row] | None = None,
           **more: Any) -> Results:  # fmt: skip
    leaves = [leaf("S", 40, "percent")], [leaf("Y", 60, "percent")]
    if mode["mode"] != "by_leaf":
        leaves = [leaf("S", 100, "percent")], [leaf("Y", 100, "percent")]
    rules = scheme(*leaves, year_result=mode, **more.pop("rules", {}))
    if mode["mode"] == "by_leaf":
        rules["sheets"]["quarter"]["full"], rules["sheets"]["year"]["full"] = 40, 60
    document = year(people or [cadre("a")], facts or [fact("a", "Y", 50)], quarters=quarters, **more)
    return results(document, rules)


@pytest.mark.parametrize("mode", ["weighted", "sum"])
def test_a_year_without_a_counted_quarter_has_lines_but_no_total(mode: str) -> None:
    absent = [quarter(1, [cadre("a", status="withheld")], [fact("a", "S", 90)])]
    written = {"mode": mode, "minimum": 0, **({"quarters": 60} if mode == "weighted" else {})}
    found = annual(written, absent)["a"]
    assert (found["base"], found["bonus"], found["penalty"]) == ("50.0000", "0.0000", "0.0000")
    assert (found["scaled"], found["total"], found["published"], found["rank"]) == (None, None, None, None)


def test_by_leaf_without_a_counted_quarter_falls_to_the_missing_policy() -> None:
    absent = [quarter(1, [cadre("a", status="withheld")], [fact("a", "S", 90)])]
    assert annual({"mode": "by_leaf", "minimum": 0}, absent)["a"]["incomplete"] == ["S"]


def test_too_few_quarters_leave_an_entered_status_alone() -> None:
    found = annual({"mode": "weighted", "quarters": 60, "minimum": 1}, [], [cadre("a", status="postponed")])["a"]
    assert (found["status"], found["reasons"]) == ("postponed", [])


RULE = {"code": "R", "kind": "bonus", "name": "R", "points": 2}


def test_of_one_id_the_year_s_words_count() -> None:
    part = quarter(1, [cadre("a")], [fact("a", "S", 90)], events=[event("a", "R", count=3)])
    mode = {"mode": "weighted", "quarters": 60}
    found = annual(mode, [part], events=[event("a", "R")], rules={"adjustments": {"rules": [RULE]}})
    assert found["a"]["bonus"] == "2.0000"


def test_both_takes_the_scaled_base_by_itself() -> None:
    part = quarter(1, [cadre("a")], [fact("a", "S", 90)], events=[event("a", "R")])
    rules = {"adjustments": {"apply": "both", "rules": [RULE]}}
    plain = annual({"mode": "weighted", "quarters": 60}, [part], rules=rules)["a"]
    assert plain == annual({"mode": "weighted", "quarters": 60, "use": "base"}, [part], rules=rules)["a"]
    assert (plain["lines"]["@quarters"], plain["bonus"]) == ("54.0000", "2.0000")


def test_a_bottom_veto_looks_at_ranks_before_it_takes_effect() -> None:
    vetoes = {"V": {"name": "末位", "effect": "bar_excellent", "bottom": 1}}
    facts = [fact(code, "S", value) for code, value in {"a": 90, "b": 80}.items()]
    found = quarterly(facts, [leaf("S", 100)], vetoes=vetoes)
    assert [(found[code]["rank"], found[code]["reasons"]) for code in "ab"] == [(1, []), (2, ["veto:V"])]


def grades(**quota: Any) -> Row:
    labels = {"civil_servant": ["优", "良", "差", "无"]}
    return {"levels": 3, "labels": labels, "quarter": {"quotas": [{"level": 1, **quota}]}}


def test_where_there_is_no_place_nobody_is_undecided() -> None:
    found = quarterly([fact(code, "S", 90) for code in "ab"], [leaf("S", 100)], grades=grades(share=10, ties="stop"))
    assert [(found[code]["level"], found[code]["undecided"]) for code in "ab"] == [(2, False)] * 2


@pytest.mark.parametrize("denominator", ["participants", "graded"])
def test_the_incomplete_who_are_graded_count_in_both_denominators(denominator: str) -> None:
    found = quarterly([fact("a", "S", 90)], [leaf("S", 100)], grades=grades(share=50, denominator=denominator))
    assert (found["a"]["level"], found["b"]["incomplete"]) == (1, ["S"])


def decided(extra: bool) -> Results:
    facts = [fact(code, "S", value) for code, value in {"a": 90, "b": 80}.items()]
    overrides = [{"cadre": "b", "level": 1, "reason": "会议", "extra_place": extra}]
    return quarterly(facts, [leaf("S", 100)], grades=grades(share=50), parts={"overrides": overrides})


def test_an_extra_place_is_never_refused() -> None:
    assert decided(extra=True)["b"]["level"] == 1


def test_control_without_it_the_decision_is_refused() -> None:
    with pytest.raises(worked.Refused):
        decided(extra=False)


def test_staff_of_enterprises_are_proposed_as_those_of_institutions() -> None:
    over = 11, 20
    assert proposed_status(Identity.ENTERPRISE, *over) is proposed_status(Identity.INSTITUTION, *over)
    assert proposed_status(Identity.ENTERPRISE, *over) is not proposed_status(Identity.CIVIL_SERVANT, *over)
