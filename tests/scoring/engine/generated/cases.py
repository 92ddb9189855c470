"""Cases by chance: a scheme, a period with its people and rows, and for a year its quarters."""

import json
from decimal import Decimal
from random import Random
from typing import Any

from tests.scoring.engine.generated.chances import Row, between, likely, maybe, some
from tests.scoring.engine.generated.methods import ballots, entries, word_of
from tests.scoring.engine.generated.schemes import scheme
from tests.scoring.engine.generated.sheets import leaves_under, weight_units

YEAR = ("2026-01-01", "2026-12-31")
PARTS = {
    "quarter": [("01-01", "03-31"), ("04-01", "06-30"), ("07-01", "09-30"), ("10-01", "12-31")],
    "half": [("01-01", "06-30"), ("07-01", "12-31")],
    "month": [(f"{month:02}-01", f"{month:02}-28") for month in range(1, 13)],
}
DAYS = ("01-01", "02-10", "03-31", "04-01", "06-30", "07-15", "12-31")
STATUSES = ("comments_only", "withheld", "postponed", "not_assessed")


def case(r: Random) -> Row:
    """A whole case that a reader accepts, but for decisions that may exceed a quota."""
    rules = scheme(r)
    kind = r.choice([kind for kind in rules["sheets"] if rules["sheets"][kind]])
    people = [f"c{place:02}" for place in range(r.randint(1, 9 if likely(r, 80) else 16))]
    if kind != "year":
        return {"scheme": rules, **period(r, rules, kind, r.randrange(len(PARTS[kind])), people)}
    part = next((kind for kind in rules["sheets"] if kind != "year"), None)
    parts = some(r, range(len(PARTS[part])), 70)[:3] if part else []
    quarters = [period(r, rules, str(part), place, people) for place in parts]
    return {"scheme": rules, **period(r, rules, "year", 0, people), **maybe(r, {}, 95, quarters=quarters)}


def case_text(document: Any) -> str:
    """Write a document as JSON with its decimals as they are."""
    if isinstance(document, dict):
        members = (f"{json.dumps(key, ensure_ascii=False)}:{case_text(value)}" for key, value in document.items())
        return "{" + ",".join(members) + "}"
    if isinstance(document, list):
        return "[" + ",".join(case_text(item) for item in document) + "]"
    return f"{document:f}" if isinstance(document, Decimal) else json.dumps(document, ensure_ascii=False)


def period(r: Random, rules: Row, kind: str, place: int, people: list[str]) -> Row:
    """One period with everything that is entered in it."""
    start, end = YEAR if kind == "year" else (f"2026-{day}" for day in PARTS[kind][place])
    frame = {"kind": kind, "code": f"{kind}-{place}", "start": start, "end": end}
    cadres = [cadre(r, code, list(rules["categories"])) for code in some(r, people, 93) or people[:1]]
    facts, votes, marks = sheet_rows(r, rules["sheets"][kind], cadres)
    found = {"period": maybe(r, frame, 40, unit_result=r.choice((1, 2, 3, None))), "cadres": cadres, "facts": facts}
    found |= {"votes": votes, "not_applicable": marks + part_marks(r, rules, kind, cadres)}
    codes = [one["id"] for one in cadres]
    found["events"] = events(r, rules, codes, f"{kind}{place}" if likely(r, 80) else "shared")
    found["vetoes"] = vetoes(r, rules, codes)
    if kind in rules.get("grades", {}):
        found["overrides"] = overrides(r, codes)
    return {key: rows for key, rows in found.items() if rows or key in ("period", "cadres")}


