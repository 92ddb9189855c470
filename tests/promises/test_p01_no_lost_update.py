"""P01: no lost update on the grid, whoever writes to the same cells over HTTP at the same time."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from cadres.models import RecordEvent
from scoring.api import sheets
from scoring.models import ScoreEntry
from scoring.selectors.entries import cells_now
from scoring.services.entering import enter_cells
from tests.promises.conftest import Promise, Size
from tests.promises.grid_house import GridHouse
from tests.promises.grid_house import grid_house as grid_house
from tests.promises.over_http import Caller

pytestmark = [pytest.mark.promise, pytest.mark.django_db(transaction=True)]
Cell = tuple[int, int]
LATER = (423, 429, 503)
"""Answers to a save that may go through later, as static/js/grid/saving.js takes them.

The test's server gives each request a thread and a connection of its own, more than PostgreSQL has for 200 editors.
"""
PAUSE = 0.05


@dataclass
class Told:
    """What one editor was told: his acknowledged writes with the version each replaced, and his refusals."""

    acknowledged: list[tuple[Cell, int, str]] = field(default_factory=list)
    refusals: int = 0
    shown: int = 0
    later: int = 0


def edit(house: GridHouse, who: Caller, texts: Iterator[str], writes: int, number: int) -> Told:
    """Write to hot cells one after the other, each time over what was seen there last."""
    told, seen, dice = Told(), dict.fromkeys(house.cells, 0), random.Random(number)
    for turn in range(writes):
        cell, text = dice.choice(house.cells), next(texts)
        answer = house.save(who, cell, text, seen[cell], f"{number}-{turn}")
        while answer.status in LATER:
            # nothing was saved, and it says so: the grid sends it again under its key
            told.later += 1
            time.sleep(PAUSE)
            answer = house.save(who, cell, text, seen[cell], f"{number}-{turn}")
        [fate] = answer.body["cells"]
        if answer.status == 200:
            told.acknowledged.append((cell, seen[cell], text))
        else:
            assert (answer.status, fate["kind"]) == (409, "conflict"), answer.body
            told.refusals += 1
            told.shown += bool(fate["text"] and fate["who"].startswith("officer") and fate["when"])
        seen[cell] = fate["version"]
    return told


def run(house: GridHouse, editors: int, writes: int) -> list[Told]:
    officers = house.officers(editors)
    each = writes // editors
    # every write has a value of its own, so that what stands tells whose it is
    texts = [iter([f"{n // 200}.{n % 200 * 50:04d}" for n in range(k * each, (k + 1) * each)]) for k in range(editors)]
    with ThreadPoolExecutor(editors) as pool:
        works = [pool.submit(edit, house, officers[k], texts[k], each, k) for k in range(editors)]
        return [work.result() for work in works]


def lost(told: list[Told]) -> int:
    """Count the acknowledged writes that another one replaced without having seen them.

    Each version of a cell may be replaced once: the second write over the same version loses the first.
    """
    replaced = Counter((cell, seen) for one in told for cell, seen, _text in one.acknowledged)
    return sum(times - 1 for times in replaced.values())


def absent(told: list[Told]) -> int:
    """Count the acknowledged writes that neither stand nor were replaced in sight of their successor."""
    written: set[str] = set()
    for event in RecordEvent.objects.filter(action="enter_scores"):
        written |= set((event.after or {}).values())
    plain = {f"{float(text):g}" for one in told for _cell, _seen, text in one.acknowledged}
    return len(plain - written)


def test_no_acknowledged_write_is_lost(grid_house: GridHouse, promise: Promise, size: Size) -> None:
    editors, writes = size(quick=20, full=200), size(quick=500, full=20_000)
    told = run(grid_house, editors, writes)
    acked = sum(len(one.acknowledged) for one in told)
    refusals, shown = sum(one.refusals for one in told), sum(one.shown for one in told)
    gone = lost(told) + absent(told)
    standing = {f"{entry.value_units / 10_000:g}" for entry in ScoreEntry.objects.all() if entry.value_units}
    newest = {f"{float(text):g}" for one in told for _cell, _seen, text in one.acknowledged}
    kept = gone == 0 and acked + refusals == writes and refusals == shown > 0 and standing <= newest
    later = sum(one.later for one in told)
    promise("P01", holds=kept, acked=acked, lost=gone, conflicts=refusals, shown=shown, sent_again=later)


def test_without_the_version_writes_are_lost(grid_house: GridHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    def last_one_wins(**asked: Any) -> Any:
        cells = asked["cells"]
        now = cells_now(asked["period"], {c.participant_id for c in cells}, {c.indicator_id for c in cells})
        blind = [replace(one, seen_version=now.at(one.place).version) for one in cells]
        return enter_cells(**{**asked, "cells": blind})

    monkeypatch.setattr(sheets, "enter_cells", last_one_wins)
    told = run(grid_house, 8, 160)
    assert lost(told) > 0
