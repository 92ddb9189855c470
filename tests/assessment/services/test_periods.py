"""Opening periods and taking them from state to state."""

from datetime import date

import pytest

from assessment.choices import PeriodState
from assessment.models import Period, Scheme, WorkdayCorrection
from assessment.rulebook.problems import RefusedDocument
from assessment.selectors.periods import AmbiguousPeriod, UnknownPeriod, find_period, period_code
from assessment.selectors.workdays import work_days
from assessment.services.opening import CHANGED, CREATED, UNCHANGED, CannotOpen, open_period, open_periods
from assessment.services.period_documents import BadCode, plan_by_code, read_periods
from assessment.services.periods import IllegalTransition, StalePeriod, move_period
from assessment.services.schemes import approve, load_scheme
from assessment.transitions import TRANSITIONS, PeriodAction, next_step
from cadres.models import RecordEvent
from cadres.services.recording import operator
from tests.assessment.services.conftest import AT

ALL = [(state, action) for state in PeriodState for action in PeriodAction]


@pytest.mark.parametrize(
    ("code", "kind", "start", "end"),
    [
        ("2026", "year", "2026-01-01", "2026-12-31"),
        ("2026H2", "half", "2026-07-01", "2026-12-31"),
        ("2026Q1", "quarter", "2026-01-01", "2026-03-31"),
        ("2026q4", "quarter", "2026-10-01", "2026-12-31"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2026M03", "month", "2026-03-01", "2026-03-31"),
    ],
)
def test_codes_tell_dates(code: str, kind: str, start: str, end: str) -> None:
    plan = plan_by_code(code)
    assert (plan.kind.value, str(plan.starts_on), str(plan.ends_on)) == (kind, start, end)


@pytest.mark.parametrize("code", ["2026Q5", "2026H3", "2026M13", "26Q1", "2026Q", "", "Q1", "2026-3"])
def test_other_codes_are_refused(code: str) -> None:
    with pytest.raises(BadCode):
        plan_by_code(code)


@pytest.mark.django_db
def test_working_days_by_the_calendar_and_by_corrections() -> None:
    spring = work_days(date(2026, 2, 14), date(2026, 2, 28))
    assert spring.calendar_known
    assert spring.count == 6
    far = work_days(date(2090, 1, 2), date(2090, 1, 8))
    assert (far.count, far.calendar_known) == (5, False)
    WorkdayCorrection.objects.create(day=date(2090, 1, 2), is_workday=False)
    assert work_days(date(2090, 1, 2), date(2090, 1, 8)).count == 4


def test_opening_twice_changes_nothing(scheme: Scheme) -> None:
    first = open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT)
    events = RecordEvent.objects.count()
    second = open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT)
    assert (first.outcome, second.outcome, second.period.pk) == (CREATED, UNCHANGED, first.period.pk)
    assert (first.period.state, first.period.work_days_units % 10_000) == (PeriodState.OPEN, 0)
    assert RecordEvent.objects.count() == events


def test_a_kind_without_a_sheet_is_refused(scheme: Scheme) -> None:
    with pytest.raises(CannotOpen):
        open_period(scheme=scheme, code="2026M01", actor=operator(), at=AT)
    assert not Period.objects.exists()


def test_a_year_that_no_approved_version_is_for_is_refused_with_the_remedy(scheme: Scheme, scheme_text: str) -> None:
    open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT)
    with pytest.raises(CannotOpen, match=r"2027Q1.*B-4PART"):
        open_period(scheme=scheme, code="2027Q1", actor=operator(), at=AT)
    waiting = scheme_text.replace("year: 2026", "year: 2027").replace("version: 1", "version: 2")
    version = load_scheme(text=waiting, actor=operator(), at=AT).version
    with pytest.raises(CannotOpen, match="2027Q1"):
        open_period(scheme=scheme, code="2027Q1", actor=operator(), at=AT)
    approve(version=version, actor=operator(), at=AT)
    assert open_period(scheme=scheme, code="2027Q1", actor=operator(), at=AT).period.scheme_version == version


def test_a_document_of_two_years_opens_each_period_by_its_own_version(scheme: Scheme, scheme_text: str) -> None:
    open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT)
    text = scheme_text.replace("year: 2026", "year: 2027").replace("version: 1", "version: 2")
    approve(version=load_scheme(text=text, actor=operator(), at=AT).version, actor=operator(), at=AT)
    row = "  - {{code: '{0}Q4', kind: quarter, start: {0}-10-01, end: {0}-12-31}}\n"
    both = "periods:\n" + row.format(2026) + row.format(2027)
    opened = open_periods(scheme=scheme, document=both, actor=operator(), at=AT)
    assert [one.period.scheme_version.number for one in opened] == [1, 2]


