"""Many editors at one cell at the same moment: one is saved, the others are told whose value stands."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from scoring.models import ScoreEntry
from scoring.services.entering import CellWrite, EnterOutcome, enter_cells
from tests.scoring.services.conftest import AT, Centre

EDITORS = 8


def together(centre: Centre, seen_version: int) -> list[EnterOutcome]:
    start = Barrier(EDITORS)

    def edit(number: int) -> EnterOutcome:
        write = CellWrite(
            participant_id=centre.participants["001"].pk,
            indicator_id=centre.indicators["BK3"],
            key="",
            value_text=str(10 + number),
            seen_version=seen_version,
        )
        start.wait(60)
        try:
            return enter_cells(period=centre.quarter, cells=[write], actor=centre.actor, at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(EDITORS) as pool:
        return list(pool.map(edit, range(EDITORS)))


def saved_text(outcomes: Iterable[EnterOutcome]) -> str:
    (text,) = [saved.text for outcome in outcomes for saved in outcome.saved]
    return text


@pytest.mark.django_db(transaction=True)
def test_one_of_many_editors_of_a_cell_is_saved_and_the_others_see_his_value(centre: Centre) -> None:
    first = together(centre, 0)
    stood = saved_text(first)
    conflicts = [conflict for outcome in first for conflict in outcome.conflicts]
    assert [conflict.theirs.text for conflict in conflicts] == [stood] * (EDITORS - 1)
    seen = ScoreEntry.objects.get().version
    second = together(centre, seen)
    # the value that stands already is no change, whoever types it
    assert {saved.text for outcome in second for saved in outcome.saved} >= {_stored()}
    assert sum(len(outcome.saved) + len(outcome.conflicts) for outcome in second) == EDITORS
    assert len([1 for outcome in second for saved in outcome.saved if saved.version > seen]) == 1


def _stored() -> str:
    units = ScoreEntry.objects.get().value_units
    assert units is not None
    return str(units // 10_000)
