"""Revoking on the pages what was approved, changing what was refused, and submitting a form at once."""

from django.urls import reverse

from scoring.models import AdjustmentEvent, Filing
from tests.scoring.views.conftest import Play
from tests.scoring.views.test_event_pages import decide, enter, submitted, typed


def test_what_was_approved_is_revoked_by_two_people(computed: Play) -> None:
    target = submitted(computed)
    decide(computed, target, "approve")
    officer = computed.cast.client("officer")
    ask = reverse("scoring:filing_revoke", args=[target.pk])
    assert ask in officer.get(reverse("scoring:filing", args=[target.pk])).content.decode()
    shown = officer.get(ask)
    (person,) = shown.context["effects"][0].people
    assert (person.before.published_units, person.after.published_units) == (990_000, 970_000)
    assert officer.post(ask, {"words": "", "submit": "1"}).status_code == 422
    assert not Filing.objects.filter(kind="revocation").exists()
    officer.post(ask, {"words": "通报已撤回", "submit": "1"})
    revocation = Filing.objects.get(kind="revocation")
    assert revocation.state == "submitted"
    page = officer.get(reverse("scoring:filing", args=[target.pk])).content.decode()
    assert revocation.number in page
    assert ask not in page
    decide(computed, revocation, "approve")
    assert not AdjustmentEvent.objects.get().approved
    page = officer.get(reverse("scoring:filing", args=[target.pk])).content.decode()
    assert "已撤销" in page
    assert "通报已撤回" in page
    listed = officer.get(reverse("scoring:events", args=[computed.year.pk]), {"state": "revoked"})
    assert [(line.state, line.number) for line in listed.context["lines"]] == [("revoked", target.number)]
    listed = officer.get(reverse("scoring:events", args=[computed.year.pk]), {"kind": "revocation"})
    assert [line.number for line in listed.context["lines"]] == [revocation.number]
    assert officer.get(ask).status_code == 200
    assert officer.post(ask, {"words": "再来一次"}).status_code == 422
    computed.compute()
    result = officer.get(reverse("scoring:result", args=[computed.result("1001").pk])).content.decode()
    assert "不计：已撤销" in result


def test_a_refused_revocation_is_changed_and_submitted_again(computed: Play) -> None:
    target = submitted(computed)
    decide(computed, target, "approve")
    officer = computed.cast.client("officer")
    officer.post(reverse("scoring:filing_revoke", args=[target.pk]), {"words": "误报", "submit": "1"})
    revocation = Filing.objects.get(kind="revocation")
    decide(computed, revocation, "refuse", reason="请附文件")
    revocation.refresh_from_db()
    edit = reverse("scoring:filing_edit", args=[revocation.pk])
    assert officer.get(edit).status_code == 200
    assert officer.post(edit, {"basis": "市委更正通报", "version": revocation.version - 1}).status_code == 422
    officer.post(edit, {"basis": "市委更正通报", "version": revocation.version, "submit": "1"})
    revocation.refresh_from_db()
    assert (revocation.state, revocation.basis) == ("submitted", "市委更正通报")


def test_a_form_is_submitted_at_once(computed: Play) -> None:
    enter(computed, submit="1")
    assert Filing.objects.get().state == "submitted"
    officer = computed.cast.client("officer")
    address = reverse("scoring:filing_new", args=[computed.year.pk, "event"])
    told = officer.post(address, typed(words="", matter="无佐证", submit="1"), follow=True)
    assert "未能提交" in told.content.decode()
    assert Filing.objects.latest("pk").state == "draft"
