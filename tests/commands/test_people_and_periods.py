"""The commands on schemes, the roster, periods and participants: what they say, change and refuse."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from assessment.models import Indicator, Participant, Period, SchemeVersion
from cadres.choices import Role
from cadres.models import Account, Cadre, Grant, ImportBatch, RecordEvent
from cadres.workbooks.writing import OutSheet, SheetColumn, write_book
from scoring.models import ScoreEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def _run(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def _refused(*arguments: str, **options: Any) -> tuple[str, str]:
    out = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command(*arguments, stdout=out, stderr=io.StringIO(), **options)
    assert refused.value.returncode == 2
    return str(refused.value), out.getvalue()


@pytest.fixture
def centre(shared: Path) -> Path:
    """The research centre's folder, its scheme loaded."""
    _run("load_scheme", str(shared / "schemes/research-centre.yaml"))
    return shared / "data/research-centre"


def test_a_scheme_goes_in_and_out(shared: Path, centre: Path) -> None:
    file = shared / "schemes/research-centre.yaml"
    assert _run("dump_scheme", "B-4PART") == file.read_text(encoding="utf-8")
    assert "stands already" in _run("load_scheme", str(file))
    message, _ = _refused("dump_scheme", "NONE")
    assert "B-4PART" in message


def test_a_faulty_scheme_is_told_line_by_line(tmp_path: Path, centre: Path, shared: Path) -> None:
    text = (shared / "schemes/research-centre.yaml").read_text(encoding="utf-8")
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text(text.replace("mode: by_leaf", "mode: by_leaves"), encoding="utf-8")
    message, _ = _refused("load_scheme", str(faulty))
    assert message.startswith("scheme.year_result.mode (line ")
    assert SchemeVersion.objects.get().document == text
    assert "cannot be read" in _refused("load_scheme", str(tmp_path / "missing.yaml"))[0]
    faulty.write_bytes("scheme: 方案".encode("gb18030"))
    assert "UTF-8" in _refused("load_scheme", str(faulty))[0]


def test_the_roster_is_previewed_then_written(centre: Path) -> None:
    told = _run("import_roster", str(centre / "roster.xlsx"))
    assert "would be 12 added" in told
    assert (Cadre.objects.count(), ImportBatch.objects.count()) == (0, 0)
    assert "12 added" in _run("import_roster", str(centre / "roster.xlsx"), commit=True)
    assert "0 added, 0 changed, 12 unchanged" in _run("import_roster", str(centre / "roster.xlsx"), commit=True)
    event = RecordEvent.objects.filter(action="import_roster").last()
    assert event is not None
    assert (event.actor, event.acting_as) == (None, "operator")


def test_a_messy_roster_is_answered_as_the_manifest_says(shared: Path) -> None:
    _run("load_scheme", str(shared / "schemes/district-4-2-2.yaml"))
    for entry in json.loads((shared / "data/messy/manifest.json").read_text(encoding="utf-8")):
        file = str(shared / "data/messy" / entry["file"])
        if entry["faults"]:
            _, printed = _refused("import_roster", file, commit=True, json=True)
        else:
            printed = _run("import_roster", file, json=True)
        answer = json.loads(printed)
        told = [{key: fault[key] for key in expected if key in fault} for fault, expected in zip(
            answer["faults"], entry["faults"], strict=True)]  # fmt: skip
        assert told == entry["faults"]
        assert all(fault["message"] for fault in answer["faults"])
        for key in ("file", "verdict", "read", "accepted", "written"):
            assert answer[key] == entry[key], (entry["file"], key)
    assert not Cadre.objects.exists()


def test_the_roster_needs_a_scheme(shared: Path) -> None:
    message, _ = _refused("import_roster", str(shared / "data/research-centre/roster.xlsx"))
    assert "load_scheme" in message


def test_periods_and_participants(centre: Path) -> None:
    _run("import_roster", str(centre / "roster.xlsx"), commit=True)
    assert _run("open_periods", "B-4PART", str(centre / "periods.yaml")).count("was opened") == 5
    assert "stands already" in _run("open_period", "B-4PART", "2026Q1")
    file = str(centre / "participants-2026Q1.xlsx")
    assert "12 added" in _run("import_participants", file, period="2026Q1", commit=True)
    assert "12 unchanged" in _run("import_participants", file, period="B-4PART:2026Q1")
    assert Participant.objects.count() == 12
    message, _ = _refused("import_participants", file, period="2027Q1")
    assert "2027Q1" in message


def test_opening_by_code_and_what_is_no_period(centre: Path) -> None:
    assert "2026-04-01 to 2026-06-30" in _run("open_period", "B-4PART", "2026q2")
    assert "2026Q5" in _refused("open_period", "B-4PART", "2026Q5")[0]
    assert "NONE" in _refused("open_period", "NONE", "2026Q1")[0]
    assert Period.objects.count() == 1


def test_participants_of_another_office_are_refused(centre: Path, shared: Path) -> None:
    _run("import_roster", str(centre / "roster.xlsx"), commit=True)
    _run("open_period", "B-4PART", "2026Q1")
    message, _ = _refused(
        "import_participants", str(shared / "data/district/participants-2026Q1.xlsx"), period="2026Q1", commit=True
    )
    assert "nothing was written" in message
    assert not Participant.objects.exists()


def test_two_people_where_the_rule_is_on(centre: Path, settings: Any) -> None:
    settings.TWO_PERSON_RULE = True
    for name in ("one", "two"):
        account = Account.objects.create(username=name)
        Grant.objects.create(account=account, role=Role.HR_MANAGER, starts_on="2026-01-01")
    for named in ({}, {"by": "one"}, {"by": "one", "confirmed_by": "one"}, {"by": "one", "confirmed_by": "nobody"}):
        _refused("open_period", "B-4PART", "2026Q1", **named)
    assert not Period.objects.exists()
    _run("open_period", "B-4PART", "2026Q1", by="one", confirmed_by="two")
    event = RecordEvent.objects.get(action="period_open")
    assert event.actor is not None
    assert event.actor.username == "two"
    assert event.after is not None
    assert event.after["asked_by"] == "one"


def test_a_participant_with_scores_is_not_removed_by_a_shorter_list(centre: Path, tmp_path: Path) -> None:
    _run("import_roster", str(centre / "roster.xlsx"), commit=True)
    _run("open_period", "B-4PART", "2026Q1")
    _run("import_participants", str(centre / "participants-2026Q1.xlsx"), period="2026Q1", commit=True)
    scored = Participant.objects.get(cadre__number="003")
    indicator = Indicator.objects.get(sheet__kind="quarter", code="BK3")
    ScoreEntry.objects.create(participant=scored, indicator=indicator, value_units=1, entered_at=timezone.now())
    headers = ["工号", "姓名", "考核类别", "定等"]
    columns = [SheetColumn(header=header) for header in headers]
    file = tmp_path / "participants.xlsx"
    file.write_bytes(write_book([OutSheet(name="参评情况", columns=columns, rows=[["001", "汤远", "B2", "定等次"]])]))
    _, printed = _refused("import_participants", str(file), period="2026Q1", commit=True, json=True)
    fault = json.loads(printed)["faults"][0]
    assert fault["cause"] == "still_used"
    assert "003" in fault["message"]
    assert Participant.objects.count() == 12
    ScoreEntry.objects.all().delete()
    assert "11 gone" in _run("import_participants", str(file), period="2026Q1", commit=True)
    assert Participant.objects.count() == 1
