"""A whole scheme as a person writes it, and how a test changes one place of it."""

from assessment.rulebook.problems import Fault, RefusedDocument
from assessment.rulebook.reading import read_scheme

SCHEME = """\
scheme: A-1
version: 1
title: 方案
authority: 党组
year: 2026
places: 2
categories:
  K: 科长
  L: 副科长
pools:
  P: {name: 全体, categories: [K, L]}
sheets:
  quarter:
    full: 100
    out_of: 100
    indicators:
      - code: G
        name: 实绩
        indicators:
          - code: A
            name: 重点
            method: points
            weight: {K: 60, L: 50}
          - code: B
            name: 量化
            method: {ratio: {low: 60, cap: 120, direction: higher}}
            weight: 40
            missing: renormalise
            source: 统计
            scorer: own_leader
            description: 说明
            evidence: required
      - code: C
        name: 副职任务
        method: percent
        weight: {L: 10, K: null}
  year:
    indicators:
      - {code: Y, name: 年度, method: percent, weight: 100}
year_result:
  mode: weighted
  quarters: 60
  minimum: 1
  use: total
adjustments:
  apply: year
  bonus: {cap: 10}
  penalty: {cap: null}
  rules:
    - {code: AB, kind: bonus, name: 成果, points: {national: 5, city: 1.5}, cap: 6}
    - {code: AP, kind: penalty, name: 失分, points: 2, bars_excellent: when_doubled, self_found: waive}
total: {floor: 0, cap: 120}
ranking:
  ties: competition
  tie_break: [G, Y, penalty, bonus]
vetoes:
  V1: {name: 通报, effect: bar_excellent, bottom: 3, min_pool: 5}
  V2: {name: 躺平, effect: cap_level, best_level: 3}
limits:
  - {node: G, below: 60, best_level: 2, for: [quarter]}
gates:
  - {quarters_at_level: {level: 1, at_least: 1}}
  - {no_quarter_at_level: 4}
  - {leave_at_most: 50}
  - {flag: party}
  - {node_at_least: {node: A, percent: 60}, for: [quarter, year]}
grades:
  levels: 4
  labels:
    civil_servant: [优秀, 称职, 基本称职, 不称职, 不定等次]
  quarter:
    bands: [90, 80, 60]
    quotas:
      - {level: 1, share: {P: 40}, scope: pool, rounding: floor, minimum: 1, cumulative: false}
  year:
    labels:
      institution: [好, 较好, 一般, 较差, 不定等次]
    quotas:
      - {level: 1, share: 20, by_unit_result: {1: 25, 4: 15}, allocation: largest_remainder, ties: all}
bottom: {percent: 10, rounding: ceil, min_pool: 1}
lights:
  red: [{published_below: 60}, {red_cards: 1}]
  yellow: [{yellow_cards: 2}, {bottom: true}]
"""


def changed(old: str, new: str, document: str = SCHEME) -> str:
    """Replace a place of the document, which must have it exactly once."""
    assert document.count(old) == 1, f"{old!r} stands {document.count(old)} times in the document"
    return document.replace(old, new)


def line_with(text: str, document: str) -> int:
    """Give the line on which a text begins that the document has exactly once."""
    assert document.count(text) == 1, f"{text!r} stands {document.count(text)} times in the document"
    return document.count("\n", 0, document.index(text)) + 1


def refusal(document: str) -> list[Fault]:
    """Read a scheme that must be refused and give its faults."""
    try:
        read_scheme(document)
    except RefusedDocument as refused:
        return refused.faults
    raise AssertionError("the document was accepted")


def small(method: str, weight: str = "100") -> str:
    """Give the smallest scheme, of one leaf by a method."""
    return (
        "scheme: S\ncategories: {K: 科长}\nsheets:\n  quarter:\n    indicators:\n"
        f"      - {{code: A, name: 指标, weight: {weight}, method: {method}}}\n"
    )
