"""The eight messy rosters against their manifest, field by field."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest
import yaml

from cadres.workbooks import faults
from cadres.workbooks.reading import read_book
from cadres.workbooks.roster import RosterFile, read_roster

FILES = (
    "01-two-row-header.xlsx", "02-full-width-and-dates.xlsx", "03-hidden-and-notes.xlsx", "04-id-as-number.xlsx",
    "05-duplicates-and-unknown.xlsx", "06-formulas.xlsx", "07-old-format.xls", "08-gb18030.csv",
)  # fmt: skip


def read(shared: Path, path: str, scheme: str) -> RosterFile:
    document = yaml.safe_load((shared / "schemes" / f"{scheme}.yaml").read_text(encoding="utf-8"))
    return read_roster(read_book((shared / path).read_bytes(), path), document["categories"])


def as_precise(found: dict[str, object], expected: dict[str, Any]) -> dict[str, object]:
    """Leave the day out where the manifest leaves it open."""
    return {
        field: str(value)[:7] if "-" in str(value) and len(str(expected.get(field, ""))) == 7 else value
        for field, value in found.items()
    }


@pytest.mark.parametrize("name", FILES)
def test_roster_says_what_the_manifest_says(shared: Path, name: str) -> None:
    manifest = json.loads((shared / "data/messy/manifest.json").read_text(encoding="utf-8"))
    expected = next(entry for entry in manifest if entry["file"] == name)
    found = read(shared, f"data/messy/{name}", expected["scheme"])
    assert [fault.as_dict() for fault in found.faults] == expected["faults"]
    assert (found.read, found.accepted, found.written) == (
        expected["read"],
        expected["accepted"],
        expected["written"],
    )
    rows = [as_precise(row.plain(), wanted) for row, wanted in zip(found.people, expected["rows"], strict=True)]
    assert rows == expected["rows"]


def test_every_file_of_the_manifest_is_read(shared: Path) -> None:
    manifest = json.loads((shared / "data/messy/manifest.json").read_text(encoding="utf-8"))
    assert tuple(entry["file"] for entry in manifest) == FILES


def test_an_error_in_the_old_format_is_a_fault(shared: Path) -> None:
    data = (shared / "data/messy/07-old-format.xls").read_bytes()
    number = struct.pack("<HHHH", 0x0203, 14, 6, 2)
    place = data.index(number)
    # The numeric cell C7 becomes the error #N/A, and an unknown record fills the gap.
    error = struct.pack("<HHHHHBB", 0x0205, 8, 6, 2, 0, 0x2A, 1) + struct.pack("<HHH", 0x0893, 2, 0)
    twisted = data[:place] + error + data[place + len(error) :]
    found = read_roster(read_book(twisted, "07.xls"), None)
    assert [(fault.row, fault.column, fault.cause) for fault in found.faults if fault.column == "C"] == [
        (7, "C", faults.ERROR_VALUE)
    ]


@pytest.mark.parametrize(
    ("folder", "scheme", "people", "changes", "leaders", "departments"),
    [("district", "district-4-2-2", 372, 55, 9, 54), ("research-centre", "research-centre", 12, 3, 4, 6)],
)
def test_the_sample_rosters_have_no_fault(
    shared: Path, folder: str, scheme: str, people: int, changes: int, leaders: int, departments: int
) -> None:
    found = read(shared, f"data/{folder}/roster.xlsx", scheme)
    assert found.faults == ()
    sizes = (found.written, len(found.changes), len(found.leaders), len(found.departments))
    assert sizes == (people, changes, leaders, departments)
