"""P26: nothing changes without an event, whichever way it is changed."""

import io
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.choices import PeriodState, VersionState
from assessment.compiling import rulebook_of
from assessment.models import Indicator, Participant, Period, SchemeVersion
from assessment.rulebook.words import Kind
from assessment.services.schemes import approve
from assessment.transitions import actions_from
from cadres.models import Account, Department, Job, RecordEvent, RowChange
from cadres.services.importing import BroughtFile, bring, stage
from cadres.services.outside import OUTSIDE_CHANGE, note_outside_changes, outside_changes
from cadres.services.record_verifying import verify_record
from cadres.services.recording import operator
from scoring.demo.people import PEOPLE
from scoring.demo.sheets import scores_book
from scoring.models import ScoreEntry
from scoring.services.entering import CellWrite, enter_cells
from scoring.services.jobs import ask_compute, ask_ranking_report
from scoring.services.period_steps import take_step
from scoring.services.scores_import import ScoresImport
from scoring.services.step_conditions import NotReady
from scoring.services.taking_entries import PeriodNotOpen
from scoring.services.working import run_job
from tests.promises.conftest import Promise, Size

pytestmark = [pytest.mark.promise, pytest.mark.django_db(transaction=True)]

LEASE = timedelta(seconds=30)


class NothingToDo(Exception):
    """No period is in a state that the act needs."""


@dataclass
class House:
    """A house in which anything may be done next."""

    dice: random.Random
    folder: Path
    clock: datetime = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
    browsers: dict[str, Client] = field(default_factory=dict)

    def now(self) -> datetime:
        self.clock += timedelta(seconds=1)
        return self.clock

    def browser(self, name: str) -> Client:
        if name not in self.browsers:
            self.browsers[name] = Client()
            self.browsers[name].force_login(Account.objects.get(username=name))
        return self.browsers[name]

    def period(self, *states: PeriodState) -> Period:
        states_asked = states or tuple(PeriodState)
        found = Period.objects.filter(kind="quarter", code__startswith="2026", state__in=states_asked)
        if not found:
            raise NothingToDo
        return self.dice.choice(list(found.select_related("scheme", "scheme_version")))


def enter(house: House) -> None:
    period = house.period(PeriodState.OPEN)
    people = list(Participant.objects.filter(period=period).select_related("category"))
    leaves = list(Indicator.objects.filter(sheet__scheme_version=period.scheme_version, sheet__kind="quarter"))
    cells = []
    for _ in range(house.dice.randint(1, 9)):
        person, leaf = house.dice.choice(people), house.dice.choice(leaves)
        seen = ScoreEntry.objects.filter(participant=person, indicator=leaf, key="").first()
        text = house.dice.choice(["", str(house.dice.randint(0, 30))])
        cells.append(CellWrite(participant_id=person.pk, indicator_id=leaf.pk, key="", value_text=text,
                               seen_version=seen.version if seen else 0))  # fmt: skip
    try:
        enter_cells(period=period, cells=cells, actor=operator(), at=house.now())
    except PeriodNotOpen:
        pass


def step(house: House) -> None:
    period = house.period(PeriodState.REVIEWING, PeriodState.IN_NOTICE, PeriodState.OPEN, PeriodState.COMPUTED)
    action = house.dice.choice(actions_from(period.state)).action
    try:
        take_step(period=period, action=action, actor=operator(), at=house.now(), reason="…")
    except NotReady:
        pass


def compute_by_task(house: House) -> None:
    ask_compute(period=house.period(PeriodState.OPEN, PeriodState.REVIEWING), actor=operator(), at=house.now())
    _work(house)


def report_by_task(house: House) -> None:
    ask_ranking_report(period=house.period(), actor=operator(), at=house.now())
    _work(house)


def _work(house: House) -> None:
    for job in Job.objects.filter(state="waiting"):
        run_job(job_id=job.pk, clock=house.now, lease=LEASE)


def import_scores(house: House) -> None:
    period = house.period(PeriodState.OPEN)
    rulebook = rulebook_of(period.scheme_version)
    book = scores_book(rulebook, Kind.QUARTER, period.code, house.dice.sample(PEOPLE, 3))
    file = BroughtFile(name="评分.xlsx", content=book, scope={"period": period.pk})
    if house.dice.random() < 0.5:
        stage(kind=ScoresImport(), file=file, actor=operator(), at=house.now())
    else:
        bring(kind=ScoresImport(), file=file, actor=operator(), at=house.now())


def correct_calendar_in_admin(house: House) -> None:
    day = date(2027, 1, 1) + timedelta(days=house.dice.randint(0, 999))
    fields = {"day": day.isoformat(), "is_workday": "on", "note": "调休"}
    house.browser("admin").post(reverse("admin:assessment_workdaycorrection_add"), fields)


