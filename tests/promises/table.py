"""The promises' lines, and the table of them at the end of a run."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tools.run_promises import LINES, broken_off

PROPERTY = "promise"
SIZES = ("quick", "full")


def full_size() -> bool:
    """Tell whether to prove the promises at the sizes that are promised, as `make promises` does."""
    size = os.environ.get("PROMISE_SIZE", "quick")
    if size not in SIZES:
        raise pytest.UsageError(f"PROMISE_SIZE is “{size}”; it is one of: {', '.join(SIZES)}.")
    return size == "full"


def line(code: str, figures: dict[str, object], *, holds: bool) -> str:
    """Give a promise's line: its code, its figures, its verdict."""
    return " ".join([code, *(f"{name}={value}" for name, value in figures.items()), "PASS" if holds else "FAIL"])


def refuse_skip(report: pytest.TestReport) -> None:
    """Count a skipped promise as failed: a promise that nobody tried is not kept."""
    if report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"A promise may not be skipped ({reason})."


def lines_of(reports: Iterable[pytest.TestReport]) -> Iterator[str]:
    """Give the lines of finished promises; one that broke off before its figure is named by its test."""
    for report in reports:
        lines = [str(text) for name, text in report.user_properties if name == PROPERTY]
        if report.when == "call":
            yield from lines
        if report.failed and not any(text.endswith("FAIL") for text in lines):
            yield broken_off(report.nodeid, "without a figure")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print all promises' lines together at the end."""
    reports = [report for kind in ("passed", "failed", "error") for report in terminalreporter.getreports(kind)]
    lines = sorted(set(lines_of(one for one in reports if PROPERTY in getattr(one, "keywords", ()))))
    if os.environ.get(LINES):
        Path(os.environ[LINES]).write_text("".join(f"{text}\n" for text in lines), encoding="utf-8")
    if lines:
        terminalreporter.section("promises, full size" if full_size() else "promises, quick size")
        for text in lines:
            terminalreporter.write_line(text)
