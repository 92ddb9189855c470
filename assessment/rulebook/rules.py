"""What acts on the sheet's score: the year's rule, adjustments, vetoes, limits and gates (RULES.md 6, 7, 9)."""

from dataclasses import dataclass

from assessment.rulebook.problems import Problem, refuse_if
from assessment.rulebook.words import Apply, Bars, Effect, Kind, Mode, RuleKind, SelfFound, Use


@dataclass(frozen=True, slots=True)
class YearResult:
    """How the quarters make the year, and how many of them a level of the year needs.

    Units: `quarters` in percent ledger units.
    """

    mode: Mode = Mode.YEAR_ONLY
    quarters: int | None = None
    minimum: int = 0
    use: Use | None = None

    def __post_init__(self) -> None:
        problems = []
        if self.mode is Mode.WEIGHTED and self.quarters is None:
            problems.append(Problem(".quarters", "missing_key", "missing_key", {"key": "quarters"}))
        if self.mode is not Mode.WEIGHTED:
            written = {"quarters": self.quarters, "use": self.use}
            problems += [
                Problem(f".{key}", "bad_combination", "only_weighted") for key, v in written.items() if v is not None
            ]
        refuse_if(problems)


@dataclass(frozen=True, slots=True)
class AdjustmentRule:
    """A rule that gives or takes points; `points` is one number, or a table of levels."""

    code: str
    kind: RuleKind
    name: str
    points: int | tuple[tuple[str, int], ...]
    cap: int | None = None
    bars_excellent: Bars = Bars.NEVER
    self_found: SelfFound = SelfFound.COUNT

    def has_level(self, level: str | None) -> bool:
        """Whether an event of this level fits the rule; no level fits a rule of one number."""
        return not level if isinstance(self.points, int) else level in dict(self.points)

    def points_for(self, level: str | None) -> int:
        """The points of one event in ledger units.

        Raises: KeyError where the level does not fit the rule.
        """
        if isinstance(self.points, int):
            if level is not None:
                raise KeyError(level)
            return self.points
        if level is None:
            raise KeyError(level)
        return dict(self.points)[level]


@dataclass(frozen=True, slots=True)
class Adjustments:
    """Bonus and penalty (加扣分): rules and the caps of each kind."""

    apply: Apply = Apply.YEAR
    bonus_cap: int | None = None
    penalty_cap: int | None = None
    rules: tuple[AdjustmentRule, ...] = ()

    def cap(self, kind: RuleKind) -> int | None:
        """The cap of a kind in ledger units, or None."""
        return self.bonus_cap if kind is RuleKind.BONUS else self.penalty_cap


@dataclass(frozen=True, slots=True)
class Total:
    """Where the total is cut off below and above."""

    floor: int | None = 0
    cap: int | None = None

    def __post_init__(self) -> None:
        if self.floor is not None and self.cap is not None and self.floor > self.cap:
            refuse_if([Problem(".cap", "bad_combination", "cap_under_floor")])


@dataclass(frozen=True, slots=True)
class Veto:
    """What bars, caps, forces or withholds a level, or is only listed."""

    code: str
    name: str
    effect: Effect
    best_level: int | None = None
    bottom: int | None = None
    min_pool: int | None = None

    def __post_init__(self) -> None:
        problems = []
        if self.effect is Effect.CAP_LEVEL and self.best_level is None:
            problems.append(Problem(".best_level", "missing_key", "missing_key", {"key": "best_level"}))
        if self.effect is not Effect.CAP_LEVEL and self.best_level is not None:
            problems.append(Problem(".best_level", "bad_combination", "best_level_with_cap_level"))
        if self.bottom is not None and self.effect in (Effect.WITHHOLD, Effect.COMMENTS_ONLY):
            problems.append(Problem(".bottom", "bad_combination", "bottom_needs_rank"))
        if self.bottom is None and self.min_pool is not None:
            problems.append(Problem(".min_pool", "bad_combination", "min_pool_with_bottom"))
        refuse_if(problems)


@dataclass(frozen=True, slots=True)
class Limit:
    """Holds a cadre to `best_level` while a node's attainment is under `below` percent."""

    node: str
    below: int
    best_level: int
    kinds: tuple[Kind, ...] | None = None

    def holds_in(self, kind: Kind) -> bool:
        """Whether the limit applies to a kind of period; to all unless it names some."""
        return self.kinds is None or kind in self.kinds


@dataclass(frozen=True, slots=True)
class QuartersAtLevel:
    level: int
    at_least: int
    reason = "gate:quarters_at_level"


@dataclass(frozen=True, slots=True)
class NoQuarterAtLevel:
    level: int
    reason = "gate:no_quarter_at_level"


@dataclass(frozen=True, slots=True)
class LeaveAtMost:
    percent: int
    reason = "gate:leave_at_most"


@dataclass(frozen=True, slots=True)
class Flag:
    flag: str

    @property
    def reason(self) -> str:
        return f"gate:flag:{self.flag}"


@dataclass(frozen=True, slots=True)
class NodeAtLeast:
    node: str
    percent: int

    @property
    def reason(self) -> str:
        return f"gate:node_at_least:{self.node}"


Condition = QuartersAtLevel | NoQuarterAtLevel | LeaveAtMost | Flag | NodeAtLeast


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition for level 1; of the year unless `for` names kinds (RULES.md 9.3)."""

    condition: Condition
    kinds: tuple[Kind, ...] = (Kind.YEAR,)

    def holds_in(self, kind: Kind) -> bool:
        """Whether the gate stands in a kind of period."""
        return kind in self.kinds
