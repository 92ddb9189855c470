"""The whole way from facts to results: the shared cases to the byte, and what holds of every case."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.rulebook.problems import RefusedDocument
from scoring.casefiles.evaluating import columns_of, evaluate, evaluated
from scoring.casefiles.reading import read_case
from scoring.engine.pipeline import compute_period
from scoring.engine.results import results_of
from scoring.engine.trail import trail_of
from tests.scoring.engine.agreement import by_engine
from tests.scoring.engine.generated import case, case_text
from tests.scoring.engine.worked import results
from tests.scoring.verify.conftest import CASES, value_of
from tests.scoring.verify.documents import Row, cadre, fact, leaf, quarter, scheme

FILES = sorted(CASES.glob("*.yaml"))
quick = settings(max_examples=15, derandomize=True, database=None, deadline=None)
cases = st.builds(lambda seed: case(Random(seed)), st.integers(0, 10_000))


def test_the_shared_cases_are_there() -> None:
    assert len(FILES) >= 34


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shared_case_gives_its_expected_results(path: Path) -> None:
    output, accepted = evaluate(path.read_text(encoding="utf-8"))
    found = json.loads(output)
    assert accepted, found
    assert found["results"] == expected(path)


def expected(path: Path) -> Any:
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert root is not None
    return value_of(root)["expected"]["results"]


def shuffled(document: Row, r: Random, *, people: bool) -> Row:
    """The same case with its rows in another order; the cadres too if asked."""
    rows = ("facts", "votes", "not_applicable", "events", "vetoes", "overrides", *(["cadres"] if people else []))
    turned = {name: r.sample(document[name], len(document[name])) for name in rows if name in document}
    quarters = [shuffled(one, r, people=True) for one in document.get("quarters", [])]
    return document | turned | ({"quarters": quarters} if quarters else {})


@quick
@given(cases, st.integers(0, 99))
def test_rows_in_another_order_give_the_same_bytes(document: Row, seed: int) -> None:
    found, accepted = evaluate(case_text(document))
    again = evaluate(case_text(shuffled(document, Random(seed), people=False)))
    assert again[1] is accepted
    if accepted:  # a refusal names the place of the row, which is another now
        assert again[0] == found


@quick
@given(cases, st.integers(0, 99))
def test_cadres_in_another_order_give_each_the_same_result(document: Row, seed: int) -> None:
    found, again = by_engine(document), by_engine(shuffled(document, Random(seed), people=True))
    if found is None or again is None:
        assert found is again
    else:
        assert {row["cadre"]: row for row in found} == {row["cadre"]: row for row in again}


@quick
@given(cases)
def test_lines_add_up_to_the_base_and_the_ladder_to_the_total(document: Row) -> None:
    limits = document["scheme"].get("total", {})
    for row in by_engine(document) or []:
        if row["base"] is None:
            continue
        leaves = [units(line) for code, line in row["lines"].items() if not code.startswith("@")]
        assert sum(leaves) == units(row["base"])
        if row["total"] is not None:
            due = units(row["scaled"]) + units(row["bonus"]) - units(row["penalty"])
            low, high = limits.get("floor", 0), limits.get("cap")
            due = due if low is None else max(due, int(low * 10_000))
            assert units(row["total"]) == (due if high is None else min(due, int(high * 10_000)))


def units(text: str) -> int:
    return int(text.replace(".", ""))


@quick
@given(cases, st.data())
def test_more_percent_never_takes_from_ones_own_total(document: Row, data: st.DataObject) -> None:
    leaves = {one["code"] for one in leaves_of(document) if one["method"] == "percent"}
    rows = [row for row in document.get("facts", []) if row["indicator"] in leaves and row["value"] < 100]
    document = {key: rows_ for key, rows_ in document.items() if key != "overrides"}
    before = by_engine(document)
    if not rows or before is None:
        return
    chosen = data.draw(st.sampled_from(rows))
    raised = [row | {"value": 100} if row is chosen else row for row in document["facts"]]
    after = by_engine(document | {"facts": raised})
    assert after is not None
    for was, now in zip(before, after, strict=True):
        if was["cadre"] == chosen["cadre"] and was["published"] is not None:
            assert units(now["published"]) >= units(was["published"])


def leaves_of(document: Row) -> list[Row]:
    pending = list(document["scheme"]["sheets"][document["period"]["kind"]]["indicators"])
    found = []
    while pending:
        node = pending.pop()
        found += [node] if "method" in node else []
        pending += node.get("indicators", [])
    return found


@quick
@given(cases)
def test_a_quota_is_not_exceeded_unless_equals_are_all_taken(document: Row) -> None:
    document = {key: rows for key, rows in document.items() if key != "overrides"}
    try:
        outcome = evaluated(read_case(case_text(document)))
    except RefusedDocument:  # a decision in a quarter exceeds a quota
        return
    for ledger in outcome.levels.quotas:
        taken = [0] * len(ledger.codes)
        for row, is_taken in zip(ledger.candidates.rows.tolist(), ledger.taken.tolist(), strict=True):
            taken[int(ledger.group[row])] += is_taken
        if str(ledger.quota.ties) != "all":
            assert all(count <= places for count, places in zip(taken, ledger.places.tolist(), strict=True))


def test_vetoes_that_nobody_looked_up_are_none() -> None:
    rules = scheme([leaf("S", 100)], vetoes={"V": {"effect": "withhold"}})
    read = read_case(case_text({"scheme": rules, **quarter(1, [cadre("a")], [fact("a", "S", 90)])}))
    columns = replace(columns_of(read.rulebook, read.period), vetoes=None, events=None)
    outcome = compute_period(read.rulebook, columns)
    assert results_of(outcome)[0]["status"] == "graded"
    told = trail_of(outcome, 0)
    assert (told.get("vetoes", []), told.get("events", [])) == ([], [])


def test_what_does_not_apply_is_null_and_incomplete_cadres_have_no_lines() -> None:
    rules = scheme([leaf("S", 60), leaf("R", 40)])
    people = [cadre("m"), cadre("n", status="not_assessed")]
    found = results(quarter(1, people, [fact("m", "S", 50)]), rules)
    nothing = dict.fromkeys(("base", "scaled", "bonus", "penalty", "total", "published", "rank", "pool_size"))
    nothing |= dict.fromkeys(("leader_rank", "percentile", "level", "computed_level", "label", "light"))
    same: Row = {"lines": {}, "reasons": [], "undecided": False, "bottom": False, "pool": "K", **nothing}
    assert found["m"] == {"cadre": "m", "status": "graded", "incomplete": ["R"], **same}
    assert found["n"] == {"cadre": "n", "status": "not_assessed", "incomplete": [], **same}
