"""Schemes in the browser: read in sentences, loaded with located faults, approved, taken away as they are."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from assessment.choices import VersionState
from assessment.models import SchemeVersion
from assessment.services.schemes import load_scheme
from cadres.services.recording import Actor, operator
from tests.assessment.views.schemes import NOW, scheme_text
from tests.cast import Cast

CODE = "B-4PART"


@pytest.fixture
def loaded(db: None, shared: Path) -> SchemeVersion:
    return load_scheme(text=scheme_text(shared), actor=operator(), at=NOW).version


def upload(browser: Client, text: str) -> int:
    file = SimpleUploadedFile("scheme.yaml", text.encode())
    return browser.post(reverse("assessment:scheme_load"), {"file": file}).status_code


@pytest.mark.parametrize("name", ["research-centre", "district-4-2-2", "tiered-department"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_shared_scheme_is_shown_in_both_languages(cast: Cast, shared: Path, name: str, language: str) -> None:
    version = load_scheme(text=scheme_text(shared, name), actor=operator(), at=NOW).version
    browser = cast.client("leader")
    browser.cookies["django_language"] = language
    response = browser.get(reverse("assessment:scheme", args=[version.scheme.code]))
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()
    assert len(response.context["said"].pools) == version.pools.count()


def test_matrix_shows_weights_sums_and_scale(cast: Cast, loaded: SchemeVersion) -> None:
    response = cast.client("officer").get(reverse("assessment:scheme", args=[CODE]))
    quarter = next(sheet for _title, sheet in response.context["sheets"] if sheet.kind == "quarter")
    rows = {row.code: row.weights for row in quarter.rows}
    assert rows["BK1"] == ("20", "8", "18")
    assert rows["K"] == ("35", "25", "30")
    assert (quarter.full, quarter.out_of) == (("74", "75", "72"), ("100", "100", "100"))


def test_document_comes_back_as_it_was_loaded(cast: Cast, loaded: SchemeVersion, shared: Path) -> None:
    response = cast.client("cadre").get(reverse("assessment:scheme_document", args=[CODE]))
    assert response.content.decode() == scheme_text(shared)


@pytest.mark.parametrize("name", ["assessment:scheme", "assessment:scheme_document"])
def test_unknown_scheme_or_version_is_not_found(cast: Cast, loaded: SchemeVersion, name: str) -> None:
    browser = cast.client("officer")
    assert browser.get(reverse(name, args=["NOPE"])).status_code == 404
    assert browser.get(reverse(name, args=[CODE]), {"version": "7"}).status_code == 404
    assert browser.post(reverse(name, args=[CODE])).status_code == 405
    assert cast.client("stranger").get(reverse(name, args=[CODE])).status_code == 403
    assert cast.client().get(reverse(name, args=[CODE])).status_code == 302


def test_good_document_is_loaded(cast: Cast, shared: Path) -> None:
    assert upload(cast.client("admin"), scheme_text(shared)) == 302
    version = SchemeVersion.objects.get()
    assert (version.scheme.code, version.loaded_by) == (CODE, cast.admin)


def test_faults_are_shown_with_their_place_and_nothing_is_loaded(cast: Cast, shared: Path) -> None:
    text = scheme_text(shared).replace("B1: 20, B2: 8", "B1: 21, B2: 8")
    file = SimpleUploadedFile("scheme.yaml", text.encode())
    response = cast.client("admin").post(reverse("assessment:scheme_load"), {"file": file})
    assert response.status_code == 422
    assert any("quarter" in where for where, _sentence in response.context["faults"])
    assert not SchemeVersion.objects.exists()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"- just\n- a list\n", b"a: [unclosed"])
def test_file_that_is_no_scheme_is_refused(cast: Cast, content: bytes) -> None:
    file = SimpleUploadedFile("scheme.yaml", content)
    response = cast.client("admin").post(reverse("assessment:scheme_load"), {"file": file})
    assert response.status_code == 422
    assert not SchemeVersion.objects.exists()


def test_changed_document_of_a_frozen_version_is_refused(cast: Cast, loaded: SchemeVersion, shared: Path) -> None:
    SchemeVersion.objects.update(state=VersionState.FROZEN)
    assert upload(cast.client("admin"), scheme_text(shared).replace("places: 2", "places: 3")) == 422
    loaded.refresh_from_db()
    assert "places: 2" in loaded.document


@pytest.mark.parametrize(("who", "status"), [("manager", 302), ("officer", 403), ("admin", 403), (None, 302)])
def test_approving_is_for_the_manager(cast: Cast, loaded: SchemeVersion, who: str | None, status: int) -> None:
    address = reverse("assessment:scheme_approve", args=[CODE])
    assert cast.client(who).post(address, {"digest": loaded.digest}).status_code == status
    loaded.refresh_from_db()
    assert (loaded.state == VersionState.APPROVED) == (who == "manager")


def test_wording_that_came_after_the_page_was_opened_is_not_approved(cast: Cast, loaded: SchemeVersion) -> None:
    address = reverse("assessment:scheme_approve", args=[CODE])
    cast.client("manager").post(address, {"digest": "0" * 64})
    loaded.refresh_from_db()
    assert loaded.state == VersionState.DRAFT


def test_two_person_rule_keeps_the_loader_from_approving(cast: Cast, shared: Path) -> None:
    himself = Actor(account=cast.manager, acting_as="hr_manager")
    version = load_scheme(text=scheme_text(shared), actor=himself, at=NOW).version
    with override_settings(TWO_PERSON_RULE=True):
        cast.client("manager").post(reverse("assessment:scheme_approve", args=[CODE]), {"digest": version.digest})
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


def test_queries_of_list_and_page_do_not_grow(cast: Cast, loaded: SchemeVersion, shared: Path) -> None:
    browser = cast.client("officer")
    counts = []
    for number in (1, 6):
        for extra in range(2, number):
            load_scheme(text=scheme_text(shared).replace("version: 1", f"version: {extra}"), actor=operator(), at=NOW)
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("assessment:schemes"))
            browser.get(reverse("assessment:scheme", args=[CODE]))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 13
