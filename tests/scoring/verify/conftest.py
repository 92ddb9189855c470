"""Fixtures of the verifier's tests: the shared cases, read with exact decimals."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

CASES = Path(__file__).parents[4] / "shared" / "cases"
CORE_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
CORE_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
CORE_NULLS = ("", "~", "null", "Null", "NULL")
LEADING_ZERO = re.compile(r"[-+]?0[0-9]")


def scalar(node: yaml.ScalarNode) -> Any:
    """Read a scalar by the YAML 1.2 core schema with exact decimals (RULES.md 1.1)."""
    text = str(node.value)
    if node.style is not None:
        return text
    if text in CORE_NULLS:
        return None
    if text in CORE_WORDS:
        return CORE_WORDS[text]
    if CORE_NUMBER.fullmatch(text) and not LEADING_ZERO.match(text):
        return int(text) if text.lstrip("+-").isdigit() else Decimal(text)
    return text


def value_of(node: yaml.Node) -> Any:
    """Turn a node of the YAML tree into plain values."""
    if isinstance(node, yaml.MappingNode):
        return {value_of(key): value_of(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [value_of(item) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return scalar(node)


@pytest.fixture
def read_case() -> Callable[[str], dict[str, Any]]:
    """Give a reader of shared cases by file name."""

    def read(file_name: str) -> dict[str, Any]:
        root = yaml.compose((CASES / file_name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        assert root is not None
        document = value_of(root)
        assert isinstance(document, dict)
        return document

    return read
