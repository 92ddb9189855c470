"""Torn and twisted files are read or refused; nothing else ever happens."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from cadres.workbooks import faults
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.reading import read_book
from cadres.workbooks.roster import read_roster
from tests.cadres.workbooks.crafted import pack

ROUNDS = 25
BITS = (
    b'"',
    b"<",
    b">",
    b"/",
    b"&#0;",
    b"1e999",
    b"-1",
    b'r="XFD9"',
    b"\x00",
    "合计".encode(),
    b"<c/>",
    b"<f>",
    b"</v>",
)


def twist(data: bytes, chance: random.Random) -> bytes:
    """Cut, flip, double or insert some bytes; in an archive, inside one of its parts as often as outside."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(sorted(parts))
        return pack(parts | {name: twist_bytes(parts[name], chance)})
    return twist_bytes(data, chance)


def twist_bytes(data: bytes, chance: random.Random) -> bytes:
    content = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(content) or 1)
        match chance.randrange(5):
            case 0:
                del content[place : place + chance.randint(1, 60)]
            case 1:
                content[place : place + 1] = bytes([chance.randrange(256)])
            case 2:
                content[place:place] = content[place : place + chance.randint(1, 400)]
            case 3:
                content[place:place] = chance.choice(BITS)
            case _:
                content = content[: max(place, 1)] if chance.random() < 0.2 else content
    return bytes(content)


@pytest.mark.parametrize(
    "name",
    [
        "01-two-row-header.xlsx", "02-full-width-and-dates.xlsx", "03-hidden-and-notes.xlsx", "04-id-as-number.xlsx",
        "05-duplicates-and-unknown.xlsx", "06-formulas.xlsx", "07-old-format.xls", "08-gb18030.csv",
    ],
)  # fmt: skip
def test_a_twisted_file_is_read_or_refused(shared: Path, name: str) -> None:
    data = (shared / "data/messy" / name).read_bytes()
    chance = random.Random(name)
    refused: list[str] = []
    for _ in range(ROUNDS):
        twisted = twist(data, chance)
        try:
            found = read_roster(read_book(twisted, name), None)
        except RefusedFile as refusal:
            refused.append(refusal.cause)
        else:
            assert {fault.cause for fault in found.faults} <= faults.FAULT_CAUSES
            assert found.written == (0 if found.faults else found.read)
    assert set(refused) <= faults.REFUSAL_CAUSES
    assert len(refused) < ROUNDS
