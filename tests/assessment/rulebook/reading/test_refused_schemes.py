"""Every rule of RULES.md 1 to 3 that a scheme can break: place, code and line of the refusal.

A row: what stands in the document, what stands there instead, the path under `scheme`, the code, and a text of
the line that is told where that is not the changed one.
"""

import pytest

from tests.assessment.rulebook.documents import SCHEME, changed, line_with, refusal, small

Row = tuple[str, ...]
INDICATORS = "    indicators:\n      - code"
YEARLY = "- {code: Y, name: 年度, method: percent, weight: 100}"
HALF = "  half: {indicators: [{code: H, name: 半年, method: percent, weight: 100}]}\n"
LEAVES = "sheets.quarter.indicators[0].indicators"
POOLS = "pools:\n  P: {name: 全体, categories: [K, L]}\n"

HEADING: list[Row] = [
    ("scheme: A-1\n", "", "scheme", "missing_key", "version: 1"),
    ("scheme: A-1", "scheme: 1A", "scheme", "bad_code"),
    ("scheme: A-1", "scheme: A.1", "scheme", "bad_code"),
    ("scheme: A-1", f"scheme: {'A' * 33}", "scheme", "bad_code"),
    ("scheme: A-1", "scheme: 7", "scheme", "bad_type"),
    ("version: 1", "version: '1'", "version", "not_a_number"),
    ("version: 1", "version: 1.5", "version", "not_a_number"),
    ("version: 1", "version: 0", "version", "out_of_range"),
    ("title: 方案", "title: 2026", "title", "bad_type"),
    ("authority: 党组", "authority: [党组]", "authority", "bad_type"),
    ("authority: 党组", "autority: 党组", "autority", "unknown_key"),
    ("authority: 党组", "title: 又一", "title", "duplicate_key", "title: 又一"),
    ("year: 2026", "year: 26", "year", "out_of_range"),
    ("places: 2", "places: 5", "places", "out_of_range"),
    ("places: 2", "places: -1", "places", "out_of_range"),
    ("places: 2", "places: two", "places", "not_a_number"),
    ("places: 2", "places: 012", "places", "not_a_number"),
    ("places: 2", "places: 1e400", "places", "out_of_range"),
    ("places: 2", "places: 1e99999999999999999999", "places", "out_of_range"),
    ("places: 2", "places: 1e-99999999999999999999", "places", "too_many_decimals"),
    ("places: 2", "places: .inf", "places", "not_a_number"),
    ("places: 2", "places: NaN", "places", "not_a_number"),
]
CATEGORIES: list[Row] = [
    ("  K: 科长", "  K/1: 科长", "categories.K/1", "bad_code"),
    ("  K: 科长", "  K: ''", "categories.K", "bad_length"),
    ("  K: 科长", "  K: 1", "categories.K", "bad_type"),
    ("  L: 副科长", "  K: 又一", "categories.K", "duplicate_key"),
    ("  K: 科长\n  L: 副科长\n", "  {}\n", "categories", "bad_length", "categories:\n"),
    ("  K: 科长\n  L: 副科长\n", "  - K\n", "categories", "bad_type", "categories:\n"),
    ("categories: [K, L]}", "categories: [K, L, M]}", "pools.P.categories[2]", "unknown_category"),
    ("categories: [K, L]}", "categories: [K, L, K]}", "pools.P.categories[2]", "duplicate_code"),
    ("categories: [K, L]}", "categories: [K]}", "pools", "bad_combination", "pools:\n"),
    ("categories: [K, L]}", "categories: []}", "pools.P.categories", "bad_length"),
    (", categories: [K, L]}", "}", "pools.P.categories", "missing_key"),
    ("  P: {name: 全体", "  P 1: {name: 全体", "pools.P 1", "bad_code"),
    ("  P: {name", "  P: {nom: x, name", "pools.P.nom", "unknown_key"),
    (POOLS, "pools: {}\n", "pools", "bad_length"),
    (POOLS, "pools: [K]\n", "pools", "bad_type"),
]
SHEETS: list[Row] = [
    ("sheets:\n", "sheets: [quarter]\nmore:\n", "sheets", "bad_type"),
    ("    full: 100", "    full: '100'", "sheets.quarter.full", "not_a_number"),
    ("    full: 100", "    full: 1000.0001", "sheets.quarter.full", "out_of_range"),
    ("    full: 100", "    full: {K: 100}", "sheets.quarter.full.L", "missing_key"),
    ("    full: 100", "    full: {}", "sheets.quarter.full", "bad_length"),
    ("    full: 100", "    full: {K: 100, L: 100, M: 1}", "sheets.quarter.full.M", "unknown_category"),
    ("    full: 100", "    full: {K: 100, L: null}", "sheets.quarter.full.L", "not_a_number"),
    ("    full: 100", "    full: {K: 100, L: 90}", "sheets.quarter.indicators", "weights_sum", INDICATORS),
    ("    out_of: 100", "    out_of: 0", "sheets.quarter.out_of", "bad_out_of"),
    ("    out_of: 100", "    out_of: -10", "sheets.quarter.out_of", "bad_out_of"),
    ("    out_of: 100", "    out_of: 1001", "sheets.quarter.out_of", "out_of_range"),
    ("    out_of: 100", "    out_of: '100'", "sheets.quarter.out_of", "not_a_number"),
    ("sheets:\n", "sheets:\n  quartal: {}\n", "sheets.quartal", "unknown_key", "  quartal"),
    ("sheets:\n", "sheets:\n" + HALF, "sheets", "bad_combination"),
    ("  year:\n    indicators:\n", "  year:\n    leaves:\n", "sheets.year.indicators", "missing_key"),
    (YEARLY, "[]", "sheets.year.indicators", "bad_length", "    indicators:\n      []"),
    (YEARLY, "- Y", "sheets.year.indicators[0]", "bad_type"),
]  # fmt: skip
NODES: list[Row] = [
    ("- code: A\n            name: 重点", "- code: A", f"{LEAVES}[0].name", "missing_key"),
    ("- code: A\n", "- code: 9\n", f"{LEAVES}[0].code", "bad_type"),
    ("- code: A\n", "- code: 指\n", f"{LEAVES}[0].code", "bad_code"),
    ("- code: A\n", "- code: penalty\n", f"{LEAVES}[0].code", "bad_code"),
    ("- code: A\n", "- code: bonus\n", f"{LEAVES}[0].code", "bad_code"),
    ("- code: G\n", "- code: none\n", "sheets.quarter.indicators[0].code", "bad_code"),
    ("- code: B\n", "- code: A\n", f"{LEAVES}[1].code", "duplicate_code", "code: A\n            name: 量化"),
    ("- code: B\n", "- code: G\n", f"{LEAVES}[1].code", "duplicate_code", "code: G\n            name: 量化"),
    ("name: 重点", "name: ''", f"{LEAVES}[0].name", "bad_length"),
    ("name: 重点", "name: null", f"{LEAVES}[0].name", "bad_type"),
    ("            method: points\n", "", f"{LEAVES}[0].method", "missing_key", "- code: A"),
    ("            weight: {K: 60, L: 50}\n", "", f"{LEAVES}[0].weight", "missing_key", "- code: A"),
    ("name: 重点", "name: 重点\n            indicators: []", f"{LEAVES}[0]", "bad_combination", "- code: A"),
    ("{K: 60, L: 50}", "{K: 60.00001, L: 50}", f"{LEAVES}[0].weight.K", "too_many_decimals"),
    ("{K: 60, L: 50}", "{K: 1001, L: 50}", f"{LEAVES}[0].weight.K", "out_of_range"),
    ("{K: 60, L: 50}", "{K: -60, L: 50}", f"{LEAVES}[0].weight.K", "out_of_range"),
    ("{K: 60, L: 50}", "{K: '60', L: 50}", f"{LEAVES}[0].weight.K", "not_a_number"),
    ("{K: 60, L: 50}", "{K: 60, M: 50}", f"{LEAVES}[0].weight.M", "unknown_category"),
    ("{K: 60, L: 50}", "{K: 60, L: 50, K: 60}", f"{LEAVES}[0].weight.K", "duplicate_key"),
    ("{K: 60, L: 50}", "{}", f"{LEAVES}[0].weight", "bad_length"),
    ("{K: 60, L: 50}", "[60, 50]", f"{LEAVES}[0].weight", "not_a_number"),
    ("{K: 60, L: 50}", "heavy", f"{LEAVES}[0].weight", "not_a_number"),
    ("{K: 60, L: 50}", "{K: 60, L: 49}", "sheets.quarter.indicators", "weights_sum", INDICATORS),
    ("{K: 60, L: 50}", "{K: 60, L: 50.0001}", "sheets.quarter.indicators", "weights_sum", INDICATORS),
    ("{L: 10, K: null}", "null", "sheets.quarter.indicators", "weights_sum", INDICATORS),
    ("missing: renormalise", "missing: skip", f"{LEAVES}[1].missing", "unknown_word"),
    ("missing: renormalise", "missing: 0", f"{LEAVES}[1].missing", "bad_type"),
    ("source: 统计", "source: 1", f"{LEAVES}[1].source", "bad_type"),
    ("scorer: own_leader", "scorer: null", f"{LEAVES}[1].scorer", "bad_type"),
    ("evidence: required", "evidence: yes", f"{LEAVES}[1].evidence", "unknown_word"),
    ("evidence: required", "evidence: true", f"{LEAVES}[1].evidence", "unknown_word"),
    ("evidence: required", "proof: required", f"{LEAVES}[1].proof", "unknown_key"),
]  # fmt: skip
LONG = "迟" * 33
VOTE = "{vote: {classes: {a: 100}, score: 9, "
METHODS: list[tuple[str, str, str]] = [
    ("guess", "", "unknown_method"),
    ("{guess: {}}", ".guess", "unknown_method"),
    ("7", "", "bad_type"),
    ("[points]", "", "bad_type"),
    ("{}", "", "bad_length"),
    ("{points: {}, percent: {}}", "", "bad_combination"),
    ("import", "", "missing_key"),
    ("vote", "", "missing_key"),
    ("{threshold: null}", ".threshold", "missing_key"),
    ("{points: {full: 1}}", ".points.full", "unknown_key"),
    ("{points: 5}", ".points", "bad_type"),
    ("{import: {}}", ".import.full", "missing_key"),
    ("{import: {full: 0}}", ".import.full", "out_of_range"),
    ("{ratio: {low: 101}}", ".ratio.low", "out_of_range"),
    ("{ratio: {low: 60, cap: 50}}", ".ratio.low", "bad_combination"),
    ("{ratio: {direction: up}}", ".ratio.direction", "unknown_word"),
    ("{bands: []}", ".bands", "bad_length"),
    ("{bands: {from: 1, share: 1}}", ".bands", "bad_type"),
    ("{bands: [{from: 1}]}", ".bands[0].share", "missing_key"),
    ("{bands: [{from: 1, share: 9}, {from: 1.0, share: 5}]}", ".bands[1].from", "bad_combination"),
    ("{bands: [{from: 1000000000, share: 9}]}", ".bands[0].from", "out_of_range"),
    ("{bands: [{from: 1, share: 1000.5}]}", ".bands[0].share", "out_of_range"),
    ("{threshold: {at: 1, unit: 0, step: 1}}", ".threshold.unit", "out_of_range"),
    ("{threshold: {at: -1000000000, unit: 1, step: 1}}", ".threshold.at", "out_of_range"),
    ("{threshold: {at: 1, unit: 1}}", ".threshold.step", "missing_key"),
    ("{threshold: {at: 1, unit: 1, step: 1, partial: half}}", ".threshold.partial", "unknown_word"),
    ("{deduct: {events: {}}}", ".deduct.events", "bad_length"),
    ("{deduct: {events: {none: 1}}}", ".deduct.events.none", "bad_code"),
    ("{deduct: {events: {a/b: 1}}}", ".deduct.events.a/b", "bad_code"),
    (f"{{deduct: {{events: {{{LONG}: 1}}}}}}", f".deduct.events.{LONG}", "bad_length"),
    ('{deduct: {events: {"": 1}}}', ".deduct.events.", "bad_length"),
    ('{deduct: {events: {"a\\tb": 1}}}', ".deduct.events.a\tb", "bad_code"),
    ("{deduct: {events: {a: 1, a: 2}}}", ".deduct.events.a", "duplicate_key"),
    ("{deduct: {events: {a: 1}, floor: null}}", ".deduct.floor", "not_a_number"),
    ("{escalate: {first: 101, zero_at: 2}}", ".escalate.first", "out_of_range"),
    ("{escalate: {first: 50, zero_at: 0}}", ".escalate.zero_at", "out_of_range"),
    ("{escalate: {first: 50, zero_at: 1.5}}", ".escalate.zero_at", "not_a_number"),
    ("{grade: {}}", ".grade", "bad_length"),
    ("{grade: {A: high}}", ".grade.A", "not_a_number"),
    ("{grade: [A, B]}", ".grade", "bad_type"),
    ("{rank_table: {shares: [], beyond: 1}}", ".rank_table.shares", "bad_length"),
    ("{rank_table: {shares: [100, 1001], beyond: 1}}", ".rank_table.shares[1]", "out_of_range"),
    ("{rank_table: {shares: [100]}}", ".rank_table.beyond", "missing_key"),
    ("{milestone: {stages: {difficulty: 1}}}", ".milestone.stages.difficulty", "bad_code"),
    ("{milestone: {stages: {a: 1}, cap: -1}}", ".milestone.cap", "out_of_range"),
    ("{pool_rank: {best: 100}}", ".pool_rank.worst", "missing_key"),
    ("{ratio_best: {direction: 1}}", ".ratio_best.direction", "bad_type"),
    ("{mean_step: {step: 1, partial: no}}", ".mean_step.partial", "unknown_word"),
    ("{vote: {classes: {a: 60, b: 30}, score: 9}}", ".vote.classes", "weights_sum"),
    ("{vote: {classes: {a: 100, b: 0}, score: 9}}", ".vote.classes.b", "out_of_range"),
    ("{vote: {classes: {a: 100}}}", ".vote", "bad_combination"),
    ("{vote: {classes: {a: 100}, options: {x: 1}, score: 9}}", ".vote", "bad_combination"),
    ("{vote: {classes: {a: 100}, options: {x: 101}}}", ".vote.options.x", "out_of_range"),
    ("{vote: {classes: {a: 100}, options: {}}}", ".vote.options", "bad_length"),
    ("{vote: {classes: {a: 100}, score: 0}}", ".vote.score", "out_of_range"),
    (VOTE + "min_ballots: 0}}", ".vote.min_ballots", "out_of_range"),
    (VOTE + "missing_class: full}}", ".vote.missing_class", "unknown_word"),
    (VOTE + "trim: {each_end: 2, at_least: 4}}}", ".vote.trim.at_least", "bad_combination"),
    (VOTE + "trim: {each_end: 1}}}", ".vote.trim.at_least", "missing_key"),
    (VOTE + "trim: {each_end: -1, at_least: 4}}}", ".vote.trim.each_end", "out_of_range"),
]


