"""The trail agrees with the result it explains, whatever rules made it: on cases by chance."""

import json
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from assessment.rulebook.ledger import UNIT, to_decimal
from assessment.rulebook.methods import MeanStep, Threshold
from assessment.rulebook.problems import RefusedDocument
from assessment.rulebook.scheme import Rulebook
from scoring.casefiles import evaluated, read_case
from scoring.engine.results import ResultDict, result_of
from scoring.engine.trail import Trail, Trails, trail_of
from tests.scoring.engine.generated import case, case_text

SEEDS = 60
Told = tuple[ResultDict, Trail, Rulebook]


def told(seed: int) -> Iterator[Told]:
    """Each result of a case by chance with its trail as the database keeps it; none where a decision is refused."""
    try:
        outcome = evaluated(read_case(case_text(case(Random(seed)))))
    except RefusedDocument:
        return
    trails = Trails(outcome)
    for row in range(len(outcome.columns.cadres)):
        yield result_of(outcome, row), json.loads(json.dumps(trails.of(row))), outcome.rulebook


@pytest.fixture(scope="module")
def everybody() -> list[Told]:
    """Everybody of all the cases by chance."""
    return [one for seed in range(SEEDS) for one in told(seed)]


def units(text: str | None) -> int | None:
    return None if text is None else round(Fraction(text) * UNIT)


def test_lines_and_weights_are_those_of_the_result(everybody: list[Told]) -> None:
    for result, trail, _ in everybody:
        if result["base"] is None:
            continue
        counted = {line["leaf"]: line for line in trail["lines"] if line["base"] is not None}
        own = {code: text for code, text in result["lines"].items() if not code.startswith("@")}
        assert {code: line["line"] for code, line in counted.items()} == {c: units(t) for c, t in own.items()}
        whole, rest = trail["weights"]
        assert whole == sum(line["weight"] for line in trail["lines"])
        assert rest == sum(line["weight"] for line in counted.values())
        for line in counted.values():
            assert line["line"] == pytest.approx(Fraction(*line["base"]) * whole / rest, abs=0.5)


def test_steps_lead_to_the_base(everybody: list[Told]) -> None:
    found = 0
    for _, trail, rulebook in everybody:
        leaves = {leaf.code: leaf for sheet in rulebook.sheets for leaf in sheet.leaves}
        for line in trail.get("lines", []):
            method = leaves[line["leaf"]].method
            if isinstance(method, Threshold | MeanStep) and "steps" in line:
                left = line["weight"] - method.step * Fraction(*line["steps"])
                assert Fraction(*line["base"]) == max(left, Fraction(0))
                found += 1
    assert found > 50


def test_events_and_caps_add_up_to_bonus_and_penalty(everybody: list[Told]) -> None:
    found = 0
    for result, trail, rulebook in everybody:
        if result["bonus"] is None or rulebook.adjustments is None:
            continue
        for kind in ("bonus", "penalty"):
            codes = {rule.code for rule in rulebook.adjustments.rules if rule.kind == kind}
            sums = sum(e["points"] for e in trail["events"] if e["rule"] in codes and e["verdict"] == "counts")
            lost = sum(c["sum"] - c["kept"] for c in trail["caps"] if c.get("kind") == kind or c.get("rule") in codes)
            assert units(result[kind]) == sums - lost
            found += lost > 0
    assert found > 5


def test_every_reason_of_the_level_is_told(everybody: list[Told]) -> None:
    for result, trail, _ in everybody:
        told_of = {f"veto:{veto['veto']}" for veto in trail.get("vetoes", []) if veto["verdict"] != "exempted"}
        told_of |= {f"limit:{limit['node']}<{to_decimal(limit['below']):f}" for limit in trail.get("limits", [])}
        told_of |= {gate["gate"] for gate in trail.get("gates", []) if not gate["passed"]}
        told_of |= {f"quota:{q['level']}" for q in trail.get("quotas", []) if q["verdict"] != "taken"}
        if "held" in trail and "decision" in trail:
            told_of.add("override")
        elsewhere = {reason for reason in result["reasons"] if reason.startswith("rule:") or reason == "minimum"}
        assert told_of | elsewhere == set(result["reasons"])


def test_the_steps_of_the_level_lead_to_the_computed_one(everybody: list[Told]) -> None:
    ranked = [(result, trail) for result, trail, _ in everybody if "held" in trail]
    assert len(ranked) > 50
    for result, trail in ranked:
        dropped = sum(quota["verdict"] != "taken" for quota in trail["quotas"])
        assert result["computed_level"] == trail["held"] + dropped


def test_the_year_tells_the_parts_that_it_joins(everybody: list[Told]) -> None:
    joined = [(result, trail["year"]) for result, trail, _ in everybody if "quarters_part" in trail.get("year", {})]
    assert joined
    for result, year in joined:
        counted = [quarter["value"] for quarter in year["quarters"] if quarter["why"] is None]
        assert ("mean" in year) == bool(counted)
        if counted and result["scaled"] is not None:
            assert Fraction(*year["mean"]) == Fraction(sum(counted), len(counted))
            assert units(result["scaled"]) == year["quarters_part"] + year.get("year_part", year["own"])


def test_the_pools_of_a_comparison_are_the_graded_with_a_value() -> None:
    method = {"pool_rank": {"best": 100, "worst": 60}}
    sheet = {"indicators": [{"code": "L", "name": "L", "weight": 100, "method": method}]}
    people = [
        {"id": f"c{n}", "category": "K", "department": "d", "identity": "institution", "status": status}
        for n, status in enumerate(["graded", "graded", "postponed"])
    ]
    document: dict[str, Any] = {
        "scheme": {"scheme": "S", "categories": {"K": "K"}, "sheets": {"quarter": sheet}},
        "period": {"kind": "quarter", "code": "Q1", "start": "2026-01-01", "end": "2026-03-31"},
        "cadres": people,
        "facts": [{"cadre": f"c{n}", "indicator": "L", "value": 10 * n} for n in range(3)],
    }
    outcome = evaluated(read_case(json.dumps(document)))
    assert [trail_of(outcome, row)["lines"][0]["place"] for row in range(3)] == [[2, 2], [1, 2], [1, 3]]
