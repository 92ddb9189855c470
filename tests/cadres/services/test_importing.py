"""The machinery of imports: a preview pins what is applied, and it is applied once."""

import pytest

from cadres.choices import ImportState
from cadres.models import Account, Cadre, ImportBatch, RecordEvent
from cadres.services.importing import BroughtFile, NotConfirmable, Outdated, confirm, content_of, preview, stage
from cadres.services.previews import REFUSED
from cadres.services.recording import Actor
from cadres.services.roster_import import RosterImport
from tests.cadres.services.rosters import AT, ID_B, book, bring_roster, person

pytestmark = pytest.mark.django_db
KIND = RosterImport()
SCOPE = {"scheme": "S", "year": 2026, "categories": {"B1": "一类"}}


@pytest.fixture
def officer() -> Actor:
    """Somebody who imports."""
    return Actor(Account.objects.create(username="officer"), "hr_officer")


def _file(content: bytes, name: str = "花名册.xlsx") -> BroughtFile:
    return BroughtFile(name=name, content=content, scope=SCOPE)


def test_a_preview_writes_nothing() -> None:
    shown = preview(kind=KIND, file=_file(book([person("001", "甲")])))
    assert (shown.fine, shown.read, shown.accepted, len(shown.changes.added)) == (True, 1, 1, 1)
    assert (Cadre.objects.count(), ImportBatch.objects.count(), RecordEvent.objects.count()) == (0, 0, 0)


def test_staged_then_confirmed_once(officer: Actor) -> None:
    batch = stage(kind=KIND, file=_file(book([person("001", "甲")])), actor=officer, at=AT)
    assert (batch.state, Cadre.objects.count(), batch.preview["changes"]["added"]) == (ImportState.STAGED, 0, 1)
    for _ in range(2):
        applied = confirm(kind=KIND, batch=batch, plan_digest=batch.plan_digest, actor=officer, at=AT)
        assert applied.state == ImportState.APPLIED
    event = RecordEvent.objects.get(action__startswith="import_")
    assert (event.action, event.actor, event.object_id) == ("import_roster", officer.account, str(batch.pk))
    assert event.after is not None
    assert event.after["changes"]["added"] == 1
    assert Cadre.objects.get().version == 1


def test_what_changed_since_the_preview_is_not_applied(officer: Actor) -> None:
    batch = stage(kind=KIND, file=_file(book([person("001", "甲")])), actor=officer, at=AT)
    bring_roster(book([person("001", "乙")]))
    with pytest.raises(Outdated):
        confirm(kind=KIND, batch=batch, plan_digest=batch.plan_digest, actor=officer, at=AT)
    assert Cadre.objects.get().name == "乙"
    batch.refresh_from_db()
    assert batch.state == ImportState.STAGED


def test_another_digest_than_the_previews_is_not_applied(officer: Actor) -> None:
    batch = stage(kind=KIND, file=_file(book([person("001", "甲")])), actor=officer, at=AT)
    with pytest.raises(Outdated):
        confirm(kind=KIND, batch=batch, plan_digest="0" * 64, actor=officer, at=AT)
    assert not Cadre.objects.exists()


def test_a_refused_file_is_kept_and_cannot_be_confirmed(officer: Actor) -> None:
    batch = stage(kind=KIND, file=_file(b"no workbook at all \x00\x01", "x.xlsx"), actor=officer, at=AT)
    assert (batch.state, batch.preview["verdict"]) == (ImportState.REFUSED, REFUSED)
    with pytest.raises(NotConfirmable):
        confirm(kind=KIND, batch=batch, plan_digest="", actor=officer, at=AT)


def test_the_kept_file_is_shut(officer: Actor) -> None:
    text = f"工号,姓名,身份证号,人员身份,部门,职务,考核类别\n001,甲,{ID_B},事业,科,科员,B1\n".encode()
    batch = stage(kind=KIND, file=_file(text, "dir/花名册.csv"), actor=officer, at=AT)
    batch.refresh_from_db()
    assert batch.file_name == "花名册.csv"
    assert ID_B.encode() not in bytes(batch.content)
    assert content_of(batch) == text


def test_identity_numbers_at_fault_are_masked_in_what_is_kept(officer: Actor) -> None:
    wrong = ID_B[:-1] + ("1" if ID_B[-1] != "1" else "2")
    batch = stage(kind=KIND, file=_file(book([person("001", "甲", 身份证号=wrong)])), actor=officer, at=AT)
    assert batch.preview["faults"][0]["cause"] == "id_check_digit"
    assert wrong not in str(batch.preview)
