"""The look-up of known weaknesses names what it finds and never passes what it could not ask for clean."""

import subprocess
from typing import Any

import pytest

from tools import audit

REPORT: dict[str, Any] = {
    "dependencies": [
        {"name": "good", "version": "1.0", "vulns": []},
        {
            "name": "weak",
            "version": "2.0",
            "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-2026-1"], "fix_versions": ["2.1"], "description": ""}],
        },
        {"name": "unknown", "skip_reason": "Dependency not found on PyPI"},
    ]
}


def test_a_known_weakness_is_named() -> None:
    assert audit.weaknesses(REPORT, {}) == ["weak 2.0: PYSEC-1, mended in 2.1"]


@pytest.mark.parametrize("name", ["PYSEC-1", "CVE-2026-1"])
def test_an_accepted_one_is_not(name: str) -> None:
    assert audit.weaknesses(REPORT, {name: "not used"}) == []


def test_what_could_not_be_asked_is_not_called_clean() -> None:
    assert audit.told(REPORT) == "audit: 2 versions have no known weakness, 1 could not be looked up"
    assert "skipped" in audit.told({"dependencies": REPORT["dependencies"][2:]})


@pytest.mark.parametrize(
    ("error", "out", "words"),
    [
        (None, "", "skipped, connection refused"),
        (subprocess.TimeoutExpired("pip-audit", 1), "", "did not answer"),
        (None, '{"dependencies": []}', "skipped"),
    ],
)
def test_without_an_answer_the_check_goes_on(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception | None,
    out: str,
    words: str,
) -> None:
    def run(*_given: object, **_named: object) -> subprocess.CompletedProcess[str]:
        if error is not None:
            raise error
        return subprocess.CompletedProcess([], 1, out, "Traceback …\nconnection refused\n")

    monkeypatch.setattr(subprocess, "run", run)
    assert audit.main() == 0
    assert words in capsys.readouterr().out
