"""From the lines to the published number, and the year, in both languages, to the letter."""

from typing import Any

import pytest

from tests.scoring.explaining.office import YEAR, Document, cadre, case, fact, leaf, points_of, scheme

RULES = [
    {"code": "B1", "kind": "bonus", "name": "表彰", "points": {"省": 3, "市": 2}},
    {"code": "P1", "kind": "penalty", "name": "信访", "points": 2.5, "cap": 5},
    {"code": "P2", "kind": "penalty", "name": "廉洁", "points": 3, "self_found": "waive"},
    {"code": "B2", "kind": "bonus", "name": "推广", "points": 1},
]
ADJUSTMENTS = {"apply": "quarter", "bonus": {"cap": 4}, "penalty": {"cap": 6}, "rules": RULES}


def event(number: str, rule: str, **more: Any) -> Document:
    return {"id": number, "cadre": "c1", "rule": rule, "on": "2026-02-03", "approved": True, **more}


EVENTS: list[tuple[Document, str, str]] = [
    (event("e1", "B2"), "2026-02-03 “推广”（e1）：+1 分，计入。", "2026-02-03 “推广” (e1): +1 points; counts."),
    (
        event("e1", "P1", count=2, multiplier=2, share=50),
        "2026-02-03 “信访”（e1）：2.5×2 次×2（双倍）×50%（本人份额） = −5 分，计入。",
        "2026-02-03 “信访” (e1): 2.5 × 2 times × 2 (doubled) × 50% (his share) = −5 points; counts.",
    ),
    (
        event("e1", "B2", share=33.3333, count=3),
        "2026-02-03 “推广”（e1）：1×3 次×33.3333%（本人份额） ≈ +1 分，计入。",
        "2026-02-03 “推广” (e1): 1 × 3 times × 33.3333% (his share) ≈ +1 points; counts.",
    ),
    (
        event("e1", "B2", approved=False),
        "2026-02-03 “推广”（e1）：+1 分，不计：未经审批。",
        "2026-02-03 “推广” (e1): +1 points; does not count: not approved.",
    ),
    (
        event("e1", "B2", on="2026-04-01"),
        "2026-04-01 “推广”（e1）：+1 分，不计：不在本期内。",
        "2026-04-01 “推广” (e1): +1 points; does not count: dated outside the period.",
    ),
    (
        event("e1", "P1", exempted=True),
        "2026-02-03 “信访”（e1）：−2.5 分，不计：已认定容错。",
        "2026-02-03 “信访” (e1): −2.5 points; does not count: exempted for an honest mistake.",
    ),
    (
        event("e1", "P2", found_by="self"),
        "2026-02-03 “廉洁”（e1）：−3 分，不计：自查发现。",
        "2026-02-03 “廉洁” (e1): −3 points; does not count: found by the unit itself.",
    ),
]


def quarter(*events: Document, **more: Any) -> Document:
    rules = scheme(leaf("points", weight=100), full=100, adjustments=more.pop("adjustments", ADJUSTMENTS), **more)
    return case(rules, facts=[fact(90)], events=list(events))


@pytest.mark.parametrize(("row", "chinese", "english"), EVENTS)
def test_an_event_tells_its_worth_and_its_fate(row: Document, chinese: str, english: str) -> None:
    there, here = points_of(quarter(row), "adjustments")
    assert (there[0], here[0]) == (chinese, english)


def test_of_the_same_matter_the_lower_names_the_higher() -> None:
    rows = [event("e1", "B1", level="市", matter="示范点"), event("e2", "B1", level="省", matter="示范点")]
    chinese, english = points_of(quarter(*rows), "adjustments")
    assert chinese == [
        "2026-02-03 “表彰”（e1）：+2 分，不计：与 e2 属同一事项，就高不重复。",
        "2026-02-03 “表彰”（e2）：+3 分，计入。",
        "加分合计 3 分，扣分合计 0 分。",
    ]
    assert english[0] == (
        "2026-02-03 “表彰” (e1): +2 points; does not count: the same matter as e2, only the highest counts."
    )
    assert english[2] == "Bonus 3, penalty 0."


def test_caps_tell_what_they_took() -> None:
    rows = [event("e1", "P1", count=3), event("e2", "P2"), event("e3", "B1", level="省"), event("e4", "B2", count=2)]
    chinese, english = points_of(quarter(*rows), "adjustments")
    assert chinese[4:] == [
        "“信访”共 7.5 分，单项封顶 5 分，超出的 2.5 分不计。",
        "加分共 5 分，封顶 4 分，超出的 1 分不计。",
        "扣分共 8 分，封顶 6 分，超出的 2 分不计。",
        "加分合计 4 分，扣分合计 6 分。",
    ]
    assert english[4:7] == [
        "“信访”: 7.5 in all, the rule's cap is 5; lost: 2.5.",
        "Bonus points: 5 in all, the cap is 4; lost: 1.",
        "Penalty points: 8 in all, the cap is 6; lost: 2.",
    ]
    assert points_of(quarter(*rows), "total") == (
        ["折算分 90＋加分 4−扣分 6 = 88。", "总分四舍五入一次，保留 2 位小数：公布分 88.00。"],
        [
            "Scaled 90 + bonus 4 − penalty 6 = 88.",
            "Rounded once, half away from zero, to 2 decimals: published 88.00.",
        ],
    )


