"""Vetoes (RULES.md 9.1): when they are active, whom the bottom ones hit, and what they do."""

from typing import Any

import pytest

from tests.scoring.engine.worked import results, scored
from tests.scoring.verify.documents import LABELS, Row, cadre, fact, leaf, quarter, scheme, year

GRADES: Row = {"levels": 4, "labels": LABELS, "quarter": {"bands": [90, 80, 60]}}


def hit(effect: str, value: Any = 95, **more: Any) -> Row:
    """A cadre with 95 points on whom a veto of an effect lies."""
    vetoes = {"V": {"effect": effect, **more.pop("veto", {})}}
    entered = {"cadre": "a", "veto": "V", "from": "2026-02-01", **more.pop("entered", {})}
    return scored({"a": value}, {"grades": GRADES, "vetoes": vetoes}, vetoes=[entered], **more)["a"]


@pytest.mark.parametrize(
    ("effect", "veto", "level", "status"),
    [
        ("bar_excellent", {}, 2, "graded"),
        ("force_lowest", {}, 4, "graded"),
        ("cap_level", {"best_level": 3}, 3, "graded"),
        ("list_only", {}, 1, "graded"),
        ("withhold", {}, None, "withheld"),
        ("comments_only", {}, None, "comments_only"),
    ],
)
def test_what_an_effect_does(effect: str, veto: Row, level: int | None, status: str) -> None:
    found = hit(effect, veto=veto)
    assert (found["level"], found["status"], found["reasons"]) == (level, status, ["veto:V"])
    assert found["total"] == "95.0000"
    assert found["rank"] == (None if level is None else 1)


@pytest.mark.parametrize(
    ("entered", "active"),
    [
        ({"from": "2026-01-01"}, True),
        ({"from": "2026-03-31"}, True),
        ({"from": "2025-12-31"}, False),
        ({"from": "2026-04-01"}, False),
        ({"from": "2025-12-31", "until": "2026-01-01"}, True),
        ({"from": "2025-01-01", "until": "2025-12-31"}, False),
        ({"from": "2026-03-31", "until": "2027-01-01"}, True),
        ({"from": "2025-01-01", "until": "2027-01-01"}, True),
        ({"from": "2026-02-01", "exempted": True}, False),
    ],
)
def test_when_a_veto_is_active(entered: Row, active: bool) -> None:
    assert (hit("bar_excellent", entered=entered)["reasons"] == ["veto:V"]) is active


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("graded", "withheld"),
        ("comments_only", "withheld"),
        ("postponed", "withheld"),
        ("not_assessed", "not_assessed"),
    ],
)
def test_withholding_replaces_every_status_but_not_assessed(status: str, found: str) -> None:
    row = hit("withhold", value=None if status == "not_assessed" else 95, cadres={"a": {"status": status}})
    assert row["status"] == found
    assert row["reasons"] == ([] if found == "not_assessed" else ["veto:V"])


def test_withholding_wins_over_comments() -> None:
    vetoes = {"V": {"effect": "comments_only"}, "W": {"effect": "withhold"}}
    entered = [{"cadre": "a", "veto": code, "from": "2026-02-01"} for code in "WV"]
    found = scored({"a": 95}, {"vetoes": vetoes}, vetoes=entered)["a"]
    assert (found["status"], found["reasons"]) == ("withheld", ["veto:V", "veto:W"])


def test_who_is_held_back_before_ranking_leaves_his_place_to_others() -> None:
    vetoes = {"V": {"effect": "comments_only"}}
    found = scored({"a": 95, "b": 90}, {"vetoes": vetoes}, vetoes=[{"cadre": "a", "veto": "V", "from": "2026-02-01"}])
    assert [row["rank"] for row in found.values()] == [None, 1]


@pytest.mark.parametrize(
    ("veto", "values", "struck"),
    [
        ({"bottom": 1}, [90, 80, 70], "c"),
        ({"bottom": 2}, [90, 80, 70], "bc"),
        ({"bottom": 1}, [90, 70, 70], "bc"),  # nobody is behind either of the equals
        ({"bottom": 2}, [90, 70, 70], "bc"),
        ({"bottom": 3}, [90, 70, 70], "abc"),
        ({"bottom": 1, "min_pool": 3}, [90, 80, 70], "c"),
        ({"bottom": 1, "min_pool": 4}, [90, 80, 70], ""),
        ({"bottom": 9}, [90], "a"),
    ],
)
def test_whom_a_bottom_veto_hits(veto: Row, values: list[int], struck: str) -> None:
    people = "abc"[: len(values)]
    rules = {"vetoes": {"V": {"effect": "bar_excellent", **veto}}, "grades": GRADES}
    found = scored(dict(zip(people, values, strict=True)), rules)
    assert "".join(code for code, row in found.items() if row["reasons"]) == struck
    assert all(row["level"] != 1 for code, row in found.items() if code in struck)


def test_a_bottom_veto_counts_ranked_cadres_only_and_takes_entered_ones_too() -> None:
    vetoes = {"V": {"effect": "bar_excellent", "bottom": 1}}
    entered = [{"cadre": "a", "veto": "V", "from": "2026-02-01"}]
    people: Row = {"w": {"status": "withheld"}}
    found = scored({"a": 95, "b": 90, "w": 10, "m": None}, {"vetoes": vetoes}, vetoes=entered, cadres=people)
    assert [row["reasons"] for row in found.values()] == [["veto:V"], ["veto:V"], [], []]


def test_a_forced_one_keeps_his_rank_and_nobody_is_ranked_anew() -> None:
    rules = {"vetoes": {"V": {"effect": "force_lowest"}}, "grades": GRADES}
    found = scored({"a": 95, "b": 92}, rules, vetoes=[{"cadre": "a", "veto": "V", "from": "2026-02-01"}])
    assert [(row["rank"], row["level"]) for row in found.values()] == [(1, 4), (2, 1)]


def test_a_year_takes_its_own_vetoes_and_the_quarters() -> None:
    rules = scheme(
        [leaf("S", 100)], [leaf("Y", 100)], vetoes={"V": {"effect": "list_only"}, "W": {"effect": "list_only"}}
    )
    part = quarter(1, [cadre("a")], [fact("a", "S", 90)], vetoes=[{"cadre": "a", "veto": "V", "from": "2026-02-01"}])
    own = [{"cadre": "a", "veto": "W", "from": "2026-09-01"}]
    found = results(year([cadre("a")], [fact("a", "Y", 90)], vetoes=own, quarters=[part]), rules)["a"]
    assert found["reasons"] == ["veto:V", "veto:W"]


def test_a_scheme_with_vetoes_needs_none_to_be_entered() -> None:
    found = scored({"a": 95}, {"vetoes": {"V": {"effect": "withhold"}}})["a"]
    assert (found["status"], found["reasons"]) == ("graded", [])