def rename_department_in_admin(house: House) -> None:
    department = house.dice.choice(list(Department.objects.all()))
    fields = {
        "code": department.code, "name": f"科{house.dice.randint(0, 10**6)}", "parent": department.parent_id or "",
        "position": house.dice.randint(0, 99), "opened_on": "", "closed_on": "",
    }  # fmt: skip
    house.browser("admin").post(reverse("admin:cadres_department_change", args=[department.pk]), fields)


def departments_in_bulk(house: House) -> None:
    rows = "".join(f"N{house.dice.randint(0, 10**6)},新科{house.dice.randint(0, 10**6)},,9\n" for _ in range(5))
    file = SimpleUploadedFile("departments.csv", f"code,name,parent,position\n{rows}".encode())
    browser = house.browser("admin")
    page = browser.post(reverse("admin:cadres_department_import"), {"format": "0", "import_file": file})
    confirm = page.context.get("confirm_form") if page.context else None
    if confirm is not None:
        browser.post(reverse("admin:cadres_department_process_import"), confirm.initial)


def load_scheme_by_command(house: House) -> None:
    _load(house, "version: 1", f"version: {house.dice.randint(2, 40)}")


def open_period_by_command(house: House) -> None:
    year, quarter = house.dice.choice([2025, 2027]), house.dice.randint(1, 4)
    _load(house, "version: 1", f"version: {year}", "year: 2026", f"year: {year}")
    version = SchemeVersion.objects.get(scheme__code="DEMO", number=year)
    if version.state == VersionState.DRAFT:
        approve(version=version, actor=operator(), at=timezone.now())
    call_command("open_period", "DEMO", f"{year}Q{quarter}", stdout=io.StringIO())


def _load(house: House, *replaced: str) -> None:
    """Load the scheme with other words, each behind the one that it replaces; the same again changes nothing."""
    out = io.StringIO()
    call_command("dump_scheme", "DEMO", scheme_version=1, stdout=out)
    text = out.getvalue()
    for old, new in zip(replaced[::2], replaced[1::2], strict=True):
        text = text.replace(old, new, 1)
    file = house.folder / "scheme.yaml"
    file.write_text(text, encoding="utf-8")
    call_command("load_scheme", str(file), stdout=io.StringIO())


def log_in_and_out(house: House) -> None:
    browser = Client()
    browser.force_login(Account.objects.get(username="officer"))
    browser.post(reverse("cadres:log-out"))


ACTS: tuple[Callable[[House], None], ...] = (
    enter, enter, step, compute_by_task, report_by_task, import_scores, correct_calendar_in_admin,
    rename_department_in_admin, departments_in_bulk, load_scheme_by_command, open_period_by_command, log_in_and_out,
)  # fmt: skip


@pytest.fixture
def house(settings: Any, tmp_path: Path) -> House:
    settings.VAR = tmp_path
    call_command("seed_demo", stdout=io.StringIO())
    Account.objects.filter(username="admin").update(is_staff=True)
    note_outside_changes(at=timezone.now())
    return House(random.Random(26), tmp_path)


def _silent() -> Counter[str]:
    return Counter(outside_changes().values_list("table_name", flat=True))


def test_no_change_is_silent(house: House, promise: Promise, size: Size) -> None:
    started, done, silent = RowChange.objects.count(), Counter[str](), Counter[str]()
    steps = size(quick=60, full=5_000)
    for number in range(steps):
        act = ACTS[number] if number < len(ACTS) else house.dice.choice(ACTS)
        before = RowChange.objects.count()
        try:
            act(house)
        except NothingToDo:
            pass
        done[act.__name__] += RowChange.objects.count() > before
        silent += _silent()
        note_outside_changes(at=timezone.now())
    noted = RecordEvent.objects.filter(action=OUTSIDE_CHANGE).count()
    idle = [act.__name__ for act in ACTS if not done[act.__name__]]
    promise(
        "P26",
        holds=not silent and noted == 1 and idle == ["report_by_task", "log_in_and_out"] and verify_record().sound,
        steps=steps,
        changed_rows=RowChange.objects.count() - started,
        ways=len(ACTS),
        silent=sum(silent.values()),
        changed_nothing=",".join(idle),
    )


def test_a_write_past_the_services_is_noticed(house: House) -> None:
    """The control: the same watch does see what no service did."""
    ScoreEntry.objects.filter(pk=ScoreEntry.objects.first().pk).update(remark="past the service")  # type: ignore[union-attr]
    assert _silent() == {"scoring_scoreentry": 1}
    assert not verify_record().sound
    event = note_outside_changes(at=timezone.now())
    assert event is not None
    assert event.change_count == 1
    assert not _silent()
    assert verify_record().noted_outside == 2
