"""The closed sets of words of the scheme document, and which texts are codes and names."""

import re
from enum import StrEnum
from typing import Final

CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
RESERVED: Final = frozenset({"penalty", "bonus", "none", "difficulty"})
NAME_LENGTH: Final = 32
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Direction(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


class Partial(StrEnum):
    """What becomes of a part of a step."""

    UP = "up"
    DOWN = "down"
    EXACT = "exact"


class Missing(StrEnum):
    """What becomes of a leaf without data (RULES.md 3.2)."""

    BLOCK = "block"
    RENORMALISE = "renormalise"
    POOL_AVERAGE = "pool_average"
    FULL = "full"
    ZERO = "zero"


class Evidence(StrEnum):
    """When a value of a leaf takes its reason or a file with it: always, or at full marks and under 60 percent."""

    REQUIRED = "required"
    EXTREMES = "extremes"


class MissingClass(StrEnum):
    RENORMALISE = "renormalise"
    ZERO = "zero"


class Kind(StrEnum):
    """The kinds of period."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


PART_KINDS: Final = (Kind.QUARTER, Kind.HALF, Kind.MONTH)


class Apply(StrEnum):
    """Where bonus and penalty points count (RULES.md 6.5)."""

    YEAR = "year"
    QUARTER = "quarter"
    BOTH = "both"


class Bars(StrEnum):
    NEVER = "never"
    ALWAYS = "always"
    WHEN_DOUBLED = "when_doubled"


class SelfFound(StrEnum):
    COUNT = "count"
    WAIVE = "waive"


class RuleKind(StrEnum):
    BONUS = "bonus"
    PENALTY = "penalty"


class Mode(StrEnum):
    """How the quarters make the year (RULES.md 7)."""

    YEAR_ONLY = "year_only"
    WEIGHTED = "weighted"
    SUM = "sum"
    BY_LEAF = "by_leaf"


class Use(StrEnum):
    TOTAL = "total"
    BASE = "base"


class RankTies(StrEnum):
    COMPETITION = "competition"
    DENSE = "dense"


class Effect(StrEnum):
    """What a veto does (RULES.md 9)."""

    BAR_EXCELLENT = "bar_excellent"
    FORCE_LOWEST = "force_lowest"
    CAP_LEVEL = "cap_level"
    WITHHOLD = "withhold"
    COMMENTS_ONLY = "comments_only"
    LIST_ONLY = "list_only"


class Scope(StrEnum):
    POOL = "pool"
    DEPARTMENT = "department"
    LEADER = "leader"
    ALL = "all"


class Rounding(StrEnum):
    FLOOR = "floor"
    HALF_UP = "half_up"
    CEIL = "ceil"


class Denominator(StrEnum):
    PARTICIPANTS = "participants"
    GRADED = "graded"


class Allocation(StrEnum):
    EACH = "each"
    LARGEST_REMAINDER = "largest_remainder"


class LineTies(StrEnum):
    """What becomes of equals whom the quota line cuts."""

    STOP = "stop"
    NONE = "none"
    ALL = "all"


class Identity(StrEnum):
    CIVIL_SERVANT = "civil_servant"
    INSTITUTION = "institution"
    ENTERPRISE = "enterprise"


class Status(StrEnum):
    """How a cadre takes part (RULES.md 4)."""

    GRADED = "graded"
    COMMENTS_ONLY = "comments_only"
    WITHHELD = "withheld"
    POSTPONED = "postponed"
    NOT_ASSESSED = "not_assessed"


class FoundBy(StrEnum):
    SELF = "self"
    OTHER = "other"


class Light(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
