"""The pages of roles: one proposes, another confirms, either takes back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cadres.choices import Role
from cadres.models import Account, Grant, GrantProposal
from cadres.policy import roles_of
from tests.cast import Cast


def fields(**changed: object) -> dict[str, object]:
    wanted = {"account": "stranger", "role": "scorer", "starts_on": timezone.localdate().isoformat(), "reason": "任命"}
    return wanted | changed


def roles(cast: Cast, who: str) -> list[str]:
    return roles_of(Account.objects.get(username=who))


def decide(cast: Cast, by: str, decision: str) -> None:
    marked = list(GrantProposal.objects.values_list("pk", flat=True))
    answer = cast.client(by).post(reverse("cadres:grants_decide"), {"proposal": marked, "decision": decision})
    assert answer.status_code == 302


def test_two_people_give_a_role(cast: Cast) -> None:
    cast.client("security").post(reverse("cadres:grant_new"), fields(department=cast.section_a.pk))
    decide(cast, "security", "confirm")
    assert roles(cast, "stranger") == []
    decide(cast, "security_2", "confirm")
    assert roles(cast, "stranger") == [Role.SCORER]
    assert Grant.objects.get(account=cast.stranger).department == cast.section_a


@pytest.mark.parametrize("by", ["security", "security_2"])
def test_proposal_is_turned_down(cast: Cast, by: str) -> None:
    cast.client("security").post(reverse("cadres:grant_new"), fields())
    decide(cast, by, "refuse")
    decide(cast, "security_2", "confirm")
    assert roles(cast, "stranger") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"account": "nobody"},
        {"account": "security"},
        {"role": ""},
        {"role": "auditor", "account": "officer"},
        {"role": "auditor", "department": "A"},
        {"starts_on": "2020-01-01"},
        {"ends_on": "2020-01-01"},
        {"reason": ""},
    ],
)
def test_wrong_proposal_is_told_and_not_kept(cast: Cast, wrong: dict[str, object]) -> None:
    if wrong.get("department"):
        wrong = wrong | {"department": cast.section_a.pk}
    answer = cast.client("security").post(reverse("cadres:grant_new"), fields(**wrong))
    assert answer.status_code == 422
    assert not GrantProposal.objects.exists()


def test_namesakes_are_told_apart_by_their_user_names(cast: Cast) -> None:
    Account.objects.filter(username__in=["stranger", "cadre"]).update(full_name="张伟")
    answer = cast.client("security").post(reverse("cadres:grant_new"), fields(account="张伟"))
    assert "cadre, stranger" in answer.content.decode()


def test_cadres_without_a_role_are_proposed_together(cast: Cast) -> None:
    cast.add_account("1002", None, cadre=cast.people["王芳"])
    cast.client("security").post(reverse("cadres:grants_cadres"))
    assert [proposal.account.username for proposal in GrantProposal.objects.all()] == ["1002"]
    decide(cast, "security_2", "confirm")
    assert roles(cast, "1002") == [Role.CADRE]


def test_role_is_taken_back_at_once_with_a_reason(cast: Cast) -> None:
    browser = cast.client("officer")
    grant = Grant.objects.get(account=cast.officer)
    address = reverse("cadres:grant_end", args=[grant.pk])
    cast.client("security").post(address)
    assert browser.get(reverse("cadres:roster")).status_code == 200
    cast.client("security").post(address, {"reason": "调离"})
    assert browser.get(reverse("cadres:roster")).status_code == 302
    assert cast.client("officer").get(reverse("cadres:roster")).status_code == 403


def test_list_shows_what_holds_and_what_is_to_come(cast: Cast) -> None:
    Grant.objects.filter(account=cast.officer).update(ended_at=timezone.now())
    Grant.objects.filter(account=cast.cadre).update(starts_on=timezone.localdate() + timedelta(days=9))
    page = cast.client("security").get(reverse("cadres:grants"))
    shown = {grant.account.username for grant in page.context["page"]}
    assert "officer" not in shown
    assert {"cadre", "manager"} <= shown


def test_queries_do_not_grow(cast: Cast, django_assert_max_num_queries: object) -> None:
    browser = cast.client("security")
    people = Account.objects.bulk_create(Account(username=f"many{n}") for n in range(300))
    day = timezone.localdate()
    Grant.objects.bulk_create(Grant(account=one, role=Role.SCORER, starts_on=day) for one in people)
    with django_assert_max_num_queries(10):  # type: ignore[operator]  # a context manager of the plugin
        browser.get(reverse("cadres:grants"))
