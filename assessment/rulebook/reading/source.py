"""Documents as trees that know their lines: YAML by the 1.2 core schema of RULES.md 1.1, and JSON."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import yaml

from assessment.rulebook.problems import Fault, RefusedDocument

Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

NUMBER: Final = re.compile(r"([-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+))(?:[eE]([-+]?)0*([0-9]+))?")
SPECIAL: Final = {
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
QUOTED: Final = frozenset("'\"|>")
TEXT_TAGS: Final = frozenset({"!", "tag:yaml.org,2002:str"})
COLLECTION_TAGS: Final = frozenset({"tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"})
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
"""What escapes can put into a text although it is no character that can be stored or printed."""
LIKE_JSON: Final = re.compile(r'\s*\{\s*["}]')

MAX_DEPTH: Final = 64
EXPONENT_DIGITS: Final = 6
MOST_CHARACTERS: Final = 1_000_000
"""Longer than any scheme; a case file, which holds every fact of its period, may be longer."""
FREE_NODES: Final = 10_000
"""Aliases may repeat what they name up to so many values more than the text has characters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping with the line it stands on and its value."""

    key: str
    line: int | None
    value: "Located"


@dataclass(frozen=True, slots=True)
class Located:
    """A value with its line: a scalar, a list of `Located` or a list of `Entry` (see `is_map`)."""

    value: Any
    line: int | None
    is_map: bool = False

    def scalars(self) -> Iterator[tuple[str, Any]]:
        """Every single value below with the key that it stands under."""
        for entry in self.value if self.is_map else ():
            if not isinstance(entry.value.value, list):
                yield entry.key, entry.value.value
            yield from entry.value.scalars()
        for item in self.value if isinstance(self.value, list) and not self.is_map else ():
            yield from item.scalars()


def parse(text: str, name: str = "document", most: int = MOST_CHARACTERS) -> Located:
    """Parse YAML, or JSON where the text begins like it, into a located tree.

    JSON has no lines; `line_of` finds them where there is a fault to tell.
    Raises: RefusedDocument with `bad_yaml` or `bad_json` and the line.
    """
    text = text.removeprefix("\ufeff")
    code = "bad_json" if LIKE_JSON.match(text) else "bad_yaml"
    if len(text) > most:
        raise RefusedDocument([Fault(name, None, code, "document_too_large", {"most": most})])
    if found := FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        values = {"found": f"U+{ord(found[0]):04X}"}
        raise RefusedDocument([Fault(name, line, code, "control_character", values)])
    return _parse_json(text, name) if code == "bad_json" else _Tree(text, name).root()


def lines_for(text: str, faults: list[Fault], name: str = "") -> list[Fault]:
    """Add the lines to faults of a JSON document, which is YAML as well; `name` is the root's in their paths."""
    if all(fault.line is not None for fault in faults):
        return faults
    try:
        root = _Tree(text.removeprefix("\ufeff"), name).root()
    except RefusedDocument:
        return faults

    def located(fault: Fault) -> Fault:
        path = fault.path.removeprefix(f"{name}.")
        return fault if fault.line is not None else replace(fault, line=line_of(root, path, root.line))

    return [located(fault) for fault in faults]


def line_of(node: Located, path: str, line: int | None) -> int | None:
    """The line of the deepest key or item on a relative path that the document really has, else the given one."""
    for step in path.replace("[", ".").replace("]", "").split("."):
        if node.is_map:
            entry = next((entry for entry in node.value if entry.key == step), None)
            node, line = (entry.value, entry.line) if entry else (node, line)
        elif isinstance(node.value, list) and step.isdecimal() and int(step) < len(node.value):
            node = node.value[int(step)]
            line = node.line
    return line


