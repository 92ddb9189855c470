"""The rules, the engine and the case files start without a framework."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
ASK = "import sys, {modules}; print(sorted({{name.split('.')[0] for name in sys.modules}} & {{'django', 'celery'}}))"


def loaded(modules: str) -> str:
    asked = [sys.executable, "-c", ASK.format(modules=modules)]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_the_pure_parts_load_no_framework() -> None:
    assert loaded("assessment.rulebook.reading, scoring.engine.pipeline, scoring.casefiles.command") == "[]"
    assert loaded("django") == "['django']"
