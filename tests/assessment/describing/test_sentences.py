"""Each method and rule in a sentence that carries its numbers."""

import pytest
from django.utils import translation

from assessment.describing.grades import light_sentences, quota_sentence, ranking_sentences
from assessment.describing.methods import method_sentence
from assessment.describing.rules import adjustment_rule_sentence, gate_sentence, limit_sentence, veto_sentence
from assessment.rulebook.grades import Lights, OnBottomList, PublishedBelow, Quota, Ranking, RedCards
from assessment.rulebook.methods import (
    Band,
    Bands,
    Deduct,
    Escalate,
    Grade,
    Import,
    MeanStep,
    Method,
    Milestone,
    Percent,
    Points,
    PoolRank,
    RankTable,
    Ratio,
    RatioBest,
    Threshold,
    Trim,
    Vote,
)
from assessment.rulebook.rules import AdjustmentRule, Gate, Limit, NodeAtLeast, NoQuarterAtLevel, Veto
from assessment.rulebook.words import Bars, Direction, Effect, Kind, RuleKind

U = 10_000
METHODS: list[tuple[Method, str]] = [
    (Points(), "The points themselves are entered, from 0 to the full mark."),
    (Percent(), "A percent of the full mark is entered, 0 to 100."),
    (Import(full=150 * U), "A mark out of 150 is entered and brought to the full mark."),
    (Ratio(low=60 * U), "Completion rate = actual ÷ target, under 60% nothing, at most 100%."),
    (Ratio(direction=Direction.LOWER, cap=110 * U), "Completion rate = target ÷ actual, at most 110%."),
    (
        Bands((Band(70 * U, 90 * U), Band(95 * U, 100 * U))),
        "By bands of the value, from 95: 100%, from 70: 90%; below: 0.",
    ),
    (
        Threshold(at=98 * U, unit=U, step=5000),
        "Full from 98 on; for every 1 less, 0.5 points off (parts count as whole).",
    ),
    (
        Threshold(at=3 * U, unit=U, step=U, direction=Direction.LOWER),
        "Full up to 3; for every 1 more, 1 points off (parts count as whole).",
    ),
    (Deduct((("late", 5000), ("missed", U))), "Points off for every event: late −0.5, missed −1; not below 0."),
    (
        Escalate(first=50 * U, zero_at=2),
        "Full without events; 50% off with the first; nothing from 2 events on.",
    ),
    (Grade((("优", 100 * U), ("良", 85 * U))), "By grade: 优 100%, 良 85% of the full mark."),
    (RankTable((100 * U, 95 * U), 60 * U), "By place: 1: 100%, 2: 95%; every later place 60%."),
    (
        Milestone((("start", 20 * U), ("done", 80 * U))),
        "By stages reached: start 20%, done 80%, times the difficulty, at most 100%.",
    ),
    (
        PoolRank(best=100 * U, worst=60 * U),
        "By the place in the pool (higher is better): first 100%, last 60%, even steps between.",
    ),
    (RatioBest(Direction.LOWER), "The value against the best of the pool (lower is better)."),
    (
        MeanStep(step=1000),
        "Full at the pool's mean; for every percent below it 0.1 points off (parts count exactly).",
    ),
    (
        Vote(classes=(("staff", 100 * U),), score=45 * U, trim=Trim(1, 8), min_ballots=3),
        "Vote by classes of voters: staff 100%; a ballot gives 0 to 45 points; with 8 ballots or more the 1 highest "
        "and lowest are left out; a class with fewer than 3 ballots counts as missing.",
    ),
]


@pytest.mark.parametrize(("method", "sentence"), METHODS, ids=lambda value: getattr(value, "word", ""))
def test_method(method: Method, sentence: str) -> None:
    with translation.override("en"):
        assert method_sentence(method) == sentence


def test_adjustment_rule() -> None:
    rule = AdjustmentRule("P", RuleKind.PENALTY, "省考失分", 2 * U, cap=6 * U, bars_excellent=Bars.WHEN_DOUBLED)
    levels = AdjustmentRule("B", RuleKind.BONUS, "获奖", (("national", 5 * U), ("city", 15_000)))
    with translation.override("en"):
        assert adjustment_rule_sentence(rule) == "−2 points an event; at most 6 by this rule; bars level 1 when doubled"
        assert adjustment_rule_sentence(levels) == "national +5, city +1.5"


def test_veto_limit_and_gates() -> None:
    names = {"F": "职能工作"}
    veto = Veto("V9", "末三位", Effect.BAR_EXCELLENT, bottom=3, min_pool=5)
    with translation.override("en"):
        assert veto_sentence(veto) == "bars level 1; hits the last 3 of every pool of at least 5 by itself"
        assert veto_sentence(Veto("V8", "躺平", Effect.CAP_LEVEL, best_level=3)) == "holds to level 3 at most"
        assert limit_sentence(Limit("F", 60 * U, 2), names) == "Attainment of “职能工作” under 60%: level 2 at most."
        assert gate_sentence(Gate(NoQuarterAtLevel(4)), names) == "no period at level 4 (Year)"
        gate = Gate(NodeAtLeast("F", 60 * U), (Kind.QUARTER, Kind.YEAR))
        assert gate_sentence(gate, names) == "attainment of “职能工作” of 60% or more (Quarter, Year)"


def test_ranking_quota_and_lights() -> None:
    quota = Quota(level=1, share=20 * U, by_unit_result=((1, 25 * U),), minimum=1)
    with translation.override("en"):
        said = ranking_sentences(Ranking(tie_break=("K", "penalty")), {"K": "重点工作"})
        assert "Equals are ordered by, in turn: attainment of “重点工作”, fewer penalty points." in said
        assert quota_sentence(quota, ("优秀", "称职")) == (
            "优秀: in each pool at most 20% of the participants, rounded down; result 1 of the unit: 25%; "
            "at least 1; equals at the line are left to a decision"
        )
        lights = Lights(red=(PublishedBelow(60 * U), RedCards(1)), yellow=(OnBottomList(),))
        assert light_sentences(lights) == [
            ("red", "published score under 60 or 1 red cards or more"),
            ("yellow", "on the bottom list"),
            ("green", "everybody else with a published score"),
        ]