def cadre(r: Random, code: str, categories: list[str]) -> Row:
    """A cadre with what may be known of him."""
    identity = r.choice(("civil_servant", "civil_servant", "institution", "enterprise"))
    found: Row = {
        "id": code,
        "category": r.choice(categories),
        "department": r.choice(("d1", "d2")),
        "identity": identity,
    }
    found = maybe(r, found, 70, leader=r.choice(("l1", "l2", None)))
    found = maybe(r, found, 20, status=r.choice(STATUSES), unit_result=r.choice((1, 2, 4, None)))
    found = maybe(r, found, 15, coefficient=r.choice((Decimal("0.5"), Decimal("1.0333"), Decimal("1.5"))))
    found = maybe(r, found, 30, leave_days=between(r, 0, 60), work_days=between(r, 0, 60))
    return maybe(r, found, 30, flags=["党建"], red_cards=r.randint(0, 2), yellow_cards=r.randint(0, 2))


def sheet_rows(r: Random, sheet: Row, cadres: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """Facts, votes and marks; much is missing, some is entered by several scorers."""
    facts, votes, marks = [], [], []
    for leaf in leaves_under(sheet["indicators"]):
        for one in cadres:
            weight = weight_units(leaf, one["category"])
            here = {"cadre": one["id"], "indicator": leaf["code"]}
            if likely(r, 5):
                marks.append({**here, "reason": "无此事项"})
            if weight is None or likely(r, 7):
                continue
            if word_of(leaf["method"]) == "vote":
                votes += [{**here, **ballot} for ballot in ballots(r, leaf["method"])]
                continue
            for _ in range(r.choice((1, 1, 1, 1, 2, 3))):
                facts += [{**here, "key": key, "value": value} for key, value in entries(r, leaf["method"], weight)]
    return facts, votes, marks


def part_marks(r: Random, rules: Row, kind: str, cadres: list[Row]) -> list[Row]:
    """Marks on quarterly leaves in a year that is made leaf by leaf."""
    if kind != "year" or rules.get("year_result", {}).get("mode") != "by_leaf":
        return []
    part = next(sheet for kind, sheet in rules["sheets"].items() if kind != "year")
    pairs = [(one["id"], leaf["code"]) for one in cadres for leaf in leaves_under(part["indicators"])]
    return [{"cadre": cadre, "indicator": code} for cadre, code in some(r, pairs, 6)]


def events(r: Random, rules: Row, people: list[str], prefix: str) -> list[Row]:
    """Events of bonus and penalty; few matters and points, so that many are equal."""
    found = []
    for place in range(r.randint(0, 8) if "adjustments" in rules else 0):
        rule = r.choice(rules["adjustments"]["rules"])
        event: Row = {
            "id": f"{prefix}-{place}",
            "cadre": r.choice(people),
            "rule": rule["code"],
            "on": f"2026-{r.choice(DAYS)}",
        }
        if isinstance(rule["points"], dict):
            event["level"] = r.choice(list(rule["points"]))
        event = maybe(r, event, 30, count=r.randint(1, 3), multiplier=r.randint(1, 2), share=between(r, 0, 100))
        event = maybe(r, event, 25, exempted=likely(r, 60), found_by=r.choice(("self", "other")))
        found.append(maybe(r, event, 60, matter=r.choice(("事项一", "事项二", "")), approved=likely(r, 90)))
    return found


def vetoes(r: Random, rules: Row, people: list[str]) -> list[Row]:
    """Entered vetoes."""
    found = []
    for _ in range(r.randint(0, 3) if "vetoes" in rules else 0):
        first, last = sorted(r.sample(DAYS, 2))
        veto = {"cadre": r.choice(people), "veto": r.choice(list(rules["vetoes"])), "from": f"2026-{first}"}
        found.append(maybe(r, veto, 35, until=f"2026-{last}", exempted=likely(r, 50)))
    return found


def overrides(r: Random, people: list[str]) -> list[Row]:
    """Decisions on levels; rare, for many would exceed a quota."""
    return [
        maybe(r, {"cadre": code, "level": r.randint(1, 4), "reason": "委员会决定"}, 60, extra_place=likely(r, 70))
        for code in some(r, people, 8)
    ]
