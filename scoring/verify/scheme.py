"""What a scheme document says, with the defaults of the rules filled in.

Rule: RULES.md 2 and 3.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from .exact import Document, maybe, number, option

KINDS_OF_QUARTER = ("quarter", "half", "month")


def places(scheme: Document) -> int:
    """Give the number of decimals of a published number."""
    return int(number(option(scheme, "places", 2)))


def pool_of(scheme: Document, category: str) -> str:
    """Give the pool that a category belongs to."""
    for code, pool in option(scheme, "pools", {}).items():
        if category in pool["categories"]:
            return str(code)
    return category


def year_mode(scheme: Document) -> str:
    """Give the mode of the annual result."""
    return str(option(option(scheme, "year_result", {}), "mode", "year_only"))


def quarter_sheets(scheme: Document) -> list[Document]:
    """Give the sheet of the short periods, if the scheme has one."""
    return [scheme["sheets"][kind] for kind in KINDS_OF_QUARTER if scheme["sheets"].get(kind) is not None]


def sheets_of(scheme: Document, kind: str) -> list[Document]:
    """Give the sheets whose leaves make up a period of this kind, in order.

    Rule: RULES.md 7, `by_leaf` joins both sheets.
    """
    own = [scheme["sheets"][kind]] if scheme["sheets"].get(kind) is not None else []
    return [*quarter_sheets(scheme), *own] if kind == "year" and year_mode(scheme) == "by_leaf" else own


def leaves(nodes: Sequence[Document]) -> Iterator[Document]:
    """Walk through the leaves under a list of nodes, in document order."""
    for node in nodes:
        children = node.get("indicators")
        if children:
            yield from leaves(children)
        else:
            yield node


def nodes_of(sheets: Sequence[Document]) -> dict[str, list[str]]:
    """Give for every node code the codes of the leaves at or under it."""
    found: dict[str, list[str]] = {}
    pending = [node for sheet in sheets for node in sheet["indicators"]]
    while pending:
        node = pending.pop()
        found[node["code"]] = [leaf["code"] for leaf in leaves([node])]
        pending.extend(option(node, "indicators", []))
    return found


def by_category(value: Any, category: str) -> Fraction | None:
    """Read a number that may be given for each category; nothing where it is left out."""
    return maybe(value.get(category)) if isinstance(value, Mapping) else maybe(value)


def weight_of(leaf: Document, category: str) -> Fraction | None:
    """Give a leaf's weight for a category; nothing means not applicable, which is not zero."""
    return by_category(leaf.get("weight"), category)


def full_of(sheet: Document, category: str) -> Fraction:
    """Give what the leaf weights of a sheet add up to."""
    found = by_category(sheet.get("full"), category)
    return Fraction(100) if found is None else found


def out_of(sheet: Document, category: str) -> Fraction:
    """Give the scale on which a sheet is published."""
    found = by_category(sheet.get("out_of"), category)
    return full_of(sheet, category) if found is None else found


def method_of(leaf: Document) -> tuple[str, Any]:
    """Give the method's name and its parameters."""
    method = leaf["method"]
    if isinstance(method, str):
        return method, {}
    ((word, parameters),) = method.items()
    return word, {} if parameters is None else parameters
