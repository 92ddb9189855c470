"""A quarter and its year with something of everything in them, and every way there is to change that."""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.models import Category, Indicator, Participant, Period
from assessment.services.opening import open_period
from assessment.services.schemes import load_scheme
from cadres.models import ImportBatch, Job
from cadres.services.import_jobs import confirm_later
from cadres.services.importing import BroughtFile, bring, stage
from cadres.services.recording import operator
from cadres.workbooks.writing import OutSheet, SheetColumn, Written, write_book
from scoring.models import Evidence, ScoreEntry
from scoring.services.computing import compute_period
from scoring.services.import_work import IMPORTS
from scoring.services.working import run_job
from tests.cast import Cast

AT = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
SCHEME = """
scheme: F-1
title: 冻结
year: 2026
categories: {B1: 科长}
sheets:
  quarter:
    indicators:
      - {code: K1, name: 课题, weight: 60, method: points}
      - {code: K2, name: 任务, weight: 40, method: percent, missing: renormalise}
  year:
    indicators:
      - {code: Y1, name: 年度评价, weight: 50, method: percent}
      - code: V1
        name: 测评
        weight: 50
        method: {vote: {classes: {staff: 100}, options: {good: 100, poor: 0}}}
        missing: renormalise
adjustments:
  apply: both
  rules: [{code: AB1, kind: bonus, name: 表彰, points: 2}]
vetoes: {N1: {name: 通报, effect: bar_excellent}}
grades:
  levels: 3
  labels: {civil_servant: [优秀, 称职, 不称职, 不确定等次]}
  quarter: {bands: [90, 60]}
"""
DAY = date(2026, 2, 3)
EVENT: list[Written] = ["编号", "工号", "姓名", "规则", "日期"]
BOOKS: Mapping[str, list[list[Written]]] = {
    "participants": [["工号", "姓名", "考核类别", "定等"], ["1001", "张伟", "B1", "定等次"],
                     ["1002", "王芳", "B1", "定等次"]],
    "scores": [["工号", "姓名", "K1 课题"], ["1001", "张伟", 50], ["1002", "王芳", 40]],
    "votes": [["工号", "姓名", "指标", "票类", "选项", "票数"], ["1001", "张伟", "V1", "staff", "good", 5]],
    "adjustments": [EVENT, ["J1", "1001", "张伟", "AB1", DAY]],
    "vetoes": [["工号", "姓名", "代码", "起"], ["1002", "王芳", "N1", DAY]],
    "decisions": [["工号", "姓名", "等次", "理由"], ["1002", "王芳", 2, "会议决定"]],
}  # fmt: skip
"""What was imported while everything was open."""
NEXT: Mapping[str, list[list[Written]]] = {
    "participants": [BOOKS["participants"][0], ["1001", "张伟", "B1", "缓定"], ["1002", "王芳", "B1", "定等次"]],
    "scores": [BOOKS["scores"][0], ["1001", "张伟", 12], ["1002", "王芳", 40]],
    "votes": [BOOKS["votes"][0], ["1001", "张伟", "V1", "staff", "poor", 9]],
    "adjustments": [EVENT, ["J1", "1001", "张伟", "AB1", DAY], ["J2", "1002", "王芳", "AB1", DAY]],
    "vetoes": [BOOKS["vetoes"][0], ["1001", "张伟", "N1", DAY]],
    "decisions": [BOOKS["decisions"][0], ["1001", "张伟", 3, "会议决定"]],
}
"""What somebody would like to import next."""
YEARLY = ("votes", "adjustments", "vetoes")
PERIODS = """periods:
- {code: 2026Q1, kind: quarter, start: 2026-01-01, end: 2026-03-30, work_days: 50}
"""
WATCHED: list[type[Model]] = [
    *(model for label in ("assessment", "scoring") for model in apps.get_app_config(label).get_models()
      if model.__name__ != "Presence"),
    ImportBatch,
]  # fmt: skip


Attempts = Iterator[tuple[str, str]]
"""What was attempted, each with what its author was told."""