def test_a_scheme_without_a_year_opens_any(scheme_text: str, db: None) -> None:
    lasting = load_scheme(text=scheme_text.replace("year: 2026\n", ""), actor=operator(), at=AT).version.scheme
    for code in ("2026Q1", "2031Q1"):
        assert open_period(scheme=lasting, code=code, actor=operator(), at=AT).outcome == CREATED


def test_periods_of_a_document(scheme: Scheme) -> None:
    text = 'periods:\n  - {code: "2026Q1", kind: quarter, start: 2026-01-01, end: 2026-03-31, work_days: 59}\n'
    year = '  - {code: "2026", kind: year, start: 2026-01-01, end: 2026-12-31, work_days: 248, unit_result: 1}\n'
    opened = open_periods(scheme=scheme, document=text + year, actor=operator(), at=AT)
    assert [one.outcome for one in opened] == [CREATED, CREATED]
    assert Period.objects.get(code="2026").unit_result == 1
    again = open_periods(scheme=scheme, document=text + year.replace("unit_result: 1", "unit_result: 2"),
                         actor=operator(), at=AT)  # fmt: skip
    assert [one.outcome for one in again] == [UNCHANGED, CHANGED]
    Period.objects.update(state=PeriodState.FROZEN)
    with pytest.raises(CannotOpen, match="line 3"):
        open_periods(scheme=scheme, document=text + year, actor=operator(), at=AT)


def test_faults_of_a_document_are_located() -> None:
    text = (
        "periods:\n"
        "  - {code: '2026Q1', kind: quarters, start: 2026-01-01, end: 2026-03-31}\n"
        "  - {code: '2026Q2', kind: quarter, start: 2026-04-31, end: 2026-06-30}\n"
        "  - {code: '2026Q3', kind: quarter, start: 2026-09-30, end: 2026-07-01, days: 3}\n"
        "  - {code: 2026, kind: year, start: 2026-01-01}\n"
    )
    with pytest.raises(RefusedDocument) as refused:
        read_periods(text)
    found = {(fault.where, fault.code) for fault in refused.value.faults}
    assert ("periods[0].kind (line 2)", "unknown_word") in found
    assert ("periods[1].start (line 3)", "bad_date") in found
    assert ("periods[2].end (line 4)", "bad_date") in found
    assert ("periods[2].days (line 4)", "unknown_key") in found
    assert ("periods[3].end (line 5)", "missing_key") in found


def test_the_same_code_twice_in_a_document() -> None:
    row = "  - {code: '2026Q1', kind: quarter, start: 2026-01-01, end: 2026-03-31}\n"
    with pytest.raises(RefusedDocument) as refused:
        read_periods("periods:\n" + row + row)
    assert [fault.code for fault in refused.value.faults] == ["duplicate_code"]


def test_finding_a_period(scheme: Scheme, scheme_text: str) -> None:
    open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT)
    assert find_period("2026q1").scheme == scheme
    with pytest.raises(UnknownPeriod):
        find_period("2026Q2")
    other = load_scheme(text=scheme_text.replace("scheme: B-4PART", "scheme: OTHER"), actor=operator(), at=AT)
    open_period(scheme=other.version.scheme, code="2026Q1", actor=operator(), at=AT)
    with pytest.raises(AmbiguousPeriod, match="B-4PART:2026Q1, OTHER:2026Q1"):
        find_period("2026Q1")
    assert find_period("OTHER:2026Q1").scheme.code == "OTHER"
    assert period_code(" 2026-03 ") == "2026M03"


@pytest.mark.parametrize(("state", "action"), ALL)
def test_only_what_the_table_allows(scheme: Scheme, state: PeriodState, action: PeriodAction) -> None:
    period = open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT).period
    Period.objects.update(state=state)
    period.refresh_from_db()
    step = TRANSITIONS.get((state, action))
    if step is None:
        with pytest.raises(IllegalTransition):
            move_period(period=period, action=action, actor=operator(), at=AT)
        assert Period.objects.get().state == state
    else:
        moved = move_period(period=period, action=action, actor=operator(), at=AT)
        assert (moved.state, moved.version) == (step.target, period.version + 1)
        event = RecordEvent.objects.first()
        assert event is not None
        assert (event.before, event.action) == ({"state": state.value}, f"period_{action}")


def test_of_two_who_saw_the_same_state_one_wins(scheme: Scheme) -> None:
    seen = open_period(scheme=scheme, code="2026Q1", actor=operator(), at=AT).period
    move_period(period=seen, action=PeriodAction.REVIEW, actor=operator(), at=AT)
    with pytest.raises(StalePeriod):
        move_period(period=seen, action=PeriodAction.REVIEW, actor=operator(), at=AT)
    assert RecordEvent.objects.filter(action="period_review").count() == 1


def test_every_state_but_the_last_has_a_next_step() -> None:
    assert [state for state in PeriodState if next_step(state) is None] == [PeriodState.ARCHIVED]
