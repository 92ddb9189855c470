"""Every way in which a leaf comes to its points, in both languages, to the letter."""

from typing import Any

import pytest

from tests.scoring.explaining.office import Document, cadre, case, fact, leaf, line, said, scheme

RATIO = {"ratio": {"low": 60, "cap": 120}}
LOWER = {"ratio": {"direction": "lower", "cap": 110}}
BANDS = {"bands": [{"from": 90, "share": 100}, {"from": 80, "share": 75}]}
THRESHOLD = {"threshold": {"at": 90, "unit": 2, "step": 1}}
OVER = {"threshold": {"at": 5, "unit": 2, "step": 3, "direction": "lower", "partial": "exact"}}
GRADE = {"grade": {"优": 100, "良": 85, "可": 85}}
PLACES = {"rank_table": {"shares": [100, 95], "beyond": 60}}

OWN: list[tuple[Any, list[Document], str, str]] = [
    ("points", [fact(18.5)], "录入 18.5，满分 20，得 18.5 分。", "18.5 entered, full mark 20: 18.5 points."),
    (
        "points",
        [fact(18), fact(17), fact(17)],
        "录入 ≈17.3333（3 次录入的平均），满分 20，得 17.3333 分。",
        "≈17.3333 (mean of 3 entries) entered, full mark 20: 17.3333 points.",
    ),
    (
        "percent",
        [fact(92.5)],
        "录入得分率 92.5，92.5%×20 = 18.5 分。",
        "a rate of 92.5 entered: 92.5% × 20 = 18.5 points.",
    ),
    (
        {"import": {"full": 150}},
        [fact(140)],
        "录入 140，满分 150，140÷150×20 ≈ 18.6667 分。",
        "140 entered, full mark 150: 140 ÷ 150 × 20 ≈ 18.6667 points.",
    ),
    (
        RATIO,
        [fact(47, "actual"), fact(60, "target")],
        "实绩 47，目标 60，47÷60×20 ≈ 15.6667 分。",
        "actual 47, target 60: 47 ÷ 60 × 20 ≈ 15.6667 points.",
    ),
    (
        RATIO,
        [fact(35, "actual"), fact(60, "target")],
        "实绩 35，目标 60，完成率 ≈58.3333%，低于 60%，得 0 分。",
        "actual 35, target 60: a rate of ≈58.3333% is under 60%, 0 points.",
    ),
    (
        RATIO,
        [fact(90, "actual"), fact(60, "target")],
        "实绩 90，目标 60，完成率 150%，最多按 120% 计，120%×20 = 24 分。",
        "actual 90, target 60: a rate of 150% counts as 120% at most: 120% × 20 = 24 points.",
    ),
    (
        LOWER,
        [fact(8, "actual"), fact(6, "target")],
        "实绩 8，目标 6，6÷8×20 = 15 分。",
        "actual 8, target 6: 6 ÷ 8 × 20 = 15 points.",
    ),
    (
        LOWER,
        [fact(0, "actual"), fact(6, "target")],
        "实绩为 0，目标 6，按最高 110% 计，110%×20 = 22 分。",
        "actual 0, target 6: the highest rate counts, 110% × 20 = 22 points.",
    ),
    (
        BANDS,
        [fact(83)],
        "数值 83，达到 80 这一档，75%×20 = 15 分。",
        "83 reaches the band from 80: 75% × 20 = 15 points.",
    ),
    (BANDS, [fact(79)], "数值 79，未达到最低一档 80，得 0 分。", "79 is under the lowest band, 80; 0 points."),
    (
        THRESHOLD,
        [fact(90)],
        "数值 90，达到标准 90，得满分 20 分。",
        "90 reaches the standard of 90; full mark, 20 points.",
    ),
    (
        THRESHOLD,
        [fact(85)],
        "数值 85，比标准 90 少 5，每少 2 扣 1 分（不足一步按一步计），计 3 步：20−1×3 = 17 分。",
        "85 is 5 under the standard of 90; every 2 costs 1 (parts count as whole), 3 steps: 20 − 1 × 3 = 17 points.",
    ),
    (
        THRESHOLD,
        [fact(40)],
        "数值 40，比标准 90 少 50，每少 2 扣 1 分（不足一步按一步计），计 25 步，20 分扣完，得 0 分。",
        "40 is 50 under the standard of 90; every 2 costs 1 (parts count as whole), 25 steps cost "
        "more than 20; 0 points.",
    ),
    (OVER, [fact(5)], "数值 5，不超过标准 5，得满分 20 分。", "5 is not over the standard of 5; full mark, 20 points."),
    (
        OVER,
        [fact(8)],
        "数值 8，比标准 5 多 3，每多 2 扣 3 分（按实际比例计），计 1.5 步：20−3×1.5 = 15.5 分。",
        "8 is 3 over the standard of 5; every 2 costs 3 (parts count exactly), 1.5 steps: 20 − 3 × 1.5 = 15.5 points.",
    ),
    (
        OVER,
        [fact(25)],
        "数值 25，比标准 5 多 20，每多 2 扣 3 分（按实际比例计），计 10 步，20 分扣完，得 0 分。",
        "25 is 20 over the standard of 5; every 2 costs 3 (parts count exactly), 10 steps cost more than 20; 0 points.",
    ),
    (
        {"threshold": {"at": 90, "unit": 2, "step": 1, "partial": "down"}},
        [fact(85)],
        "数值 85，比标准 90 少 5，每少 2 扣 1 分（不足一步不计），计 2 步：20−1×2 = 18 分。",
        "85 is 5 under the standard of 90; every 2 costs 1 (parts do not count), 2 steps: 20 − 1 × 2 = 18 points.",
    ),
    (GRADE, [fact("优")], "评为“优”，100%×20 = 20 分。", "“优”: 100% × 20 = 20 points."),
    (GRADE, [fact("良")], "按评定等级计 85%×20 = 17 分。", "the grade is worth 85% × 20 = 17 points."),
    (
        GRADE,
        [fact("优"), fact("良")],
        "2 次评定平均 92.5%，92.5%×20 = 18.5 分。",
        "2 gradings, worth 92.5% on average: 92.5% × 20 = 18.5 points.",
    ),
    (PLACES, [fact(2)], "第 2 名，95%×20 = 19 分。", "place 2: 95% × 20 = 19 points."),
    (PLACES, [fact(9)], "按名次计 60%×20 = 12 分。", "the place is worth 60% × 20 = 12 points."),
    (
        PLACES,
        [fact(1), fact(2)],
        "2 次名次平均 97.5%，97.5%×20 = 19.5 分。",
        "2 places, worth 97.5% on average: 97.5% × 20 = 19.5 points.",
    ),
]


