"""The methods that turn facts into base points (RULES.md 3.1 and 5), as frozen data.

Numbers are in ledger units: points, shares of a mark (percent), raw values. Counts and places are whole.
"""

from dataclasses import dataclass

from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT
from assessment.rulebook.problems import Problem, refuse_if
from assessment.rulebook.words import RESERVED, Direction, MissingClass, Partial

Named = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Points:
    """The value itself, 0…w."""

    word = "points"


@dataclass(frozen=True, slots=True)
class Percent:
    """A percent of the weight."""

    word = "percent"


@dataclass(frozen=True, slots=True)
class Import:
    """A mark out of `full`, brought to the weight."""

    full: int
    word = "import"

    def __post_init__(self) -> None:
        refuse_if(_positive(full=self.full))


@dataclass(frozen=True, slots=True)
class Ratio:
    """Actual over target (完成率): nothing under `low` percent, at most `cap` percent."""

    low: int = 0
    cap: int = ONE_HUNDRED_PERCENT
    direction: Direction = Direction.HIGHER
    word = "ratio"

    def __post_init__(self) -> None:
        refuse_if([Problem(".low", "bad_combination", "low_over_cap")] if self.low > self.cap else [])


@dataclass(frozen=True, slots=True)
class Band:
    """From this value on, this share."""

    from_: int
    share: int


@dataclass(frozen=True, slots=True)
class Bands:
    """The share of the highest band that the value reaches (分段)."""

    bands: tuple[Band, ...]
    word = "bands"

    def __post_init__(self) -> None:
        seen: set[int] = set()
        problems = []
        for index, band in enumerate(self.bands):
            if band.from_ in seen:
                problems.append(Problem(f"[{index}].from", "bad_combination", "band_twice"))
            seen.add(band.from_)
        refuse_if(problems)


@dataclass(frozen=True, slots=True)
class Threshold:
    """Loses `step` points for every `unit` by which the value misses `at`."""

    at: int
    unit: int
    step: int
    direction: Direction = Direction.HIGHER
    partial: Partial = Partial.UP
    word = "threshold"

    def __post_init__(self) -> None:
        refuse_if(_positive(unit=self.unit))


@dataclass(frozen=True, slots=True)
class Deduct:
    """Loses points for every event, down to `floor` (扣分制)."""

    events: Named
    floor: int = 0
    word = "deduct"

    def __post_init__(self) -> None:
        refuse_if(_no_reserved(".events", self.events))


@dataclass(frozen=True, slots=True)
class Escalate:
    """Full without events, `first` percent less with any, nothing from `zero_at` on."""

    first: int
    zero_at: int
    word = "escalate"


@dataclass(frozen=True, slots=True)
class Grade:
    """A share for each grade (等级)."""

    shares: Named
    word = "grade"


@dataclass(frozen=True, slots=True)
class RankTable:
    """A share for each place, after the list `beyond` (位次)."""

    shares: tuple[int, ...]
    beyond: int
    word = "rank_table"


@dataclass(frozen=True, slots=True)
class Milestone:
    """The shares of the stages reached, times a difficulty, at most `cap` percent (节点)."""

    stages: Named
    cap: int = ONE_HUNDRED_PERCENT
    word = "milestone"

    def __post_init__(self) -> None:
        refuse_if(_no_reserved(".stages", self.stages))


@dataclass(frozen=True, slots=True)
class PoolRank:
    """From `best` down to `worst` percent by the place among the pool's values."""

    best: int
    worst: int
    direction: Direction = Direction.HIGHER
    word = "pool_rank"


@dataclass(frozen=True, slots=True)
class RatioBest:
    """The value against the best of the pool."""

    direction: Direction = Direction.HIGHER
    word = "ratio_best"


@dataclass(frozen=True, slots=True)
class MeanStep:
    """Full at the pool's mean; loses `step` points for every percent below it."""

    step: int
    partial: Partial = Partial.EXACT
    word = "mean_step"


@dataclass(frozen=True, slots=True)
class Trim:
    """Leave out so many of the lowest and of the highest ballots, given enough of them."""

    each_end: int
    at_least: int

    def __post_init__(self) -> None:
        if self.at_least <= 2 * self.each_end:
            refuse_if([Problem(".at_least", "bad_combination", "trim_leaves_nothing")])


@dataclass(frozen=True, slots=True)
class Vote:
    """The weighted mean of the ballots of classes of voters (民主测评)."""

    classes: Named
    options: Named | None = None
    score: int | None = None
    trim: Trim | None = None
    min_ballots: int = 1
    missing_class: MissingClass = MissingClass.RENORMALISE
    word = "vote"

    def __post_init__(self) -> None:
        problems = []
        if sum(weight for _, weight in self.classes) != ONE_HUNDRED_PERCENT:
            problems.append(Problem(".classes", "weights_sum", "classes_not_100"))
        for name, weight in self.classes:
            if weight <= 0:
                problems.append(Problem(f".classes.{name}", "out_of_range", "must_be_positive"))
        if (self.options is None) == (self.score is None):
            problems.append(Problem("", "bad_combination", "options_or_score"))
        if self.score is not None:
            problems += _positive(score=self.score)
        refuse_if(problems)


Method = (
    Points
    | Percent
    | Import
    | Ratio
    | Bands
    | Threshold
    | Deduct
    | Escalate
    | Grade
    | RankTable
    | Milestone
    | PoolRank
    | RatioBest
    | MeanStep
    | Vote
)

POOL_RELATIVE = (PoolRank, RatioBest, MeanStep)
MARKED = (Points, Percent, Import, Grade)
"""Methods whose value is a mark that a person gives, not a fact."""
EVENTFUL = (Deduct, Escalate, Milestone)
"""Methods for which no rows mean no events, unless a missing policy is written (RULES.md 3.2)."""


def keys_of(method: Method) -> tuple[str, ...]:
    """The keys that rows of the method have, in document order; `("",)` where rows have none."""
    match method:
        case Ratio():
            return ("actual", "target")
        case Deduct(events=events):
            return tuple(name for name, _ in events)
        case Milestone(stages=stages):
            return (*(name for name, _ in stages), "difficulty")
        case _:
            return ("",)


def _positive(**values: int) -> list[Problem]:
    return [Problem(f".{k}", "out_of_range", "must_be_positive") for k, v in values.items() if v <= 0]


def _no_reserved(path: str, names: Named) -> list[Problem]:
    return [Problem(f"{path}.{name}", "bad_code", "reserved", {"word": name}) for name, _ in names if name in RESERVED]
