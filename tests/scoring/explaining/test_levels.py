"""Levels: lines, limits, vetoes, bars, gates and decisions in both languages, to the letter."""

from typing import Any

import pytest

from tests.scoring.explaining.office import GRADES, YEAR, Document, cadre, case, fact, leaf, office, scheme, told


def test_bands_say_which_line_is_reached() -> None:
    document = office({"c1": 76, "c2": 60, "c3": 40}, {"bands": [90, 75, 60]})
    assert told(document, "level") == [
        ("公布分 95.00，达到 90 分线：“优秀”。", "95.00 reaches the line 90: “优秀”."),
        ("按规则为“优秀”。", "The rules give “优秀”."),
    ]
    assert told(document, "level", "c3")[0] == (
        "公布分 50.00，未达到 60 分线：“不称职”。",
        "50.00 is under the line 60: “不称职”.",
    )
    assert told(document, "result")[1] == ("等次：“优秀”。", "Level: “优秀”.")
    free = office({"c1": 76}, {"quotas": [{"level": 1, "share": 100}]})
    assert told(free, "level")[0] == (
        "不设分数线，先按“优秀”。",
        "There are no score lines; everybody starts at “优秀”.",
    )


def test_levels_without_words_have_numbers_and_periods_without_levels_say_so() -> None:
    document = office({"c1": 76}, {"bands": [90, 75, 60]}, people={"c1": {"identity": "enterprise"}})
    assert told(document, "level")[1] == ("按规则为第 1 等。", "The rules give level 1.")
    assert told(office({"c1": 76}), "level") == [("本类周期不评等次。", "No levels are given in this kind of period.")]


VETOES: dict[str, Document] = {
    "V1": {"name": "通报批评", "effect": "bar_excellent"},
    "V7": {"name": "严重政治问题", "effect": "force_lowest"},
    "V8": {"name": "躺平", "effect": "cap_level", "best_level": 3},
    "V5": {"name": "立案审查", "effect": "withhold"},
    "V4": {"name": "处分期内", "effect": "comments_only"},
    "N1": {"name": "甩手掌柜", "effect": "list_only"},
    "V9": {"name": "条线末位", "effect": "bar_excellent", "bottom": 2, "min_pool": 3},
}


def vetoed(code: str, **more: Any) -> Document:
    entry = {"cadre": "c1", "veto": code, "from": "2026-02-01", **more}
    return office({"c1": 76, "c2": 60}, {"bands": [90, 75, 60]}, rules={"vetoes": VETOES}, vetoes=[entry])


EFFECTS = [
    ("V1", "取消评“优秀”资格", "bars “优秀”"),
    ("V7", "直接定为“不称职”", "“不称职” at once"),
    ("V8", "最高“基本称职”", "“基本称职” at most"),
    ("N1", "列入负面清单，不影响等次", "is listed and costs nothing"),
]


@pytest.mark.parametrize(("code", "chinese", "english"), EFFECTS)
def test_a_veto_tells_its_effect(code: str, chinese: str, english: str) -> None:
    name = VETOES[code]["name"]
    assert told(vetoed(code), "level")[1] == (
        f"“{name}”（2026-02-01）：{chinese}。",
        f"“{name}”, 2026-02-01: {english}.",
    )
    assert told(vetoed(code, until="2026-05-01"), "level")[1] == (
        f"“{name}”（2026-02-01 至 2026-05-01）：{chinese}。",
        f"“{name}”, 2026-02-01 to 2026-05-01: {english}.",
    )


def test_what_a_veto_changed_is_said_and_an_exempted_one_changes_nothing() -> None:
    assert told(vetoed("V1"), "level")[2] == ("因此由“优秀”调整为“称职”。", "So “优秀” becomes “称职”.")
    assert told(vetoed("V1", exempted=True), "level")[1:] == [
        ("“通报批评”（2026-02-01）：已认定容错，不生效。", "“通报批评”, 2026-02-01: exempted, no effect."),
        ("按规则为“优秀”。", "The rules give “优秀”."),
    ]
    outside = vetoed("V1", **{"from": "2026-04-02"})
    assert len(told(outside, "level")) == 2


