"""The log tells what happened to the program and nothing about people."""

import io
import json

import pytest
from celery import Celery
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.db import IntegrityError, OperationalError
from django.test import Client
from django.urls import reverse

from assessment.log_lines import frames_only, logging_config
from tests.cast import PASSWORD, Cast
from tests.cast import cast as cast
from tests.operations.logs import written as written

ID_NUMBER, NAME, TYPED, WRONG = "370782197911038610", "欧阳探针", "a.canary.user", "a-canary-password-9"
CANARIES = (ID_NUMBER, NAME, TYPED, WRONG, PASSWORD)


def _fail(*_given: object) -> None:
    raise IntegrityError(f"duplicate key: Key (name)=({NAME}) already exists, {ID_NUMBER}")


def test_no_personal_data_reaches_the_log(cast: Cast, written: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Client(raise_request_exception=False)
    visitor.post("/log-in/", {"username": TYPED, "password": WRONG})
    officer = cast.client("officer")
    officer.raise_request_exception = False
    for address in ("/roster/", "/no/such/page/", reverse("cadres:roster_export"), "/periods/"):
        officer.get(address, {"q": NAME, "department": ID_NUMBER})
    officer.post(reverse("assessment:import_roster"), {"file": SimpleUploadedFile(f"{NAME}.xlsx", ID_NUMBER.encode())})
    cast.client("cadre").get(reverse("cadres:record"), {"q": NAME})
    monkeypatch.setattr(Paginator, "get_page", _fail)
    assert officer.get("/roster/", {"q": NAME}).status_code == 500
    text = written.getvalue()
    assert [canary for canary in CANARIES if canary in text] == []
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["route"] for line in lines if line["event"] == "request"][:3] == ["log-in/", "roster/", ""]
    failure = [line for line in lines if line.get("exception")][-1]
    assert "django.db.utils.IntegrityError" in failure["exception"]
    assert "cadres/views/roster.py" in failure["exception"]


def test_control_with_the_text_of_exceptions_a_name_reaches_the_log(
    cast: Cast, written: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessment.log_lines.TELLING", (Exception,))
    monkeypatch.setattr(Paginator, "get_page", _fail)
    officer = cast.client("officer")
    officer.raise_request_exception = False
    officer.get("/roster/")
    assert NAME in written.getvalue()


def test_a_request_is_one_line_with_its_number(cast: Cast, written: io.StringIO) -> None:
    answer = cast.client("officer").get("/roster/")
    [line] = [json.loads(text) for text in written.getvalue().splitlines() if '"request"' in text]
    assert line["request_id"] == answer["X-Request-Id"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "roster/", 200)
    assert line["account"] == cast.officer.pk


def _lines(written: io.StringIO, event: str) -> list[dict[str, object]]:
    lines = [json.loads(text) for text in written.getvalue().splitlines()]
    return [line for line in lines if line["event"] == event]


def test_a_refused_request_is_told_with_its_account(cast: Cast, written: io.StringIO) -> None:
    cast.client("cadre").get(reverse("cadres:record"))
    [line] = _lines(written, "request")
    assert (line["route"], line["status"], line["account"]) == ("record/", 403, cast.cadre.pk)


@pytest.mark.django_db
def test_a_failed_log_in_is_told_without_the_name(client: Client, written: io.StringIO) -> None:
    client.post("/log-in/", {"username": TYPED, "password": WRONG}, REMOTE_ADDR="10.0.0.7")
    [line] = _lines(written, "log-in failed")
    assert (line["reason"], line["address"]) == ("password", "10.0.0.7")
    assert TYPED not in written.getvalue()


def test_a_line_stays_one_line(client: Client, written: io.StringIO) -> None:
    client.get("/no/such%0a%22%7d%0a%7b%22event%22:%22forged%22%7d/")
    assert _lines(written, "forged") == []
    assert "forged" in written.getvalue()


def test_health_is_not_logged(client: Client, written: io.StringIO) -> None:
    client.get("/health/")
    assert "house.requests" not in written.getvalue()


@pytest.mark.parametrize(
    ("error", "told"), [(OperationalError("no route to host"), True), (ValueError("what was typed"), False)]
)
def test_only_what_is_about_machines_is_told(error: Exception, told: bool) -> None:
    line = frames_only(None, "", {"event": "x", "exc_info": error})
    assert (str(error) in line["exception"]) is told


def test_a_cause_is_told_before_what_came_of_it() -> None:
    try:
        try:
            raise OSError("disk full")
        except OSError as cause:
            raise ValueError(NAME) from cause
    except ValueError as error:
        told = str(frames_only(None, "", {"event": "x", "exc_info": error})["exception"])
    assert told.index("disk full") < told.index("builtins.ValueError")
    assert NAME not in told


def test_a_failed_task_is_named_without_what_it_said(written: io.StringIO) -> None:
    app = Celery("log", broker="memory://", set_as_current=False)

    @app.task(name="house.fails")
    def fails(_given: str) -> None:
        raise ValueError(NAME)

    fails.apply(args=(ID_NUMBER,))
    text = written.getvalue()
    assert "Task house.fails[" in text
    assert NAME not in text
    assert ID_NUMBER not in text


def test_the_settings_use_these_lines() -> None:
    assert settings.LOGGING["loggers"] == logging_config("INFO", "text")["loggers"]
