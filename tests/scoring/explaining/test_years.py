"""How the quarters make the year, in both languages, to the letter."""

from typing import Any

from tests.scoring.explaining.office import QUARTER, YEAR, Document, cadre, case, fact, leaf, points_of, scheme


def year(
    rule: Document, own: float | None, *quarters: Document, person: Document | None = None, **more: Any
) -> Document:
    sheet = {"indicators": [leaf("points", "Y", "年度评审", 100, missing="renormalise")], **more}
    rules = scheme(leaf("points", weight=100), full=100, year=sheet, year_result=rule)
    facts = [] if own is None else [fact(own, code="Y")]
    return case(rules, [cadre(**(person or {}))], period=YEAR, facts=facts, quarters=list(quarters))


def part(code: str, points: float | None, **person: Any) -> Document:
    period = {**QUARTER, "code": code}
    return {"period": period, "cadres": [cadre(**person)], "facts": [] if points is None else [fact(points)]}


def test_a_weighted_year_tells_which_quarters_count_with_what() -> None:
    absent = {"period": {**QUARTER, "code": "Q0"}, "cadres": [cadre("c9")], "facts": [fact(9, who="c9")]}
    others = [part(code, 80, status=code) for code in ("comments_only", "withheld", "postponed", "not_assessed")]
    quarters = [absent, part("Q1", 91), part("Q2", 92.01), part("Q3", None), *others]
    document = year({"mode": "weighted", "quarters": 60}, 90, *quarters)
    assert points_of(document, "year") == (
        [
            "Q0 不计：未参评。",
            "Q1 计入年度，为 91 分。",
            "Q2 计入年度，为 92.01 分。",
            "Q3 不计：数据不全。",
            "comments_only 不计：写评语不定等次。",
            "withheld 不计：不定等次。",
            "postponed 不计：缓定。",
            "not_assessed 不计：不参加考核。",
            "计入周期平均 91.505×60% = 54.903；年度考核表 90×40% = 36；合计 90.903 分。",
        ],
        [
            "Q0 does not count: took no part.",
            "Q1 counts with 91.",
            "Q2 counts with 92.01.",
            "Q3 does not count: incomplete.",
            "comments_only does not count: comments only.",
            "withheld does not count: grade withheld.",
            "postponed does not count: grade postponed.",
            "not_assessed does not count: not assessed.",
            "Mean of the counted periods 91.505 × 60% = 54.903; year's sheet 90 × 40% = 36; together 90.903.",
        ],
    )


def test_a_year_of_sums_tells_its_parts_and_its_own_scale() -> None:
    rule = {"mode": "sum"}
    document = year(rule, 90, part("Q1", 60), part("Q2", 61), part("Q3", 61), person={"coefficient": 1.1}, out_of=20)
    assert points_of(document, "year") == (
        [
            "Q1 计入年度，为 60 分。",
            "Q2 计入年度，为 61 分。",
            "Q3 计入年度，为 61 分。",
            "由满分 100 折算为 20，再乘系数 1.1：90×20÷100×1.1，折算分 19.8。",
            "计入周期平均 ≈60.6667（取 60.6667），加年度考核表 19.8：合计 80.4667 分。",
        ],
        [
            "Q1 counts with 60.",
            "Q2 counts with 61.",
            "Q3 counts with 61.",
            "From a full mark of 100 to one of 20, times the coefficient 1.1: 90 × 20 ÷ 100 × 1.1, scaled 19.8.",
            "Mean of the counted periods ≈60.6667, rounded 60.6667, plus the year's sheet 19.8: 80.4667.",
        ],
    )


def test_a_year_without_a_counted_quarter_has_no_total() -> None:
    document = year({"mode": "sum", "minimum": 0}, 90, part("Q1", None))
    assert points_of(document, "result") == (
        ["没有年度总分：没有可计入年度的周期。"],
        ["There is no annual total: no shorter period counts."],
    )
    assert points_of(document, "total") == ([], [])


def test_the_years_sheet_alone() -> None:
    document = year({"mode": "year_only"}, 90, part("Q1", 60), part("Q2", None))
    assert points_of(document, "year") == (
        ["年度得分只看年度考核表。", "计入年度的周期：Q1。", "Q2 不计：数据不全。"],
        ["The year's sheet alone makes the annual score.", "For the year count: Q1.", "Q2 does not count: incomplete."],
    )


def by_leaf(weights: Any, *quarters: Document) -> Document:
    book = scheme(
        leaf("points", weight=weights), leaf({"deduct": {"events": {"迟报": 1}}}, "D", "纪律", {"K": 40, "J": 30}),
        full={"K": 60, "J": 60}, year={"full": 40, "indicators": [leaf("points", "Y", "年度评审", 40)]},
        year_result={"mode": "by_leaf"},
    )  # fmt: skip
    book["categories"] = {"K": "科长", "J": "副科长"}
    book["pools"] = {"all": {"name": "全体", "categories": ["K", "J"]}}
    return case(book, period=YEAR, facts=[fact(36, code="Y")], quarters=list(quarters))


def test_a_year_by_leaf_tells_the_mean_of_the_quarters() -> None:
    document = by_leaf({"K": 20, "J": 30}, part("Q1", 18), part("Q2", 19))
    chinese, english = points_of(document, "lines")
    assert chinese[0] == "“重点工作”：Q1 18 分、Q2 19 分；2 个计入周期平均 = 18.5 分（满分 20）。"
    assert english[0] == "“重点工作”: Q1 18, Q2 19; mean of the counted periods (2) = 18.5 points (full mark 20)."
    assert [texts[:2] for texts in points_of(document, "year")] == [
        ["季度类指标取计入周期的平均得分率，与年度指标合并计分。", "计入年度的周期：Q1、Q2。"],
        [
            "Each indicator of the shorter periods counts with its mean over the counted ones, beside the year's own.",
            "For the year count: Q1, Q2.",
        ],
    ]


def test_a_year_by_leaf_takes_shares_where_the_full_mark_changed() -> None:
    document = by_leaf({"K": 20, "J": 30}, part("Q1", 18), part("Q2", 18, category="J"))
    chinese, english = points_of(document, "lines")
    assert chinese[0] == (
        "“重点工作”：各周期满分不同，按得分率计：Q1 18÷20、Q2 18÷30；2 个计入周期平均得分率 75%，×20 = 15 分。"
    )
    assert english[0] == (
        "“重点工作”: the full mark was not always 20, so shares count: Q1 18 ÷ 20, Q2 18 ÷ 30; mean of the counted "
        "periods (2) 75%, × 20 = 15 points."
    )


def test_a_year_by_leaf_without_any_counted_quarter_means_that_nothing_happened() -> None:
    document = by_leaf({"K": 20, "J": 30})
    document["scheme"]["sheets"]["quarter"]["indicators"][0]["missing"] = "zero"
    document["scheme"]["year_result"]["minimum"] = 0
    assert [texts[1] for texts in points_of(document, "lines")] == [
        "“纪律”：计入的各周期均无记录，视为没有发生，得 40 分。",
        "“纪律”: no entry in any counted period, so nothing happened; 40 points.",
    ]
