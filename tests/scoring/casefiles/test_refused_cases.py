"""Every rule of RULES.md 12 that a case can break: place, code and line of the refusal.

A row: what stands in the document, what stands there instead, the path, the code, and a text of the line that is
told where that is not the changed one.
"""

import json

import pytest

from scoring.casefiles import evaluate, read_case
from tests.assessment.rulebook.documents import changed, line_with
from tests.scoring.casefiles.documents import CASE, annual, refusal

Row = tuple[str, ...]
C1 = "  - {id: c1, category: K, department: d1, leader: l1, identity: civil_servant, status: graded, flags: [party]}"
S1 = "{cadre: c1, indicator: S, value: 50}"
E1 = "{id: e1, cadre: c1, rule: B, level: city, on: 2026-02-03"
E2 = "{id: e2, cadre: c2, rule: P, on: 2026-02-04, count: 2, multiplier: 2, share: 50, matter: m}"
V1 = "class: staff, option: good, count: 3}"
AGAIN = "{cadre: c2, level: 2, reason: 另议}"
OVERRIDE = "{cadre: c2, level: 1, reason: 会议决定, authority: 党组, extra_place: true}"

ROOT: list[Row] = [
    ("facts:\n", "fakts:\n", "fakts", "unknown_key"),
    ("vetoes:\n  - {", "facts:\n  - {", "facts", "duplicate_key"),
    ("facts:\n", "facts: {}\nexpected:\n", "facts", "bad_type"),
    ("cadres:\n", "cadres: {}\nexpected:\n", "cadres", "bad_type"),
    ("  scheme: T-1", "  scheme: T 1", "scheme.scheme", "bad_code"),
]
PERIOD: list[Row] = [
    ("{kind: quarter, ", "{", "period.kind", "missing_key"),
    ("kind: quarter", "kind: season", "period.kind", "unknown_word"),
    ("kind: quarter", "kind: month", "period.kind", "bad_combination"),
    ("code: 2026Q1", "code: 2026", "period.code", "bad_type"),
    ("code: 2026Q1", "code: ''", "period.code", "bad_length"),
    ("start: 2026-01-01", "start: 2026-02-30", "period.start", "bad_date"),
    ("start: 2026-01-01", "start: 2026-1-1", "period.start", "bad_date"),
    ("start: 2026-01-01", "start: 20260101", "period.start", "bad_type"),
    ("start: 2026-01-01", "start: ２０２６-01-01", "period.start", "bad_date"),
    ("end: 2026-03-31", "end: 2025-12-31", "period.end", "bad_combination"),
    (", end: 2026-03-31", "", "period.end", "missing_key"),
    ("unit_result: 1}", "unit_result: 0}", "period.unit_result", "out_of_range"),
    ("unit_result: 1}", "unit: 1}", "period.unit", "unknown_key"),
    ("period: {kind: quarter, code: 2026Q1, start: 2026-01-01, end: 2026-03-31, unit_result: 1}",
     "period: 2026Q1", "period", "bad_type"),
]  # fmt: skip
IDS: list[Row] = [
    ("{id: c1, category", "{category", "cadres[0].id", "missing_key"),
    ("{id: c1, category", "{id: 1, category", "cadres[0].id", "bad_type"),
    ("{id: c1, category", "{id: '', category", "cadres[0].id", "bad_length"),
    ("{id: c2, category", "{id: c1, category", "cadres[1].id", "duplicate_code"),
    (C1, "  - c1", "cadres[0]", "bad_type"),
]
CADRES: list[Row] = [
    ("category: K, department", "category: M, department", "cadres[0].category", "unknown_category"),
    ("category: K, department", "category: 1, department", "cadres[0].category", "bad_type"),
    ("department: d1", "department: null", "cadres[0].department", "bad_type"),
    ("leader: l1", "leader: ''", "cadres[0].leader", "bad_length"),
    ("identity: civil_servant, status", "identity: officer, status", "cadres[0].identity", "unknown_word"),
    ("status: graded", "status: present", "cadres[0].status", "unknown_word"),
    ("coefficient: 1.1", "coefficient: 1.5001", "cadres[1].coefficient", "out_of_range"),
    ("coefficient: 1.1", "coefficient: 0.4999", "cadres[1].coefficient", "out_of_range"),
    ("coefficient: 1.1", "coefficient: '1'", "cadres[1].coefficient", "not_a_number"),
    ("leave_days: 2.5", "leave_days: -1", "cadres[1].leave_days", "out_of_range"),
    ("work_days: 60", "work_days: 1000000000", "cadres[1].work_days", "out_of_range"),
    ("flags: [party]", "flags: party", "cadres[0].flags", "bad_type"),
    ("flags: [party]", "flags: [1]", "cadres[0].flags[0]", "bad_type"),
    ("flags: [party]", "red_cards: 0.5", "cadres[0].red_cards", "not_a_number"),
    ("flags: [party]", "yellow_cards: -1", "cadres[0].yellow_cards", "out_of_range"),
    ("flags: [party]", "unit_result: first", "cadres[0].unit_result", "not_a_number"),
    ("flags: [party]", "flag: party", "cadres[0].flag", "unknown_key"),
]
FACTS: list[Row] = [
    (S1, "{cadre: c1, indicator: S}", "facts[0].value", "missing_key"),
    (S1, "{cadre: c9, indicator: S, value: 50}", "facts[0].cadre", "unknown_cadre"),
    (S1, "{cadre: 1, indicator: S, value: 50}", "facts[0].cadre", "bad_type"),
    (S1, "{cadre: c1, indicator: Z, value: 50}", "facts[0].indicator", "unknown_indicator"),
    (S1, "{cadre: c1, indicator: Y, value: 50}", "facts[0].indicator", "unknown_indicator"),
    (S1, "{cadre: c1, indicator: 1, value: 50}", "facts[0].indicator", "bad_type"),
    (S1, "{cadre: c2, indicator: R, key: actual, value: 5}", "facts[0].indicator", "not_applicable"),
    (S1, "{cadre: c1, indicator: S, value: 60.0001}", "facts[0].value", "out_of_range"),
    (S1, "{cadre: c1, indicator: S, value: 1.00001}", "facts[0].value", "too_many_decimals"),
    (S1, "{cadre: c1, indicator: S, value: '50'}", "facts[0].value", "not_a_number"),
    (S1, "{cadre: c1, indicator: S, value: null}", "facts[0].value", "not_a_number"),
    (S1, "{cadre: c1, indicator: S, value: [5]}", "facts[0].value", "not_a_number"),
    (S1, "{cadre: c1, indicator: S, value: 1e99}", "facts[0].value", "out_of_range"),
    (S1, "{cadre: c1, indicator: S, key: late, value: 1}", "facts[0].key", "unknown_word"),
    (S1, "{cadre: c1, indicator: S, key: 1, value: 1}", "facts[0].key", "bad_type"),
    (S1, "{cadre: c1, indicator: R, value: 1}", "facts[0].value", "unknown_word"),
    (S1, "{cadre: c1, indicator: R, key: target, value: 0}", "facts[0].value", "out_of_range"),
    (S1, "{cadre: c1, indicator: D, key: early, value: 1}", "facts[0].key", "unknown_word"),
    (S1, "{cadre: c1, indicator: D, key: late, value: 0.5}", "facts[0].value", "not_a_number"),
    (S1, "{cadre: c1, indicator: D, key: none, value: 1}", "facts[0].value", "out_of_range"),
    (S1, "{cadre: c1, indicator: V, value: 1}", "facts[0].value", "bad_combination"),
    (S1, "{cadre: c1, indicator: S, value: 50, by: c2}", "facts[0].by", "unknown_key"),
    (S1, "S", "facts[0]", "bad_type"),
    ("key: \"\", value: 优", "value: 中", "facts[3].value", "unknown_word"),
    ("key: \"\", value: 优", "value: 100", "facts[3].value", "bad_type"),
]  # fmt: skip
VOTES: list[Row] = [
    (V1, "option: good}", "votes[0].class", "missing_key"),
    (V1, "class: peers, option: good}", "votes[0].class", "unknown_class"),
    (V1, "class: 1, option: good}", "votes[0].class", "bad_type"),
    (V1, "class: staff, option: fair}", "votes[0].option", "unknown_option"),
    (V1, "class: staff}", "votes[0].option", "missing_key"),
    (V1, "class: staff, value: 100}", "votes[0].value", "bad_combination"),
    (V1, "class: staff, option: good, count: 1.5}", "votes[0].count", "not_a_number"),
    (V1, "class: staff, option: good, count: -1}", "votes[0].count", "out_of_range"),
    (V1, "class: staff, option: good, who: x}", "votes[0].who", "unknown_key"),
    ("class: heads, value: 44.5", "class: heads, value: 45.0001", "votes[1].value", "out_of_range"),
    ("class: heads, value: 44.5", "class: heads, option: good", "votes[1].option", "bad_combination"),
    ("class: heads, value: 44.5", "class: heads, value: high", "votes[1].value", "not_a_number"),
    ("{cadre: c1, indicator: V", "{cadre: c9, indicator: V", "votes[0].cadre", "unknown_cadre"),
    ("{cadre: c1, indicator: V", "{cadre: c1, indicator: S", "votes[0].indicator", "bad_combination"),
    ("{cadre: c1, indicator: V", "{cadre: c1, indicator: Z", "votes[0].indicator", "unknown_indicator"),
]
MARKS: list[Row] = [
    ("{cadre: c2, indicator: D, r", "{cadre: c9, indicator: D, r", "not_applicable[0].cadre", "unknown_cadre"),
    ("{cadre: c2, indicator: D, r", "{cadre: c2, indicator: Z, r", "not_applicable[0].indicator", "unknown_indicator"),
    ("{cadre: c2, indicator: D, r", "{indicator: D, r", "not_applicable[0].cadre", "missing_key"),
    ("reason: 新任", "reason: 1", "not_applicable[0].reason", "bad_type"),
]
EVENTS: list[Row] = [
    (E2, "{id: e1, cadre: c2, rule: P, on: 2026-02-04}", "events[1].id", "duplicate_code"),
    (E2, "{cadre: c2, rule: P, on: 2026-02-04}", "events[1].id", "missing_key"),
    (E2, "{id: e2, cadre: c9, rule: P, on: 2026-02-04}", "events[1].cadre", "unknown_cadre"),
    (E2, "{id: e2, cadre: c2, rule: Q, on: 2026-02-04}", "events[1].rule", "unknown_rule"),
    (E2, "{id: e2, cadre: c2, rule: 1, on: 2026-02-04}", "events[1].rule", "bad_type"),
    (E2, "{id: e2, cadre: c2, rule: P, level: city, on: 2026-02-04}", "events[1].level", "bad_combination"),
    (E2, "{id: e2, cadre: c2, rule: P, level: 1, on: 2026-02-04}", "events[1].level", "bad_type"),
    (E2, "{id: e2, cadre: c2, rule: P, on: 4.2.2026}", "events[1].on", "bad_date"),
    (E2, "{id: e2, cadre: c2, rule: P}", "events[1].on", "missing_key"),
    (E2, "{id: e2, cadre: c2, rule: P, on: 2026-02-04, count: 0}", "events[1].count", "out_of_range"),
    (E2, "{id: e2, cadre: c2, rule: P, on: 2026-02-04, multiplier: 3}", "events[1].multiplier", "out_of_range"),
    (E2, "{id: e2, cadre: c2, rule: P, on: 2026-02-04, multiplier: 1.5}", "events[1].multiplier", "not_a_number"),
    (E2, "{id: e2, cadre: c2, rule: P, on: 2026-02-04, share: 101}", "events[1].share", "out_of_range"),
    (E2, "{id: e2, cadre: c2, rule: P, on: 2026-02-04, matter: 7}", "events[1].matter", "bad_type"),
    (E2, "{id: e2, cadre: c2, rule: P, on: 2026-02-04, found_by: me}", "events[1].found_by", "unknown_word"),
    (E2, "{id: e2, cadre: c2, rule: P, on: 2026-02-04, approved: yes}", "events[1].approved", "bad_type"),
    (E2, "{id: e2, cadre: c2, rule: P, on: 2026-02-04, exempted: 1}", "events[1].exempted", "bad_type"),
    (E1, "{id: e1, cadre: c1, rule: B, on: 2026-02-03", "events[0].level", "missing_key"),
    (E1, "{id: e1, cadre: c1, rule: B, level: null, on: 2026-02-03", "events[0].level", "missing_key"),
    (E1, "{id: e1, cadre: c1, rule: B, level: county, on: 2026-02-03", "events[0].level", "unknown_level"),
]
VETOES: list[Row] = [
    ("{cadre: c1, veto: X", "{cadre: c9, veto: X", "vetoes[0].cadre", "unknown_cadre"),
    ("{cadre: c1, veto: X", "{cadre: c1, veto: Z", "vetoes[0].veto", "unknown_veto"),
    ("{cadre: c1, veto: X", "{cadre: c1", "vetoes[0].veto", "missing_key"),
    ("from: 2026-02-01", "from: soon", "vetoes[0].from", "bad_date"),
    ("until: 2026-02-28", "until: 2026-01-31", "vetoes[0].until", "bad_combination"),
    ("until: 2026-02-28", "until: 28", "vetoes[0].until", "bad_type"),
    ("from: 2026-02-01, ", "", "vetoes[0].from", "missing_key"),
]
OVERRIDES: list[Row] = [
    (OVERRIDE, "{cadre: c9, level: 1, reason: 会议}", "overrides[0].cadre", "unknown_cadre"),
    (OVERRIDE, "{cadre: c2, level: 3, reason: 会议}", "overrides[0].level", "unknown_level"),
    (OVERRIDE, "{cadre: c2, level: 0, reason: 会议}", "overrides[0].level", "out_of_range"),
    (OVERRIDE, "{cadre: c2, level: 1}", "overrides[0].reason", "missing_key"),
    (OVERRIDE, "{cadre: c2, level: 1, reason: ''}", "overrides[0].reason", "bad_length"),
    (OVERRIDE, "{cadre: c2, level: 1, reason: 会议, authority: 1}", "overrides[0].authority", "bad_type"),
    (OVERRIDE, "{cadre: c2, level: 1, reason: 会议, extra_place: 1}", "overrides[0].extra_place", "bad_type"),
    (OVERRIDE, f"{OVERRIDE}\n  - {AGAIN}", "overrides[1].cadre", "bad_combination", AGAIN),
    ("    quarter: {bands: [80], quotas: [{level: 1, share: 50}]}\n", "", "overrides[0]", "bad_combination", OVERRIDE),
]
ALL = [*ROOT, *PERIOD, *CADRES, *FACTS, *VOTES, *MARKS, *EVENTS, *VETOES, *OVERRIDES]


