"""The command that shows what other rules would change."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from scoring.models import Run
from tests.scoring.engine.generated import case_text
from tests.scoring.engine.test_what_if import office
from tests.scoring.stored import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    store(office(60, 40))
    file = tmp_path / "other.yaml"
    file.write_text(case_text(office(40, 60)["scheme"]), encoding="utf-8")
    return file


def test_it_tells_who_would_move_and_writes_nothing(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("what_if", "2026Q1", str(rules))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a  公布分：80.00 → 70.00; 名次：1 → 2  [“A”：60 → 40 分; “B”：20 → 30 分]"
    assert lines[-1].startswith("2026Q1：3 人中 2 人将有变动")
    call_command("what_if", "2026Q1", str(rules), "--json")
    assert [move["cadre"] for move in json.loads(capsys.readouterr().out)] == ["a", "b"]
    assert not Run.objects.exists()


@pytest.mark.parametrize(("part", "other"), [('"code":"A"', '"code":"Q"'), ('"weight":40', '"weight":41')])
def test_rules_that_cannot_be_applied_are_refused(rules: Path, part: str, other: str) -> None:
    text = rules.read_text(encoding="utf-8")
    assert part in text
    rules.write_text(text.replace(part, other), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        call_command("what_if", "2026Q1", str(rules))
    assert refused.value.returncode == 2


def test_a_period_in_which_nobody_takes_part_is_refused(rules: Path) -> None:
    with pytest.raises(CommandError, match="the-year"):
        call_command("what_if", "the-year", str(rules))