def test_without_events_there_is_nothing_to_add() -> None:
    assert points_of(quarter(), "adjustments") == (["没有加扣分事项。"], ["No bonus or penalty events."])
    assert [texts[0] for texts in points_of(quarter(), "total")] == [
        "没有加扣分：总分 90。",
        "Nothing is added or taken: total 90.",
    ]


def test_events_of_the_year_are_told_in_a_quarter_without_counting() -> None:
    document = quarter(event("e1", "B2"), adjustments={**ADJUSTMENTS, "apply": "year"})
    assert points_of(document, "adjustments") == (
        ["2026-02-03 “推广”（e1）：+1 分，只计入年度，不计入本期。"],
        ["2026-02-03 “推广” (e1): +1 points; counts in the year alone."],
    )


def test_a_total_that_is_cut_off_says_where() -> None:
    over = quarter(event("e1", "B1", level="省"), total={"cap": 92})
    under = quarter(event("e1", "P1"), total={"floor": 89})
    assert [texts[1] for texts in points_of(over, "total")] == [
        "高于 92，总分按 92 计。",
        "That is over 92; the total is 92.",
    ]
    assert [texts[1] for texts in points_of(under, "total")] == [
        "低于 89，总分按 89 计。",
        "That is under 89; the total is 89.",
    ]


SCALES: list[tuple[Document, Document, str, str]] = [
    ({}, {}, "满分 80，不另折算，折算分同为 60。", "The full mark is 80, nothing to scale: scaled 60."),
    (
        {"out_of": 100},
        {},
        "由满分 80 折算为 100：60×100÷80，折算分 75。",
        "From a full mark of 80 to one of 100: 60 × 100 ÷ 80, scaled 75.",
    ),
    (
        {},
        {"coefficient": 1.1},
        "乘系数 1.1：60×1.1，折算分 66。",
        "Times the coefficient 1.1: 60 × 1.1, scaled 66.",
    ),
    (
        {"out_of": 100},
        {"coefficient": 1.1},
        "由满分 80 折算为 100，再乘系数 1.1：60×100÷80×1.1，折算分 82.5。",
        "From a full mark of 80 to one of 100, times the coefficient 1.1: 60 × 100 ÷ 80 × 1.1, scaled 82.5.",
    ),
]


@pytest.mark.parametrize(("sheet", "person", "chinese", "english"), SCALES)
def test_the_base_is_brought_to_the_published_scale(
    sheet: Document, person: Document, chinese: str, english: str
) -> None:
    rules = scheme(leaf("points", weight=80), full=80)
    rules["sheets"]["quarter"] |= sheet
    document = case(rules, [cadre(**person)], facts=[fact(60)])
    assert points_of(document, "base") == (
        ["各项得分合计 60 分，为基础分。", chinese],
        ["The lines add up to 60 points, the base.", english],
    )


def test_what_is_left_out_is_named_with_what_stands_for_it() -> None:
    leaves = [leaf("points", code, name, weight, missing="renormalise") for code, name, weight in (
        ("L", "重点工作", 86), ("M", "督办", 8), ("N", "创新", 6))]  # fmt: skip
    document = case(scheme(*leaves, full=100), facts=[fact(43)])
    chinese, english = points_of(document, "base")
    assert chinese[0] == ("缺 2 项（“督办”、“创新”），按其余 86 分折算为 100 分：每项×100÷86，四舍五入到 4 位小数。")
    assert english[0] == (
        "2 left out (“督办”, “创新”); the indicators worth 86 that remain stand for all 100: each × 100 ÷ 86, "
        "rounded to four decimals."
    )


def test_bonus_of_the_quarters_is_told_in_the_year_without_counting() -> None:
    rules = scheme(leaf("points"), year={"indicators": [leaf("points", "Y", "年度评审", 100)]}, adjustments=ADJUSTMENTS)
    document = case(rules, period=YEAR, facts=[fact(90, code="Y")], events=[event("e1", "B2")])
    assert points_of(document, "adjustments") == (
        ["2026-02-03 “推广”（e1）：+1 分，只计入所在周期，不计入年度。"],
        ["2026-02-03 “推广” (e1): +1 points; counts in its own period alone."],
    )