@pytest.mark.parametrize("row", ALL, ids=lambda row: f"{row[3]}-{row[2]}")
def test_a_broken_rule_is_told_with_place_code_and_line(row: Row) -> None:
    old, new, path, code, *on = row
    document = changed(old, new, CASE)
    line = line_with(on[0], document) if on else line_with(old, CASE)
    found = [(fault.path, fault.code, fault.line) for fault in refusal(document)]
    assert found == [(path, code, line)]


@pytest.mark.parametrize("row", IDS, ids=lambda row: f"{row[3]}-{row[2]}")
def test_who_has_no_id_is_told_before_the_rows_that_name_him(row: Row) -> None:
    old, new, path, code = row
    first, *rest = [(fault.path, fault.code, fault.line) for fault in refusal(changed(old, new, CASE))]
    assert first == (path, code, line_with(old, CASE))
    assert {code for _, code, _ in rest} == {"unknown_cadre"}


YEARS: list[Row] = [
    ("kind: quarter, code: 2026Q1", "kind: year, code: 2026Q1", "quarters[0].period.kind", "bad_combination"),
    ("kind: quarter, code: 2026Q1", "kind: half, code: 2026Q1", "quarters[0].period.kind", "bad_combination"),
    ("indicator: S, value: 50}", "indicator: S, value: 61}", "quarters[0].facts[0].value", "out_of_range"),
    ("indicator: Y, value: 90}", "indicator: S, value: 50}", "facts[0].indicator", "unknown_indicator"),
    ("    facts:\n      - {cadre: c1, indicator: S", "    quarters: []\n    facts:\n      - {cadre: c1, indicator: S",
     "quarters[0].quarters", "unknown_key"),
    ("    cadres:\n", "    people:\n", "quarters[0].cadres", "missing_key", "  - period:"),
    ("quarters:\n", "quarters: {}\nexpected:\n", "quarters", "bad_type"),
]  # fmt: skip


