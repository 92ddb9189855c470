"""The command that writes a period as a file that proves itself."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cadres.services.recording import operator
from scoring.services.computing import compute_period
from scoring.verify import compare
from tests.scoring.services.test_snapshots import first_quarter
from tests.scoring.stored import AT, store

pytestmark = pytest.mark.django_db


def test_it_writes_a_file_that_verifies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    compute_period(period=store(first_quarter()), actor=operator(), at=AT)
    file = tmp_path / "snapshot.json"
    call_command("export_snapshot", "2026Q1", "--out", str(file))
    assert compare(json.loads(file.read_text("utf-8"), parse_float=Decimal)) == []
    assert str(file.stat().st_size) in capsys.readouterr().out


@pytest.mark.parametrize("period", ["2026Q1", "2029Q4"])
def test_what_cannot_be_written_is_refused_with_its_reason(period: str, tmp_path: Path) -> None:
    store(first_quarter())
    with pytest.raises(CommandError, match=period) as refused:
        call_command("export_snapshot", period, "--out", str(tmp_path / "snapshot.json"))
    assert refused.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    compute_period(period=store(first_quarter()), actor=operator(), at=AT)
    with pytest.raises(CommandError, match="nowhere"):
        call_command("export_snapshot", "2026Q1", "--out", str(tmp_path / "nowhere" / "snapshot.json"))
