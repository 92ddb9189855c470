"""A whole case as a person writes it, and how a test changes one place of it."""

from assessment.rulebook.problems import Fault, RefusedDocument
from scoring.casefiles import read_case

CASE = """\
scheme:
  scheme: T-1
  categories: {K: 科长, L: 副科长}
  sheets:
    quarter:
      indicators:
        - {code: S, name: 得分, method: points, weight: {K: 60, L: 70}}
        - {code: R, name: 完成率, method: ratio, weight: {K: 10}, missing: full}
        - {code: D, name: 纪律, method: {deduct: {events: {late: 1}}}, weight: 10}
        - {code: E, name: 等级, method: {grade: {优: 100, 良: 80}}, weight: 10}
        - code: V
          name: 测评
          method: {vote: {classes: {staff: 100}, options: {good: 100, poor: 0}}}
          weight: 5
          missing: full
        - code: W
          name: 打分
          method: {vote: {classes: {heads: 100}, score: 45}}
          weight: 5
          missing: full
    year:
      indicators:
        - {code: Y, name: 年度, method: percent, weight: 100}
  adjustments:
    rules:
      - {code: B, kind: bonus, name: 加分, points: {city: 1, national: 5}}
      - {code: P, kind: penalty, name: 扣分, points: 2}
  vetoes:
    X: {name: 通报, effect: bar_excellent}
  grades:
    levels: 2
    labels: {civil_servant: [优秀, 称职, 不定等次]}
    quarter: {bands: [80], quotas: [{level: 1, share: 50}]}
period: {kind: quarter, code: 2026Q1, start: 2026-01-01, end: 2026-03-31, unit_result: 1}
cadres:
  - {id: c1, category: K, department: d1, leader: l1, identity: civil_servant, status: graded, flags: [party]}
  - {id: c2, category: L, department: d2, identity: institution, coefficient: 1.1, leave_days: 2.5, work_days: 60}
facts:
  - {cadre: c1, indicator: S, value: 50}
  - {cadre: c1, indicator: R, key: actual, value: 9}
  - {cadre: c1, indicator: D, key: late, value: 1}
  - {cadre: c1, indicator: E, key: "", value: 优}
  - {cadre: c2, indicator: S, value: 70}
  - {cadre: c2, indicator: E, value: 良}
votes:
  - {cadre: c1, indicator: V, class: staff, option: good, count: 3}
  - {cadre: c2, indicator: W, class: heads, value: 44.5}
not_applicable:
  - {cadre: c2, indicator: D, reason: 新任}
events:
  - {id: e1, cadre: c1, rule: B, level: city, on: 2026-02-03, approved: true, found_by: self}
  - {id: e2, cadre: c2, rule: P, on: 2026-02-04, count: 2, multiplier: 2, share: 50, matter: m}
vetoes:
  - {cadre: c1, veto: X, from: 2026-02-01, until: 2026-02-28, exempted: true}
overrides:
  - {cadre: c2, level: 1, reason: 会议决定, authority: 党组, extra_place: true}
"""
YEAR = """\
period: {kind: year, code: 2026, start: 2026-01-01, end: 2026-12-31}
cadres:
  - {id: c1, category: K, department: d1, identity: civil_servant}
facts:
  - {cadre: c1, indicator: Y, value: 90}
quarters:
  - period: {kind: quarter, code: 2026Q1, start: 2026-01-01, end: 2026-03-31}
    cadres:
      - {id: c1, category: K, department: d1, identity: civil_servant}
    facts:
      - {cadre: c1, indicator: S, value: 50}
      - {cadre: c1, indicator: E, value: 优}
"""


def annual() -> str:
    """Give a case of a year with one quarter, of the same scheme."""
    return CASE[: CASE.index("period:")] + YEAR.replace("code: 2026,", "code: '2026',")


def refusal(document: str) -> list[Fault]:
    """Read a case that must be refused and give its faults."""
    try:
        read_case(document)
    except RefusedDocument as refused:
        return refused.faults
    raise AssertionError("the case was accepted")