@pytest.mark.parametrize("row", [*HEADING, *CATEGORIES, *SHEETS, *NODES], ids=lambda row: f"{row[3]}-{row[2]}"[-60:])
def test_a_broken_rule_is_told_with_place_code_and_line(row: Row) -> None:
    old, new, path, code, *on = row
    document = changed(old, new)
    line = line_with(on[0], document) if on else line_with(old, SCHEME)
    found = [(fault.path, fault.code, fault.line) for fault in refusal(document)]
    assert (f"scheme.{path}", code, line) in found


@pytest.mark.parametrize(("method", "path", "code"), METHODS, ids=lambda value: value[:60])
def test_a_method_that_is_none_is_told_at_the_culprit(method: str, path: str, code: str) -> None:
    (fault,) = refusal(small(method))
    assert (fault.path, fault.code) == (f"scheme.sheets.quarter.indicators[0].method{path}", code)
    assert fault.where == f"{fault.path} (line 6)"


def test_indicators_stand_five_deep_at_most() -> None:
    leaf = "{code: A, name: 指标, method: points, weight: 100}"
    for level in range(1, 6):
        leaf = f"{{code: G{level}, name: 组, indicators: [{leaf}]}}"
    (fault,) = refusal(f"scheme: S\ncategories: {{K: 科长}}\nsheets: {{year: {{indicators: [{leaf}]}}}}\n")
    assert (fault.code, fault.line) == ("too_deep", 3)
    assert fault.path == "scheme.sheets.year.indicators[0]" + ".indicators[0]" * 5


def test_one_number_for_every_category_cannot_multiply_a_short_text() -> None:
    categories = ", ".join(f"K{number}: 类" for number in range(20_000))
    leaves = ", ".join(f"{{code: A{number}, name: 指, method: points, weight: 1}}" for number in range(60))
    (fault,) = {
        (fault.code, fault.sentence)
        for fault in refusal(f"scheme: S\ncategories: {{{categories}}}\nsheets: {{year: {{indicators: [{leaves}]}}}}\n")
    }
    assert fault == ("bad_length", "too_many_weights")
