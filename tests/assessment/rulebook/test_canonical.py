"""The digest names what a scheme says, not how it is written."""

import hashlib

import pytest

from assessment.rulebook.canonical import canonical, dense_json, digest
from assessment.rulebook.reading import read_scheme
from tests.assessment.rulebook.documents import SCHEME, changed, small

CANONICAL = (
    '{"authority":"","categories":{"K":"科长"},"places":2,"pools":{"K":{"categories":["K"],"name":"科长"}},'
    '"ranking":{"ties":"competition"},"scheme":"S","sheets":{"quarter":{"full":{"K":100},"indicators":['
    '{"code":"A","description":"","method":{"ratio":{"cap":100,"direction":"higher","low":0}},"missing":"block",'
    '"name":"指标","scorer":"","source":"","weight":{"K":100}}]}},"title":"","total":{"cap":null,"floor":0},'
    '"version":1,"year_result":{"mode":"year_only"}}'
)


def test_the_canonical_form_is_dense_json_with_the_defaults() -> None:
    book = read_scheme(small("ratio"))
    assert canonical(book) == CANONICAL
    assert digest(book) == hashlib.sha256(CANONICAL.encode()).hexdigest()


def test_dense_json_writes_plain_data() -> None:
    assert dense_json({"b": [True, None, ("x", 1)], "a": "é\n"}) == '{"a":"é\\n","b":[true,null,["x",1]]}'


SAME: list[tuple[str, str]] = [
    ("places: 2\n", "places:   2.000   # 两位\n\n"),
    ("full: 100", "full: {L: 100.0000, K: 1e2}"),
    ("    out_of: 100\n", ""),
    ("weight: {K: 60, L: 50}", 'weight: {"L": 50.0, K: +60}'),
    ("weight: {L: 10, K: null}", "weight: {L: 10}"),
    ("{ratio: {low: 60, cap: 120, direction: higher}}", "{ratio: {cap: 120, low: 60.0}}"),
    ("method: points", "method: {points: {}}"),
    ("method: points", "method: {points: }"),
    ("method: points", "missing: block\n            method: points"),
    ("  K: 科长\n  L: 副科长\n", "  L: 副科长\n  K: '科长'\n"),
    ("scheme: A-1\nversion: 1\n", "version: 1\nscheme: 'A-1'\n"),
    ("version: 1\n", ""),
    ("  use: total\n", ""),
    ("  minimum: 1\n  use", "  use"),
    ("penalty: {cap: null}", "penalty: {}"),
    ("  penalty: {cap: null}\n", ""),
    ("{flag: party}", "{for: [year], flag: party}"),
    ("bottom: {percent: 10, rounding: ceil, min_pool: 1}", "bottom: {percent: 10}"),
    ("{cap: null}", "null"),
    ("total: {floor: 0, cap: 120}", "total: {cap: 120}"),
    ("  ties: competition\n", ""),
]


@pytest.mark.parametrize(("old", "new"), SAME, ids=lambda value: value[:30])
def test_the_digest_is_the_same_however_it_is_written(old: str, new: str) -> None:
    assert digest(read_scheme(changed(old, new))) == digest(read_scheme(SCHEME))


