"""Computing a period: one transaction, the same run for the same inputs, and why it may be refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.choices import PeriodState
from assessment.models import Participant, Period
from cadres.choices import Identity
from cadres.models import Cadre, RecordEvent
from cadres.services.recording import operator
from scoring.engine import digest
from scoring.models import Override, Result, Run, ScoreEntry
from scoring.selectors.periods import part_periods
from scoring.services import computing
from scoring.services.computing import COMPUTABLE, NotComputable, compute_period
from tests.scoring.stored import AT, store
from tests.scoring.verify.documents import LABELS, Row, cadre, fact, leaf, quarter, scheme, year

pytestmark = pytest.mark.django_db

IDENTITY = Identity.CIVIL_SERVANT

ONE_PLACE: Row = {"bands": [90, 80, 60], "quotas": [{"level": 1, "share": 50}]}
RULES: Row = scheme(
    [leaf("S", 100)],
    [leaf("Y", 100)],
    year_result={"mode": "weighted", "quarters": 60},
    grades={"levels": 4, "labels": LABELS, "quarter": ONE_PLACE, "year": {"bands": [90, 80, 60]}},
)


def one_quarter(values: dict[str, Any], **more: Any) -> Period:
    facts = [fact(code, "S", value) for code, value in values.items()]
    return store({"scheme": RULES, **quarter(1, [cadre(code) for code in values], facts, **more)})


def one_year(values: dict[str, Any], **more: Any) -> Period:
    """A year with one quarter; everybody has 90 points on the year's sheet."""
    cadres = [cadre(code) for code in values]
    part = quarter(1, cadres, [fact(code, "S", value) for code, value in values.items()], **more)
    return store({"scheme": RULES, **year(cadres, [fact(code, "Y", 90) for code in values], quarters=[part])})


def compute(period: Period) -> Run:
    return compute_period(period=period, actor=operator(), at=AT)


def published(run: Run) -> list[int | None]:
    return list(
        Result.objects.filter(run=run).order_by("participant__position").values_list("published_units", flat=True)
    )


def enter(period: Period, value: int) -> None:
    ScoreEntry.objects.filter(participant__period=period, participant__cadre__number="a").update(value_units=value)


def test_a_run_holds_every_result_and_is_recorded() -> None:
    period = one_quarter({"a": 95, "b": 70})
    run = compute(period)
    assert published(run) == [950_000, 700_000]
    assert (run.is_current, run.scheme_digest, run.computed_at) == (True, period.scheme_version.digest, AT)
    event = RecordEvent.objects.get(action="compute_period")
    assert event.after == {"run": run.pk, "scheme": run.scheme_digest, "input": run.input_digest}


def test_the_same_inputs_give_the_run_that_is_there() -> None:
    period = one_quarter({"a": 95, "b": 70})
    assert compute(period) == compute(period)
    assert (Run.objects.count(), Result.objects.count()) == (1, 2)
    assert RecordEvent.objects.filter(action="compute_period").count() == 1


def test_changed_inputs_give_a_new_run_and_keep_the_old_one() -> None:
    period = one_quarter({"a": 95, "b": 70})
    before = compute(period)
    enter(period, 600_000)
    after = compute(period)
    before.refresh_from_db()
    assert (before.is_current, after.is_current) == (False, True)
    assert (published(before), published(after)) == ([950_000, 700_000], [600_000, 700_000])


def test_going_back_computes_anew_with_the_digest_of_then() -> None:
    period = one_quarter({"a": 95})
    before = compute(period)
    enter(period, 600_000)
    compute(period)
    enter(period, 950_000)
    again = compute(period)
    assert again.pk != before.pk
    assert again.input_digest == before.input_digest
    assert Run.objects.filter(period=period, is_current=True).get() == again


def test_a_new_edition_of_the_engine_computes_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    period = one_quarter({"a": 95})
    before = compute(period)
    monkeypatch.setattr(digest, "EDITION", digest.EDITION + 1)
    assert compute(period).pk != before.pk


