"""P20: no script runs but our own, whatever people write anywhere."""

import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote, urlencode

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from assessment.models import AdjustmentRule, StepRequest
from cadres.models import ImportBatch
from cadres.services.recording import operator, record
from scoring.models import AdjustmentEvent, NotApplicable, Override
from tests.promises.conftest import Promise, Size
from tests.promises.doors import QUERIES, read
from tests.promises.office import ACTORS, ANONYMOUS, Address, Office, addresses
from tests.promises.office import cast as cast
from tests.promises.office import computed as computed
from tests.promises.office import office as office
from tests.promises.office import play as play
from tests.promises.payloads import PAYLOADS, plant, written_fields
from tests.promises.visitors import Visitors, visitors_of
from tests.scoring.views import conftest as small_office
from tests.scoring.views.conftest import Play


@pytest.fixture
def planted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The small office in which payloads stand for all names of its scheme, and for all that people wrote."""
    text = small_office.SCHEME
    for place, word in enumerate(
        ("小办公室考核方案", "副科长", "科长", "全体", "重点工作", "课题", "计划完成", "评定", "年度评价", "表彰")
    ):
        text = text.replace(f": {word}", f": '{PAYLOADS[place * 3].replace(chr(39), chr(39) * 2)}'", 1)
    monkeypatch.setattr(small_office, "SCHEME", text)
    made: Office = request.getfixturevalue("office")
    _write_more(made.play)
    return made


def _write_more(play: Play) -> None:
    """Let there be a row of every kind that people write into, and a result that tells of them."""
    by, one, other = play.cast.officer, play.people["1001"], play.people["1003"]
    at, rule = small_office.AT, AdjustmentRule.objects.order_by("pk")[0]
    AdjustmentEvent.objects.create(
        year=play.year, number="1", cadre=one.cadre, rule=rule, on=date(2026, 2, 1), approved=True
    )
    Override.objects.get_or_create(
        participant=one, defaults={"level": 2, "reason": "…", "decided_by": by, "decided_at": at}
    )
    NotApplicable.objects.create(participant=other, indicator=play.leaves["K1"], entered_by=by, entered_at=at)
    StepRequest.objects.get_or_create(
        period=play.quarter, defaults={"action": "freeze", "seen": "0" * 64, "asked_by": by, "asked_at": at}
    )
    play.compute()


@pytest.fixture
def visitors(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Visitors]:
    name = "planted" if "planted" in request.fixturenames else "office"
    made = visitors_of(request.getfixturevalue(name), browser, live_server.url)
    yield made
    made.page.context.close()


def shown(office: Office, *, everybody: bool) -> list[tuple[str, str]]:
    """Who opens which page: all whom the reviewed table lets in, or for each kind of page one of them in turn."""
    table, seen, found = read(), set[str](), []
    for number, address in enumerate(addresses()):
        inside = [who for door, answers in table.doors.items() for who in ACTORS
                  if (door.method, door.route) == ("GET", address.route) and answers[who] == "200"]  # fmt: skip
        # One kind of page serves many imports and many tables of the administration.
        kind = address.name.replace("department", "leader") if "admin:" in address.name else _kind(address)
        if not inside or (not everybody and kind in seen) or not _is_page(office, inside[0], address):
            continue
        seen.add(kind)
        path = office.path(address) + QUERIES.get(address.name, "")
        found += [(who, path) for who in (inside if everybody else [inside[number % len(inside)]])]
    return found


def _kind(address: Address) -> str:
    words = ("participants", "scores", "votes", "adjustments", "vetoes", "decisions")
    return next((address.route.replace(word, "roster") for word in words if f"imports/{word}" in address.route),
                address.route)  # fmt: skip


def _is_page(office: Office, who: str, address: Address) -> bool:
    client = office.play.cast.client(None if who == ANONYMOUS else who)
    answer = client.get(office.path(address) + QUERIES.get(address.name, ""))
    return answer.headers.get("Content-Type", "").startswith("text/html") and "Content-Disposition" not in answer


@pytest.mark.promise
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_no_page_breaks_the_policy(office: Office, visitors: Visitors, promise: Promise, size: Size) -> None:
    visits = shown(office, everybody=bool(size(quick=0, full=1)))
    for who, path in visits:
        visitors.visit(who, path)
    assert visitors.breaches == []
    promise("P20", holds=not visitors.breaches, visits=len(visits), pages=len({path for _who, path in visits}),
            roles=len({who for who, _path in visits}), breaches=len(visitors.breaches))  # fmt: skip


def bring(office: Office, turn: int) -> list[str]:
    """Bring workbooks whose name, sheets, headers and cells are payloads; give where their previews are shown."""
    texts = [PAYLOADS[(turn + place) % len(PAYLOADS)] for place in range(len(PAYLOADS))]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "<img src=x onerror=hit()>"
    sheet.append(["工号", "姓名", "身份证号", "人员身份", "部门", "职务", "考核类别", *texts[:6]])
    for place, text in enumerate(texts):
        sheet.append([f"P{place}", text, text, text, text, text, text, text])
    other = book.create_sheet("'\"><svg onload=hit()>")
    other.append(["工号", "姓名", "日期", "新部门", "新职务"])
    other.append(["P1", *texts[:4]])
    content = io.BytesIO()
    book.save(content)
    browser, found = office.play.cast.client("admin"), []
    for name in (f"{texts[0]}.xlsx", '"><img src=x onerror=hit()>.xlsx', f"{texts[3]}.txt"):
        file = SimpleUploadedFile("x", content.getvalue() if name.endswith("x") else b"\x00not a workbook")
        file.name = name
        answer = browser.post(reverse("assessment:import_roster"), {"file": file})
        assert answer.status_code in (302, 422), answer.content
        if answer.status_code == 302:
            found.append(reverse("assessment:import_roster_batch", args=[ImportBatch.objects.latest("pk").pk]))
    return found


@transaction.atomic
def put_on_record(turn: int) -> None:
    """Let events of the record say payloads in every part that people write."""
    for place, text in enumerate(PAYLOADS):
        said = {text: text, "name": text, "cells": [text]}
        record(actor=operator(), action="change_cadre", obj_type="cadre", obj_id=f"{turn}-{place}", before=said,
               after={**said, "phone": f"{text}{place}"}, reason=text, at=timezone.now())  # fmt: skip


def reflected(turn: int) -> list[tuple[str, str]]:
    """Pages that show again what was asked for."""
    said = {name: PAYLOADS[(turn + place) % len(PAYLOADS)] for place, name in enumerate(
        ("q", "sort", "department", "category", "page", "on", "kind", "role", "state", "next", "pool"))}  # fmt: skip
    asked = urlencode(said)
    lists = [("officer", "/roster/"), ("officer", "/imports/"), ("auditor", "/record/"), ("admin", "/accounts/"),
             ("security", "/grants/"), ("manager", "/periods/"), ("officer", "/schemes/"), (ANONYMOUS, "/log-in/"),
             ("officer", f"/no/such/{quote(PAYLOADS[turn % len(PAYLOADS)], safe='')}/")]  # fmt: skip
    return [(who, f"{path}?{asked}") for who, path in lists]


def walk(visitors: Visitors, turns: int) -> tuple[Counter[str], int]:
    """Plant payloads and open every page, others in each turn; give how many were planted and opened."""
    planted, visits = Counter[str](), 0
    every = shown(visitors.office, everybody=False)
    for turn in range(turns):
        previews = [("admin", path) for path in bring(visitors.office, turn)]
        put_on_record(turn)
        planted += plant(turn)
        for who, path in (*every, *previews, *reflected(turn)):
            visitors.visit(who, path)
            visits += 1
    return planted, visits


@pytest.mark.promise
@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_nothing_that_people_write_runs(planted: Office, visitors: Visitors, promise: Promise, size: Size) -> None:
    written, visits = walk(visitors, size(quick=1, full=len(PAYLOADS)))
    assert visitors.breaches == []
    promise("P20", holds=not visitors.hits and not visitors.breaches, payloads=len(PAYLOADS), fields=len(written),
            planted=written.total(),
            visits=visits, ran=len(visitors.hits), breaches=len(visitors.breaches))  # fmt: skip


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guards", ["policy", "none"])
def test_control_without_escaping_the_policy_stops_what_would_run(
    planted: Office, visitors: Visitors, monkeypatch: pytest.MonkeyPatch, guards: str
) -> None:
    """With the escaping off a payload breaks the policy; with the policy off as well it runs."""
    monkeypatch.setattr("django.template.base.conditional_escape", str)
    if guards == "none":
        monkeypatch.setattr("csp.middleware.CSPMiddleware.process_response", _as_it_is)
    plant(0)
    for path in ("/roster/", "/departments/", "/imports/"):
        visitors.visit("officer", path)
    assert bool(visitors.hits) is (guards == "none")
    assert bool(visitors.breaches) is (guards == "policy")


def _as_it_is(_self: object, _request: object, response: HttpResponseBase) -> HttpResponseBase:
    return response


@pytest.mark.django_db
def test_every_text_that_people_write_has_a_row_to_be_tried_in(planted: Office) -> None:
    """A new field is tried by itself as soon as the office has a row of its table; few may have none."""
    every = {f"{model._meta.label}.{one.name}" for model, one in written_fields()}
    tried = set(plant(0))
    assert tried <= every
    assert len(tried) > 0.9 * len(every), f"Put rows into tests/promises/office.py for: {sorted(every - tried)}"
    assert len(set(PAYLOADS)) >= 30