class _Tree:
    """Builds the tree of a YAML text from its events, within bounds.

    Events and not PyYAML's own nodes, because those nest as deeply as the text asks for; an alias
    shares the value that it names, and what it adds is counted, not copied.
    """

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.most = len(text) + FREE_NODES
        self.count = 0
        self.deepest = 0
        self.anchors: dict[str, tuple[Located, int, int]] = {}
        self.events = self._events(text)

    def root(self) -> Located:
        """The value of the one document that the text has."""
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise RefusedDocument([Fault(self.name, None, "bad_yaml", "empty_document")])
        value = self._value(next(self.events), 1)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._refusal(after, "two_documents")
        return value

    def _events(self, text: str) -> Iterator[Any]:
        try:
            yield from yaml.parse(text, Loader=Loader)
        except yaml.MarkedYAMLError as error:
            mark: Any = error.problem_mark
            values = {"problem": error.problem}
            raise RefusedDocument([Fault(self.name, mark.line + 1, "bad_yaml", "bad_yaml", values)]) from None

    def _refusal(self, event: Any, sentence: str, **values: object) -> RefusedDocument:
        return RefusedDocument([Fault(self.name, event.start_mark.line + 1, "bad_yaml", sentence, values)])

    def _value(self, event: Any, depth: int) -> Located:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, depth)
        count, deepest = self.count, self.deepest
        self._add(event, 1, depth)
        self.deepest = depth
        found = self._new(event, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = found, self.count - count, self.deepest - depth
        self.deepest = max(self.deepest, deepest)
        return found

    def _new(self, event: Any, depth: int) -> Located:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            return Located(self._scalar(event), line)
        if event.tag is not None and event.tag not in COLLECTION_TAGS:
            raise self._refusal(event, "tag_refused", tag=event.tag)
        if isinstance(event, yaml.MappingStartEvent):
            return Located(list(self._entries(depth)), line, is_map=True)
        return Located(list(self._items(depth)), line)

    def _alias(self, event: Any, depth: int) -> Located:
        if event.anchor not in self.anchors:
            raise self._refusal(event, "unknown_alias", alias=event.anchor)
        found, size, below = self.anchors[event.anchor]
        self._add(event, size, depth + below)
        self.deepest = max(self.deepest, depth + below)
        return found

    def _add(self, event: Any, size: int, depth: int) -> None:
        """Count what comes to the tree, and refuse what goes beyond its bounds."""
        self.count += size
        if self.count > self.most:
            raise self._refusal(event, "aliases_multiply")
        if depth > MAX_DEPTH:
            raise self._refusal(event, "document_too_deep", depth=MAX_DEPTH)

    def _items(self, depth: int) -> Iterator[Located]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._value(event, depth + 1)

    def _entries(self, depth: int) -> Iterator[Entry]:
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refusal(event, "key_not_scalar")
            yield Entry(self._text(event), line, self._value(next(self.events), depth + 1))

    def _scalar(self, event: Any) -> Any:
        """The value of a scalar: quoted ones are texts, plain ones go by the core schema."""
        text = self._text(event)
        if event.tag is not None and event.tag not in TEXT_TAGS:
            raise self._refusal(event, "tag_refused", tag=event.tag)
        if event.tag is not None or event.style in QUOTED:
            return text
        if text in SPECIAL:
            return SPECIAL[text]
        return number_of(text) if NUMBER.fullmatch(text) else text

    def _text(self, event: Any) -> str:
        text: str = event.value
        if found := UNSTORABLE.search(text):
            raise self._refusal(event, "control_character", found=f"U+{ord(found[0]):04X}")
        return text


def number_of(text: str) -> Decimal:
    """The exact value of a plain decimal number.

    An exponent beyond all limits of RULES.md 1.4 is cut to one that still lies beyond them.
    """
    found = NUMBER.fullmatch(text)
    assert found is not None
    mantissa, sign, exponent = found.groups()
    if exponent is None:
        return Decimal(mantissa)
    return Decimal(f"{mantissa}e{sign}{exponent if len(exponent) <= EXPONENT_DIGITS else '9' * EXPONENT_DIGITS}")


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its keys as they stand, doubles included."""


def _parse_json(text: str, name: str) -> Located:
    try:
        value = json.loads(
            text, parse_float=number_of, parse_int=number_of, parse_constant=_constant, object_pairs_hook=_Pairs
        )
    except json.JSONDecodeError as error:
        fault = Fault(name, error.lineno, "bad_json", "bad_json", {"problem": error.msg})
    except RecursionError:
        fault = Fault(name, None, "bad_json", "document_too_deep", {"depth": MAX_DEPTH})
    else:
        return _from_json(value, name, 1)
    try:
        return _Tree(text, name).root()  # what begins like JSON may be YAML in flow style
    except RefusedDocument:
        raise RefusedDocument([fault]) from None


def _constant(word: str) -> None:
    """Refuse NaN and the infinities: they are texts of YAML, and no JSON."""
    raise json.JSONDecodeError(word, word, 0)


def _from_json(value: Any, name: str, depth: int) -> Located:
    if depth > MAX_DEPTH:
        raise RefusedDocument([Fault(name, None, "bad_json", "document_too_deep", {"depth": MAX_DEPTH})])
    if isinstance(value, _Pairs):
        return Located(
            [Entry(_json_text(key, name), None, _from_json(item, name, depth + 1)) for key, item in value], None, True
        )
    if isinstance(value, list):
        return Located([_from_json(item, name, depth + 1) for item in value], None)
    return Located(_json_text(value, name) if isinstance(value, str) else value, None)


def _json_text(text: str, name: str) -> str:
    if found := UNSTORABLE.search(text):
        values = {"found": f"U+{ord(found[0]):04X}"}
        raise RefusedDocument([Fault(name, None, "bad_json", "control_character", values)])
    return text
