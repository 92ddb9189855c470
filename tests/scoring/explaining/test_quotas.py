"""Quotas in both languages, to the letter."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.scoring.explaining.office import Document, office, told

EIGHT = {f"c{place}": 80 - place for place in range(1, 9)}


def quota(points: Mapping[str, float], who: str, people: Any = None, **rule: Any) -> list[tuple[str, str]]:
    document = office(points, {"quotas": [{"level": 1, "share": 20, **rule}]}, people=people)
    return told(document, "level", who, d1="综合科", l1="周副主任")[1:3]


def test_a_quota_tells_its_places_and_the_line() -> None:
    assert quota(EIGHT, "c1") == [
        ("“全体”共 8 人，“优秀”名额 ⌊8×20%⌋=1。", "“全体”, people: 8; places for “优秀”: ⌊8 × 20%⌋ = 1."),
        ("本人在候选人中列第 1，进线。进线的最后一名为 98.75 分。", "Candidate 1: in. The last one in has 98.75."),
    ]
    assert quota(EIGHT, "c4")[1] == (
        "本人在候选人中列第 4，不进线，降一等。进线的最后一名为 98.75 分。",
        "Candidate 4: not in, one level lower. The last one in has 98.75.",
    )
    assert quota({"c1": 80, "c2": 70}, "c1") == [
        ("“全体”共 2 人，“优秀”名额 ⌊2×20%⌋=0。", "“全体”, people: 2; places for “优秀”: ⌊2 × 20%⌋ = 0."),
        ("本人在候选人中列第 1，不进线，降一等。", "Candidate 1: not in, one level lower."),
    ]


FORMULAS: list[tuple[Document, Document, str, str]] = [
    (
        {"rounding": "ceil"},
        {},
        "“全体”共 8 人，“优秀”名额 ⌈8×20%⌉=2。",
        "“全体”, people: 8; places for “优秀”: ⌈8 × 20%⌉ = 2.",
    ),
    (
        {"rounding": "half_up"},
        {},
        "“全体”共 8 人，“优秀”名额 8×20% 四舍五入=2。",
        "“全体”, people: 8; places for “优秀”: 8 × 20% rounded half up = 2.",
    ),
    (
        {"minimum": 3},
        {},
        "“全体”共 8 人，“优秀”名额 ⌊8×20%⌋=3（至少 3 个）。",
        "“全体”, people: 8; places for “优秀”: ⌊8 × 20%⌋ = 3 (at least 3).",
    ),
    (
        {"allocation": "largest_remainder", "scope": "all"},
        {},
        "全体共 8 人，“优秀”名额 8×20% 按最大余数法=1。",
        "Everybody, people: 8; places for “优秀”: 8 × 20% by the largest remainder = 1.",
    ),
    (
        {"by_unit_result": {"1": 25.5}, "scope": "department"},
        {"c1": {"unit_result": 1}},
        "“综合科”共 8 人，“优秀”名额 ⌊各人比例之和 1.655⌋=1。",
        "“综合科”, people: 8; places for “优秀”: ⌊the shares' sum 1.655⌋ = 1.",
    ),
    (
        {"by_unit_result": {"1": 25.5555}, "scope": "leader"},
        {"c1": {"unit_result": 1}},
        "没有分管领导的人员共 8 人，“优秀”名额 ⌊各人比例之和 165.5555%⌋=1。",
        "Those without a leader in charge, people: 8; places for “优秀”: ⌊the shares' sum 165.5555%⌋ = 1.",
    ),
    (
        {"scope": "leader"},
        {who: {"leader": "l1"} for who in EIGHT},
        "周副主任分管范围共 8 人，“优秀”名额 ⌊8×20%⌋=1。",
        "The span of 周副主任, people: 8; places for “优秀”: ⌊8 × 20%⌋ = 1.",
    ),
]


@pytest.mark.parametrize(("rule", "people", "chinese", "english"), FORMULAS)
def test_a_quota_tells_how_its_places_are_counted(rule: Document, people: Document, chinese: str, english: str) -> None:
    assert quota(EIGHT, "c1", people, **rule)[0] == (chinese, english)


TIED = {**EIGHT, "c1": 79, "c2": 79, "c3": 70}


def test_equals_at_the_line_tell_what_becomes_of_them() -> None:
    assert quota(TIED, "c1", ties="stop")[1] == (
        "本人在候选人中与另 1 人并列第 1，剩余名额不够，均暂不进线，待人工决定。",
        "Candidate 1, equals beside: 1, more than the places left: nobody of them is in, a person decides.",
    )
    assert quota(TIED, "c1", ties="none")[1] == (
        "本人在候选人中与另 1 人并列第 1，剩余名额不够，按方案均不进线，降一等。",
        "Candidate 1, equals beside: 1, more than the places left: by the scheme none of them is in.",
    )
    assert quota(TIED, "c1", ties="all")[1] == (
        "本人在候选人中与另 1 人并列第 1，剩余名额不够，按方案均进线。进线的最后一名为 98.75 分。",
        "Candidate 1, equals beside: 1, more than the places left: by the scheme all of them are in. "
        "The last one in has 98.75.",
    )


def test_a_cumulative_quota_tells_who_counts_against_it() -> None:
    quotas = [{"level": 1, "share": 25}, {"level": 2, "share": 50, "cumulative": True}]
    document = office(EIGHT, {"quotas": quotas})
    assert told(document, "level", "c4")[3] == (
        "“全体”共 8 人，“称职”名额 ⌊8×50%⌋=2（更高等次已占 2 个）。",
        "“全体”, people: 8; places for “称职”: ⌊8 × 50%⌋ = 2, 2 of them taken by better levels.",
    )
