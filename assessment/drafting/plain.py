"""A document as plain data: dicts in the order written, lists, texts, exact numbers, booleans and null."""

from typing import Any

from assessment.rulebook.problems import Fault, RefusedDocument
from assessment.rulebook.reading import read_scheme
from assessment.rulebook.reading.source import Entry, Located, parse

Plain = dict[str, Any]


class OnlyText(ValueError):
    """A document cannot be shown in forms: it is no YAML, no mapping, or has a key twice."""


def plain_document(text: str) -> Plain:
    """Read a document without asking whether it is a scheme.

    Raises: OnlyText.
    """
    try:
        root = parse(text, "scheme")
    except RefusedDocument as refused:
        raise OnlyText(str(refused)) from refused
    if not root.is_map:
        raise OnlyText("scheme")
    plain: Plain = plain_of(root)
    return plain


def faults_of(text: str) -> tuple[Fault, ...]:
    """Everything that keeps a document from being a scheme, in its order; nothing where it is one."""
    try:
        read_scheme(text)
    except RefusedDocument as refused:
        return tuple(refused.faults)
    return ()


def plain_of(node: Located) -> Any:
    """What stands in a part of a document. Raises: OnlyText where a key stands twice."""
    if node.is_map:
        keys = {entry.key for entry in node.value}
        if len(keys) < len(node.value):
            raise OnlyText(f"line {node.line}")
        return {entry.key: plain_of(entry.value) for entry in node.value}
    if isinstance(node.value, list):
        return [plain_of(item) for item in node.value]
    return node.value


def located(value: Any) -> Located:
    """Plain data as the readers of documents take it, without lines."""
    if isinstance(value, dict):
        return Located([Entry(key, None, located(item)) for key, item in value.items()], None, is_map=True)
    if isinstance(value, list):
        return Located([located(item) for item in value], None)
    return Located(value, None)
