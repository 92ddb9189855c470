"""The list of what is protected names only tests that exist, and requirements in the form of their standards."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "security.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def names_in(file: Path) -> set[str]:
    """Give the names of a file's tests."""
    if not file.is_file():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def absent(text: str) -> list[str]:
    """Give the tests that a text names and that are not there."""
    return [f"{path}::{name}" for path, name in NAMED.findall(text) if name not in names_in(ROOT / path)]


def test_every_test_that_is_named_exists() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert len(NAMED.findall(text)) > 80
    assert absent(text) == []


def test_what_is_met_names_the_test_that_shows_it() -> None:
    """A line of the tables of what is met without a test would be a mere claim."""
    met = DOCUMENT.read_text(encoding="utf-8").partition("## 六、")[2].partition("## 七、")[0]
    lines = [line for line in met.splitlines() if line.startswith("| V")]
    assert len(lines) > 50
    assert [line for line in lines if not NAMED.search(line)] == []


@pytest.mark.parametrize(
    "text",
    ["`tests/operations/test_edge.py::test_no_such_test`", "`tests/no/such_file.py::test_live_needs_no_database`"],
)
def test_control_a_test_that_is_gone_is_found(text: str) -> None:
    assert absent(text) == [text.strip("`")]
