"""Computing a period and exporting its results by the commands, in every form."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from assessment.models import Period
from scoring.models import Run
from tests.scoring.engine.worked import results
from tests.scoring.stored import store
from tests.scoring.verify.documents import LABELS, Row, cadre, fact, leaf, quarter, scheme

pytestmark = pytest.mark.django_db

GRADES: Row = {"levels": 4, "labels": LABELS, "quarter": {"bands": [90, 80, 60], "quotas": [{"level": 1, "share": 50}]}}
RULES: Row = scheme([leaf("S", 100)], grades=GRADES)
CADRES = [cadre("00a"), cadre("00b"), cadre("00c")]
FACTS = [fact("00a", "S", 95), fact("00b", "S", 92)]


@pytest.fixture
def stored() -> Callable[..., Period]:
    """Give a writer of the quarter, with or without more in it."""
    return lambda **more: store({"scheme": RULES, **quarter(1, CADRES, FACTS, **more)})


def exported(form: str, folder: Path) -> bytes:
    out = folder / f"results.{form}"
    call_command("export_results", "2026Q1", "--format", form, "--out", str(out))
    return out.read_bytes()


def test_computing_says_the_run_and_its_results(
    stored: Callable[..., Period], capsys: pytest.CaptureFixture[str]
) -> None:
    stored()
    call_command("compute_period", "2026Q1")
    run = Run.objects.get()
    said = capsys.readouterr().out
    assert "2026Q1" in said
    assert run.scheme_digest[:12] in said
    assert "3" in said
    call_command("compute_period", "T:2026Q1")
    assert capsys.readouterr().out == said  # the same run again


def test_the_json_is_that_of_the_case_and_also_printed(
    stored: Callable[..., Period], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    stored()
    call_command("compute_period", "2026Q1")
    capfdbinary.readouterr()
    call_command("export_results", "2026Q1")
    printed = capfdbinary.readouterr().out
    assert printed == exported("json", tmp_path)
    expected = list(results(quarter(1, CADRES, FACTS), RULES).values())
    assert json.loads(printed) == {"results": expected}


def test_a_table_as_text_and_as_a_workbook(stored: Callable[..., Period], tmp_path: Path) -> None:
    stored()
    call_command("compute_period", "2026Q1")
    text = exported("csv", tmp_path).decode("utf-8-sig")
    as_text = list(csv.reader(io.StringIO(text)))
    sheet = load_workbook(io.BytesIO(exported("xlsx", tmp_path))).active
    assert sheet is not None
    as_book: list[list[Any]] = [list(row) for row in sheet.iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(as_book) if row[0] == as_text[0][0])
    assert as_book[start] == as_text[0]
    assert [row[0] for row in as_text[1:]] == ["00a", "00b", "00c"]
    assert [row[0] for row in as_book[start + 1 :]] == ["00a", "00b", "00c"]
    published = as_text[0].index("公布分")
    assert [row[published] for row in as_text[1:]] == ["95", "92", ""]
    assert [row[published] for row in as_book[start + 1 :]] == [95, 92, None]


def test_a_decision_beyond_the_quota_is_refused(stored: Callable[..., Period]) -> None:
    stored(overrides=[{"cadre": "00b", "level": 1, "reason": "委员会决定"}])
    with pytest.raises(CommandError, match="00b"):
        call_command("compute_period", "2026Q1")
    assert not Run.objects.exists()


def test_what_is_not_there_is_said(stored: Callable[..., Period], tmp_path: Path) -> None:
    stored()
    with pytest.raises(CommandError, match="2027Q1"):
        call_command("compute_period", "2027Q1")
    with pytest.raises(CommandError, match="2027Q1"):
        call_command("export_results", "2027Q1")
    with pytest.raises(CommandError, match="2026Q1"):
        call_command("export_results", "2026Q1")
    call_command("compute_period", "2026Q1")
    with pytest.raises(CommandError, match="nowhere"):
        call_command("export_results", "2026Q1", "--out", str(tmp_path / "nowhere" / "results.json"))
