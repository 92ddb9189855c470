"""What other rules would change: whoever moves is named with all that differs, and nobody else."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from scoring.casefiles import evaluated, read_case
from scoring.engine.outcome import Outcome
from scoring.engine.results import ResultDict, results_of
from scoring.engine.what_if import OtherPeople, Shift, moves
from tests.scoring.engine.agreement import by_engine
from tests.scoring.engine.generated import case, case_text
from tests.scoring.verify.documents import Row, cadre, event, fact, leaf, quarter, scheme

UNIT = 10_000


def outcome_of(document: Row) -> Outcome:
    return evaluated(read_case(case_text(document)))


def altered(r: Random, rules: Row) -> Row:
    """Give other rules that take the same facts."""
    other = {**rules, "places": r.choice([0, 1, 4])}
    for key in r.sample(("limits", "gates", "lights", "bottom", "ranking", "total"), 3):
        other.pop(key, None)
    if r.random() < 0.5:
        other["total"] = {"floor": 20, "cap": 90}
    if "grades" in other and r.random() < 0.5:
        other["grades"] = {name: without_quotas(part) for name, part in other["grades"].items()}
    return other


def without_quotas(part: Any) -> Any:
    return {key: value for key, value in part.items() if key != "quotas"} if isinstance(part, dict) else part


def standing(row: ResultDict) -> list[Any]:
    """What must stay the same; published numbers of other places are compared by their worth."""
    published = row["published"] and Decimal(row["published"]).normalize()
    return [row["status"], published, row["rank"], row["level"], row["light"]]


@pytest.mark.parametrize("seed", range(60))
def test_those_who_move_are_those_whose_results_differ(seed: int) -> None:
    document = case(Random(seed))
    other = document | {"scheme": altered(Random(seed), document["scheme"])}
    if by_engine(document) is None or by_engine(other) is None:
        return  # decisions exceed a quota under one of the two: there is nothing to compare
    before, after = outcome_of(document), outcome_of(other)
    rows = list(zip(results_of(before), results_of(after), strict=True))
    differing = [one["cadre"] for one, two in rows if standing(one) != standing(two)]
    found = moves(before, after)
    assert [move.cadre for move in found] == differing
    for move in found:
        one, two = rows[move.row]
        assert set(move.lines) == {
            code for code in one["lines"] | two["lines"] if one["lines"].get(code) != two["lines"].get(code)
        }
        assert set(move.gained) == set(two["reasons"]) - set(one["reasons"])
        assert set(move.lost) == set(one["reasons"]) - set(two["reasons"])
        for name, shift in move.points.items():
            assert shift == tuple(side[name] and units(side[name]) for side in (one, two))  # type: ignore[literal-required]
        assert ("rank" in move.standing) == (one["rank"] != two["rank"])


def units(text: str) -> int:
    return int(Decimal(text) * UNIT)


def test_nobody_moves_under_the_same_rules() -> None:
    document = case(Random(3))
    assert moves(outcome_of(document), outcome_of(document)) == ()


def office(first: int, second: int, **more: Any) -> Row:
    """Three people with two leaves of these weights."""
    rules = scheme([leaf("A", first, "percent"), leaf("B", second, "percent")], **more)
    values = {"a": (100, 50), "b": (60, 90), "c": (10, 10)}
    facts = [fact(who, code, value) for who, pair in values.items() for code, value in zip("AB", pair, strict=True)]
    return {"scheme": rules, **quarter(1, [cadre(who) for who in values], facts)}


def test_a_weight_moves_people_by_their_lines() -> None:
    found = moves(outcome_of(office(60, 40)), outcome_of(office(40, 60)))
    assert [move.cadre for move in found] == ["a", "b"]
    first = found[0]
    assert first.standing == {
        "published": Shift(80 * UNIT, 70 * UNIT),
        "rank": Shift(1, 2),
    }
    assert first.lines == {"A": Shift(60 * UNIT, 40 * UNIT), "B": Shift(20 * UNIT, 30 * UNIT)}
    assert set(first.points) == {"base", "scaled", "total"}
    assert not first.by_others


def test_who_is_passed_by_others_moves_without_a_difference_of_his_own() -> None:
    cap = {"apply": "quarter", "rules": [{"code": "R", "kind": "bonus", "name": "R", "points": 30}]}
    tight = {**cap, "bonus": {"cap": 1}}
    documents = [office(60, 40, adjustments=rule) | {"events": [event("b", "R")]} for rule in (tight, cap)]
    found = {move.cadre: move for move in moves(*(outcome_of(document) for document in documents))}
    assert found["b"].points["bonus"] == Shift(UNIT, 30 * UNIT)
    assert found["a"].standing == {"rank": Shift(1, 2)}
    assert found["a"].by_others
    assert not found["b"].by_others


def test_other_people_cannot_be_compared() -> None:
    fewer = office(60, 40)
    fewer["cadres"] = fewer["cadres"][:2]
    fewer["facts"] = [row for row in fewer["facts"] if row["cadre"] != "c"]
    with pytest.raises(OtherPeople):
        moves(outcome_of(office(60, 40)), outcome_of(fewer))
