"""Parts of drafts: two officers at different places do not meet, at the same place nobody is overwritten."""

from decimal import Decimal
from pathlib import Path

import pytest

from assessment.drafting.places import ABSENT
from assessment.drafting.plain import plain_document
from assessment.drafting.tree import Way, locate, nodes_of
from assessment.models import SchemeDraft
from assessment.services.draft_parts import (
    CodeTaken,
    Fate,
    PartWrite,
    WeightWrite,
    add_indicator,
    change_part,
    change_weights,
    move_indicator,
    part_seen,
    remove_indicator,
    remove_part,
    whole_seen,
)
from assessment.services.drafts import NotBeingWritten, Seen, StaleDraft, begin_draft, give_up_draft
from cadres.models import RecordEvent
from cadres.services.recording import operator
from tests.assessment.views.schemes import NOW, scheme_text


@pytest.fixture
def draft(db: None, shared: Path) -> SchemeDraft:
    return begin_draft(text=scheme_text(shared), based_on=None, actor=operator(), at=NOW)


def document(draft: SchemeDraft) -> dict[str, object]:
    draft.refresh_from_db()
    return plain_document(draft.document)


def write(draft: SchemeDraft, *writes: WeightWrite) -> list[tuple[Fate, str]]:
    fates = change_weights(pk=draft.pk, kind="quarter", writes=writes, actor=operator(), at=NOW)[1]
    return [(fate.kind, fate.text) for fate in fates]


def test_weights_are_written_each_on_its_own(draft: SchemeDraft) -> None:
    assert write(
        draft,
        WeightWrite("BK1", "B1", "19", "20"),
        WeightWrite("BK1", "B2", "x", "8"),
        WeightWrite("BK1", "B3", "17", "99"),
        WeightWrite("BK2", "B1", "", "10"),
        WeightWrite("NO", "B1", "1", ""),
        WeightWrite("BK1", "NO", "1", ""),
    ) == [
        (Fate.SAVED, "19"), (Fate.REFUSED, "8"), (Fate.CONFLICT, "18"), (Fate.SAVED, ""), (Fate.CONFLICT, ""),
        (Fate.CONFLICT, ""),
    ]  # fmt: skip
    assert locate(document(draft), "quarter", "BK2").node["weight"] == {"B2": Decimal(7), "B3": Decimal(7)}
    event = RecordEvent.objects.latest("sequence")
    assert event.after is not None
    assert event.after["weights"] == {"BK1 B1": "19", "BK2 B1": ""}


def test_officers_at_different_weights_do_not_meet(draft: SchemeDraft) -> None:
    assert write(draft, WeightWrite("BK1", "B1", "19", "20")) == [(Fate.SAVED, "19")]
    assert write(draft, WeightWrite("BK1", "B2", "9", "8")) == [(Fate.SAVED, "9")]
    assert write(draft, WeightWrite("BK1", "B1", "18", "20")) == [(Fate.CONFLICT, "19")]
    assert write(draft, WeightWrite("BK1", "B1", "19", "20")) == [(Fate.SAVED, "19")]


def part(draft: SchemeDraft, path: tuple[str, ...], **values: object) -> PartWrite:
    return PartWrite(path, values, part_seen(document(draft), path, values))


def test_part_is_written_and_the_rest_of_it_stays(draft: SchemeDraft) -> None:
    path = ("adjustments", "rules", "0")
    change_part(pk=draft.pk, write=part(draft, path, name="新名", cap=Decimal(3)), actor=operator(), at=NOW)
    rule = document(draft)["adjustments"]["rules"][0]  # type: ignore[index]
    assert (rule["name"], rule["cap"], rule["code"]) == ("新名", Decimal(3), "BB1")
    change_part(pk=draft.pk, write=part(draft, path, cap=ABSENT), actor=operator(), at=NOW)
    assert "cap" not in document(draft)["adjustments"]["rules"][0]  # type: ignore[index]


def test_part_that_was_changed_meanwhile_is_not_overwritten(draft: SchemeDraft) -> None:
    path = ("vetoes", "V1")
    mine, theirs = part(draft, path, name="我"), part(draft, path, name="他")
    other = part(draft, ("vetoes", "V3"), name="另")
    change_part(pk=draft.pk, write=theirs, actor=operator(), at=NOW)
    with pytest.raises(StaleDraft):
        change_part(pk=draft.pk, write=mine, actor=operator(), at=NOW)
    change_part(pk=draft.pk, write=other, actor=operator(), at=NOW)
    vetoes = document(draft)["vetoes"]
    assert (vetoes["V1"]["name"], vetoes["V3"]["name"]) == ("他", "另")  # type: ignore[index]


def test_new_rule_is_added_at_the_end_and_taken_away_as_it_was_seen(draft: SchemeDraft) -> None:
    change_part(pk=draft.pk, write=part(draft, ("gates", "0"), flag="x"), actor=operator(), at=NOW)
    gate = ("gates", "0")
    assert document(draft)["gates"] == [{"flag": "x"}]
    with pytest.raises(StaleDraft):
        remove_part(pk=draft.pk, path=gate, seen="0", actor=operator(), at=NOW)
    remove_part(pk=draft.pk, path=gate, seen=whole_seen(document(draft), gate), actor=operator(), at=NOW)
    assert document(draft)["gates"] == []


def test_renamed_code_of_an_indicator_is_followed_by_the_limits(draft: SchemeDraft) -> None:
    path = locate(document(draft), "quarter", "F").path
    change_part(pk=draft.pk, write=part(draft, path, code="F9"), actor=operator(), at=NOW)
    assert {limit["node"] for limit in document(draft)["limits"]} == {"F9"}  # type: ignore[attr-defined]


def test_indicators_are_added_moved_and_removed(draft: SchemeDraft) -> None:
    node = {"code": "N1", "name": "新指标"}
    add_indicator(pk=draft.pk, kind="quarter", group="K", node=node, actor=operator(), at=NOW)
    with pytest.raises(CodeTaken):
        add_indicator(pk=draft.pk, kind="quarter", group="", node=node, actor=operator(), at=NOW)
    move_indicator(pk=draft.pk, kind="quarter", code="N1", way=Way.UP, actor=operator(), at=NOW)
    remove_indicator(pk=draft.pk, kind="quarter", code="BK1", actor=operator(), at=NOW)
    found = [one.code for one in nodes_of(document(draft), "quarter")]
    assert found[:4] == ["K", "BK2", "N1", "BK3"]


def test_draft_that_was_given_up_takes_no_part(draft: SchemeDraft) -> None:
    give_up_draft(seen=Seen(draft.pk, draft.version), actor=operator(), at=NOW)
    with pytest.raises(NotBeingWritten):
        write(draft, WeightWrite("BK1", "B1", "19", "20"))
