"""A whole year by the commands: roster, scheme and workbooks in, exactly the expected results out."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from cadres.models import RecordEvent

YEAR = "2026"
PERIODS = (*(f"{YEAR}Q{number}" for number in (1, 2, 3, 4)), YEAR)
FOLDERS = {"research-centre": "research-centre", "district": "district-4-2-2"}


def load_year(shared: Path, folder: str) -> None:
    data, scheme = shared / "data" / folder, shared / "schemes" / f"{FOLDERS[folder]}.yaml"
    call_command("load_scheme", str(scheme))
    call_command("import_roster", str(data / "roster.xlsx"), "--commit")
    code = yaml.safe_load(scheme.read_text(encoding="utf-8"))["scheme"]
    call_command("open_periods", code, str(data / "periods.yaml"))
    for period in PERIODS:
        for command, file in (("import_participants", "participants"), ("import_scores", "scores")):
            call_command(command, str(data / f"{file}-{period}.xlsx"), "--period", period, "--commit")
    for kind in ("votes", "adjustments", "vetoes"):
        call_command(f"import_{kind}", str(data / f"{kind}-{YEAR}.xlsx"), "--period", YEAR, "--commit")


def computed(period: str, folder: Path) -> list[dict[str, Any]]:
    out = folder / f"{period}.json"
    call_command("compute_period", period)
    call_command("export_results", period, "--format", "json", "--out", str(out))
    results: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))["results"]
    return results


def expected(folder: Path, period: str) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = json.loads((folder / f"expected-{period}.json").read_text("utf-8"))["results"]
    return results


@pytest.mark.django_db
@pytest.mark.parametrize("folder", FOLDERS)
def test_a_year_loaded_by_the_commands_gives_the_expected_results(folder: str, shared: Path, tmp_path: Path) -> None:
    load_year(shared, folder)
    data = shared / "data" / folder
    for period in PERIODS:
        assert computed(period, tmp_path) == expected(data, period), period
    assert RecordEvent.objects.filter(action="compute_period").count() == len(PERIODS)
    if (data / "after-notice").is_dir():
        corrected_after_notice(data / "after-notice", tmp_path)


def corrected_after_notice(data: Path, tmp_path: Path) -> None:
    """Workbooks of the same kind and period replace what the earlier ones said."""
    for file in sorted(data.glob("*.xlsx")):
        kind, _, period = file.stem.partition("-")
        call_command(f"import_{kind}", str(file), "--period", period, "--commit")
    changed = {file.stem.removeprefix("expected-") for file in data.glob("expected-*.json")}
    assert changed == {"2026", "2026Q2", "2026Q3"}
    for period in PERIODS:
        before = expected(data.parent, period)
        assert computed(period, tmp_path) == (expected(data, period) if period in changed else before), period
