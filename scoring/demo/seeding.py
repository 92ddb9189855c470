"""Filling an empty database with the demo, through the same services that everybody uses."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from assessment.compiling import rulebook_of
from assessment.models import Period, Scheme
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from assessment.selectors.schemes_by_code import roster_scope
from assessment.services.opening import open_period
from assessment.services.participants_import import ParticipantsImport
from assessment.services.schemes import load_scheme
from assessment.transitions import PeriodAction
from cadres.models import Cadre
from cadres.services.import_kinds import AnyKind
from cadres.services.importing import BroughtFile, bring
from cadres.services.recording import Actor
from cadres.services.roster_import import RosterImport
from scoring.demo import sheets
from scoring.demo.people import PEOPLE, Person
from scoring.services.adjustments_import import AdjustmentsImport
from scoring.services.computing import compute_period
from scoring.services.period_steps import take_step
from scoring.services.scores_import import ScoresImport
from scoring.services.vetoes_import import VetoesImport

CODE: Final = "DEMO"
YEAR: Final = "2026"
PAST: Final = ("2026Q1", "2026Q2", "2026Q3")
CURRENT: Final = "2026Q4"
ENTERED_NOW: Final = ("办公室", "规划编制处")
"""The departments whose scores of the current quarter are there already."""
LAST_STEPS: Final = {"2026Q1": PeriodAction.FINISH, "2026Q2": PeriodAction.FINISH, "2026Q3": PeriodAction.ANNOUNCE}


class NotEmpty(Exception):
    """The database holds data of its own; the demo keeps out of it."""


class DemoFault(RuntimeError):
    """A workbook of the demo was refused: the demo and the product no longer fit together."""


def is_seeded() -> bool:
    """Whether the demo is there."""
    return Scheme.objects.filter(code=CODE).exists()


@transaction.atomic
def seed(*, actor: Actor, at: datetime) -> None:
    """Bring in the whole demo: scheme, roster, four quarters and the year; all of it or nothing.

    Raises: NotEmpty when the database has a scheme or people.
    """
    if Scheme.objects.exists() or Cadre.objects.exists():
        raise NotEmpty
    text = (Path(__file__).parent / "scheme.yaml").read_text(encoding="utf-8")
    version = load_scheme(text=text, actor=actor, at=at).version
    rulebook = rulebook_of(version)
    seeder = _Seeder(version.scheme, rulebook, actor, at)
    seeder.bring(RosterImport(), "roster.xlsx", sheets.roster_book(), roster_scope(version.scheme, int(YEAR)))
    for code in (*PAST, CURRENT, YEAR):
        seeder.open(code)
    for code in PAST:
        seeder.enter(code, PEOPLE)
    seeder.enter(CURRENT, [person for person in PEOPLE if person.department in ENTERED_NOW])
    seeder.bring_events()
    for code in PAST:
        seeder.finish(code)


class _Seeder:
    """Brings files into periods, one act after the other, each a second later than the one before."""

    def __init__(self, scheme: Scheme, rulebook: Rulebook, actor: Actor, at: datetime) -> None:
        self.scheme, self.rulebook, self.actor, self._at = scheme, rulebook, actor, at

    def now(self) -> datetime:
        """Let a second pass."""
        self._at += timedelta(seconds=1)
        return self._at

    def period(self, code: str) -> Period:
        """Give a period as it stands."""
        return Period.objects.select_related("scheme", "scheme_version").get(scheme=self.scheme, code=code)

    def bring(self, kind: AnyKind, name: str, content: bytes, scope: dict[str, object]) -> None:
        """Import a workbook.

        Raises: DemoFault.
        """
        file = BroughtFile(name=name, content=content, scope=scope)
        shown, batch = bring(kind=kind, file=file, actor=self.actor, at=self.now())
        if batch is None:
            raise DemoFault(f"{name}: {[fault.as_dict() for fault in shown.faults]}")

    def open(self, code: str) -> None:
        """Open a period and say who takes part."""
        period = open_period(scheme=self.scheme, code=code, actor=self.actor, at=self.now()).period
        content = sheets.participants_book(code)
        self.bring(ParticipantsImport(), f"participants-{code}.xlsx", content, {"period": period.pk})

    def enter(self, code: str, people: Sequence[Person]) -> None:
        """Enter the scores of some people."""
        content = sheets.scores_book(self.rulebook, Kind.QUARTER, code, people)
        self.bring(ScoresImport(), f"scores-{code}.xlsx", content, {"period": self.period(code).pk})

    def bring_events(self) -> None:
        """Enter the year's events."""
        scope: dict[str, object] = {"period": self.period(YEAR).pk}
        self.bring(AdjustmentsImport(), "adjustments-2026.xlsx", sheets.adjustments_book(), scope)
        self.bring(VetoesImport(), "vetoes-2026.xlsx", sheets.vetoes_book(), scope)

    def finish(self, code: str) -> None:
        """Take a quarter through all its states up to the last one due."""
        for action in (PeriodAction.REVIEW, PeriodAction.FREEZE, PeriodAction.COMPUTE, PeriodAction.ANNOUNCE):
            if action is PeriodAction.COMPUTE:
                compute_period(period=self.period(code), actor=self.actor, at=self.now())
            self._step(code, action)
        if LAST_STEPS[code] is PeriodAction.FINISH:
            self._step(code, PeriodAction.FINISH)

    def _step(self, code: str, action: PeriodAction) -> None:
        take_step(period=self.period(code), action=action, actor=self.actor, at=self.now())