OTHER: list[tuple[str, str]] = [
    ("scheme: A-1", "scheme: A-2"),
    ("version: 1", "version: 2"),
    ("title: 方案", "title: 新方案"),
    ("authority: 党组", "authority: ''"),
    ("year: 2026", "year: 2027"),
    ("places: 2", "places: 3"),
    ("  K: 科长", "  K: 处长"),
    ("{name: 全体", "{name: 全员"),
    ("name: 重点", "name: 重中之重"),
    ("{low: 60,", "{low: 60.0001,"),
    ("cap: 120, direction", "cap: 120.0001, direction"),
    ("direction: higher", "direction: lower"),
    ("missing: renormalise", "missing: zero"),
    ("source: 统计", "source: 统计局"),
    ("scorer: own_leader", "scorer: principal"),
    ("description: 说明", "description: 说明二"),
    ("            evidence: required\n", ""),
    ("quarters: 60", "quarters: 60.0001"),
    ("minimum: 1\n  use", "minimum: 2\n  use"),
    ("use: total", "use: base"),
    ("apply: year", "apply: quarter"),
    ("bonus: {cap: 10}", "bonus: {cap: 10.0001}"),
    ("penalty: {cap: null}", "penalty: {cap: 0}"),
    ("code: AB,", "code: AC,"),
    ("code: AB, kind: bonus", "code: AB, kind: penalty"),
    ("name: 成果", "name: 成绩"),
    ("national: 5", "national: 5.0001"),
    ("city: 1.5", "county: 1.5"),
    ("cap: 6}", "cap: 6.0001}"),
    ("bars_excellent: when_doubled", "bars_excellent: always"),
    ("self_found: waive", "self_found: count"),
    ("floor: 0, cap: 120", "floor: null, cap: 120"),
    ("cap: 120}\nranking", "cap: null}\nranking"),
    ("ties: competition", "ties: dense"),
    ("[G, Y, penalty, bonus]", "[Y, G, penalty, bonus]"),
    ("bottom: 3, min_pool: 5", "bottom: 4, min_pool: 5"),
    ("bottom: 3, min_pool: 5", "bottom: 3, min_pool: 6"),
    ("effect: bar_excellent", "effect: force_lowest"),
    ("best_level: 3}", "best_level: 4}"),
    ("{node: G, below: 60", "{node: A, below: 60"),
    ("{node: G, below: 60", "{node: G, below: 60.0001"),
    ("best_level: 2, for", "best_level: 3, for"),
    ("best_level: 2, for: [quarter]", "best_level: 2"),
    ("{level: 1, at_least: 1}", "{level: 1, at_least: 2}"),
    ("{level: 1, at_least: 1}", "{level: 2, at_least: 1}"),
    ("no_quarter_at_level: 4", "no_quarter_at_level: 3"),
    ("leave_at_most: 50", "leave_at_most: 50.0001"),
    ("flag: party", "flag: youth"),
    ("{node: A, percent: 60}", "{node: A, percent: 60.0001}"),
    ("for: [quarter, year]", "for: [year]"),
    ("基本称职, 不称职", "不称职, 基本称职"),
    ("bands: [90, 80, 60]", "bands: [90.0001, 80, 60]"),
    ("share: {P: 40}", "share: 40"),
    ("scope: pool", "scope: department"),
    ("rounding: floor", "rounding: ceil"),
    ("minimum: 1, cumulative", "minimum: 2, cumulative"),
    ("cumulative: false", "cumulative: true"),
    ("level: 1, share: 20", "level: 2, share: 20"),
    ("{1: 25, 4: 15}", "{1: 25, 3: 15}"),
    ("allocation: largest_remainder", "denominator: graded"),
    ("ties: all}", "ties: none}"),
    ("{percent: 10, rounding: ceil", "{percent: 10, rounding: floor"),
    ("ceil, min_pool: 1", "ceil, min_pool: 2"),
    ("published_below: 60", "published_below: 60.0001"),
    ("{red_cards: 1}", "{yellow_cards: 1}"),
    ("yellow_cards: 2", "yellow_cards: 3"),
    ("{bottom: true}]", "{red_cards: 2}]"),
]


@pytest.mark.parametrize(("old", "new"), OTHER, ids=lambda value: value[:30])
def test_the_digest_changes_with_whatever_the_scheme_says(old: str, new: str) -> None:
    assert digest(read_scheme(changed(old, new))) != digest(read_scheme(SCHEME))


def test_no_lights_are_not_lights_without_conditions() -> None:
    without = changed(SCHEME[SCHEME.index("lights:") :], "")
    green = read_scheme(f"{without}lights: {{}}\n")
    assert green.lights is not None
    assert digest(green) != digest(read_scheme(without))