@pytest.mark.parametrize(("method", "facts", "chinese", "english"), OWN)
def test_a_method_tells_how_facts_became_points(method: Any, facts: list[Document], chinese: str, english: str) -> None:
    people = [cadre(who) for who in sorted({"c1", *(row["cadre"] for row in facts)})]
    document = case(scheme(leaf(method)), people, facts=facts)
    assert (line(document, "zh-hans"), line(document, "en")) == (chinese, english)


VOTE = {"classes": {"领导": 60, "同级": 40}, "options": {"优": 100, "良": 80, "差": 0}}
TRIMMED = {**VOTE, "trim": {"each_end": 1, "at_least": 4}}


def ballots(vote_class: str, count: int = 1, **choice: Any) -> Document:
    return {"cadre": "c1", "indicator": "L", "class": vote_class, "count": count, **choice}


VOTED: list[tuple[Any, list[Document], str, str]] = [
    (
        VOTE,
        [ballots("领导", 2, option="优"), ballots("领导", 1, option="良"), ballots("同级", 5, option="良")],
        "领导（权重 60%）3 票平均 ≈93.3333、同级（权重 40%）5 票平均 80；合成 88%，88%×20 = 17.6 分。",
        "领导 (60%) ballots 3, mean ≈93.3333, 同级 (40%) ballots 5, mean 80; joined 88%: 88% × 20 = 17.6 points.",
    ),
    (
        TRIMMED,
        [ballots("领导", 2, option="优"), ballots("同级", 3, option="良"), ballots("同级", 1, option="差")],
        "领导（权重 60%）2 票平均 100、同级（权重 40%）4 票去掉最高、最低各 1 票后平均 80；"
        "合成 92%，92%×20 = 18.4 分。",
        "领导 (60%) ballots 2, mean 100, 同级 (40%) ballots 4, without the 1 highest and lowest, mean 80; "
        "joined 92%: 92% × 20 = 18.4 points.",
    ),
    (
        {**VOTE, "min_ballots": 2},
        [ballots("领导", 1, option="优"), ballots("同级", 3, option="良")],
        "同级（权重 40%）3 票平均 80；领导不足 2 票，不计，其余按权重折算；合成 80%，80%×20 = 16 分。",
        "同级 (40%) ballots 3, mean 80; 领导 (minimum 2) left out, the other weights scaled up; "
        "joined 80%: 80% × 20 = 16 points.",
    ),
    (
        {**VOTE, "missing_class": "zero"},
        [ballots("领导", 1, option="优")],
        "领导（权重 60%）1 票平均 100；同级不足 1 票，按 0 计；合成 60%，60%×20 = 12 分。",
        "领导 (60%) ballots 1, mean 100; 同级 (minimum 1) counted as 0; joined 60%: 60% × 20 = 12 points.",
    ),
    (
        {"classes": {"全体": 100}, "score": 45},
        [ballots("全体", 1, value=45), ballots("全体", 1, value=36)],
        "全体（权重 100%）2 票平均 90；合成 90%，90%×20 = 18 分。",
        "全体 (100%) ballots 2, mean 90; joined 90%: 90% × 20 = 18 points.",
    ),
]


