"""Every rule of RULES.md 6 to 11 that a scheme can break: place, code and line of the refusal."""

import pytest

from tests.assessment.rulebook.documents import SCHEME, changed, line_with, refusal

Row = tuple[str, ...]
RULES = "adjustments.rules"
BONUS = "    - {code: AB, kind: bonus, name: 成果, points: {national: 5, city: 1.5}, cap: 6}"
WEIGHTED = "  mode: weighted\n  quarters: 60\n  minimum: 1\n  use: total\n"
QUOTA = "      - {level: 1, share: 20, by_unit_result: {1: 25, 4: 15}, allocation: largest_remainder, ties: all}"
SHORT_QUOTA = "      - {level: 1, share: 20"

YEAR: list[Row] = [
    ("mode: weighted", "mode: mean", "year_result.mode", "unknown_word"),
    ("  quarters: 60\n", "", "year_result.quarters", "missing_key", "year_result:"),
    ("quarters: 60", "quarters: 101", "year_result.quarters", "out_of_range"),
    ("minimum: 1\n  use", "minimum: 13\n  use", "year_result.minimum", "out_of_range"),
    ("use: total", "use: all", "year_result.use", "unknown_word"),
    ("use: total", "uses: total", "year_result.uses", "unknown_key"),
    (WEIGHTED, "  {mode: sum, quarters: 60}\n", "year_result.quarters", "bad_combination"),
    (WEIGHTED, "  {mode: sum, use: base}\n", "year_result.use", "bad_combination"),
    (WEIGHTED, "  mode: by_leaf\n", "sheets", "weights_sum", "sheets:"),
    ("apply: year", "apply: both", "year_result.use", "bad_combination", "use: total"),
    ("    out_of: 100", "    out_of: 70", "sheets.quarter.out_of", "bad_out_of"),
]
ADJUSTMENTS: list[Row] = [
    ("  rules:\n    - {code: AB", "  rules:\n    AP: {}\n  more:\n    - {code: AB", "adjustments.rules", "bad_type"),
    ("apply: year", "apply: always", "adjustments.apply", "unknown_word"),
    ("bonus: {cap: 10}", "bonus: 10", "adjustments.bonus", "bad_type"),
    ("bonus: {cap: 10}", "bonus: {cap: -1}", "adjustments.bonus.cap", "out_of_range"),
    ("bonus: {cap: 10}", "bonus: {top: 1}", "adjustments.bonus.top", "unknown_key"),
    ("{code: AB, kind: bonus", "{kind: bonus", f"{RULES}[0].code", "missing_key"),
    ("{code: AP, kind", "{code: AB, kind", f"{RULES}[1].code", "duplicate_code"),
    ("{code: AP, kind: penalty", "{code: A P, kind: penalty", f"{RULES}[1].code", "bad_code"),
    ("{code: AP, kind: penalty", "{code: AP, kind: fine", f"{RULES}[1].kind", "unknown_word"),
    ("points: {national: 5, city: 1.5}", "points: {}", f"{RULES}[0].points", "bad_length"),
    ("points: {national: 5, city: 1.5}", "points: {a/b: 5}", f"{RULES}[0].points.a/b", "bad_code"),
    ("points: {national: 5, city: 1.5}", "points: -5", f"{RULES}[0].points", "out_of_range"),
    (", points: 2,", ",", f"{RULES}[1].points", "missing_key"),
    ("cap: 6}", "cap: '6'}", f"{RULES}[0].cap", "not_a_number"),
    ("bars_excellent: when_doubled", "bars_excellent: true", f"{RULES}[1].bars_excellent", "bad_type"),
    ("self_found: waive", "self_found: halve", f"{RULES}[1].self_found", "unknown_word"),
    (BONUS, "    - AB", f"{RULES}[0]", "bad_type"),
    ("floor: 0, cap: 120", "floor: 9, cap: 8", "total.cap", "bad_combination"),
    ("floor: 0, cap: 120", "floor: none", "total.floor", "not_a_number"),
    ("floor: 0, cap: 120", "flor: 0", "total.flor", "unknown_key"),
]
RANKING: list[Row] = [
    ("ties: competition", "ties: sport", "ranking.ties", "unknown_word"),
    ("[G, Y, penalty, bonus]", "[G, X]", "ranking.tie_break[1]", "unknown_indicator"),
    ("[G, Y, penalty, bonus]", "G", "ranking.tie_break", "bad_type"),
    ("[G, Y, penalty, bonus]", "[1]", "ranking.tie_break[0]", "bad_type"),
]
VETOES: list[Row] = [
    ("vetoes:\n", "vetoes: [V1]\nmore:\n", "vetoes", "bad_type"),
    ("  V1: {name", "  1V: {name", "vetoes.1V", "bad_code"),
    ("effect: bar_excellent, bottom: 3, min_pool: 5", "effect: bar", "vetoes.V1.effect", "unknown_word"),
    (", effect: bar_excellent, bottom: 3, min_pool: 5", "", "vetoes.V1.effect", "missing_key"),
    ("bottom: 3, min_pool: 5", "bottom: 0", "vetoes.V1.bottom", "out_of_range"),
    ("bottom: 3, min_pool: 5", "min_pool: 5", "vetoes.V1.min_pool", "bad_combination"),
    ("bar_excellent, bottom: 3, min_pool: 5", "withhold, bottom: 3", "vetoes.V1.bottom", "bad_combination"),
    ("bar_excellent, bottom: 3, min_pool: 5", "comments_only, bottom: 3", "vetoes.V1.bottom", "bad_combination"),
    ("bar_excellent, bottom: 3, min_pool: 5", "list_only, best_level: 3", "vetoes.V1.best_level", "bad_combination"),
    ("effect: cap_level, best_level: 3", "effect: cap_level", "vetoes.V2.best_level", "missing_key"),
    ("effect: cap_level, best_level: 3", "effect: cap_level, best_level: 5", "vetoes.V2.best_level", "unknown_level"),
    ("effect: cap_level, best_level: 3", "effect: cap_level, best_level: 0", "vetoes.V2.best_level", "out_of_range"),
    ("  V2: {name: 躺平,", "  V2: {nam: 躺平,", "vetoes.V2.nam", "unknown_key"),
]
LIMITS: list[Row] = [
    ("{node: G, below", "{node: X, below", "limits[0].node", "unknown_indicator"),
    ("below: 60, best", "below: 101, best", "limits[0].below", "out_of_range"),
    (", below: 60, best", ", best", "limits[0].below", "missing_key"),
    ("best_level: 2, for", "best_level: 5, for", "limits[0].best_level", "unknown_level"),
    ("for: [quarter]}", "for: []}", "limits[0].for", "bad_length"),
    ("for: [quarter]}", "for: quarter}", "limits[0].for", "bad_type"),
    ("for: [quarter]}", "for: [week]}", "limits[0].for[0]", "unknown_word"),
    ("  - {node: G, below: 60, best_level: 2, for: [quarter]}", "  G: 60", "limits", "bad_type", "limits:"),
]
GATES: list[Row] = [
    ("{level: 1, at_least: 1}", "{level: 1}", "gates[0].quarters_at_level.at_least", "missing_key"),
    ("{level: 1, at_least: 1}", "{level: 5, at_least: 1}", "gates[0].quarters_at_level.level", "unknown_level"),
    ("{level: 1, at_least: 1}", "{level: 1, at_least: 99}", "gates[0].quarters_at_level.at_least", "out_of_range"),
    ("no_quarter_at_level: 4", "no_quarter_at_level: 5", "gates[1].no_quarter_at_level", "unknown_level"),
    ("no_quarter_at_level: 4", "no_quarter_at_level: four", "gates[1].no_quarter_at_level", "not_a_number"),
    ("no_quarter_at_level: 4", "no_quarter: 4", "gates[1].no_quarter", "unknown_key"),
    ("no_quarter_at_level: 4", "for: [year]", "gates[1]", "bad_combination"),
    ("no_quarter_at_level: 4", "no_quarter_at_level: 4, flag: x", "gates[1]", "bad_combination"),
    ("leave_at_most: 50", "leave_at_most: 101", "gates[2].leave_at_most", "out_of_range"),
    ("flag: party", "flag: ''", "gates[3].flag", "bad_length"),
    ("{node: A, percent: 60}", "{node: X, percent: 60}", "gates[4].node_at_least.node", "unknown_indicator"),
    ("{node: A, percent: 60}", "{node: A, percent: 101}", "gates[4].node_at_least.percent", "out_of_range"),
    ("{node: A, percent: 60}", "A", "gates[4].node_at_least", "bad_type"),
    ("  - {flag: party}", "  - party", "gates[3]", "bad_type"),
]
GRADES: list[Row] = [
    ("  levels: 4\n", "", "grades.levels", "missing_key", "grades:"),
    ("levels: 4", "levels: 1", "grades.levels", "out_of_range"),
    ("levels: 4", "level: 4", "grades.level", "unknown_key"),
    ("[优秀, 称职, 基本称职, 不称职, 不定等次]", "[优秀, 称职]", "grades.labels.civil_servant", "bad_length"),
    ("[优秀, 称职, 基本称职, 不称职, 不定等次]", "[优秀, 称职, 基本称职, 不称职, '']",
     "grades.labels.civil_servant[4]", "bad_length"),
    ("    civil_servant: [", "    worker: [", "grades.labels.worker", "unknown_key"),
    ("[好, 较好, 一般, 较差, 不定等次]", "[好]", "grades.year.labels.institution", "bad_length"),
    ("bands: [90, 80, 60]", "bands: [90, 80]", "grades.quarter.bands", "bad_length"),
    ("bands: [90, 80, 60]", "bands: []", "grades.quarter.bands", "bad_length"),
    ("bands: [90, 80, 60]", "bands: [90, 90, 60]", "grades.quarter.bands", "bad_combination"),
    ("bands: [90, 80, 60]", "bands: [1001, 80, 60]", "grades.quarter.bands[0]", "out_of_range"),
    ("share: {P: 40}", "share: {P: 40, Q: 1}", "grades.quarter.quotas[0].share.Q", "unknown_key"),
    ("share: {P: 40}", "share: {Q: 1}", "grades.quarter.quotas[0].share.P", "missing_key"),
    ("share: {P: 40}", "share: 100.5", "grades.quarter.quotas[0].share", "out_of_range"),
    ("scope: pool", "scope: house", "grades.quarter.quotas[0].scope", "unknown_word"),
    ("rounding: floor", "rounding: up", "grades.quarter.quotas[0].rounding", "unknown_word"),
    ("minimum: 1, cumulative", "minimum: -1, cumulative", "grades.quarter.quotas[0].minimum", "out_of_range"),
    ("cumulative: false", "cumulative: no", "grades.quarter.quotas[0].cumulative", "bad_type"),
    (QUOTA, "      - {share: 20}", "grades.year.quotas[0].level", "missing_key"),
    (QUOTA, "      - {level: 1}", "grades.year.quotas[0].share", "missing_key"),
    (SHORT_QUOTA, "      - {level: 5, share: 20", "grades.year.quotas[0].level", "unknown_level"),
    ("{1: 25, 4: 15}", "{0: 25}", "grades.year.quotas[0].by_unit_result.0", "bad_type"),
    ("{1: 25, 4: 15}", "{first: 25}", "grades.year.quotas[0].by_unit_result.first", "bad_type"),
    ("{1: 25, 4: 15}", "{1: 125}", "grades.year.quotas[0].by_unit_result.1", "out_of_range"),
    ("ties: all}", "ties: some}", "grades.year.quotas[0].ties", "unknown_word"),
    ("allocation: largest_remainder", "allocation: fair", "grades.year.quotas[0].allocation", "unknown_word"),
    ("allocation: largest_remainder", "denominator: all", "grades.year.quotas[0].denominator", "unknown_word"),
]  # fmt: skip
LIGHTS: list[Row] = [
    ("{percent: 10, rounding: ceil, min_pool: 1}", "{rounding: ceil}", "bottom.percent", "missing_key"),
    ("{percent: 10, rounding: ceil, min_pool: 1}", "{percent: 101}", "bottom.percent", "out_of_range"),
    ("{percent: 10, rounding: ceil, min_pool: 1}", "{percent: 10, min_pool: 0}", "bottom.min_pool", "out_of_range"),
    ("{percent: 10, rounding: ceil, min_pool: 1}", "10", "bottom", "bad_type"),
    ("{published_below: 60}", "{published_below: 60, red_cards: 1}", "lights.red[0]", "bad_combination"),
    ("{published_below: 60}", "{}", "lights.red[0]", "bad_combination"),
    ("{published_below: 60}", "{below: 60}", "lights.red[0].below", "unknown_key"),
    ("{published_below: 60}", "{published_below: -1}", "lights.red[0].published_below", "out_of_range"),
    ("{red_cards: 1}", "{red_cards: 0}", "lights.red[1].red_cards", "out_of_range"),
    ("{yellow_cards: 2}", "{yellow_cards: many}", "lights.yellow[0].yellow_cards", "not_a_number"),
    ("{bottom: true}", "{bottom: false}", "lights.yellow[1].bottom", "bad_combination"),
    ("{bottom: true}", "{bottom: 'true'}", "lights.yellow[1].bottom", "bad_type"),
    ("  red: [{pub", "  green: [{pub", "lights.green", "unknown_key"),
]
ALL = [*YEAR, *ADJUSTMENTS, *RANKING, *VETOES, *LIMITS, *GATES, *GRADES, *LIGHTS]


