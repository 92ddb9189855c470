"""Small documents through the engine, for tables of what RULES.md makes of them."""

import json
from decimal import Decimal
from typing import Any

from scoring.casefiles.evaluating import evaluate
from tests.scoring.engine.generated import case_text
from tests.scoring.verify.documents import Row, cadre, fact, leaf, quarter, scheme


class Refused(ValueError):
    """The engine refused a document; its faults."""


def results(document: Row, rules: Row) -> dict[str, Row]:
    """Compute a document under a scheme; results by cadre."""
    output, accepted = evaluate(case_text({"scheme": rules, **document}), "en")
    found = json.loads(output)
    if not accepted:
        raise Refused(found["errors"])
    return {row["cadre"]: row for row in found["results"]}


def scored(values: dict[str, Any], rules: Row | None = None, **more: Any) -> dict[str, Row]:
    """Compute a quarter in which everybody has one leaf S of 100 points; None is missing."""
    extra = more.pop("cadres", {})
    cadres = [cadre(code, **extra.get(code, {})) for code in values]
    facts = [fact(code, "S", value) for code, value in values.items() if value is not None]
    return results(quarter(1, cadres, facts, **more), scheme([leaf("S", 100)], **(rules or {})))


def lines_of(method: Any, entered: dict[str, list[Any]], *, weight: Any = 20, **more: Any) -> dict[str, str | None]:
    """The lines of a leaf S for cadres with what was entered for them: values, or pairs of key and value.

    A second leaf of full marks lets the first one weigh what it likes; None stands for no line.
    """
    rest = leaf("R", 100 - Decimal(weight), missing="full")
    rules = scheme([leaf("S", weight, method, **more), rest])
    rows = [
        fact(code, "S", value, key)
        for code, values in entered.items()
        for key, value in (one if isinstance(one, tuple) else ("", one) for one in values)
    ]
    found = results(quarter(1, [cadre(code) for code in entered], rows), rules)
    return {code: row["lines"].get("S") for code, row in found.items()}