@dataclass
class FrozenHouse:
    """Quarter and year, an applied and a staged import of every kind, and a place for workbooks."""

    cast: Cast
    folder: Path
    quarter: Period
    year: Period
    applied: dict[str, ImportBatch] = field(default_factory=dict)
    staged: dict[str, ImportBatch] = field(default_factory=dict)

    def period_of(self, kind: str) -> Period:
        """Which of the two a kind of import is about."""
        return self.year if kind in YEARLY else self.quarter

    def stand(self, state: str) -> None:
        """Put both into a state, past the steps that lead there."""
        Period.objects.filter(pk__in=(self.quarter.pk, self.year.pk)).update(state=state)

    @cached_property
    def browser(self) -> Client:
        return self.cast.client("manager")

    @property
    def entry(self) -> ScoreEntry:
        """The score that attempts are made at."""
        return ScoreEntry.objects.get(participant__cadre__number="1001", indicator__code="K1")

    def file(self, kind: str, rows: Mapping[str, list[list[Written]]] = NEXT) -> BroughtFile:
        """A workbook of a kind as somebody brings it."""
        header, *body = rows[kind]
        content = write_book([OutSheet(name="表", columns=[SheetColumn(header=str(one)) for one in header], rows=body)])
        return BroughtFile(name=f"{kind}.xlsx", content=content, scope={"period": self.period_of(kind).pk})


def frozen_house(cast: Cast, folder: Path) -> FrozenHouse:
    """Fill the house while all is open, and compute it."""
    scheme = load_scheme(text=SCHEME, actor=operator(), at=AT).version.scheme
    quarter = open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT).period
    year = open_period(scheme=scheme, code="2026", actor=operator(), at=AT).period
    house = FrozenHouse(cast, folder, quarter, year)
    category = Category.objects.get(scheme_version=year.scheme_version)
    for place, (cadre, section) in enumerate(zip(cast.people.values(), (cast.section_a, cast.section_b), strict=True)):
        Participant.objects.create(
            period=year, cadre=cadre, position=place, category=category, department=section, identity=cadre.identity
        )
    for kind in BOOKS:
        shown, batch = bring(kind=IMPORTS[kind], file=house.file(kind, BOOKS), actor=operator(), at=AT)
        assert batch is not None, shown.faults
        house.applied[kind] = batch
    for kind in BOOKS:
        house.staged[kind] = stage(kind=IMPORTS[kind], file=house.file(kind), actor=operator(), at=AT)
    entry = house.entry
    Evidence.objects.create(
        participant=entry.participant, indicator=entry.indicator, text="通报", added_by=cast.officer, added_at=AT
    )
    compute_period(period=quarter, actor=operator(), at=AT)
    return house


def pictured() -> dict[str, Any]:
    """Everything that the house holds of periods and scores, and its imports."""
    return {model.__name__: sorted(model._default_manager.values_list(), key=str) for model in WATCHED}


