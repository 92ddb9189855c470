"""Open periods take an amended scheme: nothing entered is lost, nothing closed is touched, two people agree."""

from datetime import date

import pytest

from assessment.choices import PeriodState, VersionState
from assessment.compiling import rulebook_of
from assessment.models import AdjustmentRule, Category, Indicator, Participant, SchemeVersion, VetoRule
from assessment.services.drafts import Seen, begin_draft, send_back, submit_draft
from assessment.services.opening import CannotOpen, open_period
from assessment.services.schemes import NeedsTwoPeople, approve
from cadres.models import RecordEvent
from cadres.services.recording import Actor, operator
from scoring.models import AdjustmentEvent, NotApplicable, Presence, Result, Run, ScoreEntry
from scoring.selectors.amendments import affected, open_periods_of
from scoring.selectors.what_if import NotFitting
from scoring.services import amending
from scoring.services.amending import CARRIED, NotAdoptable, adopt_version
from scoring.services.computing import compute_period
from tests.scoring.views.conftest import AT, Play
from tests.scoring.views.conftest import cast as cast
from tests.scoring.views.conftest import computed as computed
from tests.scoring.views.conftest import play as play

HEAVIER = ("weight: {B1: 30}", "weight: {B1: 20}"), ("weight: {B1: 30, B2: 30}", "weight: {B1: 40, B2: 30}")
ONLY = """
scheme: O-1
categories: {X: x}
sheets: {quarter: {indicators: [{code: A, name: a, weight: 100, method: percent}]}}
"""


def submitted(play: Play, *changes: tuple[str, str], by: str = "officer") -> SchemeVersion:
    """Hand in an amendment of the office's scheme."""
    text = play.quarter.scheme_version.document.replace("year: 2026", "version: 2\nyear: 2026")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    writer = Actor(account=play.cast.accounts[by], acting_as="hr_officer")
    draft = begin_draft(text=text, based_on=play.quarter.scheme_version, actor=writer, at=AT)
    return submit_draft(seen=Seen(draft.pk, draft.version), reason="区委文件", actor=writer, at=AT).version


def approved(play: Play, *changes: tuple[str, str]) -> SchemeVersion:
    version = submitted(play, *changes)
    return approve(version=version, actor=manager(play), at=AT, two_people=True)


def manager(play: Play) -> Actor:
    return Actor(account=play.cast.manager, acting_as="hr_manager")


def adopt(play: Play, version: SchemeVersion, *periods: int) -> None:
    chosen = periods or (play.quarter.pk, play.year.pk)
    adopt_version(version=version, periods=chosen, actor=manager(play), at=AT, two_people=True)


def test_entries_people_marks_and_events_are_carried_over_by_their_codes(computed: Play) -> None:
    person = computed.people["1002"]
    NotApplicable.objects.create(participant=person, indicator=computed.leaves["G1"], reason="新任", entered_at=AT)
    rule = AdjustmentRule.objects.get(code="AB1")
    about = {"cadre": person.cadre, "rule": rule, "on": date(2026, 2, 1)}
    AdjustmentEvent.objects.create(year=computed.year, number="E1", approved=True, **about)
    before = set(ScoreEntry.objects.values_list("pk", "indicator__code", "value_units", "grade", "version"))
    version = approved(computed, *HEAVIER)
    adopt(computed, version)
    assert set(ScoreEntry.objects.values_list("pk", "indicator__code", "value_units", "grade", "version")) == before
    of_new = {"sheet__scheme_version": version}
    assert Indicator.objects.filter(entries__isnull=False, **of_new).distinct().count() == len(
        {one[1] for one in before}
    )
    assert not Participant.objects.exclude(category__scheme_version=version).exists()
    assert NotApplicable.objects.get().indicator.sheet.scheme_version == version
    assert AdjustmentEvent.objects.get().rule.scheme_version == version


def test_results_are_those_that_the_list_of_affected_people_foretold(computed: Play) -> None:
    version = approved(computed, *HEAVIER)
    told = affected(computed.quarter, rulebook_of(version), {computed.quarter.pk, computed.year.pk})
    before = {result.participant_id: result.published_units for result in Result.objects.filter(run__is_current=True)}
    adopt(computed, version)
    after = Result.objects.filter(run__is_current=True)
    moved = {result.participant_id for result in after if before[result.participant_id] != result.published_units}
    assert moved == {one.participant.pk for one in told.moved if any("公布分" in said for said in one.moved)} != set()
    assert (told.people, Run.objects.get(is_current=True).scheme_digest) == (4, version.digest)


def test_act_is_recorded_with_reason_and_both_versions(computed: Play) -> None:
    version = approved(computed, *HEAVIER)
    adopt(computed, version, computed.quarter.pk)
    event = RecordEvent.objects.get(action="period_amend")
    assert (event.reason, event.actor, event.object_id) == ("区委文件", computed.cast.manager, str(computed.quarter.pk))
    assert event.after is not None
    assert event.after["digest"] == version.digest
    version.refresh_from_db()
    assert version.state == VersionState.FROZEN


def test_code_with_entries_that_vanished_is_refused_and_nothing_moves(computed: Play) -> None:
    version = approved(computed, ("{code: K1,", "{code: K9,"))
    with pytest.raises(NotFitting, match="K1"):
        adopt(computed, version)
    computed.quarter.refresh_from_db()
    assert computed.quarter.scheme_version_id != version.pk
    version.refresh_from_db()
    assert version.state == VersionState.APPROVED


