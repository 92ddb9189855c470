"""Requests that fail are answered in the look of the house, in the visitor's language, and never with a trace."""

import json
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation, TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from assessment import refusals
from assessment.browser_rules import HEADERS

SECRET = "370782197911038610"


def _raising(error: type[Exception]) -> Callable[[HttpRequest], HttpResponse]:
    def view(_request: HttpRequest) -> HttpResponse:
        raise error(SECRET)

    return view


def _reads(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{len(request.POST)} {len(request.FILES)}")


ERRORS: dict[str, type[Exception]] = {
    "400": SuspiciousOperation,
    "403": PermissionDenied,
    "404": Http404,
    "413": TooManyFilesSent,
    "500": ValueError,
}
urlpatterns = [
    *(path(f"{start}{status}/", _raising(error)) for status, error in ERRORS.items() for start in ("", "api/")),
    path("reads/", _reads),
]
handler400, handler403 = refusals.bad_request, refusals.permission_denied
handler404, handler500 = refusals.not_found, refusals.server_error

WORDS = {
    "400": ("This request could not be understood", "无法理解该请求"),
    "403": ("You may not do this", "您不能进行此操作"),
    "404": ("There is nothing here", "这里没有内容"),
    "413": ("This is more than is taken at once", "超出一次可以接收的量"),
    "500": ("Something went wrong here", "系统出现错误"),
}


@pytest.fixture
def visitor() -> Client:
    """Give a browser that is answered as in production, errors included."""
    return Client(raise_request_exception=False)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("status", sorted(ERRORS))
def test_an_error_page_has_the_look_of_the_house_in_both_languages(visitor: Client, status: str) -> None:
    chinese = visitor.get(f"/{status}/")
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = visitor.get(f"/{status}/")
    for answer, language in ((chinese, "zh-hans"), (english, "en")):
        text = answer.content.decode()
        assert answer.status_code == int(status)
        assert f'lang="{language}"' in text
        assert "css/house.css" in text
        assert "Traceback" not in text
        assert status == "403" or SECRET not in text
    assert WORDS[status][0] in english.content.decode()
    assert WORDS[status][1] in chinese.content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("status", sorted(ERRORS))
def test_the_api_answers_an_error_as_json(visitor: Client, status: str) -> None:
    answer = visitor.get(f"/api/{status}/")
    assert (answer.status_code, answer["Content-Type"]) == (int(status), "application/json")
    assert json.loads(answer.content)["detail"]
    assert "Traceback" not in answer.content.decode()


@pytest.mark.urls(__name__)
def test_an_error_of_the_program_names_its_lines_in_the_log(visitor: Client) -> None:
    answer = visitor.get("/500/")
    assert answer["X-Request-Id"] in answer.content.decode()


def test_a_forged_form_is_told_in_the_look_of_the_house() -> None:
    answer = Client(enforce_csrf_checks=True).post("/log-in/", {"username": "a", "password": "b"})
    assert (answer.status_code, "css/house.css" in answer.content.decode()) == (403, True)


@pytest.mark.urls(__name__)
@override_settings(REQUEST_MAX_BYTES=2_000_000, DATA_UPLOAD_MAX_MEMORY_SIZE=1_000)
@pytest.mark.parametrize(
    ("brings", "length", "status"),
    [("file", 1_999_000, 200), ("file", 2_000_001, 413), ("json", 1_000, 200), ("json", 1_001, 413)],
)
def test_what_announces_too_much_is_not_read(visitor: Client, brings: str, length: int, status: int) -> None:
    if brings == "file":
        answer = visitor.post("/reads/", {"file": SimpleUploadedFile("a.xlsx", b"x" * length)})
    else:
        answer = visitor.post("/reads/", b"x" * length, content_type="application/json")
    assert answer.status_code == status


@pytest.mark.urls(__name__)
@override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=3)
@pytest.mark.parametrize(("fields", "status"), [(3, 200), (4, 413)])
def test_too_many_fields_are_refused(visitor: Client, fields: int, status: int) -> None:
    assert visitor.post("/reads/", {f"f{n}": "1" for n in range(fields)}).status_code == status


def test_every_answer_carries_the_rules_for_browsers(visitor: Client) -> None:
    answer = visitor.get("/health/")
    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert not [name for name in answer.headers if name.startswith("Access-Control-")]
