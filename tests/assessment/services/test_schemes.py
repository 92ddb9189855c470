"""Loading, approving and freezing schemes."""

import pytest

from assessment.choices import VersionState
from assessment.compiling import AlteredDocument, rulebook_of
from assessment.models import Category, Indicator, Scheme, SchemeVersion, Weight
from assessment.rulebook.problems import RefusedDocument
from assessment.services.opening import open_period
from assessment.services.schemes import (
    FrozenVersion,
    NeedsTwoPeople,
    NotDraft,
    Outcome,
    approve,
    freeze,
    load_scheme,
)
from cadres.models import Account, RecordEvent
from cadres.services.recording import Actor, operator
from tests.assessment.services.conftest import AT


def test_loading_projects_the_document_into_rows(version: SchemeVersion) -> None:
    rulebook = rulebook_of(version)
    assert list(Category.objects.values_list("code", flat=True)) == [code for code, _ in rulebook.categories]
    leaf = Indicator.objects.get(sheet__kind="quarter", code="BK1")
    assert (leaf.parent and leaf.parent.code, leaf.depth, leaf.method) == ("K", 2, "grade")
    assert Weight.objects.get(indicator=leaf, category__code="B1").weight_units == 200_000
    assert version.grade_rules.filter(kind="year").count() == 3
    assert version.veto_rules.count() == len(rulebook.vetoes)


def test_the_same_document_again_changes_nothing(version: SchemeVersion, scheme_text: str) -> None:
    events = RecordEvent.objects.count()
    loaded = load_scheme(text="# a remark\n" + scheme_text, actor=operator(), at=AT)
    assert (loaded.version.pk, loaded.outcome, RecordEvent.objects.count()) == (version.pk, Outcome.UNCHANGED, events)


def test_a_changed_draft_is_replaced(version: SchemeVersion, scheme_text: str) -> None:
    loaded = load_scheme(text=scheme_text.replace("交办课题", "重大课题"), actor=operator(), at=AT)
    assert (loaded.version.pk, loaded.outcome) == (version.pk, Outcome.REPLACED)
    assert Indicator.objects.get(sheet__kind="quarter", code="BK1").name == "重大课题"
    assert loaded.version.digest != version.digest


def test_a_scheme_is_renamed_by_approval_not_by_what_waits_for_it(version: SchemeVersion, scheme_text: str) -> None:
    title = rulebook_of(version).title

    def told() -> str:
        return Scheme.objects.get().title

    freeze(version=version, actor=operator(), at=AT)
    later = [
        load_scheme(
            text=scheme_text.replace("version: 1", f"version: {number}").replace(title, f"第{number}稿"),
            actor=operator(),
            at=AT,
        ).version
        for number in (2, 3)
    ]
    assert told() == title
    approve(version=later[1], actor=operator(), at=AT)
    assert told() == "第3稿"
    approve(version=later[0], actor=operator(), at=AT)
    assert told() == "第3稿"


def test_a_frozen_version_is_never_replaced(version: SchemeVersion, scheme_text: str) -> None:
    freeze(version=version, actor=operator(), at=AT)
    changed = scheme_text.replace("交办课题", "重大课题")
    with pytest.raises(FrozenVersion):
        load_scheme(text=changed, actor=operator(), at=AT)
    assert SchemeVersion.objects.get().document == scheme_text
    second = load_scheme(text=changed.replace("version: 1", "version: 2"), actor=operator(), at=AT)
    assert (second.outcome, second.version.number) == (Outcome.CREATED, 2)


@pytest.mark.django_db
def test_a_faulty_document_leaves_nothing(scheme_text: str) -> None:
    with pytest.raises(RefusedDocument) as refused:
        load_scheme(text=scheme_text.replace("B1: 20,", "B1: 21,"), actor=operator(), at=AT)
    assert any(fault.code == "weights_sum" for fault in refused.value.faults)
    assert not SchemeVersion.objects.exists()
    assert not RecordEvent.objects.exists()


def test_approving_and_the_two_person_rule(version: SchemeVersion) -> None:
    one = Account.objects.create(username="one")
    two = Account.objects.create(username="two")
    for actor in (operator(), Actor(one, "hr_manager"), Actor(one, "hr_manager", asked_by=one)):
        with pytest.raises(NeedsTwoPeople):
            approve(version=version, actor=actor, at=AT, two_people=True)
    approved = approve(version=version, actor=Actor(two, "hr_manager", asked_by=one), at=AT, two_people=True)
    assert (approved.state, approved.approved_by) == (VersionState.APPROVED, two)
    with pytest.raises(NotDraft):
        approve(version=version, actor=operator(), at=AT)


def test_what_changed_under_the_approvers_eyes_is_not_approved(version: SchemeVersion, scheme_text: str) -> None:
    load_scheme(text=scheme_text.replace("交办课题", "重大课题"), actor=operator(), at=AT)
    with pytest.raises(NotDraft):
        approve(version=version, actor=operator(), at=AT)


def test_opening_a_period_freezes_the_version(version: SchemeVersion) -> None:
    open_period(scheme=version.scheme, code="2026Q1", actor=operator(), at=AT)
    version.refresh_from_db()
    assert version.state == VersionState.FROZEN


def test_a_document_altered_behind_the_products_back_is_noticed(version: SchemeVersion) -> None:
    version.document = version.document.replace("交办课题", "重大课题")
    with pytest.raises(AlteredDocument):
        rulebook_of(version)


def test_a_long_name_is_whole_in_the_document_and_cut_in_the_rows(version: SchemeVersion, scheme_text: str) -> None:
    loaded = load_scheme(text=scheme_text.replace("交办课题", "长" * 300), actor=operator(), at=AT)
    assert Indicator.objects.get(sheet__kind="quarter", code="BK1").name == "长" * 200
    assert "长" * 300 in loaded.version.document
