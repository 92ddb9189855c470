"""The command, inside the project and as a folder alone on a bare interpreter."""

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring.verify import command, recompute

FOLDER = Path(command.__file__).parent
ReadCase = Callable[[str], dict[str, Any]]
WriteCase = Callable[[str], Path]


def exact_json(value: Any) -> str:
    """Write a document as JSON with its decimals as they are."""
    if isinstance(value, dict):
        members = (f"{json.dumps(str(key), ensure_ascii=False)}: {exact_json(item)}" for key, item in value.items())
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(exact_json(item) for item in value) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


@pytest.fixture
def write_case(read_case: ReadCase, tmp_path: Path) -> WriteCase:
    """Give a writer of shared cases as JSON files."""

    def write(file_name: str) -> Path:
        path = tmp_path / f"{file_name}.json"
        path.write_text(exact_json(read_case(file_name)), encoding="utf-8")
        return path

    return write


def change(path: Path, before: str, after: str) -> None:
    """Alter a file in one place."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_true_file_agrees(write_case: WriteCase, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([str(write_case("33-shares-of-pools-and-units.yaml"))]) == 0
    out = capsys.readouterr().out
    assert out.startswith("OK: 15 results of 2026 agree (scheme T-SHARES version 1 digest ")


def test_a_changed_leaf_is_named(write_case: WriteCase, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_case("26-district-year.yaml")
    change(path, '"A21": "18.5000"', '"A21": "18.5001"')
    assert command.main([str(path)]) == 1
    assert capsys.readouterr().out == "c17 lines.A21: published 18.5001, recomputed 18.5000\n"
    assert command.main([str(path), "--lang", "zh"]) == 1
    assert capsys.readouterr().out == "c17 得分明细.A21：公布为 18.5001，重算为 18.5000\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "holds no document"),
        ("{}", "publishes no results"),
        ('{"scheme": {}, "expected": {"results": []}}', "not a case document"),
        ('{"scheme": 1, "scheme": 2}', "stands twice"),
        ('{"scheme": NaN}', "not a usable number: NaN"),
        ("[" * 100_000, "nested too deep"),
        ("9" * 5000, "not a case document"),
    ],
)
def test_what_cannot_be_read_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, reason: str
) -> None:
    path = tmp_path / "case.json"
    path.write_text(text, encoding="utf-8")
    assert command.main([str(path)]) == 2
    captured = capsys.readouterr()
    assert reason in captured.err
    assert captured.err.startswith(f"{path} cannot be verified: ")
    assert captured.out == ""


def test_an_absurd_exponent_is_refused_at_once(write_case: WriteCase, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_case("04-caps.yaml")
    change(path, '"value": 80', '"value": 8e999999999')
    assert command.main([str(path)]) == 2
    assert "not a usable number" in capsys.readouterr().err


def test_the_worst_of_several_files_counts(write_case: WriteCase, capsys: pytest.CaptureFixture[str]) -> None:
    good, changed = write_case("04-caps.yaml"), write_case("05-same-matter.yaml")
    change(changed, '"bonus": "6.0000"', '"bonus": "7.0000"')
    assert command.main([str(good), str(changed)]) == 1
    assert capsys.readouterr().out.splitlines()[1] == f"{changed}: c01 bonus: published 7.0000, recomputed 6.0000"
    assert command.main([str(good), str(good.with_name("none.json"))]) == 2
    assert "cannot be opened" in capsys.readouterr().err


def sentences_of(path: Path) -> set[str]:
    """Collect the sentences that a module says or refuses with."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = [(call.func.id, call.args) for call in calls if isinstance(call.func, ast.Name)]
    arguments = [args[1] for word, args in named if word == "say"]
    arguments += [args[0] for word, args in named if word in ("Unreadable", "OverrideRefused")]
    return {node.value for node in arguments if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_sentence_and_field_is_translated(read_case: ReadCase) -> None:
    sentences = set[str]().union(*(sentences_of(path) for path in FOLDER.glob("*.py")))
    fields = set(recompute(read_case("04-caps.yaml"))[0]) - {"cadre"}
    chinese = command.wording("zh")
    assert len(sentences) > 10
    assert set(chinese) == sentences | fields | {"cadres", "scheme_digest", "document_digest"}
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) for text in chinese.values())


def run_alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the copied folder on an interpreter without site packages, environment and current folder."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(folder), *arguments],
        capture_output=True,
        check=False,
        cwd=folder.parent,
        encoding="utf-8",
        env={"LC_ALL": "C.UTF-8"},
        timeout=60,
    )


def test_the_folder_runs_alone(write_case: WriteCase, tmp_path: Path) -> None:
    folder = tmp_path / "a copy, v1.0"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    path = write_case("26-district-year.yaml")
    agreed = run_alone(folder, str(path))
    assert (agreed.returncode, agreed.stderr) == (0, "")
    assert agreed.stdout.startswith("OK: 24 results of 2026 agree (scheme A-4P2P2")
    change(path, '"A21": "18.5000"', '"A21": "18.5001"')
    differing = run_alone(folder, "--lang", "zh", str(path))
    assert (differing.returncode, differing.stderr) == (1, "")
    assert differing.stdout == "c17 得分明细.A21：公布为 18.5001，重算为 18.5000\n"


def test_the_module_runs_in_the_project(write_case: WriteCase) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "scoring.verify", str(write_case("04-caps.yaml"))],
        capture_output=True,
        check=False,
        cwd=FOLDER.parents[1],
        text=True,
        timeout=60,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("OK: 3 results of 2026Q1 agree")
