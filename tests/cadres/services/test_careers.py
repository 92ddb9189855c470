"""Transfers, leaving, leave and looks at identity numbers: dated, checked, recorded."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from cadres.choices import LeaveKind
from cadres.models import Cadre, Leave, Posting, RecordEvent
from cadres.selectors.people import last_posting
from cadres.selectors.rotation import long_in_post, months_since
from cadres.services.careers import Impossible, Move, add_leave, remove_leave, take_back_move, transfer
from cadres.services.identity_numbers import shut
from cadres.services.record_verifying import verify_record
from cadres.services.recording import operator
from cadres.services.revealing import NotRevealed, reveal_id_number
from cadres.services.sealing import machine_keys
from tests.cast import Cast
from tests.cast import cast as cast

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
ID_NUMBER = "379900198503121234"


def move(cadre: Cadre, on: date, **where: object) -> Posting | None:
    last = last_posting(cadre)
    seen = last.pk if last else None
    return transfer(cadre=cadre, seen_posting=seen, move=Move(on=on, **where), actor=operator(), at=AT)  # type: ignore[arg-type]


def test_a_transfer_closes_one_posting_and_opens_the_next(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    opened = move(cadre, date(2026, 5, 12), department=cast.section_b, title="副科长", category="B2")
    spans = list(Posting.objects.filter(cadre=cadre).order_by("starts_on").values_list("starts_on", "ends_on"))
    assert spans == [(date(2026, 1, 1), date(2026, 5, 11)), (date(2026, 5, 12), None)]
    assert opened is not None
    assert (opened.department, opened.in_post_since) == (cast.section_b, "2026-05-12")
    event = RecordEvent.objects.get(action="transfer")
    assert event.before is not None
    assert event.after is not None
    assert (event.before["department"], event.after["department"]) == ("A", "B")


def test_leaving_ends_the_posting_with_its_reason_and_only_once(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    assert move(cadre, date(2026, 7, 1), department=None, title="退休") is None
    posting = Posting.objects.get(cadre=cadre)
    assert (posting.ends_on, posting.end_reason) == (date(2026, 6, 30), "退休")
    with pytest.raises(Impossible):
        move(cadre, date(2026, 8, 1), department=None, title="调出")
    move(cadre, date(2026, 9, 1), department=cast.section_b, title="返聘")
    assert Posting.objects.get(pk=posting.pk).ends_on == date(2026, 6, 30)


def test_what_contradicts_the_roster_is_refused_and_changes_nothing(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    before = list(Posting.objects.values())
    with pytest.raises(Impossible):
        move(cadre, date(2026, 1, 1), department=cast.section_b)
    stale = Move(on=date(2026, 5, 1), department=cast.section_b)
    with pytest.raises(Impossible):
        transfer(cadre=cadre, seen_posting=None, move=stale, actor=operator(), at=AT)
    cast.section_b.closed_on = date(2026, 3, 1)
    cast.section_b.save()
    with pytest.raises(Impossible):
        move(cadre, date(2026, 5, 1), department=cast.section_b)
    assert list(Posting.objects.values()) == before
    assert not RecordEvent.objects.exists()


def test_leave_is_entered_once_and_removed_once(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    days = {"kind": LeaveKind.SICK, "first": date(2026, 4, 1), "last": date(2026, 4, 9)}
    leave = add_leave(cadre=cadre, note="", actor=operator(), at=AT, **days)  # type: ignore[arg-type]
    with pytest.raises(Impossible):
        add_leave(cadre=cadre, note="", actor=operator(), at=AT, **days)  # type: ignore[arg-type]
    with pytest.raises(Impossible):
        add_leave(cadre=cadre, note="", actor=operator(), at=AT, **{**days, "last": date(2026, 3, 1)})  # type: ignore[arg-type]
    remove_leave(leave=leave, actor=operator(), at=AT)
    remove_leave(leave=leave, actor=operator(), at=AT)
    assert not Leave.objects.exists()
    assert list(RecordEvent.objects.order_by("sequence").values_list("action", flat=True)) == [
        "add_leave",
        "remove_leave",
    ]


def test_an_identity_number_is_shown_for_a_reason_and_the_event_does_not_hold_it(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    with pytest.raises(NotRevealed):
        reveal_id_number(cadre=cadre, reason="核对档案", actor=operator(), at=AT)
    held = shut(ID_NUMBER, cadre_number=cadre.number, keys=machine_keys())
    cadre.id_number_sealed, cadre.id_number_index, cadre.id_number_tail = held.sealed, held.index, held.tail
    cadre.save()
    with pytest.raises(NotRevealed):
        reveal_id_number(cadre=cadre, reason="  ", actor=operator(), at=AT)
    assert not RecordEvent.objects.exists()
    assert reveal_id_number(cadre=cadre, reason="核对档案", actor=operator(), at=AT) == ID_NUMBER
    event = RecordEvent.objects.get()
    assert (event.action, event.reason) == ("reveal_id_number", "核对档案")
    assert ID_NUMBER not in f"{event.before}{event.after}{event.reason}"


@pytest.mark.parametrize(
    ("since", "months"),
    [("2021-06", 60), ("2021-06-02", 59), ("2021-06-01", 60), ("2026", 5), ("someday", None), ("", None)],
)
def test_months_in_post_are_full_months(since: str, months: int | None) -> None:
    assert months_since(since, date(2026, 6, 1)) == months


def test_who_has_been_long_in_a_post_is_listed_longest_first(cast: Cast) -> None:
    Posting.objects.filter(cadre__name="张伟").update(in_post_since="2021-07")
    Posting.objects.filter(cadre__name="王芳").update(in_post_since="2015-03")
    day = date(2026, 6, 1)
    names = [row.posting.cadre.name for row in long_in_post(Cadre.objects.all(), years=5, ahead_months=0, on=day)]
    soon = [row.posting.cadre.name for row in long_in_post(Cadre.objects.all(), years=5, ahead_months=1, on=day)]
    assert (names, soon) == (["王芳"], ["王芳", "张伟"])


def take_back(cadre: Cadre, reason: str = "日期有误") -> Posting:
    last = last_posting(cadre)
    return take_back_move(cadre=cadre, seen_posting=last.pk if last else None, reason=reason, actor=operator(), at=AT)


def test_a_change_of_post_that_was_a_slip_is_taken_back(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    with pytest.raises(Impossible):
        move(cadre, date(2050, 1, 1), department=cast.section_b, title="副科长", category="B2")
    move(cadre, date(2027, 5, 12), department=cast.section_b, title="副科长", category="B2")
    with pytest.raises(Impossible):
        take_back(cadre, reason="")
    held = take_back(cadre)
    spans = list(Posting.objects.filter(cadre=cadre).values_list("pk", "starts_on", "ends_on"))
    assert spans == [(held.pk, date(2026, 1, 1), None)]
    event = RecordEvent.objects.get(action="take_back_move")
    assert event.reason == "日期有误"
    assert ((event.before or {})["department"], (event.after or {})["department"]) == ("B", "A")
    assert verify_record().sound
    with pytest.raises(Impossible):
        take_back(cadre)


def test_who_left_by_mistake_holds_his_last_post_again(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    move(cadre, date(2026, 7, 1), department=None, title="退休")
    held = take_back(cadre)
    standing = Posting.objects.get(cadre=cadre)
    assert (standing.pk, standing.ends_on, standing.end_reason) == (held.pk, None, "")


def test_what_somebody_else_changed_meanwhile_is_not_taken_back(cast: Cast) -> None:
    cadre = cast.people["张伟"]
    opened = move(cadre, date(2026, 7, 1), department=cast.section_b, title="副科长", category="B2")
    assert opened is not None
    move(cadre, date(2026, 8, 1), department=cast.section_a, title="科长", category="B1")
    with pytest.raises(Impossible):
        take_back_move(cadre=cadre, seen_posting=opened.pk, reason="误", actor=operator(), at=AT)
    assert Posting.objects.filter(cadre=cadre).count() == 3


def test_the_page_offers_and_does_it(cast: Cast) -> None:
    cadre, browser = cast.people["张伟"], cast.client("officer")
    page, address = reverse("cadres:cadre", args=[cadre.pk]), reverse("cadres:transfer_take_back", args=[cadre.pk])
    assert address not in browser.get(page).content.decode()
    opened = move(cadre, date(2026, 7, 1), department=cast.section_a, title="副科长", category="B2")
    assert opened is not None
    assert address in browser.get(page).content.decode()
    for sent in ({"seen_posting": opened.pk, "reason": ""}, {"seen_posting": "x", "reason": "误"}, {}):
        browser.post(address, sent)
        assert last_posting(cadre) == opened
    done = browser.post(address, {"seen_posting": opened.pk, "reason": "误"}, follow=True)
    assert "恢复原任职" in done.content.decode()
    assert Posting.objects.filter(cadre=cadre).count() == 1