@pytest.mark.parametrize("row", ALL, ids=lambda row: f"{row[3]}-{row[2]}"[-60:])
def test_a_broken_rule_is_told_with_place_code_and_line(row: Row) -> None:
    old, new, path, code, *on = row
    document = changed(old, new)
    line = line_with(on[0], document) if on else line_with(old, SCHEME)
    found = [(fault.path, fault.code, fault.line) for fault in refusal(document)]
    assert (f"scheme.{path}", code, line) in found


def test_by_leaf_needs_one_sheet_of_both() -> None:
    document = changed(WEIGHTED, "  mode: by_leaf\n")
    leaf = "{code: Y, name: 年度, method: percent, weight: 100}"
    group = f"{{code: H, name: 年, indicators: [{leaf.replace('Y', 'A')}]}}"
    document = changed(leaf, group, document)
    document = changed("[G, Y, penalty, bonus]", "[G, penalty]", document)
    found = [(fault.where, fault.code) for fault in refusal(document)]
    assert found == [
        ("scheme.sheets (line 12)", "weights_sum"),
        ("scheme.sheets (line 12)", "weights_sum"),
        ("scheme.sheets.year.indicators[0].indicators[0].code (line 39)", "duplicate_code"),
    ]


def test_a_misspelt_sheet_is_told_once() -> None:
    (fault,) = refusal("scheme: S\ncategories: {K: 科长}\nsheets:\n  quartal: {}\n")
    assert (fault.where, fault.code) == ("scheme.sheets.quartal (line 4)", "unknown_key")


