"""Sheets by chance: trees of leaves whose weights add up for every category."""

from decimal import Decimal
from random import Random
from typing import Any

from tests.scoring.engine.generated.chances import Row, decimal, likely, maybe, split
from tests.scoring.engine.generated.methods import MAKERS

MISSING = ("block", "renormalise", "pool_average", "full", "zero")


def sheet(r: Random, categories: list[str], prefix: str, full: dict[str, int], *, most: int = 6) -> Row:
    """A sheet whose leaves' weights add up to `full` (ledger units for every category)."""
    count = 1 if likely(r, 30) else r.randint(1, most)
    weights = {category: weights_of(r, count, full[category]) for category in categories}
    leaves = [leaf(r, f"{prefix}{place}", {c: weights[c][place] for c in categories}) for place in range(count)]
    fulls = {category: decimal(units) for category, units in full.items()}
    written: Row = {"indicators": nested(r, leaves, f"{prefix}G", 1)}
    if any(units != 1_000_000 for units in full.values()) or likely(r, 30):
        alike = len(set(fulls.values())) == 1 and likely(r, 50)
        written["full"] = next(iter(fulls.values())) if alike else fulls
    return written


def weights_of(r: Random, count: int, full: int) -> list[int | None]:
    """Weights of a category's leaves; None where a leaf does not apply."""
    applying = [place for place in range(count) if likely(r, 85)] or [r.randrange(count)]
    weights: list[int | None] = [None] * count
    for place, weight in zip(applying, split(r, full, len(applying)), strict=True):
        weights[place] = weight
    return weights


def leaf(r: Random, code: str, weights: dict[str, int | None]) -> Row:
    """A leaf with a method and, often, a missing policy."""
    numbers = {c: None if units is None else decimal(units) for c, units in weights.items()}
    values = set(numbers.values())
    weight: Any = next(iter(values)) if len(values) == 1 and None not in values else numbers
    if isinstance(weight, dict) and likely(r, 50):
        weight = {c: number for c, number in weight.items() if number is not None} or weight
    written = {"code": code, "name": f"指标{code}", "weight": weight, "method": r.choice(list(MAKERS.values()))(r)}
    return maybe(r, written, 65, missing=r.choice(MISSING))


def nested(r: Random, nodes: list[Row], code: str, depth: int) -> list[Row]:
    """Put some neighbours under a node of their own."""
    if depth > 3 or len(nodes) < 2 or likely(r, 40):
        return nodes
    start = r.randrange(len(nodes))
    end = r.randint(start + 1, len(nodes))
    group = {"code": f"{code}{depth}", "name": f"类{depth}", "indicators": nested(r, nodes[start:end], code, depth + 1)}
    return [*nodes[:start], group, *nodes[end:]]


def nodes_under(nodes: list[Row]) -> list[Row]:
    """Every node of a tree."""
    return [one for node in nodes for one in (node, *nodes_under(node.get("indicators", [])))]


def leaves_under(nodes: list[Row]) -> list[Row]:
    """The leaves of a tree, in order."""
    return [node for node in nodes_under(nodes) if "method" in node]


def weight_units(leaf_: Row, category: str) -> int | None:
    """A leaf's weight for a category in ledger units."""
    weight = leaf_["weight"]
    number = weight.get(category) if isinstance(weight, dict) else weight
    return None if number is None else int(Decimal(number) * 10_000)
