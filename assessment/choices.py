"""The closed sets of words that the rules of the game store."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class PeriodKind(models.TextChoices):
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    HALF = "half", _("Half-year")
    YEAR = "year", _("Year")


class PeriodState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    REVIEWING = "reviewing", _("Under review")
    FROZEN = "frozen", _("Frozen")
    COMPUTED = "computed", _("Computed")
    IN_NOTICE = "in_notice", _("In public notice")
    FINAL = "final", _("Final")
    ARCHIVED = "archived", _("Archived")


UNFROZEN: Final = (PeriodState.DRAFT, PeriodState.OPEN, PeriodState.REVIEWING)
"""The states in which what a period's results are made of may still change."""


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    FROZEN = "frozen", _("Frozen")


class DraftState(models.TextChoices):
    EDITING = "editing", _("Being written")
    SUBMITTED = "submitted", _("Handed in")
    GIVEN_UP = "given_up", _("Given up")


class Status(models.TextChoices):
    """Who takes part and how (RULES.md 4)."""

    GRADED = "graded", _("Graded")
    COMMENTS_ONLY = "comments_only", _("Comments only")
    WITHHELD = "withheld", _("Withheld")
    POSTPONED = "postponed", _("Postponed")
    NOT_ASSESSED = "not_assessed", _("Not assessed")


class AdjustmentKind(models.TextChoices):
    BONUS = "bonus", _("Bonus")
    PENALTY = "penalty", _("Penalty")


class VetoEffect(models.TextChoices):
    BAR_EXCELLENT = "bar_excellent", _("Bars the best level")
    FORCE_LOWEST = "force_lowest", _("Forces the lowest level")
    CAP_LEVEL = "cap_level", _("Holds to a level at most")
    WITHHOLD = "withhold", _("Withholds the grade")
    COMMENTS_ONLY = "comments_only", _("Comments only")
    LIST_ONLY = "list_only", _("Is only listed")