def test_a_veto_by_place_tells_the_place() -> None:
    points = {"c1": 72, "c2": 73, "c3": 74, "c4": 75}
    document = office(points, {"bands": [90, 75, 60]}, rules={"vetoes": VETOES})
    assert told(document, "level")[1] == (
        "“条线末位”：排名在本单元末 2 位，取消评“优秀”资格。",
        "“条线末位”: among the last 2 of the pool, bars “优秀”.",
    )


STATUSES = [
    ("V5", "不定等次", "grade withheld", "no grade is given"),
    ("V4", "写评语不定等次", "comments only", "comments only, no grade"),
]


@pytest.mark.parametrize(("code", "chinese", "english", "effect"), STATUSES)
def test_a_veto_on_the_grade_itself(code: str, chinese: str, english: str, effect: str) -> None:
    name = VETOES[code]["name"]
    document = vetoed(code)
    assert told(document, "result") == [
        ("公布分 95.00，不参加排名。", "Published 95.00; not ranked."),
        ("等次：“不确定等次”。", "Level: “不确定等次”."),
        (
            f"参评方式：{chinese}。有数据的照常计分，不排名，不定等次。",
            f"Takes part as: {english}. The points are computed as far as there are data; no rank, no level.",
        ),
        (
            f"“{name}”（2026-02-01 至 2026-02-01）生效：{chinese}。",
            f"“{name}” acts from 2026-02-01 to 2026-02-01: {english}.",
        ),
    ]
    assert told(document, "level") == [(f"“{name}”（2026-02-01）：{chinese}。", f"“{name}”, 2026-02-01: {effect}.")]


def test_limits_and_barring_events_are_told() -> None:
    adjustments = {
        "apply": "quarter",
        "rules": [{"code": "P1", "kind": "penalty", "name": "失分", "points": 0.1, "bars_excellent": "always"}],
    }
    rules = {"limits": [{"node": "M", "below": 60, "best_level": 3}], "adjustments": adjustments}
    events = [{"id": "e1", "cadre": "c1", "rule": "P1", "on": "2026-01-05", "approved": True}]
    facts = [fact(50.5, code="M")]
    document = office({"c1": 80}, {"bands": [90, 75, 60]}, rules=rules, events=events, facts=facts)
    assert told(document, "level")[1:] == [
        (
            "“日常”得分率 50.5%，低于 60%：最高“基本称职”。",
            "The attainment of “日常” is 50.5%, under 60%: “基本称职” at most.",
        ),
        ("“失分”事项：取消评“优秀”资格。", "An event of “失分” bars “优秀”."),
        ("因此由“优秀”调整为“基本称职”。", "So “优秀” becomes “基本称职”."),
        ("按规则为“基本称职”。", "The rules give “基本称职”."),
    ]


def gated(condition: Document, **person: Any) -> tuple[str, str]:
    """What a year's gate says of a cadre with one quarter at the second level."""
    sheet = {"indicators": [leaf("points", "Y", "年度评审", 100), ]}  # fmt: skip
    rules = scheme(leaf("points", weight=100), full=100, year=sheet, gates=[condition])
    rules["grades"] = {
        **GRADES,
        "quarter": {"bands": [90, 80, 60], "labels": {"civil_servant": ["好", "较好", "一般", "较差", "不确定等次"]}},
        "year": {"bands": [90, 80, 60]},
    }
    quarter = {
        "period": {"kind": "quarter", "code": "Q1", "start": "2026-01-01", "end": "2026-03-31"},
        "cadres": [cadre()],
        "facts": [fact(85)],
    }
    document = case(rules, [cadre(**person)], period=YEAR, facts=[fact(95, code="Y")], quarters=[quarter])
    return told(document, "level")[1]


