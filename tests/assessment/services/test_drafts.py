"""Drafts of schemes: kept whatever they say, never overwritten, handed in whole, approved by a second person."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from assessment.choices import DraftState, VersionState
from assessment.drafting.plain import Plain
from assessment.models import Scheme, SchemeDraft, SchemeVersion
from assessment.rulebook.problems import RefusedDocument
from assessment.services.drafts import (
    NotBeingWritten,
    NothingChanged,
    NumberTaken,
    ReasonNeeded,
    Seen,
    StaleDraft,
    begin_draft,
    change_draft,
    give_up_draft,
    send_back,
    submit_draft,
    write_draft,
)
from assessment.services.opening import open_period
from assessment.services.schemes import NeedsTwoPeople, NotDraft, approve, load_scheme
from cadres.models import RecordEvent
from cadres.services.recording import Actor, operator
from tests.assessment.views.schemes import NOW, scheme_text
from tests.cast import Cast
from tests.cast import cast as cast


@pytest.fixture
def text(shared: Path) -> str:
    return scheme_text(shared)


@pytest.fixture
def draft(db: None, text: str) -> SchemeDraft:
    return begin_draft(text=text, based_on=None, actor=operator(), at=NOW)


def seen(draft: SchemeDraft) -> Seen:
    return Seen(draft.pk, draft.version)


def titled(title: str) -> Callable[[Plain], dict[str, str]]:
    def change(document: Plain) -> dict[str, str]:
        document["title"] = title
        return {"title": title}

    return change


def last_event() -> RecordEvent:
    return RecordEvent.objects.latest("sequence")


def test_draft_is_kept_whatever_it_says(db: None) -> None:
    draft = begin_draft(text="scheme: [", based_on=None, actor=operator(), at=NOW)
    assert (draft.code, draft.number, draft.document) == ("", 1, "scheme: [")
    assert last_event().action == "begin_draft"


def test_change_keeps_comments_and_is_recorded(draft: SchemeDraft) -> None:
    changed = change_draft(seen=seen(draft), change=titled("新名称"), actor=operator(), at=NOW)
    assert (changed.title, changed.version) == ("新名称", 2)
    assert "# 填报值为加权件数" in changed.document
    event = last_event()
    assert event.after is not None
    assert (event.action, event.after["title"]) == ("change_draft", "新名称")


def test_second_of_two_officers_is_told_and_nothing_is_overwritten(cast: Cast, draft: SchemeDraft) -> None:
    both = seen(draft)
    officer = Actor(account=cast.officer, acting_as="hr_officer")
    change_draft(seen=both, change=titled("甲"), actor=officer, at=NOW)
    with pytest.raises(StaleDraft, match="officer"):
        change_draft(seen=both, change=titled("乙"), actor=operator(), at=NOW)
    with pytest.raises(StaleDraft):
        write_draft(seen=both, text="scheme: X", actor=operator(), at=NOW)
    with pytest.raises(StaleDraft):
        submit_draft(seen=both, reason="", actor=operator(), at=NOW)
    draft.refresh_from_db()
    assert draft.title == "甲"


def test_same_text_again_changes_nothing(draft: SchemeDraft, text: str) -> None:
    assert write_draft(seen=seen(draft), text=text, actor=operator(), at=NOW).version == draft.version


def test_whole_draft_is_handed_in_and_approved_by_another(cast: Cast, draft: SchemeDraft) -> None:
    officer = Actor(account=cast.officer, acting_as="hr_officer")
    version = submit_draft(seen=seen(draft), reason="", actor=officer, at=NOW).version
    draft.refresh_from_db()
    assert (draft.state, draft.became, version.state) == (DraftState.SUBMITTED, version, VersionState.DRAFT)
    with pytest.raises(NeedsTwoPeople):
        approve(version=version, actor=officer, at=NOW, two_people=True)
    manager = Actor(account=cast.manager, acting_as="hr_manager")
    assert approve(version=version, actor=manager, at=NOW, two_people=True).state == VersionState.APPROVED


def test_draft_with_a_fault_stays_a_draft(draft: SchemeDraft, text: str) -> None:
    wrong = write_draft(seen=seen(draft), text=text.replace("B1: 20,", "B1: 21,"), actor=operator(), at=NOW)
    with pytest.raises(RefusedDocument):
        submit_draft(seen=seen(wrong), reason="", actor=operator(), at=NOW)
    wrong.refresh_from_db()
    assert wrong.state == DraftState.EDITING
    assert not SchemeVersion.objects.exists()


def test_version_that_was_sent_back_cannot_be_approved_until_it_is_handed_in_again(draft: SchemeDraft) -> None:
    version = submit_draft(seen=seen(draft), reason="", actor=operator(), at=NOW).version
    with pytest.raises(ReasonNeeded):
        send_back(version=version, answer=" ", actor=operator(), at=NOW)
    back = send_back(version=version, answer="权重过高", actor=operator(), at=NOW)
    assert (back.pk, back.state, back.answer) == (draft.pk, DraftState.EDITING, "权重过高")
    with pytest.raises(NotDraft):
        approve(version=version, actor=operator(), at=NOW)
    mended = change_draft(seen=seen(back), change=titled("改后"), actor=operator(), at=NOW)
    again = submit_draft(seen=seen(mended), reason="", actor=operator(), at=NOW).version
    assert (again.pk, again.scheme.title) == (version.pk, "改后")
    assert approve(version=again, actor=operator(), at=NOW).state == VersionState.APPROVED


def test_loaded_version_is_sent_back_as_a_new_draft(db: None, text: str) -> None:
    version = load_scheme(text=text, actor=operator(), at=NOW).version
    back = send_back(version=version, answer="补充", actor=operator(), at=NOW)
    assert (back.document, back.became) == (text, version)


def test_amendment_needs_a_reason_and_leaves_the_frozen_version(db: None, text: str) -> None:
    version = load_scheme(text=text, actor=operator(), at=NOW).version
    open_period(scheme=version.scheme, code="2026Q1", actor=operator(), at=NOW)
    amended = text.replace("version: 1", "version: 2").replace("cap: 8", "cap: 9")
    draft = begin_draft(text=amended, based_on=version, actor=operator(), at=NOW)
    with pytest.raises(ReasonNeeded):
        submit_draft(seen=seen(draft), reason="", actor=operator(), at=NOW)
    new = submit_draft(seen=seen(draft), reason="区委文件调整", actor=operator(), at=NOW).version
    version.refresh_from_db()
    assert (new.number, new.reason, version.state) == (2, "区委文件调整", VersionState.FROZEN)
    assert version.document == text


def test_number_of_a_version_from_elsewhere_is_not_taken_over(db: None, draft: SchemeDraft, text: str) -> None:
    standing = load_scheme(text=text.replace("cap: 8", "cap: 9"), actor=operator(), at=NOW).version
    with pytest.raises(NumberTaken, match="2"):
        submit_draft(seen=seen(draft), reason="", actor=operator(), at=NOW)
    assert Scheme.objects.get().versions.get() == standing


def test_resubmitting_an_approved_wording_says_that_nothing_changed(db: None, text: str) -> None:
    version = load_scheme(text=text, actor=operator(), at=NOW).version
    draft = send_back(version=version, answer="再看", actor=operator(), at=NOW)
    SchemeVersion.objects.update(state=VersionState.APPROVED)
    with pytest.raises(NothingChanged):
        submit_draft(seen=seen(draft), reason="", actor=operator(), at=NOW)


def test_draft_that_was_given_up_takes_nothing(draft: SchemeDraft) -> None:
    give_up_draft(seen=seen(draft), actor=operator(), at=NOW)
    draft.refresh_from_db()
    with pytest.raises(NotBeingWritten):
        write_draft(seen=seen(draft), text="scheme: X", actor=operator(), at=NOW)
    assert last_event().action == "give_up_draft"


def test_database_refuses_a_submitted_draft_without_its_version(draft: SchemeDraft) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeDraft.objects.update(state=DraftState.SUBMITTED)
