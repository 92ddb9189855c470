"""The rules of the game: schemes and what they are made of, periods, and who takes part."""

from assessment.models.calendar import WorkdayCorrection
from assessment.models.drafts import SchemeDraft
from assessment.models.indicators import Indicator, Sheet, Weight
from assessment.models.participants import Participant
from assessment.models.periods import Period
from assessment.models.rules import AdjustmentRule, GradeRule, VetoRule
from assessment.models.schemes import Category, Pool, Scheme, SchemeVersion
from assessment.models.step_requests import StepRequest

__all__ = [
    "AdjustmentRule",
    "Category",
    "GradeRule",
    "Indicator",
    "Participant",
    "Period",
    "Pool",
    "Scheme",
    "SchemeDraft",
    "SchemeVersion",
    "Sheet",
    "StepRequest",
    "VetoRule",
    "Weight",
    "WorkdayCorrection",
]
