"""P12: every published number explains itself: a stand-alone script recomputes them all from the snapshot file."""

import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from assessment.rulebook.canonical import dense_json
from tests.commands.test_shared_data import PERIODS, load_year
from tests.promises.conftest import Promise, Size

FOLDERS = ("research-centre", "district")
UNIT = Decimal("0.0001")
Row = dict[str, Any]


def alone(folder: Path) -> Path:
    """Copy the verifier to where nothing of the product is."""
    there = folder / "elsewhere" / "verify"
    shutil.copytree(Path(settings.BASE_DIR) / "scoring" / "verify", there)
    return there


def verdict(script: Path, *files: Path) -> tuple[int, list[str]]:
    """Run the script with a bare Python: no packages of this environment, no environment of this process."""
    command = [sys.executable, "-I", "-S", str(script), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=script.parent, env={"PATH": ""}, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def exported(period: str, folder: Path) -> Path:
    file = folder / f"{period}.json"
    call_command("compute_period", period)
    call_command("export_snapshot", period, "--out", str(file))
    return file


def copied(document: Row) -> Row:
    copy: Row = json.loads(dense_json(document), parse_float=Decimal)
    return copy


def line_changed(document: Row, place: int) -> tuple[Row, str]:
    """Change one published line by one unit of the ledger; how the verifier must name it."""
    copy = copied(document)
    lines = [(row, code) for row in copy["expected"]["results"] for code in row["lines"]]
    row, code = lines[place % len(lines)]
    truth = Decimal(row["lines"][code])
    row["lines"][code] = f"{truth + UNIT:.4f}"
    return copy, f"{row['cadre']} lines.{code}: published {truth + UNIT:.4f}, recomputed {truth:.4f}"


def entry_changed(document: Row, place: int) -> Row:
    """Change one number that was entered by one unit of the ledger."""
    copy = copied(document)
    rows = [row for row in copy["facts"] if isinstance(row["value"], int | Decimal) and row["value"] >= 1]
    rows[place % len(rows)]["value"] += UNIT
    return copy


@pytest.mark.promise
@pytest.mark.django_db
def test_every_published_number_explains_itself(promise: Promise, size: Size, shared: Path, tmp_path: Path) -> None:
    load_year(shared, FOLDERS[size(quick=0, full=1)])
    files = [exported(period, tmp_path) for period in PERIODS]
    script, changed = alone(tmp_path), tmp_path / "changed.json"
    status, said = verdict(script, *files)
    documents = [json.loads(file.read_text("utf-8"), parse_float=Decimal) for file in files]
    published = sum(row["published"] is not None for one in documents for row in one["expected"]["results"])
    tried = unnamed = unseen = 0
    for document in documents:
        for place in range(0, size(quick=3, full=12) * 7, 7):
            copy, name = line_changed(document, place)
            changed.write_text(dense_json(copy), "utf-8")
            unnamed += verdict(script, changed) != (1, [name])
            changed.write_text(dense_json(entry_changed(document, place)), "utf-8")
            unseen += verdict(script, changed)[0] != 1
            tried += 1
    promise(
        "P12",
        holds=status == 0 and len(said) == len(files) and unnamed == unseen == 0 and tried > 0,
        periods=len(files),
        published=published,
        differences=0 if status == 0 else len(said),
        changed_by_a_unit=tried,
        lines_unnamed=unnamed,
        entries_unseen=unseen,
    )


@pytest.mark.django_db
def test_a_result_changed_in_the_file_is_named(shared: Path, tmp_path: Path) -> None:
    """The control: were nothing compared, a false number would pass."""
    load_year(shared, FOLDERS[0])
    file = exported(PERIODS[0], tmp_path)
    document: Row = json.loads(file.read_text("utf-8"), parse_float=Decimal)
    row = next(row for row in document["expected"]["results"] if row["published"] is not None)
    truth, row["published"] = row["published"], "99.99"
    file.write_text(dense_json(document), "utf-8")
    assert verdict(alone(tmp_path), file) == (
        1,
        [f"{row['cadre']} published: published 99.99, recomputed {truth}"],
    )
