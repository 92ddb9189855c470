"""Small documents for the clauses of the rules, built from as little as a clause needs."""

from decimal import Decimal
from typing import Any

from scoring.verify import recompute

D = Decimal
Row = dict[str, Any]
LABELS = {"civil_servant": ["优秀", "称职", "基本称职", "不称职", "不确定等次"]}


def leaf(code: str, weight: Any, method: Any = "points", **more: Any) -> Row:
    return {"code": code, "name": code, "weight": weight, "method": method, **more}


def cadre(code: str, **more: Any) -> Row:
    return {"id": code, "category": "K", "department": "d1", "identity": "civil_servant", **more}


def fact(code: str, indicator: str, value: Any, key: str = "") -> Row:
    return {"cadre": code, "indicator": indicator, "key": key, "value": value}


def event(code: str, rule: str, **more: Any) -> Row:
    return {"id": f"{code}-{rule}", "cadre": code, "rule": rule, "on": "2026-02-01", "approved": True, **more}


def quarter(number: int, cadres: list[Row], facts: list[Row], **more: Any) -> Row:
    start, end = [("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31")][number - 1]
    period = {"kind": "quarter", "code": f"2026Q{number}", "start": f"2026-{start}", "end": f"2026-{end}"}
    return {"period": period, "cadres": cadres, "facts": facts, **more}


def year(cadres: list[Row], facts: list[Row], **more: Any) -> Row:
    period = {"kind": "year", "code": "2026", "start": "2026-01-01", "end": "2026-12-31"}
    return {"period": period, "cadres": cadres, "facts": facts, **more}


def scheme(quarter_leaves: list[Row], year_leaves: list[Row] | None = None, **more: Any) -> Row:
    sheets: Row = {"quarter": {"indicators": quarter_leaves}} if quarter_leaves else {}
    if year_leaves:
        sheets["year"] = {"indicators": year_leaves}
    return {"scheme": "T", "categories": {"K": "K"}, "sheets": sheets, **more}


def results(document: Row, rules: Row) -> dict[str, Row]:
    return {row["cadre"]: row for row in recompute({"scheme": rules, **document})}


def scored(values: dict[str, Any], rules: Row | None = None, **more: Any) -> dict[str, Row]:
    """Compute a quarter in which everybody has one leaf S of 100 points."""
    extra = more.pop("cadres", {})
    cadres = [cadre(code, **extra.get(code, {})) for code in values]
    facts = [fact(code, "S", value) for code, value in values.items() if value is not None]
    return results(quarter(1, cadres, facts, **more), scheme([leaf("S", 100)], **(rules or {})))


def annual(mode: Row, **more: Any) -> Row:
    """Give a scheme with one quarterly and one annual leaf of 100."""
    return scheme([leaf("S", 100)], [leaf("Y", 100)], year_result=mode, **more)


def quota_rules(**quota: Any) -> Row:
    """Give level rules with one quota on the best level."""
    return {"grades": {"levels": 4, "labels": LABELS, "quarter": {"quotas": [{"level": 1, **quota}]}}}
