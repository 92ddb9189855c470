"""What other rules would change, in sentences of both languages."""

import pytest

from scoring.casefiles import evaluated, read_case
from scoring.engine.what_if import moves
from scoring.explaining.moved import MoveTeller
from tests.scoring.engine.generated import case_text
from tests.scoring.engine.test_what_if import office
from tests.scoring.verify.documents import Row, cadre, event, fact, leaf, quarter, scheme, year

LANGUAGES = ("en", "zh-hans")
LABELS = {"civil_servant": ["优秀", "称职", "不称职", "不定"]}
Told = dict[str, tuple[list[str], list[str]]]


def told(before: Row, after: Row, language: str) -> Told:
    """Give what is said of everybody who moves: what, and why."""
    sides = [evaluated(read_case(case_text(document))) for document in (before, after)]
    teller = MoveTeller(sides[0], sides[1], language)
    return {move.cadre: (teller.moved(move), teller.why(move)) for move in moves(sides[0], sides[1])}


def both(before: Row, after: Row, who: str) -> list[tuple[list[str], list[str]]]:
    return [told(before, after, language)[who] for language in LANGUAGES]


def test_a_weight() -> None:
    english, chinese = both(office(60, 40), office(40, 60), "a")
    assert english == (
        ["Published score: 80.00 → 70.00", "Rank: 1 → 2"],
        ["“A”: 60 → 40 points", "“B”: 20 → 30 points"],
    )
    assert chinese == (["公布分：80.00 → 70.00", "名次：1 → 2"], ["“A”：60 → 40 分", "“B”：20 → 30 分"])


def test_points_given_and_taken() -> None:
    rules = [
        {"code": "R", "kind": "bonus", "name": "R", "points": 30},
        {"code": "P", "kind": "penalty", "name": "P", "points": 5, "bars_excellent": "always"},
    ]
    events = [event("b", "R"), event("b", "P")]
    free = {"apply": "quarter", "rules": rules}
    tight = {
        **free,
        "bonus": {"cap": 1},
        "penalty": {"cap": 2},
        "rules": [rules[0], rules[1] | {"bars_excellent": "never"}],
    }
    before, after = (office(60, 40, adjustments=one) | {"events": events} for one in (tight, free))
    english, chinese = both(before, after, "b")
    assert english[1] == ["bonus: 1 → 30", "penalty: 2 → 5", "now holds: rule:P"]
    assert chinese[1] == ["加分：1 → 30", "扣分：2 → 5", "新适用：rule:P"]
    assert told(after, before, "en")["b"][1][-1] == "no longer holds: rule:P"
    assert told(after, before, "zh-hans")["b"][1][-1] == "不再适用：rule:P"
    assert [said[1] for said in both(before, after, "a")] == [
        ["nothing of his own differs; others moved"],
        ["本人得分未变，因他人变动"],
    ]


def levels(**of_quarter: object) -> Row:
    return {"grades": {"levels": 3, "labels": LABELS, "quarter": of_quarter}}


def test_levels_and_lights() -> None:
    lights = {"yellow": [{"published_below": 70}], "red": [{"published_below": 60}]}
    before = office(60, 40, **levels(bands=[90, 60]), lights=lights)
    after = office(60, 40, **levels(bands=[75, 60]), lights={"red": [{"published_below": 75}]})
    assert both(before, after, "a") == [
        (["Level: “称职” → “优秀”"], ["the score is the same; lines, places or order differ"]),
        (["等次：“称职” → “优秀”"], ["得分未变，分数线、名额或排序规则变化"]),
    ]
    lit = {**lights, "yellow": [{"published_below": 75}]}
    assert both(office(60, 40, lights=lit), office(60, 40, lights=lights), "b") == [
        (["Light: yellow → green"], ["the score is the same; lines, places or order differ"]),
        (["红黄绿：黄 → 绿"], ["得分未变，分数线、名额或排序规则变化"]),
    ]
    assert both(after, before, "b")[0][0] == ["Light: red → green"]
    assert both(after, before, "b")[1][0] == ["红黄绿：红 → 绿"]
    assert both(before, office(60, 40, **levels(bands=[90, 60])), "b")[0][0] == ["Light: green → none"]
    assert both(before, office(60, 40, **levels(bands=[90, 60])), "b")[1][0] == ["红黄绿：绿 → 无"]


WITHHELD = {"V": {"name": "立案", "effect": "withhold"}}
COMMENTS = {"V": {"name": "立案", "effect": "comments_only"}}
LISTED = {"V": {"name": "立案", "effect": "list_only"}}


def test_the_kind_of_assessment() -> None:
    entered = {"vetoes": [{"cadre": "a", "veto": "V", "from": "2026-02-02"}]}
    withheld, comments, listed = (office(60, 40, vetoes=one) | entered for one in (WITHHELD, COMMENTS, LISTED))
    assert both(withheld, comments, "a")[0][0] == ["Kind of assessment: withheld → comments only"]
    assert both(withheld, comments, "a")[1][0] == ["考核方式：不定等次 → 写评语不定等次"]
    assert both(listed, withheld, "a")[0][0] == ["Kind of assessment: graded → withheld", "Rank: 1 → none"]
    assert both(listed, withheld, "a")[1][0] == ["考核方式：定等次 → 不定等次", "名次：1 → 无"]


def annual(quarters: int, coefficient: float = 1) -> Row:
    rules = scheme([leaf("S", 100)], [leaf("Y", 100)], year_result={"mode": "weighted", "quarters": quarters})
    people = [cadre("a", coefficient=coefficient)]
    return {
        "scheme": rules,
        **year(people, [fact("a", "Y", 50)]),
        "quarters": [quarter(1, [cadre("a")], [fact("a", "S", 90)])],
    }


def test_the_parts_of_a_year() -> None:
    english, chinese = both(annual(60), annual(40), "a")
    assert english[1] == ["the quarters' part: 54 → 36 points", "the year sheet's part: 20 → 30 points"]
    assert chinese[1] == ["季度部分：54 → 36 分", "年度部分：20 → 30 分"]


def test_a_scale() -> None:
    def sheets(**more: object) -> Row:
        rules = scheme([leaf("S", 50)])
        rules["sheets"]["quarter"] |= {"full": 50, **more}
        return {"scheme": rules, **quarter(1, [cadre("a")], [fact("a", "S", 40)])}

    english, chinese = both(sheets(), sheets(out_of=100), "a")
    assert english[1] == ["scaled score: 40 → 80"]
    assert chinese[1] == ["折算分：40 → 80"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_rules_say_nothing(language: str) -> None:
    assert told(office(60, 40), office(60, 40), language) == {}
