"""`manage.py evaluate_case`: files in, one JSON object in a line each, refused ones in their place."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.casefiles.command import main
from tests.scoring.casefiles.documents import CASE, annual

ROOT = Path(__file__).parents[3]


def written(folder: Path, **texts: str) -> list[str]:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [str(folder / name) for name in texts]


def test_one_file_gives_one_object(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(written(tmp_path, case=CASE)) == 0
    (line,) = capsysbinary.readouterr().out.decode().splitlines()
    assert [row["cadre"] for row in json.loads(line)["results"]] == ["c1", "c2"]


def test_several_files_give_lines_in_order_with_refusals_in_their_place(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    files = written(tmp_path, first=annual(), second="facts: []", third=CASE)
    assert main([*files, "--language", "en"]) == 2
    first, second, third = map(json.loads, capsysbinary.readouterr().out.decode().splitlines())
    assert [row["cadre"] for row in first["results"]] == ["c1"]
    assert second["errors"][0] == {
        "where": "scheme (line 1)",
        "code": "missing_key",
        "message": "The key “scheme” is missing; add it.",
    }
    assert [row["cadre"] for row in third["results"]] == ["c1", "c2"]


def test_a_dash_reads_standard_input(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + CASE.encode())))
    assert main(["-"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["results"]


def test_what_cannot_be_read_is_refused_in_its_place(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    gone = tmp_path / "gone.json"
    binary = tmp_path / "case.yaml"
    binary.write_bytes(CASE.encode("gb18030"))
    assert main([str(gone), str(binary), str(tmp_path)]) == 2
    errors = [json.loads(line)["errors"] for line in capsysbinary.readouterr().out.decode().splitlines()]
    assert [[(error["where"], error["code"]) for error in found] for found in errors] == [
        [(str(gone), "bad_json")],
        [(str(binary), "bad_yaml")],
        [(str(tmp_path), "bad_yaml")],
    ]
    assert errors[1][0]["message"] == "文件不是 UTF-8 文本，请另存为 UTF-8 编码。"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    whole = {**os.environ, "PYTHONIOENCODING": "ascii", **environment}
    return subprocess.run(
        [sys.executable, "manage.py", "evaluate_case", *arguments], cwd=ROOT, env=whole, capture_output=True
    )


def test_it_needs_neither_database_nor_settings(tmp_path: Path) -> None:
    (file,) = written(tmp_path, case=CASE)
    nowhere = "postgres://nobody@127.0.0.1:1/nothing"
    found = run(file, DATABASE_URL=nowhere, DJANGO_SETTINGS_MODULE="no.such.module")
    assert (found.returncode, found.stderr) == (0, b"")
    assert json.loads(found.stdout.decode())["results"][0]["label"] == "称职"
    refused = run(file, str(tmp_path / "gone"), PYTHONPROFILEIMPORTTIME="1")
    assert refused.returncode == 2
    assert b"django" not in refused.stderr
    assert b"numpy" in refused.stderr
