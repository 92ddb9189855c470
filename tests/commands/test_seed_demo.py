"""The demo: whole, repeatable, and out of the way of real data."""

import io
import stat
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import RequestFactory
from django.utils import translation

from assessment.choices import PeriodState
from assessment.models import Period, Scheme
from cadres.models import Account, Cadre
from cadres.services.record_verifying import verify_record
from scoring.demo.accounts import ACCOUNTS
from scoring.models import Result, ScoreEntry

pytestmark = pytest.mark.django_db


def _seed() -> str:
    out = io.StringIO()
    with translation.override("en"):
        call_command("seed_demo", stdout=out)
    return out.getvalue()


def test_the_demo_is_whole_and_is_seeded_once(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    assert "was loaded" in _seed()
    states = dict(Period.objects.values_list("code", "state"))
    assert states == {
        "2026Q1": PeriodState.FINAL,
        "2026Q2": PeriodState.FINAL,
        "2026Q3": PeriodState.IN_NOTICE,
        "2026Q4": PeriodState.OPEN,
        "2026": PeriodState.OPEN,
    }
    assert Cadre.objects.count() == 24
    ranked = Result.objects.filter(run__is_current=True, rank__isnull=False)
    assert {row.run.period.code for row in ranked.select_related("run__period")} == {"2026Q1", "2026Q2", "2026Q3"}
    current = set(ScoreEntry.objects.filter(participant__period__code="2026Q4").values_list(
        "participant__department__name", flat=True))  # fmt: skip
    assert current == {"办公室", "规划编制处"}
    assert verify_record().findings == ()
    entries, events = ScoreEntry.objects.count(), Account.objects.count()
    assert "stands already" in _seed()
    assert (ScoreEntry.objects.count(), Account.objects.count()) == (entries, events)


def test_the_passwords_are_kept_for_this_user_alone_and_work(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    _seed()
    file = tmp_path / "demo-accounts.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = [line.split() for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line[0] for line in lines] == [demo.username for demo in ACCOUNTS]
    assert len({line[1] for line in lines}) == len(lines)
    request = RequestFactory().post("/")
    for name, password, *_ in lines:
        assert authenticate(request, username=name, password=password) is not None
    assert Account.objects.get(username="leader").leader is not None


def test_a_database_with_data_of_its_own_is_left_alone() -> None:
    Scheme.objects.create(code="OWN")
    assert "not loaded" in _seed()
    assert not Account.objects.exists()
    assert not Cadre.objects.exists()
