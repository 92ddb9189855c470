"""What is missing and who must enter it, on the pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.choices import PeriodState
from cadres.choices import Role
from cadres.models import Job
from scoring.models import Reminder
from scoring.selectors.assignments import behind
from scoring.services import reminding
from scoring.services.working import run_job
from tests.scoring.views.conftest import Play


def test_a_figure_of_the_matrix_leads_to_those_who_lack_it(play: Play) -> None:
    empty = play.cast.client("officer").get(reverse("scoring:matrix", args=[play.quarter.pk]))
    assert "missing=1" in empty.content.decode()
    play.fill()
    page = play.cast.client("officer").get(reverse("scoring:matrix", args=[play.quarter.pk]))
    assert "missing=1" not in page.content.decode()
    assert "✓" in page.content.decode()


@pytest.mark.parametrize("name", ["scoring:plain_sheet", "scoring:api_sheet"])
def test_only_those_who_lack_something_are_shown(play: Play, name: str) -> None:
    play.fill()
    client = play.cast.client("officer")
    address = reverse(name, args=[play.quarter.pk])
    cell = play.cell("1001", "K1", "", seen=_version(play))
    client.post(
        reverse("scoring:plain_sheet", args=[play.quarter.pk]),
        {f"cell-{cell.participant_id}-{cell.indicator_id}-": "",
         f"seen-{cell.participant_id}-{cell.indicator_id}-": f"{_version(play)}|40"},
    )  # fmt: skip
    everybody = client.get(address).content.decode()
    lacking = client.get(address, {"missing": "1", "leaf": "K1"}).content.decode()
    # By name: the digits of a number may stand in any key of the database.
    entered, bare = (play.people[number].cadre.name for number in ("1002", "1001"))
    assert entered in everybody
    assert entered not in lacking
    assert bare in lacking


def _version(play: Play) -> int:
    entry = play.people["1001"].entries.filter(indicator=play.leaves["K1"]).first()
    return entry.version if entry else 0


def test_the_office_sees_who_enters_what_and_reminds(play: Play) -> None:
    officer, address = play.cast.client("officer"), reverse("scoring:assignments", args=[play.quarter.pk])
    page = officer.get(address)
    assert [row.kind for row in page.context["rows"]] == ["office"]
    told = officer.post(reverse("scoring:remind", args=[play.quarter.pk]), follow=True).content.decode()
    assert "已提醒" in told
    assert Reminder.objects.filter(account=play.cast.officer).exists()
    again = officer.post(reverse("scoring:remind", args=[play.quarter.pk]), follow=True).content.decode()
    assert "今天已提醒过" in again
    play.stand(PeriodState.REVIEWING)
    closed = officer.post(reverse("scoring:remind", args=[play.quarter.pk]), follow=True).content.decode()
    assert "录入已结束" in closed


def test_a_notice_stands_on_the_home_page_until_it_is_put_away(play: Play) -> None:
    play.cast.client("manager").post(reverse("scoring:remind", args=[play.quarter.pk]))
    officer = play.cast.client("officer")
    assert "待录入" in officer.get(reverse("assessment:home")).content.decode()
    mine = Reminder.objects.get(account=play.cast.officer)
    assert play.cast.client("section_officer").post(reverse("scoring:reminder_done", args=[mine.pk])).status_code == 404
    officer.post(reverse("scoring:reminder_done", args=[mine.pk]))
    assert "待录入" not in officer.get(reverse("assessment:home")).content.decode()


def test_the_matrix_has_a_fixed_number_of_queries(play: Play) -> None:
    client, address = play.cast.client("officer"), reverse("scoring:matrix", args=[play.quarter.pk])
    counts = []
    for filled in (False, True):
        if filled:
            play.fill()
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_in_a_large_period_a_worker_reminds(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminding, "LARGE_PEOPLE", 0)
    address = reverse("scoring:remind", args=[play.quarter.pk])
    play.cast.client("officer").post(address)
    assert not Reminder.objects.exists()
    job = Job.objects.get(kind="remind")
    run_job(job_id=job.pk, clock=timezone.now, lease=timedelta(seconds=30))
    job.refresh_from_db()
    assert (job.state, job.outcome) == ("done", {"reminded": Reminder.objects.count()})
    assert Reminder.objects.exists()
    shown = play.cast.client("officer").get(reverse("scoring:jobs"))
    assert "提醒未填报人员" in shown.content.decode()
    play.cast.client("officer").post(address)
    play.stand(PeriodState.REVIEWING)
    late = Job.objects.filter(kind="remind").latest("pk")
    run_job(job_id=late.pk, clock=timezone.now, lease=timedelta(seconds=30))
    late.refresh_from_db()
    assert late.state == "parked"


def test_what_is_entered_is_read_once_for_all_who_are_behind(play: Play) -> None:
    for number, section in enumerate((play.cast.section_a, play.cast.section_b, None)):
        play.cast.add_account(f"officer_{number}", Role.HR_OFFICER, section)
    with CaptureQueriesContext(connection) as asked:
        assert len(behind(play.quarter)) >= 3
    assert sum('FROM "scoring_scoreentry"' in query["sql"] for query in asked) == 1
