"""The promises' own conventions: the line, the table, and that a skipped promise has failed."""

import pytest

from tests.promises.table import PROPERTY, full_size, line, lines_of, refuse_skip


def report(outcome: str, lines: list[str], reason: str = "") -> pytest.TestReport:
    return pytest.TestReport(
        nodeid="test_p09_it.py",
        location=("tests/promises/test_it.py", 1, "test_it"),
        keywords={PROPERTY: 1},
        outcome=outcome,  # type: ignore[arg-type]  # one of three words
        longrepr=("test_it.py", 1, reason) if reason else None,
        when="call",
        user_properties=[(PROPERTY, text) for text in lines],
    )


def test_a_line_has_code_figures_and_verdict() -> None:
    assert line("P01", {"acked": 20000, "lost": 0}, holds=True) == "P01 acked=20000 lost=0 PASS"
    assert line("P01", {"lost": 1}, holds=False) == "P01 lost=1 FAIL"


def test_the_table_tells_kept_broken_and_unfinished_promises() -> None:
    reports = [report("passed", ["P01 PASS"]), report("failed", ["P02 FAIL"]), report("failed", [])]
    assert list(lines_of(reports)) == ["P01 PASS", "P02 FAIL", "P09 test_p09_it.py without a figure FAIL"]


def test_a_line_that_held_before_the_test_broke_is_no_excuse() -> None:
    assert list(lines_of([report("failed", ["P01 PASS"])])) == ["P01 PASS", "P09 test_p09_it.py without a figure FAIL"]


def test_a_skipped_promise_has_failed() -> None:
    skipped, passed = report("skipped", [], "no server"), report("passed", [])
    refuse_skip(skipped)
    refuse_skip(passed)
    assert (skipped.outcome, passed.outcome) == ("failed", "passed")
    assert "no server" in str(skipped.longrepr)


def test_an_unknown_size_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROMISE_SIZE", "huge")
    with pytest.raises(pytest.UsageError, match="huge"):
        full_size()
    monkeypatch.setenv("PROMISE_SIZE", "full")
    assert full_size()
    monkeypatch.delenv("PROMISE_SIZE")
    assert not full_size()
