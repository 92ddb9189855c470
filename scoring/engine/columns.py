"""What the engine is given: a period, its cadres and their facts as columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from assessment.rulebook.words import Identity, Kind, Status
from scoring.engine.exact import Column, Mask

STATUSES = tuple(Status)
GRADED = STATUSES.index(Status.GRADED)
COMMENTS_ONLY = STATUSES.index(Status.COMMENTS_ONLY)
WITHHELD = STATUSES.index(Status.WITHHELD)
NOT_ASSESSED = STATUSES.index(Status.NOT_ASSESSED)
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Frame:
    """The period that is computed."""

    kind: Kind
    code: str
    start: date
    end: date
    unit_result: int | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of texts: `codes` points into `words`, NOBODY where there is none.

    `words` are sorted by code points, so that the smaller code is the smaller number.
    """

    codes: Column
    words: tuple[str, ...]

    @classmethod
    def of(cls, texts: list[str | None]) -> "Coded":
        """Code a list of texts."""
        words = tuple(sorted({text for text in texts if text is not None}))
        places: dict[str | None, int] = {word: place for place, word in enumerate(words)}
        places[None] = NOBODY
        return cls(np.array([places[text] for text in texts], dtype=np.int64), words)


@dataclass(frozen=True, slots=True)
class Cadres:
    """The cadres of a period.

    Shapes: every column has one place per cadre (n), in the order of the participants.
    Units: `coefficient`, `leave_days`, `work_days` in ledger units; `category` counts the
    rulebook's categories, `status` the words of `STATUSES`; `unit_result` is 0 for none.
    """

    ids: tuple[str, ...]
    category: Column
    department: Coded
    leader: Coded
    identity: tuple[Identity, ...]
    status: Column
    unit_result: Column
    coefficient: Column
    leave_days: Column
    work_days: Column
    flags: tuple[frozenset[str], ...]
    red_cards: Column
    yellow_cards: Column

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Cells:
    """What was entered for one leaf and key.

    Shapes: n each. Units: `total` adds the rows' values in ledger units (for `grade` and `rank_table`
    the shares, for a stage how often it was reached); `rows` counts the rows, 0 where nothing was entered.
    """

    total: Column
    rows: Column


@dataclass(frozen=True, slots=True)
class Ballots:
    """The ballots for one leaf, a row per cadre, class and value.

    Shapes: m each. Units: `value` in ledger units, percent for options, marks for a `score`.
    """

    cadre: Column
    vote_class: Column
    value: Column
    count: Column


@dataclass(frozen=True, slots=True)
class Events:
    """Bonus and penalty events.

    Shapes: m each. Units: `points` of one event in ledger units, `share` in percent ledger units,
    `on` as ordinal day; `rule` counts the rulebook's rules, `matter` is NOBODY where it is empty.
    """

    ids: tuple[str, ...]
    cadre: Column
    rule: Column
    points: Column
    on: Column
    count: Column
    multiplier: Column
    share: Column
    matter: Column
    self_found: Mask
    exempted: Mask
    approved: Mask

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class VetoEvents:
    """Entered vetoes. Shapes: m each; days are ordinals, `veto` counts the rulebook's vetoes."""

    cadre: Column
    veto: Column
    start: Column
    end: Column
    exempted: Mask


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's decision on a cadre's level (override)."""

    cadre: int
    level: int
    extra_place: bool = False
    reason: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class PeriodColumns:
    """Everything that is known of one period.

    `cells` maps a leaf's code to its keys, `ballots` the leaves that are voted on,
    `not_applicable` a leaf's code to the cadres for whom it was marked so.
    """

    frame: Frame
    cadres: Cadres
    cells: Mapping[str, Mapping[str, Cells]] = field(default_factory=dict)
    ballots: Mapping[str, Ballots] = field(default_factory=dict)
    not_applicable: Mapping[str, Mask] = field(default_factory=dict)
    events: Events | None = None
    vetoes: VetoEvents | None = None
    decisions: tuple[Decision, ...] = ()


def no_cells(n: int) -> Cells:
    """Cells in which nothing was entered."""
    zeros = np.zeros(n, dtype=np.int64)
    return Cells(zeros, zeros)
