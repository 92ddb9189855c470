"""The import commands of the play: preview, commit, exit code 2 with located faults, two people where it matters."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import override_settings

from cadres.models import Account
from cadres.workbooks.writing import OutSheet, SheetColumn, Written, write_book
from scoring.models import Override, ScoreEntry
from tests.scoring.services.conftest import Centre
from tests.scoring.services.conftest import centre as centre

SCORES: list[Written] = ["工号", "姓名", "BK3 督办事项"]
DECISIONS: list[Written] = ["工号", "姓名", "等次", "理由"]


def workbook(folder: Path, rows: list[list[Written]], name: str = "workbook.xlsx") -> str:
    header, *body = rows
    columns = [SheetColumn(header=str(one)) for one in header]
    path = folder / name
    path.write_bytes(write_book([OutSheet(name="表", columns=columns, rows=body)]))
    return str(path)


def run(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_without_commit_only_a_preview_is_printed(centre: Centre, tmp_path: Path) -> None:
    file = workbook(tmp_path, [SCORES, ["001", "汤远", 90]])
    assert "+ 001 汤远" in run("import_scores", file, "--period", "2026Q1")
    assert ScoreEntry.objects.count() == 0
    run("import_scores", file, "--period", "2026Q1", "--commit")
    entry = ScoreEntry.objects.get()
    assert (entry.value_units, entry.entered_by) == (900_000, None)


def test_faults_are_printed_with_their_places_and_the_exit_code_is_2(centre: Centre, tmp_path: Path) -> None:
    file = workbook(tmp_path, [SCORES, ["001", "汤远", "many"], ["777", "无此人", 90]])
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("import_scores", file, "--period", "2026Q1", "--commit", "--json", stdout=out)
    assert refused.value.returncode == 2
    told = json.loads(out.getvalue())
    assert (told["verdict"], told["read"], told["accepted"], told["written"]) == ("rows", 2, 0, 0)
    places = [
        (fault["sheet"], fault["row"], fault["column"], fault["field"], fault["cause"]) for fault in told["faults"]
    ]
    assert places == [("表", 2, "C", "BK3", "bad_number"), ("表", 3, "A", "工号", "unknown_number")]
    assert all(fault["message"] for fault in told["faults"])
    assert ScoreEntry.objects.count() == 0


def test_a_workbook_of_another_period_names_both(centre: Centre, tmp_path: Path) -> None:
    file = workbook(tmp_path, [SCORES, ["001", "汤远", 90]], "scores-2026Q2.xlsx")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_scores", file, "--period", "2026Q1", stderr=out, stdout=out)
    assert "2026Q2" in out.getvalue()
    assert "2026Q1" in out.getvalue()


@pytest.mark.parametrize("command", ["import_adjustments", "import_vetoes"])
def test_events_belong_to_the_year(centre: Centre, tmp_path: Path, command: str) -> None:
    file = workbook(tmp_path, [["工号", "姓名"], ["001", "汤远"]])
    with pytest.raises(CommandError, match="2026") as refused:
        run(command, file, "--period", "2026Q1")
    assert refused.value.returncode == 2


def test_votes_of_another_table_are_refused(centre: Centre, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        run("import_votes", workbook(tmp_path, [SCORES, ["001", "汤远", 90]]), "--period", "2026")
    assert refused.value.returncode == 2


@override_settings(TWO_PERSON_RULE=True)
def test_decisions_need_two_people_where_the_rule_is_on(centre: Centre, tmp_path: Path) -> None:
    Account.objects.create(username="manager")
    file = workbook(tmp_path, [DECISIONS, ["001", "汤远", 1, "委员会决定"]])
    asked = ("import_decisions", file, "--period", "2026", "--commit")
    for people in ((), ("--by", "officer"), ("--by", "officer", "--confirmed-by", "officer")):
        with pytest.raises(CommandError) as refused:
            run(*asked, *people)
        assert refused.value.returncode == 2
    assert Override.objects.count() == 0
    run(*asked, "--by", "officer", "--confirmed-by", "manager")
    stored = Override.objects.select_related("decided_by", "confirmed_by").get()
    assert stored.decided_by is not None
    assert stored.confirmed_by is not None
    assert (stored.decided_by.username, stored.confirmed_by.username) == ("officer", "manager")


def test_an_unknown_period_is_named(centre: Centre, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="2031Q1"):
        run("import_scores", workbook(tmp_path, [SCORES]), "--period", "2031Q1")