@pytest.mark.parametrize("mode", ["{mode: weighted, quarters: 60}", "{mode: sum}", "{mode: by_leaf}"])
def test_a_year_of_two_sheets_needs_both(mode: str) -> None:
    document = f"scheme: S\ncategories: {{K: 科长}}\nyear_result: {mode}\nsheets:\n  year:\n    indicators:\n"
    (fault,) = refusal(document + "      - {code: A, name: 指标, method: points, weight: 100}\n")
    assert (fault.where, fault.code) == ("scheme.year_result.mode (line 3)", "bad_combination")


def test_one_fault_does_not_hide_another() -> None:
    document = changed("places: 2", "places: 5")
    document = changed("{K: 60, L: 50}", "{K: 60, L: 49}", document)
    document = changed("{node: G, below", "{node: X, below", document)
    document = changed("categories: [K, L]}", "categories: [K]}", document)
    document = changed("best_level: 3}", "best_level: 9}", document)
    assert [(fault.path, fault.code) for fault in refusal(document)] == [
        ("scheme.places", "out_of_range"),
        ("scheme.pools", "bad_combination"),
        ("scheme.sheets.quarter.indicators", "weights_sum"),
        ("scheme.vetoes.V2.best_level", "unknown_level"),
        ("scheme.limits[0].node", "unknown_indicator"),
    ]
