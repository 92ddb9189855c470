"""Clauses of sections 6 and 7 that no shared case holds: events, totals, the annual result."""

from tests.scoring.verify.documents import D, annual, cadre, event, fact, leaf, quarter, results, scheme, scored, year


def test_the_floor_of_the_total_is_zero_unless_null() -> None:
    adjustments = {"apply": "quarter", "rules": [{"code": "P", "kind": "penalty", "name": "P", "points": 5}]}
    events = [event("c1", "P")]
    assert scored({"c1": 1}, {"adjustments": adjustments}, events=events)["c1"]["total"] == "0.0000"
    rules = {"adjustments": adjustments, "total": {"floor": None}}
    row = scored({"c1": D("4.9999")}, rules, events=events)["c1"]
    assert (row["total"], row["published"]) == ("-0.0001", "0.00")
    assert scored({"c1": 3}, rules, events=events)["c1"]["published"] == "-2.00"


def test_no_decimals_are_published_without_a_point() -> None:
    assert scored({"c1": D("84.5")}, {"places": 0})["c1"]["published"] == "85"


def test_a_loser_of_the_same_matter_does_not_bar() -> None:
    rules = [
        {"code": "P1", "kind": "penalty", "name": "P1", "points": 1, "bars_excellent": "always"},
        {"code": "P2", "kind": "penalty", "name": "P2", "points": 2},
    ]
    events = [event("c1", "P1", matter="m"), event("c1", "P2", matter="m")]
    row = scored({"c1": 90}, {"adjustments": {"apply": "quarter", "rules": rules}}, events=events)["c1"]
    assert (row["penalty"], row["reasons"]) == ("2.0000", [])


def test_events_of_the_year_neither_count_nor_bar_in_a_quarter() -> None:
    rules = [{"code": "P", "kind": "penalty", "name": "P", "points": 1, "bars_excellent": "always"}]
    row = scored({"c1": 90}, {"adjustments": {"rules": rules}}, events=[event("c1", "P")])["c1"]
    assert (row["penalty"], row["reasons"]) == ("0.0000", [])


def test_both_takes_scaled_bases_and_counts_every_event_once() -> None:
    rules = [{"code": "B", "kind": "bonus", "name": "B", "points": 3}]
    adjustments = {"apply": "both", "bonus": {"cap": 4}, "rules": rules}
    first = quarter(1, [cadre("c1")], [fact("c1", "S", 80)], events=[event("c1", "B")])
    own = [event("c1", "B"), event("c1", "B", id="other", on="2026-12-31")]
    document = year([cadre("c1")], [fact("c1", "Y", 90)], quarters=[first], events=own)
    row = results(document, annual({"mode": "weighted", "quarters": 50}, adjustments=adjustments))["c1"]
    assert row["lines"] == {"Y": "90.0000", "@quarters": "40.0000", "@year": "45.0000"}
    assert (row["scaled"], row["bonus"], row["total"]) == ("85.0000", "4.0000", "89.0000")


def test_without_a_counted_quarter_there_is_no_total() -> None:
    document = year([cadre("c1")], [fact("c1", "Y", 90)], quarters=[])
    row = results(document, annual({"mode": "weighted", "quarters": 50}))["c1"]
    assert (row["status"], row["reasons"], row["incomplete"]) == ("comments_only", ["minimum"], [])
    assert (row["base"], row["scaled"], row["total"], row["published"]) == ("90.0000", None, None, None)


def test_year_only_needs_quarters_only_if_that_is_written() -> None:
    document = year([cadre("c1")], [fact("c1", "Y", 90)])
    assert results(document, scheme([], [leaf("Y", 100)]))["c1"]["status"] == "graded"
    written = scheme([leaf("S", 100)], [leaf("Y", 100)], year_result={"minimum": 1})
    assert results(document, written)["c1"]["status"] == "comments_only"


def test_the_annual_coefficient_acts_on_the_year_sheet_before_joining() -> None:
    quarters = [quarter(1, [cadre("c1", coefficient=D("0.5"))], [fact("c1", "S", 80)])]
    document = year([cadre("c1", coefficient=D("1.2"))], [fact("c1", "Y", 50)], quarters=quarters)
    row = results(document, annual({"mode": "sum"}))["c1"]
    assert (row["lines"]["@quarters"], row["base"], row["scaled"]) == ("40.0000", "50.0000", "100.0000")


def test_by_leaf_leaves_out_what_never_applied_and_ignores_the_quarters_coefficients() -> None:
    rules = scheme([leaf("S", 40), leaf("T", 30)], [leaf("Y", 30)], year_result={"mode": "by_leaf"})
    rules["sheets"]["quarter"] |= {"full": 70, "out_of": 100}
    rules["sheets"]["year"] |= {"full": 30}
    marked = [{"cadre": "c1", "indicator": "T", "reason": "r"}]
    first = quarter(1, [cadre("c1", coefficient=D("0.5"))], [fact("c1", "S", 20)], not_applicable=marked)
    row = results(year([cadre("c1")], [fact("c1", "Y", 15)], quarters=[first]), rules)["c1"]
    assert row["lines"] == {"S": "28.5714", "Y": "21.4286"}
    missed = quarter(1, [cadre("c1")], [fact("c1", "S", 20)])
    row = results(year([cadre("c1")], [fact("c1", "Y", 15)], quarters=[missed]), rules)["c1"]
    assert (row["status"], row["reasons"]) == ("comments_only", ["minimum"])
