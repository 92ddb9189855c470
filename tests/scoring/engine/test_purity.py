"""No binary float anywhere near a score: not in the source, not in a column."""

import ast
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from assessment import rulebook
from assessment.rulebook.problems import RefusedDocument
from assessment.rulebook.scheme import Rulebook
from scoring import engine
from scoring.casefiles.evaluating import evaluated
from scoring.casefiles.reading import read_case
from scoring.engine.outcome import Outcome
from tests.scoring.engine.generated import case, case_text

FOLDERS = [Path(str(package.__file__)).parent for package in (engine, rulebook)]
SOURCES = sorted(path for folder in FOLDERS for path in folder.rglob("*.py"))
FLOATING = {
    "float",
    "float16",
    "float32",
    "float64",
    "double",
    "mean",
    "average",
    "divide",
    "true_divide",
    "round",
    "fsum",
}


def floats_in(source: str) -> Iterator[tuple[int, str]]:
    """Where a module writes a float, divides as floats do, or calls what makes floats: line and what."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield node.lineno, repr(node.value)
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            yield node.lineno, "/"
        elif isinstance(node, ast.Name) and node.id in FLOATING - {"mean"}:
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and node.attr in FLOATING:
            yield node.lineno, node.attr


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_source_computes_with_floats(path: Path) -> None:
    allowed = {"exact_sum(shares) / len(rows)"}  # a Fraction over a whole number
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [
        (line, what) for line, what in floats_in("\n".join(lines)) if not any(one in lines[line - 1] for one in allowed)
    ]
    assert found == []


@pytest.mark.parametrize(
    "source", ["x = 0.5", "x = a / b", "x /= b", "x = float(a)", "x = np.float64(a)", "x = a.mean()"]
)
def test_the_search_finds_floats(source: str) -> None:
    assert list(floats_in(source))


def arrays_in(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every column of a result, however deep it stands."""
    if isinstance(value, np.ndarray):
        yield path, value
    elif isinstance(value, float):
        yield path, np.array(value)
    elif is_dataclass(value) and not isinstance(value, Rulebook):
        for field in fields(value):
            yield from arrays_in(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from arrays_in(one, f"{path}[{key}]")
    elif isinstance(value, list | tuple):
        for place, one in enumerate(value):
            yield from arrays_in(one, f"{path}[{place}]")


def outcomes() -> Iterator[Outcome]:
    for seed in range(25):
        try:
            yield evaluated(read_case(case_text(case(Random(seed)))))
        except RefusedDocument:
            continue  # a decision exceeds a quota


def test_every_column_holds_whole_numbers() -> None:
    found = [array for outcome in outcomes() for _, array in arrays_in(outcome, "outcome")]
    assert {array.dtype.kind for array in found} == {"i", "b", "O"}
    boxed = [array for array in found if array.dtype.kind == "O"]
    assert all(type(number) is int for array in boxed for number in array.ravel())


def test_a_float_column_would_be_found() -> None:
    found = dict(arrays_in({"a": [np.zeros(2), 0.5]}, "x"))
    assert {path: array.dtype.kind for path, array in found.items()} == {"x[a][0]": "f", "x[a][1]": "f"}
