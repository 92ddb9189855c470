"""What is settled before a request reaches the program."""

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from assessment.edge import ClientAddressMiddleware
from assessment.static_files import FILES


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_exactly_our_own_proxies_are_believed(proxies: int, forwarded: str, address: str) -> None:
    seen: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    middleware = ClientAddressMiddleware(answer)
    middleware.proxies = proxies
    middleware(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded))
    assert seen == [address]


def test_live_needs_no_database(client: Client) -> None:
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert len(response["X-Request-Id"]) == 32
    assert "default-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_ready_asks_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/ready/").status_code == 200

    def refuse() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", refuse)
    assert client.get("/ready/").status_code == 503


@pytest.mark.parametrize("path", ["/health/", "/ready/"])
def test_health_is_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("name", FILES)
def test_every_browser_file_is_found(name: str) -> None:
    assert finders.find(f"npm/{name}") == str(settings.NODE_MODULES / name)


@pytest.mark.parametrize("name", ["npm/echarts/package.json", "npm/../manage.py", "echarts/dist/echarts.min.js"])
def test_nothing_else_of_node_modules_is_served(name: str) -> None:
    assert finders.find(name) is None


def test_no_page_of_the_policy_allows_foreign_code() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["script-src"] == ["'self'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & {word for words in directives.values() for word in words}