@pytest.mark.parametrize("row", YEARS, ids=lambda row: f"{row[3]}-{row[2]}")
def test_a_quarter_of_a_year_is_told_within_it(row: Row) -> None:
    old, new, path, code, *on = row
    document = changed(old, new, annual())
    line = line_with(on[0], document) if on else line_with(old, annual())
    assert (path, code, line) in [(fault.path, fault.code, fault.line) for fault in refusal(document)]


def test_a_quarter_stands_once_in_its_year() -> None:
    document = annual()
    again = document + document[document.index("  - period:") :]
    (fault,) = refusal(again)
    line = len(document.splitlines()) + 1
    assert (fault.where, fault.code) == (f"quarters[1] (line {line})", "duplicate_code")


def test_only_a_year_has_quarters() -> None:
    quarters = annual()[annual().index("quarters:") :]
    assert [(fault.path, fault.code) for fault in refusal(CASE + quarters)] == [("quarters", "bad_combination")]
    assert read_case(CASE + "quarters: []\n").quarters == ()


def test_what_must_stand_in_a_case_is_named() -> None:
    assert [(fault.where, fault.code) for fault in refusal("facts: []")] == [
        ("scheme (line 1)", "missing_key"),
        ("period (line 1)", "missing_key"),
        ("cadres (line 1)", "missing_key"),
    ]
    assert [(fault.where, fault.code) for fault in refusal("- a")] == [("case (line 1)", "bad_type")]
    assert [(fault.where, fault.code) for fault in refusal("")] == [("case", "bad_yaml")]


