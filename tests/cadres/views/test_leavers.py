"""Who a roster lacks and has left: asked after it was written, all or nobody, only within one's reach."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cadres.choices import ImportState
from cadres.models import ImportBatch, Posting, RecordEvent
from tests.cast import Cast

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def address(state: ImportState = ImportState.APPLIED) -> str:
    batch = ImportBatch.objects.create(kind="roster", file_name="r.xlsx", state=state, brought_at=AT, content=b"")
    return reverse("cadres:import_leavers", args=[batch.pk])


def ends(name: str) -> tuple[date | None, str]:
    posting = Posting.objects.get(cadre__name=name, is_main=True)
    return posting.ends_on, posting.end_reason


def test_who_is_ticked_has_left_and_the_others_stay(cast: Cast) -> None:
    given = {"left": ["1001"], "on": "2026-05-01", "why": "退休"}
    assert cast.client("officer").post(address(), given).status_code == 302
    assert ends("张伟") == (date(2026, 4, 30), "退休")
    assert ends("王芳") == (None, "")
    assert RecordEvent.objects.get(action="leave_office").after == {"ends_on": "2026-04-30", "why": "退休"}


@pytest.mark.parametrize(
    "given",
    [
        {"on": "2026-05-01", "why": "退休"},
        {"left": ["1001"], "why": "退休"},
        {"left": ["1001"], "on": "2026-05-01"},
        {"left": ["nobody"], "on": "2026-05-01", "why": "退休"},
        {"left": ["1001", "1002"], "on": "2026-01-01", "why": "退休"},
    ],
)
def test_what_is_not_clear_changes_nobody(cast: Cast, given: dict[str, object]) -> None:
    assert cast.client("officer").post(address(), given).status_code == 302
    assert [ends(name) for name in ("张伟", "王芳")] == [(None, "")] * 2


def test_one_who_cannot_leave_keeps_all(cast: Cast) -> None:
    Posting.objects.filter(cadre__name="王芳").update(starts_on=date(2026, 5, 1))
    given = {"left": ["1001", "1002"], "on": "2026-04-01", "why": "调出"}
    answer = cast.client("officer").post(address(), given, follow=True)
    assert [ends(name)[0] for name in ("张伟", "王芳")] == [None, None]
    assert "1002" in str(next(iter(answer.context["messages"])))


def test_only_a_written_roster_asks(cast: Cast) -> None:
    given = {"left": ["1001"], "on": "2026-05-01", "why": "退休"}
    assert cast.client("officer").post(address(ImportState.STAGED), given).status_code == 302
    assert cast.client("leader").post(address(), given).status_code == 403
    assert cast.client("section_officer").post(address(), {**given, "left": ["1001"]}).status_code == 403
    assert [ends(name)[0] for name in ("张伟", "王芳")] == [None, None]


@pytest.mark.parametrize(("name", "there", "nowhere"), [("section_officer", 403, 403), ("officer", 302, 404)])
def test_only_who_brings_rosters_learns_which_there_are(cast: Cast, name: str, there: int, nowhere: int) -> None:
    given = {"left": ["1002"], "on": "2026-05-01", "why": "退休"}
    found = [address(), address(ImportState.STAGED), reverse("cadres:import_leavers", args=[10**6])]
    answers = [cast.client(name).post(one, given) for one in found]
    assert [answer.status_code for answer in answers] == [there, there, nowhere]
    assert (len({answer.content for answer in answers}) == 1) is (there == nowhere)
