"""The calculator beside an indicator: the engine says what tried values give."""

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import Cast

TABLE: list[tuple[dict[str, Any], str]] = [
    ({"scored_by": "ratio", "try-ratio-0": "47", "try-ratio-1": "60", "try-weight": "20"}, "15.67"),
    ({"scored_by": "ratio", "ratio-low": "80", "try-ratio-0": "47", "try-ratio-1": "60"}, "0.00"),
    ({"scored_by": "percent", "try-percent-0": "９５", "try-weight-given": "20"}, "19.00"),
    ({"scored_by": "import", "import-full": "50", "try-import-0": "45"}, "9.00"),
    ({"scored_by": "grade", "grade-.name": ["优", "良"], "grade-.value": ["100", "80"], "try-grade-0": "良"}, "8.00"),
    ({"scored_by": "bands", "bands-.name": ["90", "0"], "bands-.value": ["100", "60"], "try-bands-0": "80"}, "6.00"),
    (
        {
            "scored_by": "deduct", "deduct-events.name": ["late", "missed"], "deduct-events.value": ["0.5", "1"],
            "try-deduct-0": "2", "try-deduct-1": "1",
        },
        "8.00",
    ),
    (
        {"scored_by": "milestone", "milestone-stages.name": ["a", "b"], "milestone-stages.value": ["30", "70"],
         "try-milestone-0": "1", "try-milestone-2": "1.5"},
        "4.50",
    ),
    ({"scored_by": "pool_rank", "pool_rank-best": "100", "pool_rank-worst": "60", "try-pool_rank-0": "7",
      "try-pool_rank-1": "9 8"}, "6.00"),
    ({"scored_by": "ratio_best", "try-ratio_best-0": "5", "try-ratio_best-1": "10，4"}, "5.00"),
    (
        {"scored_by": "vote", "vote-classes.name": ["甲", "乙"], "vote-classes.value": ["60", "40"],
         "vote-options.name": ["优", "差"], "vote-options.value": ["100", "0"], "try-vote-0": "优 差",
         "try-vote-1": "优"},
        "7.00",
    ),
    (
        {"scored_by": "vote", "vote-classes.name": ["甲"], "vote-classes.value": ["100"], "vote-score": "100",
         "try-vote-0": "90 80"},
        "8.50",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sent", "points"), TABLE)
def test_values_are_computed_by_the_engine(cast: Cast, sent: dict[str, Any], points: str) -> None:
    response = cast.client("officer").post(reverse("scoring:calculate"), sent)
    assert (response.status_code, response.context["points"]) == (200, points)


def test_result_reads_as_a_sentence(cast: Cast) -> None:
    browser = cast.client("officer")
    browser.cookies["django_language"] = "en"
    page = browser.post(reverse("scoring:calculate"), TABLE[0][0]).content.decode()
    assert "actual 47 / target 60 → 15.67 points" in page
    assert "(exactly 15.6667)" in page


@pytest.mark.parametrize("word", ["ratio", "deduct", "vote", "grade", "pool_rank", "points", ""])
def test_inputs_fit_the_method(cast: Cast, word: str) -> None:
    sent = {**next((row for row, _points in TABLE if row["scored_by"] == word), {"scored_by": word})}
    response = cast.client("officer").post(f"{reverse('scoring:calculate')}?inputs", sent)
    asked = {"ratio": 2, "deduct": 2, "vote": 2, "grade": 1, "pool_rank": 2, "points": 1, "": 0}
    assert len(response.context["trial"].fields) == asked[word]


@pytest.mark.parametrize(
    "sent",
    [
        {"scored_by": "percent", "try-percent-0": "120"},
        {"scored_by": "percent", "try-percent-0": "x"},
        {"scored_by": "import", "import-full": "0", "try-import-0": "1"},
        {"scored_by": "import", "try-import-0": "1"},
        {"scored_by": "vote", "vote-classes.name": "甲", "vote-classes.value": "90", "try-vote-0": "优"},
    ],
)
def test_wrong_value_says_why(cast: Cast, sent: dict[str, Any]) -> None:
    assert cast.client("officer").post(reverse("scoring:calculate"), sent).context["faults"]


def test_half_a_ratio_asks_for_the_rest(cast: Cast) -> None:
    response = cast.client("officer").post(reverse("scoring:calculate"), {"scored_by": "ratio", "try-ratio-0": "4"})
    assert response.context["incomplete"]


def test_nothing_typed_only_says_what_the_method_does(cast: Cast) -> None:
    context = cast.client("officer").post(reverse("scoring:calculate"), {"scored_by": "percent"}).context
    assert (bool(context["sentence"]), "points" in context) == (True, False)


@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("admin", 403), ("manager", 200), (None, 302)])
def test_calculator_is_for_those_who_write_schemes(cast: Cast, who: str | None, status: int) -> None:
    assert cast.client(who).post(reverse("scoring:calculate"), {}).status_code == status
