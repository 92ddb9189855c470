"""Small offices as case documents, computed and put into sentences."""

import json
from collections.abc import Mapping
from typing import Any

from scoring.casefiles import evaluated, read_case
from scoring.engine.results import result_of
from scoring.engine.trail import Trails
from scoring.explaining import Told, explain

Document = dict[str, Any]
QUARTER = {"kind": "quarter", "code": "2026Q1", "start": "2026-01-01", "end": "2026-03-31"}
YEAR = {"kind": "year", "code": "2026", "start": "2026-01-01", "end": "2026-12-31"}


def leaf(method: Any, code: str = "L", name: str = "重点工作", weight: Any = 20, **more: Any) -> Document:
    """Give an indicator."""
    return {"code": code, "name": name, "weight": weight, "method": method, **more}


def cadre(code: str = "c1", **more: Any) -> Document:
    """Give a cadre of the only category."""
    return {"id": code, "category": "K", "department": "d1", "identity": "civil_servant", **more}


def scheme(*leaves: Document, full: Any = 20, year: Document | None = None, **more: Any) -> Document:
    """Give a scheme of one pool whose quarter sheet has these leaves."""
    sheets: Document = {"quarter": {"full": full, "indicators": list(leaves)}}
    if year:
        sheets["year"] = year
    pools = {"all": {"name": "全体", "categories": ["K"]}}
    return {"scheme": "S", "categories": {"K": "科长"}, "pools": pools, "sheets": sheets, **more}


def fact(value: Any, key: str = "", code: str = "L", who: str = "c1") -> Document:
    """Give a row of a leaf."""
    return {"cadre": who, "indicator": code, "key": key, "value": value}


def case(rules: Document, cadres: list[Document] | None = None, **parts: Any) -> Document:
    """Give a whole case of a quarter, or of the period that is named."""
    return {"scheme": rules, "period": parts.pop("period", QUARTER), "cadres": cadres or [cadre()], **parts}


def said(document: Document, language: str, who: str = "c1", names: dict[str, str] | None = None) -> Document:
    """Explain a cadre's result: the texts of each section; the trail goes through JSON, as it does in the database."""
    outcome = evaluated(read_case(json.dumps(document, ensure_ascii=False)))
    row = outcome.columns.cadres.ids.index(who)
    trail = json.loads(json.dumps(Trails(outcome).of(row)))
    sections = explain(Told(result_of(outcome, row), trail, outcome.rulebook, names or {}), language)
    return {section.code: [sentence.text for sentence in section.sentences] for section in sections}


def line(document: Document, language: str) -> str:
    """Give the sentence of the first leaf, without its name."""
    text: str = said(document, language)["lines"][0]
    return text.partition("：" if language == "zh-hans" else ": ")[2]


WORDS = ["优秀", "称职", "基本称职", "不称职", "不确定等次"]
GRADES = {"levels": 4, "labels": {"civil_servant": WORDS}}


def office(
    points: Mapping[str, float], grades: Any = None, people: dict[str, Document] | None = None, **more: Any
) -> Document:
    """An office of people with points on two leaves; `grades` are the quarter's."""
    leaves = [leaf("points", weight=80), leaf("percent", "M", "日常", 20, missing="renormalise")]
    rules = more.pop("rules", {})
    if grades is not None:
        rules["grades"] = {**GRADES, "quarter": grades}
    cadres = [cadre(who, **(people or {}).get(who, {})) for who in points]
    facts = [fact(value, who=who) for who, value in points.items()] + more.pop("facts", [])
    return case(scheme(*leaves, full=100, **rules), cadres, facts=facts, **more)


def told(document: Document, section: str, who: str = "c1", **names: str) -> list[tuple[str, str]]:
    """The sentences of a section, Chinese beside English."""
    there = said(document, "zh-hans", who, names).get(section, [])
    return list(zip(there, said(document, "en", who, names).get(section, []), strict=True))


def points_of(document: Document, section: str) -> tuple[list[str], list[str]]:
    """Give the sentences of a section, the Chinese ones and the English ones."""
    return said(document, "zh-hans").get(section, []), said(document, "en").get(section, [])
