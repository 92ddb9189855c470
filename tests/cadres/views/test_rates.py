"""How often one account may use the API, bring files and take files away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from time_machine import travel

from cadres.services import rates
from cadres.services.rates import over_rate
from tests.cast import Cast

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
NO_SUCH_PERIOD = "/api/v1/periods/999999/sheet/"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "RATES", {"api": (2, 60), "uploads": (2, 600), "exports": (2, 600)})


def _export(browser: Client) -> Any:
    return browser.get(reverse("cadres:roster_export"))


def _upload(browser: Client) -> Any:
    file = SimpleUploadedFile("a.xlsx", b"not a workbook")
    return browser.post(reverse("assessment:import_participants"), {"file": file})


def _api(browser: Client) -> Any:
    return browser.get(NO_SUCH_PERIOD)


@pytest.mark.parametrize(("ask", "usual", "seconds"), [(_export, 200, 600), (_upload, 422, 600), (_api, 404, 60)])
def test_the_third_of_two_is_refused_until_the_window_ends(cast: Cast, ask: Any, usual: int, seconds: int) -> None:
    with travel(AT, tick=False):
        officer, manager = cast.client("officer"), cast.client("manager")
        assert [ask(officer).status_code for _ in range(2)] == [usual, usual]
        refused = ask(officer)
        assert (refused.status_code, refused["Retry-After"]) == (429, str(seconds))
        assert ask(manager).status_code == usual
        assert officer.get("/").status_code == 200
    with travel(AT + timedelta(seconds=seconds), tick=False):
        assert ask(officer).status_code == usual


def test_the_refusal_is_told_in_the_look_of_the_house_and_to_a_program_as_json(cast: Cast) -> None:
    officer = cast.client("officer")
    [page, answer] = [[ask(officer) for _ in range(3)][-1] for ask in (_export, _api)]
    assert "css/house.css" in page.content.decode()
    assert "10" in page.content.decode()
    assert "60" in answer.json()["detail"]


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_time_are_counted_each(cast: Cast) -> None:
    def ask(_number: int) -> bool:
        try:
            return over_rate(account=cast.officer, kind="exports", at=timezone.now()) == 0
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(24))) == 2


def test_where_nothing_can_be_written_looking_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_named: object) -> int:
        raise DatabaseError

    monkeypatch.setattr(rates, "count_up", refuse)
    officer = cast.client("officer")
    assert [_export(officer).status_code for _ in range(4)] == [200] * 4


def _views(resolver: URLResolver, name: str = "") -> list[tuple[str, Any]]:
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            found.append((f"{name}{entry.name}", entry.callback))
        else:
            found += _views(entry, f"{entry.namespace or ''}:")
    return found


def test_every_page_that_gives_a_file_is_counted() -> None:
    words = ("export", "workbook", "_document", "template", "faulty", "_file")
    named = {name for name, _view in _views(get_resolver()) if name.endswith(words) and not name.startswith("admin:")}
    marked = {name for name, view in _views(get_resolver()) if getattr(view, "gives_file", False)}
    assert named
    assert named <= marked
