"""Entering cells: what is right is saved, what is wrong is told, and nobody's write is lost."""

from datetime import timedelta

import pytest

from cadres.models import Account, RecordEvent
from cadres.services.recording import Actor
from scoring.models import NotApplicable, ScoreEntry
from scoring.selectors.entries import cells_now
from scoring.services.entering import CellWrite, EnterOutcome, enter_cells, mark_not_applicable
from scoring.services.taking_entries import PeriodNotOpen
from tests.scoring.services.conftest import AT, Centre

LATER = AT + timedelta(minutes=5)


def cell(centre: Centre, number: str, place: str, text: str | None, seen: int = 0) -> CellWrite:
    code, _, key = place.partition("/")
    return CellWrite(
        participant_id=centre.participants[number].pk,
        indicator_id=centre.indicators[code],
        key=key,
        value_text=text,
        seen_version=seen,
    )


def enter(centre: Centre, *cells: CellWrite, actor: Actor | None = None) -> EnterOutcome:
    return enter_cells(period=centre.quarter, cells=cells, actor=actor or centre.actor, at=AT)


def texts(centre: Centre) -> dict[tuple[str, str], str]:
    now = cells_now(centre.quarter, [one.pk for one in centre.participants.values()], centre.indicators.values())
    numbers = {one.pk: number for number, one in centre.participants.items()}
    codes = {pk: code for code, pk in centre.indicators.items()}
    return {(numbers[p], f"{codes[i]}/{key}".rstrip("/")): now.at((p, i, key)).text for p, i, key in now.entries}


def test_right_cells_are_saved_beside_wrong_ones_that_are_told(centre: Centre) -> None:
    outcome = enter(
        centre,
        cell(centre, "001", "BK1", "excellent"),
        cell(centre, "001", "BK3", " ９９.5 "),
        cell(centre, "001", "BA2/actual", "many"),
        cell(centre, "003", "BA2/target", "0"),
        cell(centre, "003", "BA2/hope", "3"),
        cell(centre, "003", "BK1", "wonderful"),
    )
    assert [(saved.text, saved.version > 0) for saved in outcome.saved] == [("excellent", True), ("99.5", True)]
    assert [refused.write.key for refused in outcome.refused] == ["actual", "target", "hope", ""]
    assert all(refused.message for refused in outcome.refused)
    assert texts(centre) == {("001", "BK1"): "excellent", ("001", "BK3"): "99.5"}


def test_one_event_tells_every_cell_before_and_after(centre: Centre) -> None:
    saved = enter(centre, cell(centre, "001", "BK3", "90"), cell(centre, "001", "BK1", "good")).saved
    enter(
        centre, cell(centre, "001", "BK3", "91", saved[0].version), cell(centre, "001", "BK1", None, saved[1].version)
    )
    event = RecordEvent.objects.filter(action="enter_scores").order_by("sequence").last()
    assert event is not None
    assert event.actor == centre.officer
    assert event.before == {"001 BK3": "90", "001 BK1": "good"}
    assert event.after == {"001 BK3": "91", "001 BK1": ""}
    assert texts(centre) == {("001", "BK3"): "91"}


def test_a_cell_changed_meanwhile_is_a_conflict_with_both_values(centre: Centre) -> None:
    seen = enter(centre, cell(centre, "001", "BK3", "90")).saved[0].version
    other = Actor(Account.objects.create(username="other", full_name="另一人"), "hr_officer")
    enter(centre, cell(centre, "001", "BK3", "95", seen), actor=other)
    outcome = enter(centre, cell(centre, "001", "BK3", "80", seen), cell(centre, "003", "BK3", "70"))
    conflict = outcome.conflicts[0]
    assert (conflict.write.value_text, conflict.theirs.text) == ("80", "95")
    assert (conflict.theirs.who, conflict.theirs.when) == ("另一人", AT)
    assert texts(centre) == {("001", "BK3"): "95", ("003", "BK3"): "70"}
    mended = enter(centre, cell(centre, "001", "BK3", "80", conflict.theirs.version))
    assert (len(mended.saved), texts(centre)["001", "BK3"]) == (1, "80")


