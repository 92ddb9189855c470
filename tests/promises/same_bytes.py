"""A large period made by chance, computed with and without a database."""

import hashlib
import json
import locale
import time
from decimal import Decimal
from random import Random

from django.utils import translation

from cadres.services.recording import operator
from scoring.casefiles.evaluating import evaluate
from scoring.exporting import results_json
from scoring.services.computing import compute_period
from tests.scoring.engine.generated import case_text
from tests.scoring.engine.generated.cases import cadre, events, sheet_rows, vetoes
from tests.scoring.engine.generated.chances import Row
from tests.scoring.engine.generated.methods import MAKERS
from tests.scoring.stored import AT, store

LEAVES = 40
POLICIES = ("renormalise", "pool_average", "full", "zero")
CATEGORIES = ("A", "B", "C")
RULES: Row = {
    "scheme": "P11",
    "categories": {code: f"类别{code}" for code in CATEGORIES},
    "pools": {"P": {"name": "甲", "categories": ["A", "B"]}, "Q": {"name": "乙", "categories": ["C"]}},
    "adjustments": {
        "apply": "both",
        "bonus": {"cap": 5},
        "rules": [
            {"code": "R1", "kind": "bonus", "name": "成果", "points": {"national": 5, "city": 2}, "cap": 4},
            {"code": "R2", "kind": "penalty", "name": "失分", "points": 1, "bars_excellent": "when_doubled"},
        ],
    },
    "ranking": {"tie_break": ["L01", "penalty", "bonus"]},
    "vetoes": {"V1": {"name": "通报", "effect": "bar_excellent"}, "V2": {"name": "立案", "effect": "withhold"}},
    "limits": [{"node": "L02", "below": 30, "best_level": 3}],
    "grades": {
        "levels": 4,
        "labels": {"civil_servant": ["优秀", "称职", "基本称职", "不称职", "不确定等次"]},
        "quarter": {
            "bands": [70, 60, 50],
            "quotas": [
                {"level": 1, "share": 20, "ties": "stop"},
                {"level": 2, "share": 40, "scope": "leader", "allocation": "largest_remainder", "ties": "all"},
            ],
        },
    },
    "bottom": {"percent": 10},
    "lights": {"red": [{"published_below": 50}], "yellow": [{"bottom": True}]},
}


def large_case(people: int) -> Row:
    """A quarter of so many cadres × 40 leaves of every method; always the same."""
    r = Random(11)
    makers = list(MAKERS.values())
    leaves: list[Row] = [
        {
            "code": f"L{place:02}",
            "name": f"指标{place}",
            "weight": Decimal(100) / LEAVES,
            "method": makers[place % len(makers)](r),
            "missing": POLICIES[place % len(POLICIES)],
        }
        for place in range(LEAVES)
    ]
    rules = RULES | {"sheets": {"quarter": {"indicators": leaves}}}
    cadres = [cadre(r, f"c{place:05}", list(CATEGORIES)) for place in range(people)]
    facts, votes, marks = sheet_rows(r, rules["sheets"]["quarter"], cadres)
    codes = [one["id"] for one in cadres]
    return {
        "scheme": rules,
        "period": {"kind": "quarter", "code": "2026Q1", "start": "2026-01-01", "end": "2026-03-31", "unit_result": 2},
        "cadres": cadres,
        "facts": facts,
        "votes": votes,
        "not_applicable": marks,
        "events": [row for place in range(people // 8) for row in events(r, rules, codes, f"e{place}")],
        "vetoes": [row for _ in range(people // 20) for row in vetoes(r, rules, codes)],
    }


def by_case(document: Row) -> str:
    """The results of a case without a database, in the form in which a period's are exported."""
    output, accepted = evaluate(case_text(document))
    assert accepted, output[:500]
    rows = (
        json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        for row in json.loads(output)["results"]
    )
    return '{"results": [\n' + ",\n".join(rows) + "\n]}\n"


def by_database(document: Row, order: Random) -> str:
    """The results by way of rows that were written in some order."""
    period = store(document, order)
    compute_period(period=period, actor=operator(), at=AT)
    return results_json(period)


def digest_of(results: str) -> str:
    """Name the bytes of results."""
    return hashlib.sha256(results.encode()).hexdigest()


def surroundings() -> list[str]:
    """What of a process could change what it computes: its hashes, its time, its locale, its language."""
    locale.setlocale(locale.LC_ALL, "")
    encoding = locale.getpreferredencoding(False)
    return [str(hash("考核")), time.strftime("%z"), encoding, translation.get_language() or ""]
