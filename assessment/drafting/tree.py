"""The indicator tree of a draft: finding, adding, moving, renaming and removing nodes by their codes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assessment.drafting.places import ABSENT, NotThere, at
from assessment.drafting.plain import Plain


class Way(StrEnum):
    """Where a node moves: among those beside it, into the group above it, out of its group."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Found:
    """A node with the list that holds it, its place there, its depth from 1, its path and its group's."""

    node: dict[str, Any]
    siblings: list[Any]
    place: int
    depth: int
    path: tuple[str, ...]
    parent: "Found | None" = None

    @property
    def code(self) -> str:
        """The code as it is written, empty where none is."""
        return str(self.node.get("code", ""))

    @property
    def is_group(self) -> bool:
        """Whether others stand below."""
        return "indicators" in self.node


def sheets_of(document: Plain) -> dict[str, Any]:
    """The sheets as far as they are a mapping."""
    found = document.get("sheets")
    return {kind: sheet for kind, sheet in found.items() if isinstance(sheet, dict)} if isinstance(found, dict) else {}


def nodes_of(document: Plain, kind: str) -> Iterator[Found]:
    """Every node of a sheet, parents before children, in the order of the sheet."""
    top = at(document, ("sheets", kind, "indicators"))
    yield from _below(top, 1, ("sheets", kind, "indicators"), None)


def _below(siblings: Any, depth: int, path: tuple[str, ...], parent: Found | None) -> Iterator[Found]:
    for place, node in enumerate(siblings if isinstance(siblings, list) else ()):
        if not isinstance(node, dict):
            continue
        found = Found(node, siblings, place, depth, (*path, str(place)), parent)
        yield found
        if found.is_group:
            yield from _below(node["indicators"], depth + 1, (*found.path, "indicators"), found)


def locate(document: Plain, kind: str, code: str) -> Found:
    """The node of a code. Raises: NotThere."""
    for found in nodes_of(document, kind):
        if found.code == code:
            return found
    raise NotThere(code)


def add_node(document: Plain, kind: str, group: str, node: dict[str, Any]) -> None:
    """Add a node at the end of a group, or of the sheet where no group is named. Raises: NotThere."""
    holder = locate(document, kind, group).node if group else at(document, ("sheets", kind))
    if not isinstance(holder, dict) or (group and "indicators" not in holder):
        raise NotThere(group or kind)
    below = holder.setdefault("indicators", [])
    if not isinstance(below, list):
        raise NotThere(group or kind)
    below.append(node)


def remove_node(document: Plain, kind: str, code: str) -> None:
    """Take a node and all below it away. Raises: NotThere."""
    found = locate(document, kind, code)
    del found.siblings[found.place]


def move_node(document: Plain, kind: str, code: str, way: Way) -> None:
    """Move a node one step; where there is nowhere to go it stays. Raises: NotThere."""
    found = locate(document, kind, code)
    before = found.siblings[found.place - 1] if found.place else None
    if way is Way.UP and found.place:
        _swap(found.siblings, found.place - 1)
    elif way is Way.DOWN and found.place + 1 < len(found.siblings):
        _swap(found.siblings, found.place)
    elif way is Way.IN and isinstance(before, dict) and isinstance(before.get("indicators"), list):
        before["indicators"].append(found.siblings.pop(found.place))
    elif way is Way.OUT and found.parent is not None:
        found.siblings.pop(found.place)
        found.parent.siblings.insert(found.parent.place + 1, found.node)


def _swap(siblings: list[Any], place: int) -> None:
    siblings[place], siblings[place + 1] = siblings[place + 1], siblings[place]


def recode(document: Plain, old: str, new: str) -> None:
    """Let everything that names a node by its old code name it by the new one."""
    for rule in (*_list(document, "limits"), *(at(gate, ("node_at_least",)) for gate in _list(document, "gates"))):
        if isinstance(rule, dict) and rule.get("node") == old:
            rule["node"] = new
    broken = at(document, ("ranking", "tie_break"))
    if isinstance(broken, list):
        broken[:] = [new if code == old else code for code in broken]


def _list(document: Plain, key: str) -> list[Any]:
    found = document.get(key, ABSENT)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
