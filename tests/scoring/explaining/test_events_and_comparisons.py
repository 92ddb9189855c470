"""The methods that count events and those that compare a pool, in both languages, to the letter."""

from typing import Any

import pytest

from tests.scoring.explaining.office import Document, cadre, case, fact, leaf, line, scheme

DEDUCT = {"deduct": {"events": {"迟报": 0.5, "漏报": 4}, "floor": 2}}
ESCALATE = {"escalate": {"first": 50, "zero_at": 3}}
STAGES = {"milestone": {"stages": {"启动": 20, "中期": 40, "办结": 40}}}
POOL_RANK = {"pool_rank": {"best": 100, "worst": 60}}
HIGHEST = {"ratio_best": {"direction": "higher"}}
LOWEST = {"ratio_best": {"direction": "lower"}}
MEAN = {"mean_step": {"step": 0.5}}
MEAN_UP = {"mean_step": {"step": 2, "partial": "up"}}

FOUND: list[tuple[Any, list[Document], str, str]] = [
    (DEDUCT, [], "没有扣分情形，得满分 20 分。", "nothing to deduct; full mark, 20 points."),
    (
        DEDUCT,
        [fact(2, "迟报"), fact(1, "迟报"), fact(1, "漏报")],
        "迟报 3 次×0.5 分、漏报 1 次×4 分，共扣 5.5 分：20−5.5 = 14.5 分。",
        "迟报 3 × 0.5, 漏报 1 × 4, 5.5 off: 20 − 5.5 = 14.5 points.",
    ),
    (
        DEDUCT,
        [fact(5, "漏报")],
        "漏报 5 次×4 分，应扣 20 分（满分 20），最低计 2 分，得 2 分。",
        "漏报 5 × 4, 20 off 20, but never under 2; 2 points.",
    ),
    (ESCALATE, [], "没有发生，得满分 20 分。", "nothing happened; full mark, 20 points."),
    (
        ESCALATE,
        [fact(2)],
        "发生 2 次，扣 50%：20×(100−50)% = 10 分。",
        "happened × 2, 50% off: 20 × (100 − 50)% = 10 points.",
    ),
    (
        ESCALATE,
        [fact(4)],
        "发生 4 次，达到 3 次即不得分，得 0 分。",
        "happened × 4; from 3 on there is nothing left, 0 points.",
    ),
    (STAGES, [], "没有完成任何节点，得 0 分。", "no stage reached, 0 points."),
    (
        STAGES,
        [fact(1, "启动"), fact(1, "中期"), fact(0, "办结")],
        "已完成 启动 20%、中期 40%，合计 60%×20 = 12 分。",
        "reached: 启动 20%, 中期 40%; together 60% × 20 = 12 points.",
    ),
    (
        {"milestone": {"stages": {"启动": 20, "办结": 90}}},
        [fact(1, "启动"), fact(1, "办结")],
        "已完成 启动 20%、办结 90%，合计 110%，最多按 100% 计，100%×20 = 20 分。",
        "reached: 启动 20%, 办结 90%; together 110%, at most 100% × 20 = 20 points.",
    ),
    (
        STAGES,
        [fact(1, "中期"), fact(1.1, "difficulty")],
        "已完成 中期 40%，合计 40%，乘难度 1.1，44%×20 = 8.8 分。",
        "reached: 中期 40%; 40% × difficulty 1.1, so 44% × 20 = 8.8 points.",
    ),
    (
        STAGES,
        [fact(1, "启动"), fact(1, "中期"), fact(1, "办结"), fact(1.5, "difficulty")],
        "已完成 启动 20%、中期 40%、办结 40%，合计 100%，乘难度 1.5，最多按 100% 计，100%×20 = 20 分。",
        "reached: 启动 20%, 中期 40%, 办结 40%; 100% × difficulty 1.5, at most 100% × 20 = 20 points.",
    ),
    (
        POOL_RANK,
        [fact(98), fact(80, who="c2"), fact(99, who="c3")],
        "数值 98，在本单元 3 人中列第 2（第一 100%，末位 60%）：80%×20 = 16 分。",
        "98, place 2 of 3 in the pool (first 100%, last 60%): 80% × 20 = 16 points.",
    ),
    (
        POOL_RANK,
        [fact(98)],
        "数值 98，本单元只有本人：100%×20 = 20 分。",
        "98, alone in the pool: 100% × 20 = 20 points.",
    ),
    (
        HIGHEST,
        [fact(8), fact(10, who="c2")],
        "数值 8，本单元最高 10，8÷10×20 = 16 分。",
        "8, the pool's highest is 10: 8 ÷ 10 × 20 = 16 points.",
    ),
    (
        HIGHEST,
        [fact(0), fact(0, who="c2")],
        "数值 0，本单元最高为 0，得 0 分。",
        "0, the pool's highest is 0: 0 points.",
    ),
    (
        LOWEST,
        [fact(8), fact(6, who="c2")],
        "数值 8，本单元最低 6，6÷8×20 = 15 分。",
        "8, the pool's lowest is 6: 6 ÷ 8 × 20 = 15 points.",
    ),
    (
        LOWEST,
        [fact(0), fact(6, who="c2")],
        "数值为 0，得满分 20 分。",
        "0 is the lowest there can be; full mark, 20 points.",
    ),
    (
        MEAN,
        [fact(90), fact(80, who="c2")],
        "数值 90，不低于本单元 2 人的平均 85，得满分 20 分。",
        "90, not under the mean 85 of the 2 people compared; full mark, 20 points.",
    ),
    (
        MEAN,
        [fact(80), fact(120, who="c2")],
        "数值 80，比本单元 2 人的平均 100 低 20%（按实际比例计），每低 1% 扣 0.5 分：20−0.5×20 = 10 分。",
        "80, 20% under the mean 100 of the 2 people compared (parts count exactly), each costs 0.5: "
        "20 − 0.5 × 20 = 10 points.",
    ),
    (
        MEAN_UP,
        [fact(80), fact(120, who="c2")],
        "数值 80，比本单元 2 人的平均 100 低 20%（不足一步按一步计），每低 1% 扣 2 分，20 分扣完，得 0 分。",
        "80, 20% under the mean 100 of the 2 people compared (parts count as whole), each costs 2, "
        "more than 20; 0 points.",
    ),
]


@pytest.mark.parametrize(("method", "facts", "chinese", "english"), FOUND)
def test_a_method_tells_what_it_counted_or_compared(
    method: Any, facts: list[Document], chinese: str, english: str
) -> None:
    people = [cadre(who) for who in sorted({"c1", *(row["cadre"] for row in facts)})]
    document = case(scheme(leaf(method)), people, facts=facts)
    assert (line(document, "zh-hans"), line(document, "en")) == (chinese, english)
