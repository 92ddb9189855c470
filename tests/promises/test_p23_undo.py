"""P23: an import is one act and can be undone; the same file confirmed twice applies once."""

import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from cadres.choices import ImportState
from cadres.models import Account, Cadre, Department, ImportBatch, Leader, LeadershipSpan, Posting, RecordEvent
from cadres.services import undoing
from cadres.services.importing import BroughtFile, confirm, stage
from cadres.services.recording import operator
from cadres.services.roster_import import RosterImport
from cadres.services.undoing import NotUndoable, TouchedSince, look_at_undo, undo
from tests.cadres.services.rosters import AT, book, bring_roster, person
from tests.promises.conftest import Promise, Size

pytestmark = [pytest.mark.promise, pytest.mark.django_db]
KIND = RosterImport()
MODELS = (Department, Leader, LeadershipSpan, Cadre, Posting)
SCOPE = {"scheme": "S", "year": 2026, "categories": {"B1": "一类", "B2": "二类"}}
Table = dict[tuple[str, int], dict[str, Any]]


@dataclass
class History:
    """A random life of a roster: files that come, hands that change rows in between."""

    chance: random.Random
    people: dict[str, dict[str, Any]] = field(default_factory=dict)

    def next_file(self) -> bytes:
        """Add, change and drop people as offices do from one file to the next."""
        for _ in range(self.chance.randint(1, 6)):
            number = f"{self.chance.randrange(12):03d}"
            self.people[number] = person(
                number,
                self.chance.choice(["张伟", "王芳", "𠮷田", "阿卜·力"]),
                部门=self.chance.choice(["综合科", "财务科", "财务科/核算组", "人事科"]),
                职务=self.chance.choice(["科长", "科员"]),
                考核类别=self.chance.choice(["B1", "B2"]),
                分管领导=self.chance.choice(["周主任", "郑主任", "无"]),
                任现职时间=self.chance.choice([None, "2020-05", "2026-03"]),
            )
        if len(self.people) > 3 and self.chance.random() < 0.3:
            del self.people[self.chance.choice(sorted(self.people))]
        return book(list(self.people.values()))

    def edit(self) -> None:
        """Change a few rows by hand, as a person page or the administrator would."""
        for cadre in self.chance.sample(list(Cadre.objects.all()), k=min(2, Cadre.objects.count())):
            match self.chance.randrange(4):
                case 0:
                    cadre.phone = str(self.chance.randrange(1000))
                    cadre.save()
                case 1:
                    Posting.objects.filter(cadre=cadre).update(title="处长")
                case 2:
                    Account.objects.get_or_create(username=f"of-{cadre.number}", defaults={"cadre": cadre})
                case _:
                    Posting.objects.filter(cadre=cadre, ends_on=None).update(end_reason="手工")


def table() -> Table:
    """Give every row of the roster without its version."""
    return {
        (model.__name__, row["id"]): {name: value for name, value in row.items() if name != "version"}
        for model in MODELS
        for row in model._base_manager.values()
    }


def owner(key: tuple[str, int], row: dict[str, Any]) -> tuple[str, int]:
    """Name the person, department or leader with which a row stands or falls."""
    columns = {"Posting": ("Cadre", "cadre_id"), "LeadershipSpan": ("Department", "department_id")}
    name, column = columns.get(key[0], (key[0], "id"))
    return name, row[column]


def bring(content: bytes) -> ImportBatch | None:
    """Stage a file and confirm it twice; a file that changes nothing is none."""
    file = BroughtFile(name="花名册.xlsx", content=content, scope=SCOPE)
    batch = stage(kind=KIND, file=file, actor=operator(), at=AT)
    assert batch.state == ImportState.STAGED, batch.preview["faults"]
    for _ in range(2):
        confirm(kind=KIND, batch=batch, plan_digest=batch.plan_digest, actor=operator(), at=AT)
    return batch


def play(chance: random.Random) -> dict[str, int]:
    """Import, edit, import, edit by hand, undo: count the rows that came out wrong."""
    history = History(chance)
    bring_roster(history.next_file())
    if chance.random() < 0.5:
        history.edit()
    before = table()
    events = RecordEvent.objects.count()
    batch = bring(history.next_file())
    assert batch is not None
    twice = RecordEvent.objects.count() - events - len(("brought", "confirmed"))
    imported = table()
    if chance.random() < 0.7:
        history.edit()
    edited = table()
    touched = {owner(key, row) for key, row in edited.items() if imported.get(key) != row}
    touched |= {owner(key, row) for key, row in imported.items() if key not in edited}
    try:
        undo(kind=KIND, batch=batch, agreed="", actor=operator(), at=AT)
        stopped = False
    except (TouchedSince, NotUndoable):
        stopped = True
    assert not stopped or table() == edited
    found = look_at_undo(kind=KIND, batch=batch) if stopped else None
    if found and found.restored:
        undo(kind=KIND, batch=batch, agreed=found.digest, actor=operator(), at=AT)
    after = table() if not (found and not found.restored) else None
    return {"twice": twice, "stopped": stopped, **count_wrong(before, imported, edited, after, touched)}


def count_wrong(
    before: Table, imported: Table, edited: Table, after: Table | None, touched: set[tuple[str, int]]
) -> dict[str, int]:
    """Count rows that nobody touched and that are not as before, and rows of touched owners that were changed."""
    if after is None:
        return {"restored": 0, "wrong": 0, "overwritten": 0}
    changed = {key for key in before.keys() | imported.keys() if before.get(key) != imported.get(key)}
    used = {("Cadre", pk) for pk in Account.objects.exclude(cadre=None).values_list("cadre_id", flat=True)}
    wrong = overwritten = restored = 0
    for key in changed:
        rows = [row for row in (before.get(key), imported.get(key)) if row is not None]
        owners = {owner(key, row) for row in rows}
        if owners & touched:
            overwritten += after.get(key) != edited.get(key)
        elif after.get(key) == before.get(key):
            restored += 1
        else:
            # what an added person, department or leader is used by keeps it
            wrong += not (key not in before and (owners & used or key[0] in ("Department", "Leader", "LeadershipSpan")))
    return {"restored": restored, "wrong": wrong, "overwritten": overwritten}


def many(rounds: int) -> dict[str, int]:
    """Play so many histories, each in an empty house."""
    sums: dict[str, int] = {}
    for seed in range(rounds):
        for model in (Account, Posting, LeadershipSpan, Cadre, Leader, Department):
            model._base_manager.all().delete()
        for name, count in play(random.Random(seed)).items():
            sums[name] = sums.get(name, 0) + count
    return sums


def test_histories_of_imports_edits_and_undos(promise: Promise, size: Size) -> None:
    rounds = size(quick=50, full=500)
    sums = many(rounds)
    holds = sums["restored"] > rounds and sums["stopped"] > 0
    holds = holds and sums["wrong"] == sums["overwritten"] == sums["twice"] == 0
    promise("P23", holds=holds, histories=rounds, **sums)


def test_control_without_the_guard_edits_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the guard off, an undo writes over what was changed by hand."""

    def as_if_untouched(rows: Any, wanted: Any) -> dict[str, str]:
        return dict(wanted)

    monkeypatch.setattr(undoing, "unit_digests", as_if_untouched)
    assert many(10)["overwritten"] > 0