def test_a_write_over_a_cell_thought_empty_is_a_conflict(centre: Centre) -> None:
    enter(centre, cell(centre, "001", "BK3", "90"))
    outcome = enter(centre, cell(centre, "001", "BK3", "80"))
    assert [conflict.theirs.text for conflict in outcome.conflicts] == ["90"]


def test_a_cell_emptied_and_filled_again_is_not_taken_for_the_one_seen(centre: Centre) -> None:
    seen = enter(centre, cell(centre, "001", "BK3", "90")).saved[0].version
    enter(centre, cell(centre, "001", "BK3", "", seen))
    enter_cells(period=centre.quarter, cells=[cell(centre, "001", "BK3", "60")], actor=centre.actor, at=LATER)
    outcome = enter(centre, cell(centre, "001", "BK3", "95", seen))
    assert [conflict.theirs.text for conflict in outcome.conflicts] == ["60"]


def test_the_same_value_again_is_saved_whatever_was_seen(centre: Centre) -> None:
    version = enter(centre, cell(centre, "001", "BK3", "90")).saved[0].version
    events = RecordEvent.objects.count()
    outcome = enter(centre, cell(centre, "001", "BK3", "90.00"))
    assert [(saved.text, saved.version) for saved in outcome.saved] == [("90", version)]
    assert RecordEvent.objects.count() == events


def test_a_leaf_marked_not_applicable_hides_its_values_until_the_mark_goes(centre: Centre) -> None:
    seen = enter(centre, cell(centre, "001", "BA2/actual", "19"), cell(centre, "001", "BA2/target", "20")).saved
    marking = cell(centre, "001", "BA2/actual", None, seen[0].version)
    marked = mark_not_applicable(period=centre.quarter, cell=marking, reason="借调", actor=centre.actor, at=AT)
    assert marked.saved[0].text == "不适用：借调"
    now = cells_now(centre.quarter, [centre.participants["001"].pk], [centre.indicators["BA2"]])
    shown = now.at((centre.participants["001"].pk, centre.indicators["BA2"], "target"))
    assert (shown.text, shown.version) == ("不适用：借调", marked.saved[0].version)
    stale = enter(centre, cell(centre, "001", "BA2/target", "21", seen[1].version))
    assert [conflict.theirs.text for conflict in stale.conflicts] == ["不适用：借调"]
    enter(centre, cell(centre, "001", "BA2/actual", "18", marked.saved[0].version))
    assert NotApplicable.objects.count() == 0
    assert texts(centre) == {("001", "BA2/actual"): "18", ("001", "BA2/target"): "20"}


def test_both_cells_of_a_marked_leaf_can_be_cleared_at_once(centre: Centre) -> None:
    version = enter(centre, cell(centre, "001", "BA2/actual", "不适用")).saved[0].version
    outcome = enter(
        centre, cell(centre, "001", "BA2/actual", "", version), cell(centre, "001", "BA2/target", "", version)
    )
    assert (len(outcome.saved), outcome.conflicts) == (2, [])
    assert NotApplicable.objects.count() == 0


def test_nobody_scores_himself(centre: Centre) -> None:
    himself = Account.objects.create(username="self", cadre=centre.participants["001"].cadre)
    outcome = enter(
        centre,
        cell(centre, "001", "BK3", "100"),
        cell(centre, "003", "BK3", "80"),
        actor=Actor(himself, "scorer"),
    )
    assert [refused.write.participant_id for refused in outcome.refused] == [centre.participants["001"].pk]
    assert texts(centre) == {("003", "BK3"): "80"}


def test_cells_of_another_period_or_sheet_are_refused(centre: Centre) -> None:
    foreign = CellWrite(
        participant_id=centre.yearly["001"].pk,
        indicator_id=centre.indicators["BK3"],
        key="",
        value_text="1",
        seen_version=0,
    )
    assert len(enter(centre, foreign).refused) == 1
    assert ScoreEntry.objects.count() == 0


def test_a_period_that_is_not_open_takes_nothing(centre: Centre) -> None:
    type(centre.quarter).objects.filter(pk=centre.quarter.pk).update(state="frozen")
    with pytest.raises(PeriodNotOpen, match="2026Q1"):
        enter(centre, cell(centre, "001", "BK3", "90"))
    assert ScoreEntry.objects.count() == 0
