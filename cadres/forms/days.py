"""Days that people enter: chosen from the browser's own calendar, and of an age in which people serve."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2100, 12, 31)
"""As in workbooks; there is always a day before and a day after."""


class DayInput(forms.DateInput):
    """A day, chosen from the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day between 1900 and 2100: what lies beyond is a slip of the hand, and may have no day before it."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        beyond = _("Enter a day between 1900 and 2100.")
        super().__init__(validators=[MinValueValidator(EARLIEST, beyond), MaxValueValidator(LATEST, beyond)], **kwargs)
