"""The page of the people whom an amended scheme would move, and letting the periods take it."""

import pytest
from django.test import override_settings
from django.urls import reverse

from assessment.models import SchemeDraft, SchemeVersion
from assessment.services.drafts import Seen, begin_draft, submit_draft
from assessment.services.schemes import approve
from cadres.services.recording import Actor, operator
from tests.scoring.services.test_amending import HEAVIER
from tests.scoring.views.conftest import AT, Play


@pytest.fixture
def version(computed: Play) -> SchemeVersion:
    text = computed.quarter.scheme_version.document.replace("year: 2026", "version: 2\nyear: 2026")
    for old, new in HEAVIER:
        text = text.replace(old, new)
    writer = Actor(account=computed.cast.officer, acting_as="hr_officer")
    draft = begin_draft(text=text, based_on=computed.quarter.scheme_version, actor=writer, at=AT)
    return submit_draft(seen=Seen(draft.pk, draft.version), reason="区委文件", actor=writer, at=AT).version


def address(version: SchemeVersion) -> str:
    return reverse("scoring:amendment", args=[version.scheme.code, version.number])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_affected_people_are_listed_with_before_and_after(
    computed: Play, version: SchemeVersion, language: str
) -> None:
    browser = computed.cast.client("officer")
    browser.cookies["django_language"] = language
    response = browser.get(address(version))
    told = {one.period.code: one for one in response.context["affected"]}
    assert (response.status_code, response.context["adopts"]) == (200, False)
    assert [row.participant.cadre.number for row in told["2026Q1"].moved] == ["1001"]
    assert all(row.moved and row.why for row in told["2026Q1"].moved)


def test_draft_shows_them_before_it_is_handed_in(computed: Play, version: SchemeVersion) -> None:
    draft = SchemeDraft.objects.get()
    page = reverse("scoring:draft_affected", args=[draft.pk])
    assert len(computed.cast.client("officer").get(page).context["affected"]) == 2
    SchemeDraft.objects.update(document="scheme: T-1")
    assert computed.cast.client("officer").get(page).context["affected"] is None
    SchemeDraft.objects.update(code="NEW")
    assert computed.cast.client("officer").get(page).status_code == 404


@override_settings(TWO_PERSON_RULE=True)
def test_manager_lets_the_chosen_periods_take_it(computed: Play, version: SchemeVersion) -> None:
    sent = {"digest": version.digest, "period": [computed.quarter.pk]}
    browser = computed.cast.client("manager")
    browser.post(address(version), sent)
    computed.quarter.refresh_from_db()
    assert computed.quarter.scheme_version.number == 1
    approve(version=version, actor=Actor(account=computed.cast.manager, acting_as="hr_manager"), at=AT)
    assert browser.get(address(version)).context["adopts"]
    assert computed.cast.client("officer").post(address(version), sent).status_code == 403
    browser.post(address(version), {**sent, "digest": "0"})
    computed.quarter.refresh_from_db()
    assert computed.quarter.scheme_version.number == 1
    assert browser.post(address(version), sent).status_code == 302
    computed.quarter.refresh_from_db()
    assert computed.quarter.scheme_version == version


@pytest.mark.parametrize("periods", [[], ["x"], ["0"], ["9" * 30]])
def test_nonsense_moves_nothing(computed: Play, version: SchemeVersion, periods: list[str]) -> None:
    approve(version=version, actor=operator(), at=AT)
    sent = {"digest": version.digest, "period": periods}
    assert computed.cast.client("manager").post(address(version), sent).status_code == 302
    computed.quarter.refresh_from_db()
    assert computed.quarter.scheme_version.number == 1


def test_version_that_is_not_there_is_not_found(computed: Play, version: SchemeVersion) -> None:
    browser = computed.cast.client("officer")
    assert browser.get(reverse("scoring:amendment", args=["T-1", 7])).status_code == 404
    assert browser.get(reverse("scoring:amendment", args=["T-1", 10**9])).status_code == 404
    assert browser.get(reverse("scoring:draft_affected", args=[0])).status_code == 404


@pytest.mark.parametrize("who", ["leader", "section_officer", "cadre", "admin", "auditor", "stranger"])
def test_list_is_for_those_who_write_schemes(computed: Play, version: SchemeVersion, who: str) -> None:
    assert computed.cast.client(who).get(address(version)).status_code == 403
