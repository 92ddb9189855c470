"""Reading the sheets and their indicator trees (RULES.md 2 and 3)."""

from collections.abc import Sequence
from typing import Any

from assessment.rulebook.indicators import MAX_DEPTH, Group, Leaf, Sheet
from assessment.rulebook.methods import EVENTFUL
from assessment.rulebook.reading.fields import FAILED, At, Fields, Read, named, or_null, shown, whole_or_failed
from assessment.rulebook.reading.methods import read_method
from assessment.rulebook.reading.values import HUNDRED, THOUSAND, code, filled, number, points, text, word
from assessment.rulebook.words import RESERVED, Evidence, Kind, Missing

GROUP_KEYS = ["code", "name", "indicators"]
LEAF_KEYS = ["code", "name", "method", "weight"]
LEAF_OPTIONS = ["missing", "source", "scorer", "description", "evidence"]
OUT_OF = number(-THOUSAND, THOUSAND)
MOST_WEIGHTS = 1_000_000
"""So many weights of one number for every category; a short text could ask for millions."""

Pairs = tuple[tuple[str, int], ...]


class SheetReader:
    """Reads one sheet; knows the categories and which node codes were used."""

    def __init__(self, kind: Kind, categories: Sequence[str]) -> None:
        self.kind = kind
        self.position = {code: position for position, code in enumerate(categories)}
        self.used: set[str] = set()
        self.weights = 0

    def read(self, at: At) -> Any:
        """Read a sheet into `Sheet`, or FAILED."""
        f = Fields(at, required=["indicators"], optional=["full", "out_of"])
        full = f.get("full", self._full, self._everywhere(HUNDRED))
        out_of = f.get("out_of", OUT_OF)
        if full is not FAILED and all(of_category == out_of for _, of_category in full):
            out_of = None  # the scale is what it is by default
        return f.build(
            Sheet,
            kind=self.kind,
            full=full,
            out_of=out_of,
            indicators=f.get("indicators", lambda place: self._nodes(place, 1)),
        )

    def _nodes(self, at: At, depth: int) -> Any:
        places = at.items()
        return FAILED if places is FAILED else whole_or_failed(self._node(place, depth) for place in places)

    def _node(self, at: At, depth: int) -> Any:
        if depth > MAX_DEPTH:
            return at.fault("too_deep", "too_deep", depth=MAX_DEPTH)
        keys = {entry.key for entry in at.node.value} if at.node.is_map else set()
        if "indicators" in keys and not keys & {"method", "weight"}:
            return self._group(at, depth)
        if "indicators" in keys:
            return at.fault("bad_combination", "group_or_leaf")
        return self._leaf(at)

    def _group(self, at: At, depth: int) -> Any:
        f = Fields(at, required=GROUP_KEYS, optional=["source", "description"])
        return f.build(
            Group,
            code=f.get("code", self._new_code),
            name=f.get("name", filled),
            indicators=f.get("indicators", lambda place: self._nodes(place, depth + 1)),
            source=f.get("source", text, ""),
            description=f.get("description", text, ""),
        )

    def _leaf(self, at: At) -> Any:
        f = Fields(at, required=LEAF_KEYS, optional=LEAF_OPTIONS)
        method = f.get("method", read_method)
        return f.build(
            Leaf,
            code=f.get("code", self._new_code),
            name=f.get("name", filled),
            method=method,
            weights=f.get("weight", self._weights),
            missing=f.get("missing", word(Missing), None if isinstance(method, EVENTFUL) else Missing.BLOCK),
            source=f.get("source", text, ""),
            scorer=f.get("scorer", text, ""),
            description=f.get("description", text, ""),
            evidence=f.get("evidence", _evidence, None),
        )

    def _new_code(self, at: At) -> Any:
        value = code(at)
        if value is FAILED:
            return FAILED
        if value in RESERVED:
            return at.fault("bad_code", "reserved", word=value)
        if value in self.used:
            return at.fault("duplicate_code", "duplicate_code", code=value)
        self.used.add(value)
        return value

    def _full(self, at: At) -> Any:
        """A number for every category, or a mapping that names them all."""
        if not at.node.is_map:
            return self._one_number(at)
        found = self._by_category(at, points)
        written = {entry.key for entry in at.node.value}
        missing = [category for category in self.position if written and category not in written]
        for category in missing:
            at.missing(category)
        return FAILED if missing else found

    def _weights(self, at: At) -> Any:
        """A number for every category, or a mapping category → number; null stands for not applicable."""
        if at.is_null:
            return ()
        return self._by_category(at, or_null(points)) if at.node.is_map else self._one_number(at)

    def _one_number(self, at: At) -> Any:
        units = points(at)
        if units is FAILED:
            return FAILED
        self.weights += len(self.position)
        if self.weights > MOST_WEIGHTS:
            return at.fault("bad_length", "too_many_weights", most=MOST_WEIGHTS)
        return self._everywhere(units)

    def _everywhere(self, units: int) -> Pairs:
        return tuple((category, units) for category in self.position)

    def _by_category(self, at: At, read: Read) -> Any:
        pairs = named(read, check=self._known)(at)
        if pairs is FAILED:
            return FAILED
        ordered = sorted(pairs, key=lambda pair: self.position[pair[0]])
        return tuple((code, units) for code, units in ordered if units is not None)

    def _known(self, at: At, code: str) -> Any:
        return code if code in self.position else at.fault("unknown_category", "unknown_category", code=shown(code))


def _evidence(at: At) -> Any:
    known = [str(one) for one in Evidence]
    if at.node.value in known:
        return Evidence(at.node.value)
    return at.fault("unknown_word", "unknown_word", found=shown(at.node.value), known=", ".join(known))
