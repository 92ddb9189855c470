"""The frozen parts hold their invariants by themselves, whoever makes them, and answer what is asked of them."""

from collections.abc import Callable

import pytest

from assessment.rulebook import grades as g
from assessment.rulebook import methods as m
from assessment.rulebook import rules as r
from assessment.rulebook.indicators import Group, Leaf, Sheet
from assessment.rulebook.problems import Invalid
from assessment.rulebook.words import Effect, Identity, Kind, Missing, Mode, RuleKind, Use

U = 10_000
HUNDRED = 100 * U
WORDS = ("优秀", "称职", "不称职", "不定")


def leaf(code: str, **weights: int) -> Leaf:
    return Leaf(code, code, m.Points(), tuple((category, units * U) for category, units in weights.items()))


BROKEN: list[tuple[Callable[[], object], list[tuple[str, str]]]] = [
    (lambda: m.Import(full=0), [(".full", "out_of_range")]),
    (lambda: m.Ratio(low=2, cap=1), [(".low", "bad_combination")]),
    (lambda: m.Bands((m.Band(1, 1), m.Band(1, 2))), [("[1].from", "bad_combination")]),
    (lambda: m.Threshold(at=0, unit=0, step=1), [(".unit", "out_of_range")]),
    (lambda: m.Deduct((("none", 1),)), [(".events.none", "bad_code")]),
    (lambda: m.Milestone((("difficulty", 1),)), [(".stages.difficulty", "bad_code")]),
    (lambda: m.Trim(each_end=1, at_least=2), [(".at_least", "bad_combination")]),
    (
        lambda: m.Vote((("a", HUNDRED), ("b", 0)), score=0),
        [(".classes.b", "out_of_range"), (".score", "out_of_range")],
    ),
    (lambda: m.Vote((("a", 1),)), [(".classes", "weights_sum"), ("", "bad_combination")]),
    (lambda: leaf("bonus"), [(".code", "bad_code")]),
    (lambda: Group("none", "组", ()), [(".code", "bad_code")]),
    (
        lambda: Sheet(Kind.YEAR, (("K", HUNDRED),), (leaf("A", K=99),), out_of=0),
        [(".out_of", "bad_out_of"), (".indicators", "weights_sum")],
    ),
    (lambda: r.YearResult(Mode.WEIGHTED), [(".quarters", "missing_key")]),
    (
        lambda: r.YearResult(Mode.SUM, quarters=1, use=Use.BASE),
        [(".quarters", "bad_combination"), (".use", "bad_combination")],
    ),
    (lambda: r.Total(floor=2, cap=1), [(".cap", "bad_combination")]),
    (
        lambda: r.Veto("V", "否", Effect.WITHHOLD, best_level=2, bottom=1),
        [(".best_level", "bad_combination"), (".bottom", "bad_combination")],
    ),
    (
        lambda: r.Veto("V", "否", Effect.CAP_LEVEL, min_pool=1),
        [(".best_level", "missing_key"), (".min_pool", "bad_combination")],
    ),
    (lambda: g.KindGrades(Kind.YEAR, bands=(1, 1)), [(".bands", "bad_combination")]),
    (
        lambda: g.Grades(
            3, ((Identity.INSTITUTION, WORDS[:2]),), (g.KindGrades(Kind.YEAR, (1,), (g.Quota(4, HUNDRED),)),)
        ),
        [
            (".labels.institution", "bad_length"),
            (".year.bands", "bad_length"),
            (".year.quotas[0].level", "unknown_level"),
        ],
    ),
]


@pytest.mark.parametrize(("make", "problems"), BROKEN)
def test_a_part_that_breaks_a_rule_cannot_be_made(make: Callable[[], object], problems: list[tuple[str, str]]) -> None:
    with pytest.raises(Invalid) as invalid:
        make()
    assert [(problem.path, problem.code) for problem in invalid.value.problems] == problems


def test_limits_of_the_invariants_are_allowed() -> None:
    assert m.Ratio(low=5, cap=5).low == 5
    assert m.Trim(each_end=1, at_least=3).at_least == 3
    assert r.Total(floor=1, cap=1).cap == 1
    assert g.Grades(3, (), (g.KindGrades(Kind.YEAR, (2, 1), (g.Quota(3, HUNDRED),)),)).levels == 3


@pytest.mark.parametrize(
    ("method", "keys"),
    [
        (m.Ratio(), ("actual", "target")),
        (m.Deduct((("a", 1), ("b", 2))), ("a", "b")),
        (m.Milestone((("s", 1),)), ("s", "difficulty")),
        (m.Points(), ("",)),
    ],
)
def test_keys_of_a_method(method: m.Method, keys: tuple[str, ...]) -> None:
    assert m.keys_of(method) == keys