def test_a_schemes_faults_stop_the_reading_of_the_rest() -> None:
    document = changed("  scheme: T-1", "  scheme: T 1", changed(S1, "S", CASE))
    assert [fault.path for fault in refusal(document)] == ["scheme.scheme"]


def test_one_pass_tells_the_faults_of_all_lists() -> None:
    document = changed("start: 2026-01-01", "start: today", CASE)
    document = changed("identity: civil_servant, status", "identity: officer, status", document)
    document = changed("{cadre: c2, indicator: E, value: 良}", "{cadre: c9, indicator: E, value: 良}", document)
    document = changed("class: heads, value: 44.5", "class: tails, value: 46", document)
    document = changed("level: 1, reason", "level: 7, reason", document)
    assert [(fault.path, fault.code) for fault in refusal(document)] == [
        ("period.start", "bad_date"),
        ("cadres[0].identity", "unknown_word"),
        ("facts[5].cadre", "unknown_cadre"),
        ("votes[1].class", "unknown_class"),
        ("votes[1].value", "out_of_range"),
        ("overrides[0].level", "unknown_level"),
    ]


def test_every_decision_beyond_the_places_is_told() -> None:
    more = "\n".join(f"  - {{id: c{n}, category: L, department: d2, identity: institution}}" for n in (3, 4))
    document = changed("work_days: 60}\n", f"work_days: 60}}\n{more}\n", CASE)
    facts = "".join(
        f"  - {{cadre: c{n}, indicator: {leaf}}}\n" for n in (3, 4) for leaf in ("S, value: 1", "E, value: 良")
    )
    facts += "  - {cadre: c1, indicator: R, key: target, value: 10}\n"
    decisions = "".join(f"  - {{cadre: c{n}, level: 1, reason: 递补}}\n" for n in (3, 4))
    document = changed("votes:\n", f"{facts}votes:\n", document) + decisions
    last = len(document.splitlines())
    text, accepted = evaluate(document, "en")
    assert not accepted
    assert [(place, code) for place, code in _errors(text)] == [
        (f"overrides[1] (line {last - 1})", "quota_exceeded"),
        (f"overrides[2] (line {last})", "quota_exceeded"),
    ]


def _errors(text: str) -> list[tuple[str, str]]:
    return [(error["where"], error["code"]) for error in json.loads(text)["errors"]]
