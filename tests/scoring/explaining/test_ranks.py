"""Rank, status, bottom list and light in both languages, to the letter."""

from tests.scoring.explaining.office import YEAR, case, fact, leaf, office, scheme, told


def test_a_place_tells_who_stands_behind() -> None:
    document = office({"c1": 60, "c2": 70, "c3": 50, "c4": 40}, people={"c1": {"leader": "l1"}, "c2": {"leader": "l1"}})
    assert told(document, "rank") == [
        (
            "“全体”共 4 人参加排名，本人列第 2；排在其后 2 人，百分位 100×2÷3 = 66.7。",
            "4 people are ranked in “全体”; rank 2. Strictly behind: 2; percentile 100 × 2 ÷ 3 = 66.7.",
        ),
        ("在同一分管领导范围内列第 2。", "Rank 2 among the people of the same leader in charge."),
    ]
    assert told(document, "result")[0] == (
        "公布分 75.00，在“全体” 4 人中列第 2。",
        "Published 75.00, rank 2 of 4 in “全体”.",
    )
    alone = office({"c1": 60})
    assert told(alone, "rank") == [
        ("“全体”只有本人参加排名，百分位 100.0。", "Ranked alone in “全体”: percentile 100.0.")
    ]


def test_equals_tell_what_decides() -> None:
    rules = {"ranking": {"tie_break": ["L", "M", "penalty", "bonus"]}}
    document = office({"c1": 60, "c2": 60, "c3": 60}, rules=rules)
    assert told(document, "rank")[1:] == [
        (
            "另有 2 人公布分相同，依次比较：“重点工作”得分率 75%、“日常”得分率（无，按 0 计）、"
            "扣分 0（少者在前）、加分 0（多者在前）。",
            "Others with the same published score: 2; what decides, in turn: attainment of “重点工作” 75%, attainment "
            "of “日常” (none, counts as 0), penalty 0 (less first), bonus 0 (more first).",
        ),
        ("比较后仍与 2 人相同，名次并列。", "Others still equal: 2; they share the rank."),
    ]
    plain = office({"c1": 60, "c2": 60})
    assert told(plain, "rank")[1] == (
        "另有 1 人公布分相同，方案未规定再比较，名次并列。",
        "Others with the same published score: 1; the scheme has no further comparison, so they share the rank.",
    )


def test_a_status_that_was_entered_needs_no_reason() -> None:
    document = office({"c1": 76}, people={"c1": {"status": "postponed"}})
    assert told(document, "result")[1] == (
        "参评方式：缓定。有数据的照常计分，不排名，不定等次。",
        "Takes part as: grade postponed. The points are computed as far as there are data; no rank, no level.",
    )
    nobody = office({"c1": 76}, people={"c1": {"status": "not_assessed"}})
    assert told(nobody, "result") == [("不参加考核，不计分。", "Not assessed; nothing is computed.")]


def test_the_incomplete_are_told_what_is_missing() -> None:
    document = case(scheme(leaf("points"), leaf("points", "M", "日常", 80), full=100), facts=[fact(9)])
    assert told(document, "result") == [
        ("暂无结果：“日常”尚无数据。", "There is no result yet: nothing was entered for “日常”.")
    ]
    marks = [{"cadre": "c1", "indicator": "L"}]
    nothing = case(scheme(leaf("points")), not_applicable=marks)
    assert told(nothing, "result") == [
        (
            "没有结果：各项指标均不计（“重点工作”）。",
            "There is no result: of the indicators none is left (“重点工作”).",
        )
    ]


def test_the_bottom_list_and_the_lights_tell_their_reasons() -> None:
    points = {f"c{place}": 80 - 8 * place for place in range(1, 7)}
    lights = {
        "red": [{"published_below": 45}, {"red_cards": 1}],
        "yellow": [{"published_below": 60}, {"yellow_cards": 2}, {"bottom": True}],
    }
    rules = {"bottom": {"percent": 30, "min_pool": 5}, "lights": lights}
    people = {"c2": {"red_cards": 2}, "c5": {"yellow_cards": 3}}
    document = office(points, rules=rules, people=people)
    assert told(document, "light") == [
        (
            "6 人中末位名单取 2 人；其后有 5 人，不在末位名单。",
            "The last 2 of 6 make the bottom list; strictly behind: 5, so this is not one of them.",
        ),
        ("绿灯：没有红灯、黄灯情形。", "Green light: no condition of red or yellow holds."),
    ]
    assert told(document, "light", "c2")[1] == (
        "红灯：红牌 2 张（1 张及以上）。",
        "Red light: red cards: 2 (from 1 on).",
    )
    assert told(document, "light", "c5") == [
        (
            "6 人中末位名单取 2 人；其后只有 1 人，列入末位名单。",
            "The last 2 of 6 make the bottom list; strictly behind: 1, so this is one of them.",
        ),
        (
            "黄灯：公布分低于 60、黄牌 3 张（2 张及以上）、列入末位名单。",
            "Yellow light: published score under 60, yellow cards: 3 (from 2 on), on the bottom list.",
        ),
    ]
    assert told(document, "light", "c6")[1][0] == "红灯：公布分低于 45。"
    small = office({"c1": 60}, rules={"bottom": {"percent": 30, "min_pool": 5}})
    assert told(small, "light") == [
        ("参加排名的只有 1 人，不设末位名单。", "The pool of 1 is too small for a bottom list.")
    ]


def test_too_few_quarters_are_told_with_the_status() -> None:
    sheet = {"indicators": [leaf("points", "Y", "年度评审", 100)]}
    rules = scheme(leaf("points", weight=100), full=100, year=sheet, year_result={"mode": "year_only", "minimum": 2})
    document = case(rules, period=YEAR, facts=[fact(95, code="Y")])
    assert told(document, "result")[2] == (
        "计入年度的周期只有 0 个，不足 2 个：年度写评语不定等次。",
        "Shorter periods that count: 0, needed: 2; comments only for the year.",
    )