def test_a_weight_of_nothing_is_not_zero() -> None:
    one = leaf("A", K=5, L=0)
    assert [one.weight(category) for category in ("K", "L", "M")] == [5 * U, 0, None]


def test_the_policy_of_a_leaf_without_one() -> None:
    events = m.Deduct((("late", U),))
    assert leaf("A").policy is Missing.BLOCK
    assert Leaf("A", "A", events, ()).policy is None
    assert Leaf("A", "A", events, (), Missing.ZERO).policy is Missing.ZERO


def test_a_sheet_knows_its_leaves_nodes_and_scales() -> None:
    a, b = leaf("A", K=60, L=30), leaf("B", K=40)
    full = (("K", HUNDRED), ("L", 30 * U))
    sheet = Sheet(Kind.QUARTER, full, (Group("G", "组", (a,)), b))
    assert sheet.leaves == (a, b)
    assert list(sheet.nodes) == ["G", "A", "B"]
    group = sheet.indicators[0]
    assert isinstance(group, Group)
    assert list(group.leaves) == [a]
    assert [sheet.out_of_for("K"), sheet.out_of_for("L")] == [HUNDRED, 30 * U]
    assert Sheet(Kind.QUARTER, full, (Group("G", "组", (a,)), b), out_of=50 * U).out_of_for("L") == 50 * U


def test_points_of_a_rule_go_by_level_exactly_where_it_has_them() -> None:
    flat = r.AdjustmentRule("A", RuleKind.BONUS, "", 5)
    levels = r.AdjustmentRule("B", RuleKind.BONUS, "", (("city", 1), ("national", 9)))
    assert (flat.points_for(None), levels.points_for("national")) == (5, 9)
    assert [rule.has_level(level) for rule in (flat, levels) for level in ("", "national")] == [
        True,
        False,
        False,
        True,
    ]
    for rule, level in ((flat, "city"), (levels, None), (levels, "county")):
        with pytest.raises(KeyError):
            rule.points_for(level)


def test_each_kind_has_its_cap() -> None:
    adjustments = r.Adjustments(bonus_cap=1, penalty_cap=2)
    assert (adjustments.cap(RuleKind.BONUS), adjustments.cap(RuleKind.PENALTY)) == (1, 2)


def test_limits_hold_everywhere_and_gates_in_the_year_unless_they_name_kinds() -> None:
    always, named = r.Limit("A", 1, 2), r.Limit("A", 1, 2, (Kind.QUARTER,))
    assert [limit.holds_in(Kind.YEAR) for limit in (always, named)] == [True, False]
    yearly, quarterly = r.Gate(r.Flag("党建")), r.Gate(r.NodeAtLeast("A", 1), (Kind.QUARTER,))
    assert [gate.holds_in(Kind.YEAR) for gate in (yearly, quarterly)] == [True, False]
    assert [gate.condition.reason for gate in (yearly, quarterly)] == ["gate:flag:党建", "gate:node_at_least:A"]


def test_a_share_goes_by_the_units_result_then_by_the_pool() -> None:
    quota = g.Quota(1, (("P", 20), ("Q", 30)), by_unit_result=((1, 25), (4, 15)))
    assert [quota.share_for("P", result) for result in (1, 2, 4, None)] == [25, 20, 15, 20]
    assert quota.share_for("Q", None) == 30
    assert g.Quota(1, 40).share_for("P", 1) == 40


def test_the_words_of_a_kind_go_before_the_general_ones() -> None:
    general = ((Identity.CIVIL_SERVANT, WORDS), (Identity.INSTITUTION, ("a", "b", "c", "d")))
    own = g.KindGrades(Kind.QUARTER, labels=((Identity.CIVIL_SERVANT, ("好", "中", "差", "无")),))
    grades = g.Grades(3, general, (own,))
    assert grades.words(Kind.QUARTER, Identity.CIVIL_SERVANT) == ("好", "中", "差", "无")
    assert grades.words(Kind.QUARTER, Identity.INSTITUTION) == ("a", "b", "c", "d")
    assert grades.words(Kind.YEAR, Identity.CIVIL_SERVANT) == WORDS
    assert grades.words(Kind.YEAR, Identity.ENTERPRISE) is None
    assert (grades.of(Kind.QUARTER), grades.of(Kind.YEAR)) == (own, None)