def test_a_run_that_breaks_off_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    period = one_quarter({"a": 95})
    before = compute(period)
    enter(period, 600_000)

    def break_off(*args: object, **more: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(computing, "store_results", break_off)
    with pytest.raises(OSError, match="full"):
        compute(period)
    assert list(Run.objects.filter(is_current=True)) == [before]
    assert RecordEvent.objects.filter(action="compute_period").count() == 1


@pytest.mark.parametrize("state", list(PeriodState))
def test_only_a_period_that_is_not_yet_in_notice_is_computed(state: PeriodState) -> None:
    period = one_quarter({"a": 95})
    Period.objects.filter(pk=period.pk).update(state=state)
    if state in COMPUTABLE:
        assert published(compute(period)) == [950_000]
        return
    with pytest.raises(NotComputable, match=period.code):
        compute(period)
    assert not Run.objects.exists()


def test_closed_states_are_those_after_computing() -> None:
    assert set(PeriodState) - set(COMPUTABLE) == {
        PeriodState.DRAFT, PeriodState.IN_NOTICE, PeriodState.FINAL, PeriodState.ARCHIVED,
    }  # fmt: skip


def test_nobody_takes_part() -> None:
    period = one_quarter({"a": 95})
    ScoreEntry.objects.all().delete()
    period.participants.all().delete()
    with pytest.raises(NotComputable, match="2026Q1"):
        compute(period)


def test_the_scheme_has_no_sheet_for_the_kind() -> None:
    period = one_quarter({"a": 95})
    Period.objects.filter(pk=period.pk).update(kind="half")
    period.refresh_from_db()
    with pytest.raises(NotComputable, match="2026Q1"):
        compute(period)


def decisions(*codes: str) -> Row:
    return {"overrides": [{"cadre": code, "level": 1, "reason": "委员会决定"} for code in codes]}


@pytest.mark.parametrize("make", [one_quarter, one_year])
def test_a_decision_beyond_the_quota_is_refused_with_the_cadre(make: Callable[..., Period]) -> None:
    period = make({"a": 95, "b": 92}, **decisions("b"))
    with pytest.raises(NotComputable) as refused:
        compute(period)
    assert "2026Q1" in str(refused.value)
    assert "(b)" in str(refused.value)
    assert not Run.objects.exists()
    Override.objects.update(extra_place=True)
    assert compute(period).is_current


def test_a_year_computes_its_quarters_from_what_they_hold_now() -> None:
    period = one_year({"a": 80, "b": 60})
    assert published(compute(period)) == [840_000, 720_000]  # 0.6·80 + 0.4·90
    assert not Run.objects.filter(period__kind="quarter").exists()
    enter(part_periods(period).get(), 1_000_000)
    assert published(compute(period)) == [960_000, 720_000]


def test_a_quarter_without_people_is_no_quarter_of_the_year() -> None:
    period = one_year({"a": 80})
    part = part_periods(period).get()
    ScoreEntry.objects.filter(participant__period=part).delete()
    part.participants.all().delete()
    run = compute(period)
    result = Result.objects.get(run=run)
    assert (result.status, result.reasons, result.published_units) == ("comments_only", ["minimum"], None)


def add_people(period: Period, count: int) -> None:
    """Let many more take part, each with a score like the first one's."""
    first, entry = period.participants.all()[0], ScoreEntry.objects.filter(participant__period=period)[0]
    cadres = Cadre.objects.bulk_create(Cadre(number=f"m{at}", name="某人", identity=IDENTITY) for at in range(count))
    members = Participant.objects.bulk_create(
        Participant(
            period=period,
            cadre=one,
            position=100 + at,
            category=first.category,
            department=first.department,
            identity=IDENTITY,
        )
        for at, one in enumerate(cadres)
    )
    ScoreEntry.objects.bulk_create(
        ScoreEntry(participant=one, indicator=entry.indicator, value_units=500_000, entered_at=AT) for one in members
    )


def reads_of(period: Period) -> int:
    """How many queries computing asks; what it writes goes in batches as large as the database takes."""
    with CaptureQueriesContext(connection) as queries:
        compute(period)
    return sum(query["sql"].lstrip().startswith(("SELECT", "WITH")) for query in queries.captured_queries)


@pytest.mark.parametrize("make", [one_quarter, one_year])
def test_the_number_of_queries_does_not_grow_with_the_people(make: Callable[..., Period]) -> None:
    period = make({"a": 80})
    few = reads_of(period)
    add_people(period, 100)
    assert reads_of(period) == few
    assert Result.objects.filter(run__is_current=True).count() == 101
