"""The run of all promises: every line is told, and one that fails, hangs or dies stops no other."""

import re
from pathlib import Path

import pytest

from tools import run_promises
from tools.run_promises import Told, files, prove, table

LONG = 120
MARKED = re.compile(r"^(pytestmark = .*|@pytest\.)mark\.promise\b", re.MULTILINE)


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up promises need no plug-in."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def a_file(folder: Path, body: str) -> Path:
    """Write a promise outside this project's own tests, with their table."""
    (folder / "conftest.py").write_text("from tests.promises.table import pytest_terminal_summary\n")
    file = folder / "test_p99_made_up.py"
    file.write_text(f"import time\nimport pytest\npytestmark = pytest.mark.promise\n{body}\n")
    return file


@pytest.mark.parametrize(
    ("body", "limit", "line"),
    [
        ("def test_it(record_property): record_property('promise', 'P99 lost=0 PASS')", LONG, "P99 lost=0 PASS"),
        ("def test_it(): assert False", LONG, "::test_it without a figure FAIL"),
        ("import nothing_of_this_name", LONG, "ended with 2 FAIL"),
        ("import os\ndef test_it(): os.abort()", LONG, "ended with -6 FAIL"),
        ("def test_it(): time.sleep(600)", 1, "stopped after 1 seconds FAIL"),
    ],
)
def test_every_end_of_a_promise_is_a_line(tmp_path: Path, body: str, limit: float, line: str) -> None:
    [told] = prove(a_file(tmp_path, body), "PostgreSQL", {}, limit=limit)
    assert line in told.line
    assert told.kept is line.endswith("PASS")


def test_what_only_postgresql_can_show_is_no_failure_on_sqlite(tmp_path: Path) -> None:
    assert prove(a_file(tmp_path, ""), "SQLite", {}) == []


def test_the_files_of_the_promises_are_found_by_their_names() -> None:
    names = {path.name for path in files(())}
    assert {"test_p01_no_lost_update.py", "test_p44_quick.py"} <= names
    assert "test_table.py" not in names
    # whoever has the marker is one of them
    marked = {path.name for path in Path("tests").rglob("test_*.py") if MARKED.search(path.read_text())}
    assert marked <= names
    assert [path.name for path in files(["p43"])] == ["test_p43_no_500.py"]


def test_the_table_has_both_databases_of_a_promise_together() -> None:
    told = [Told("P02 over=0 PASS", "PostgreSQL", 9), Told("P01 lost=0 PASS", "PostgreSQL", 2),
            Told("P01 lost=1 FAIL", "SQLite", 1)]  # fmt: skip
    assert table(told).splitlines() == [
        "P01  SQLite         1 s  lost=1 FAIL",
        "P01  PostgreSQL     2 s  lost=0 PASS",
        "P02  PostgreSQL     9 s  over=0 PASS",
    ]


def test_a_promise_that_fails_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def one_fails(_file: Path, database: str, _servers: object) -> list[Told]:
        return [Told("P01 FAIL" if database == "SQLite" else "P01 PASS", database, 1)]

    monkeypatch.setattr(run_promises, "postgres_url", lambda _environment: "postgres://")
    monkeypatch.setattr(run_promises, "redis_url", lambda _environment: "redis://")
    monkeypatch.setattr(run_promises, "prove", one_fails)
    assert run_promises.main(["p01", "p43"]) == 1
    assert "4 lines, 2 FAIL" in capsys.readouterr().out


def test_without_a_server_nothing_is_promised(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_promises, "postgres_url", lambda _environment: None)
    assert run_promises.main([]) == 1
    assert "must both answer" in capsys.readouterr().out