@pytest.mark.parametrize(("vote", "rows", "chinese", "english"), VOTED)
def test_a_vote_tells_its_classes(vote: Any, rows: list[Document], chinese: str, english: str) -> None:
    document = case(scheme(leaf({"vote": vote})), votes=rows)
    assert (line(document, "zh-hans"), line(document, "en")) == (chinese, english)


MISSING: list[tuple[Any, str, str]] = [
    ("renormalise", "没有数据，按方案不计此项。", "no data; by the scheme it is left out."),
    ("block", "没有数据，补录之前不出结果。", "no data; there is no result until it is entered."),
    ("full", "没有数据，按方案计满分 20 分。", "no data; by the scheme it counts in full, 20 points."),
    ("zero", "没有数据，按方案计 0 分（满分 20 分）。", "no data; by the scheme it counts 0 of 20 points."),
    (
        "pool_average",
        "没有数据，按方案取本单元其他 2 人的平均得分率 85%：85%×20 = 17 分。",
        "no data; by the scheme the mean of the 2 others of the pool stands in, 85%: 85% × 20 = 17 points.",
    ),
]


@pytest.mark.parametrize(("policy", "chinese", "english"), MISSING)
def test_a_missing_leaf_tells_what_the_scheme_makes_of_it(policy: str, chinese: str, english: str) -> None:
    rules = scheme(leaf("percent", missing=policy), leaf("points", "M", "日常"), full=40)
    facts = [fact(80, who="c2"), fact(90, who="c3"), *(fact(20, code="M", who=who) for who in ("c1", "c2", "c3"))]
    document = case(rules, [cadre("c1"), cadre("c2"), cadre("c3")], facts=facts)
    assert (line(document, "zh-hans"), line(document, "en")) == (chinese, english)


def test_a_leaf_that_does_not_apply_says_so_and_the_others_tell_how_they_were_scaled_up() -> None:
    rules = scheme(leaf("points"), leaf("points", "M", "日常", weight=60), full=80)
    marks = [{"cadre": "c1", "indicator": "L", "reason": "新设岗位"}]
    document = case(rules, facts=[fact(50, code="M")], not_applicable=marks)
    assert said(document, "zh-hans")["lines"] == [
        "“重点工作”：不适用于本人，不计此项。",
        "“日常”：录入 50，满分 60，得 50 分。按比例折算：50×80÷60 ≈ 66.6667 分。",
    ]
    assert said(document, "en")["lines"] == [
        "“重点工作”: does not apply to this cadre and is left out.",
        "“日常”: 50 entered, full mark 60: 50 points. Scaled up: 50 × 80 ÷ 60 ≈ 66.6667 points.",
    ]