def test_mark_on_an_indicator_that_vanished_is_refused(computed: Play) -> None:
    ScoreEntry.objects.filter(indicator__code="K2").delete()
    mark = computed.leaves["K2"]
    NotApplicable.objects.create(participant=computed.people["1001"], indicator=mark, reason="无", entered_at=AT)
    version = approved(computed, ("{code: K2,", "{code: K9,"))
    with pytest.raises(NotAdoptable, match="K2"):
        adopt(computed, version)
    assert NotApplicable.objects.get().indicator == mark


def test_closed_period_keeps_its_version(computed: Play) -> None:
    version = approved(computed, *HEAVIER)
    computed.stand(PeriodState.FROZEN)
    assert list(open_periods_of(version.scheme_id, before=2, year=2026)) == [computed.year]
    with pytest.raises(NotAdoptable):
        adopt(computed, version)
    adopt(computed, version, computed.year.pk)
    computed.quarter.refresh_from_db()
    assert computed.quarter.scheme_version.number == 1


def test_two_people_must_agree(computed: Play) -> None:
    waiting = submitted(computed, *HEAVIER)
    with pytest.raises(NotAdoptable):
        adopt(computed, waiting)
    done = approve(version=waiting, actor=manager(computed), at=AT, two_people=True)
    officer = Actor(account=computed.cast.officer, acting_as="hr_officer")
    with pytest.raises(NeedsTwoPeople):
        adopt_version(version=done, periods=[computed.quarter.pk], actor=officer, at=AT, two_people=True)
    done.digest = "0" * 64
    with pytest.raises(NotAdoptable):
        adopt(computed, done)


def test_period_is_not_opened_by_what_waits_for_approval(computed: Play) -> None:
    version = submitted(computed, *HEAVIER)
    scheme = version.scheme
    assert open_period(scheme=scheme, code="2026Q2", actor=operator(), at=AT).period.scheme_version.number == 1
    approve(version=version, actor=manager(computed), at=AT)
    assert open_period(scheme=scheme, code="2026Q3", actor=operator(), at=AT).period.scheme_version.number == 2


def test_next_years_rules_do_not_reach_into_this_year(computed: Play) -> None:
    version = approved(computed, ("year: 2026", "year: 2027"), *HEAVIER)
    scheme = version.scheme
    assert open_period(scheme=scheme, code="2026Q3", actor=operator(), at=AT).period.scheme_version.number == 1
    assert open_period(scheme=scheme, code="2027Q1", actor=operator(), at=AT).period.scheme_version == version
    assert list(open_periods_of(scheme.pk, before=2, year=2027)) == []
    with pytest.raises(NotAdoptable):
        adopt(computed, version)
    assert list(open_periods_of(scheme.pk, before=2, year=None)) != []


def test_scheme_that_was_sent_back_opens_nothing(db: None) -> None:
    from_file = begin_draft(text=ONLY, based_on=None, actor=operator(), at=AT)
    version = submit_draft(seen=Seen(from_file.pk, 1), reason="", actor=operator(), at=AT).version
    send_back(version=version, answer="改", actor=operator(), at=AT)
    with pytest.raises(CannotOpen):
        open_period(scheme=version.scheme, code="2026Q1", actor=operator(), at=AT)


def test_value_that_would_lie_over_a_smaller_weight_does_not_fit(computed: Play) -> None:
    heavy = "课题, weight: {B1: 40, B2: 40}"
    version = approved(computed, ("{B1: 30, B2: 30}", "{B1: 40, B2: 40}"), (heavy, heavy.replace("40", "30")))
    told = affected(computed.quarter, rulebook_of(version), {computed.quarter.pk})
    assert (told.fits, told.moved, {one.code for one in told.misfits}) == (False, (), {"K1"})


def test_whatever_points_into_a_version_is_carried_over() -> None:
    """A new table that names an indicator or a rule must say what becomes of it here."""
    projected = (Category, Indicator, AdjustmentRule, VetoRule)
    pointing = {
        (relation.related_model, relation.field.name)
        for model in projected
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label == "scoring" or relation.related_model is Participant
    }
    assert pointing - {(Presence, "indicator")} == {(one.model, one.column) for one in CARRIED}


def test_event_of_a_new_level_in_a_closed_quarter_stops_no_computing(computed: Play) -> None:
    version = approved(computed, ("name: 表彰, points: 2", "name: 表彰, points: {省级: 3}"))
    computed.stand(PeriodState.FROZEN)
    adopt(computed, version, computed.year.pk)
    person = computed.people["1001"]
    Participant.objects.create(
        period=computed.year, cadre=person.cadre, position=1, department=person.department, identity=person.identity,
        category=Category.objects.get(scheme_version=version, code="B1"),
    )  # fmt: skip
    rule = AdjustmentRule.objects.get(scheme_version=version, code="AB1")
    about = {"cadre": person.cadre, "rule": rule, "level": "省级", "on": date(2026, 2, 1)}
    AdjustmentEvent.objects.create(year=computed.year, number="E1", approved=True, **about)
    computed.year.refresh_from_db()
    run = compute_period(period=computed.year, actor=operator(), at=AT)
    assert Result.objects.filter(run=run).count() == 1


def test_a_period_that_is_frozen_meanwhile_keeps_its_scheme(computed: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody freezes it after the list was read, before it is locked."""
    version = approved(computed, *HEAVIER)

    def freeze_first(*_periods: int) -> None:
        computed.stand(PeriodState.FROZEN)

    monkeypatch.setattr(amending, "lock_entries", freeze_first)
    with pytest.raises(NotAdoptable):
        adopt(computed, version)
    computed.quarter.refresh_from_db()
    assert computed.quarter.scheme_version_id != version.pk