GATES: list[tuple[Document, Document, str, str]] = [
    (
        {"quarters_at_level": {"level": 2, "at_least": 1}},
        {},
        "评“优秀”条件：计入周期至少 1 个为“较好”，有 1 个，符合。",
        "A condition of “优秀” is met: at least 1 counted periods at “较好”, there are 1.",
    ),
    (
        {"no_quarter_at_level": 2},
        {},
        "评“优秀”条件：计入周期不得有“较好”，有 1 个，不符合。",
        "A condition of “优秀” is not met: no counted period at “较好”, there are 1.",
    ),
    (
        {"leave_at_most": 50},
        {"leave_days": 20.5, "work_days": 40},
        "评“优秀”条件：请假不超过应出勤天数的 50%，请假 20.5 天、应出勤 40 天，不符合。",
        "A condition of “优秀” is not met: leave of at most 50% of the working days, there are 20.5 of 40 days.",
    ),
    (
        {"flag": "党建优秀"},
        {"flags": ["党建优秀"]},
        "评“优秀”条件：须有标记“党建优秀”，有，符合。",
        "A condition of “优秀” is met: the mark “党建优秀”, it is set.",
    ),
    (
        {"flag": "党建优秀"},
        {},
        "评“优秀”条件：须有标记“党建优秀”，没有，不符合。",
        "A condition of “优秀” is not met: the mark “党建优秀”, it is missing.",
    ),
    (
        {"node_at_least": {"node": "Y", "percent": 96}},
        {},
        "评“优秀”条件：“年度评审”得分率不低于 96%，为 95%，不符合。",
        "A condition of “优秀” is not met: attainment of “年度评审” of 96% or more, there is 95%.",
    ),
]


@pytest.mark.parametrize(("condition", "person", "chinese", "english"), GATES)
def test_a_gate_tells_what_it_asks_and_what_was_found(
    condition: Document, person: Document, chinese: str, english: str
) -> None:
    assert gated(condition, **person) == (chinese, english)


def test_a_gate_on_what_does_not_apply_is_passed() -> None:
    rules = {"gates": [{"node_at_least": {"node": "M", "percent": 60}, "for": ["quarter"]}]}
    document = office({"c1": 80}, {"bands": [90, 75, 60]}, rules=rules)
    assert told(document, "level")[1] == (
        "评“优秀”条件：“日常”得分率不低于 60%，本人没有适用的指标，符合。",
        "A condition of “优秀” is met: attainment of “日常” of 60% or more, none of it applies.",
    )


def decided(level: int, points: float = 60, **more: Any) -> list[tuple[str, str]]:
    overrides = [{"cadre": "c1", "level": level, "reason": "委员会决定", **more.pop("decision", {})}]
    people = {"c1": more} if more else None
    return told(office({"c1": points}, {"bands": [90, 75, 60]}, people=people, overrides=overrides), "level")


def test_a_decision_stands_beside_what_the_rules_give() -> None:
    assert decided(1, decision={"authority": "常委会纪要", "extra_place": True})[-2:] == [
        ("按规则为“称职”。", "The rules give “称职”."),
        (
            "人工调整：由“称职”定为“优秀”。理由：委员会决定；依据：常委会纪要；不占名额。",
            "A person decided: “优秀” instead of “称职”. Reason: 委员会决定; authority: 常委会纪要; "
            "an extra place beside the quota.",
        ),
    ]
    assert decided(2)[-1] == (
        "人工决定：“称职”，与计算一致。理由：委员会决定。",
        "A person decided: “称职”, as computed. Reason: 委员会决定.",
    )
    assert decided(2, status="postponed") == [
        (
            "人工决定为“称职”，因本人不定等次，暂不生效。理由：委员会决定。",
            "A person decided “称职”, which is without effect for somebody without a level. Reason: 委员会决定.",
        )
    ]