def through_the_grid(house: FrozenHouse) -> Attempts:
    """Cells, remark, evidence over the API, and the plain sheet; each attempt with what it was told."""
    entry = house.entry
    other = Indicator.objects.get(code="K2").pk
    cells = [(entry.indicator_id, "55", entry.version), (other, "77", 0)]
    place = [house.quarter.pk, entry.participant_id, entry.indicator_id]
    evidence = Evidence.objects.get().pk

    def send(address: str, body: object, method: str = "post") -> str:
        call = getattr(house.browser, method)
        kind = {} if isinstance(body, dict) and "file" in body else {"content_type": "application/json"}
        data = body if not kind else json.dumps(body)
        return _told(call(address, data, headers={"Idempotency-Key": uuid.uuid4().hex}, **kind))

    for texts in (("55",), ("",), ("不适用",), ("55", "77")):
        writes = [
            {"participant": entry.participant_id, "indicator": leaf, "text": text, "seen": seen}
            for text, (leaf, _value, seen) in zip(texts, cells, strict=False)
        ]
        yield f"cells {texts}", send(reverse("scoring:api_cells", args=[house.quarter.pk]), {"cells": writes})
    yield "remark", send(reverse("scoring:api_remark", args=place), {"remark": "改", "seen": entry.version})
    give = reverse("scoring:api_evidence_list", args=place)
    yield "evidence", send(give, {"text": "理由"})
    yield "evidence file", send(give, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")})
    yield "withdraw evidence", send(reverse("scoring:api_evidence", args=[*place, evidence]), {}, "delete")
    name = f"{entry.participant_id}-{entry.indicator_id}-"
    posted = {f"cell-{name}": "55", f"seen-{name}": f"{entry.version}|50"}
    yield "plain sheet", _told(house.browser.post(reverse("scoring:plain_sheet", args=[house.quarter.pk]), posted))


def through_imports(house: FrozenHouse, kinds: Iterable[str], wanted: Iterable[str] = ()) -> Attempts:
    """All ways, or the wanted ones, to import each kind or to undo that."""
    for kind in kinds:
        for way in wanted or IMPORT_WAYS:
            yield f"{kind} {way}", IMPORT_WAYS[way](house, kind)


def _upload(house: FrozenHouse, kind: str) -> str:
    file = house.file(kind)
    upload = {"period": house.period_of(kind).pk, "file": SimpleUploadedFile(file.name, file.content)}
    return _told(house.browser.post(_import_address(kind), upload))


def _confirm(house: FrozenHouse, kind: str) -> str:
    batch = house.staged[kind]
    where = _import_address(kind, "_confirm", batch.pk)
    return _told(house.browser.post(where, {"plan_digest": batch.plan_digest}, follow=True))


def _confirm_by_a_worker(house: FrozenHouse, kind: str) -> str:
    batch = house.staged[kind]
    return _worked(
        confirm_later(
            kind=IMPORTS[kind], batch=batch, plan_digest=batch.plan_digest, actor=operator(), at=timezone.now()
        )
    )


def _undo(house: FrozenHouse, kind: str) -> str:
    where = _import_address(kind, "_undo", house.applied[kind].pk)
    return _told(house.browser.post(where, {"agreed": ""}, follow=True))


def _command(house: FrozenHouse, kind: str) -> str:
    file = house.file(kind)
    path = house.folder / file.name
    path.write_bytes(file.content)
    return _commanded(f"import_{kind}", str(path), "--period", f"F-1:{house.period_of(kind).code}", "--commit")


def _import_address(kind: str, tail: str = "", *ids: int) -> str:
    package = "assessment" if kind == "participants" else "scoring"
    return reverse(f"{package}:import_{kind}{tail}", args=ids)


IMPORT_WAYS: Mapping[str, Callable[[FrozenHouse, str], str]] = {
    "upload": _upload,
    "confirm": _confirm,
    "confirm by a worker": _confirm_by_a_worker,
    "undo": _undo,
    "command": _command,
}


def through_the_period(house: FrozenHouse, illegal: tuple[str, ...]) -> Attempts:
    """Participants one by one and drawn, the deadline, opening anew, the steps that the state does not allow."""
    quarter, browser = house.quarter, house.browser
    person = Participant.objects.filter(period=quarter).order_by("pk")[0]
    taking = {
        "status": "postponed", "reason": "改", "coefficient": "1", "leave_days": "0", "flags": "", "red_cards": "0",
        "yellow_cards": "0", "version": person.version,
    }  # fmt: skip
    yield "participant", _told(browser.post(reverse("assessment:participant", args=[person.pk]), taking))
    drawn = browser.post(reverse("assessment:participants_draw", args=[quarter.pk]), follow=True)
    yield "draw participants", _told(drawn)
    due = {"due_at": "2026-04-10 18:00", "version": Period.objects.get(pk=quarter.pk).version}
    yield "deadline", _told(browser.post(reverse("scoring:deadline", args=[quarter.pk]), due, follow=True))
    yield "open again", _commanded("open_period", "F-1", "2026Q1")
    (house.folder / "periods.yaml").write_text(PERIODS, encoding="utf-8")
    yield "open with other days", _commanded("open_periods", "F-1", str(house.folder / "periods.yaml"))
    yield "refresh results", _commanded("compute_period", "F-1:2026Q1", "--for", "1001")
    for action in illegal:
        step, where = {"action": action, "reason": "改"}, reverse("scoring:period_step", args=[quarter.pk])
        yield f"step {action}", _told(browser.post(where, step, follow=True))


def through_computing(house: FrozenHouse) -> Attempts:
    """Computing again, by command and by a worker."""
    yield "compute", _commanded("compute_period", "F-1:2026Q1")
    house.browser.post(reverse("scoring:compute", args=[house.quarter.pk]))
    yield "compute by a worker", _worked(Job.objects.filter(kind="compute_period").latest("pk"))


def _told(response: Any) -> str:
    assert response.status_code < 500
    text: str = response.content.decode()
    return text


def _worked(job: Job) -> str:
    run_job(job_id=job.pk, clock=timezone.now, lease=timedelta(seconds=30))
    job.refresh_from_db()
    return job.error


def _commanded(*arguments: str) -> str:
    out = StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=out)
    except CommandError as refused:
        return f"{out.getvalue()}{refused}"
    return out.getvalue()
