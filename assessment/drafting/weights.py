"""The weights of a draft as a grid: nodes down, categories across, and what each column adds up to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from assessment.drafting.layout import scalar
from assessment.drafting.places import at
from assessment.drafting.plain import Plain
from assessment.drafting.tree import Found, nodes_of
from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT, TooManyDecimals, to_units
from assessment.rulebook.problems import Fault
from assessment.rulebook.reading.fields import FAILED, At
from assessment.rulebook.reading.source import NUMBER, Located, number_of
from assessment.rulebook.reading.values import points

NOT_APPLICABLE: Final = ""
WIDE: Final = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in "０１２３４５６７８９．－＋"}
"""Digits as an input method of Chinese writes them."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A node with its weights as texts, in the order of the categories."""

    found: Found
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """What the weights of a category add up to, and what they should; in ledger units."""

    category: str
    sum_units: int
    full_units: int | None

    @property
    def missing_units(self) -> int | None:
        """How much is missing to the full mark; negative where it is too much."""
        return None if self.full_units is None else self.full_units - self.sum_units


def categories_of(document: Plain) -> dict[str, str]:
    """The categories by code, as far as they are a mapping."""
    found = document.get("categories")
    return {code: str(name) for code, name in found.items()} if isinstance(found, dict) else {}


def typed_number(text: str) -> Any:
    """What somebody typed as a number: exact, or the text itself where it is none."""
    plain = text.strip().translate(WIDE)
    return number_of(plain) if NUMBER.fullmatch(plain) else text.strip()


def weight_fault(value: Any) -> Fault | None:
    """What is wrong with a weight, if anything."""
    faults: list[Fault] = []
    return faults[0] if points(At(Located(value, None), "weight", faults)) is FAILED else None


def grid_rows(document: Plain, kind: str) -> list[GridRow]:
    """The nodes of a sheet with the weights of leaves."""
    codes = list(categories_of(document))
    return [GridRow(found, tuple(_texts(found, codes))) for found in nodes_of(document, kind)]


def _texts(found: Found, codes: Sequence[str]) -> Iterator[str]:
    for code in codes:
        value = weight_at(found.node, code)
        yield NOT_APPLICABLE if value is None else scalar(value) if isinstance(value, Decimal) else str(value)


def weight_at(node: dict[str, Any], category: str) -> Any:
    """A node's weight for a category as it is written; None where it does not apply."""
    weight = node.get("weight")
    return weight.get(category) if isinstance(weight, dict) else weight


def put_weight(document: Plain, node: dict[str, Any], category: str, value: Any) -> None:
    """Write a leaf's weight for one category; None stands for not applicable."""
    every = {code: weight_at(node, code) for code in categories_of(document)} | {category: value}
    applied = {code: weight for code, weight in every.items() if weight is not None}
    node["weight"] = applied or None


def column_sums(document: Plain, kind: str) -> list[ColumnSum]:
    """What the weights of a sheet add up to, category by category."""
    nodes = [found.node for found in nodes_of(document, kind) if not found.is_group]
    return [
        ColumnSum(code, sum(_units(weight_at(node, code)) or 0 for node in nodes), full_of(document, kind, code))
        for code in categories_of(document)
    ]


def full_of(document: Plain, kind: str, category: str) -> int | None:
    """What the weights of a category should add up to, in ledger units; None where that is not said rightly."""
    full = at(document, ("sheets", kind)).get("full", Decimal(100))
    return _units(full.get(category) if isinstance(full, dict) else full)


def _units(value: Any) -> int | None:
    if not isinstance(value, Decimal) or value.adjusted() > len(str(ONE_HUNDRED_PERCENT)):
        return None
    try:
        return to_units(value)
    except TooManyDecimals:
        return None
