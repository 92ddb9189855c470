"""Opening a period, and what may be changed of it while it is open."""

from decimal import Decimal
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.forms.scheme_field import SchemeField
from assessment.models import Scheme
from assessment.rulebook.ledger import to_units
from assessment.services.period_documents import LONGEST_CODE
from cadres.forms import HouseForm

MOST_DAYS: Final = 366
UNIT_RESULTS: Final = [("", _("None, or not known yet")), *((str(number), str(number)) for number in range(1, 10))]


class FrameForm(HouseForm):
    """What of a period does not follow from its code: its working days, and how its unit did."""

    work_days = forms.DecimalField(
        label=_("Working days"),
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Empty: counted by the calendar of holidays."),
    )
    unit_result = forms.TypedChoiceField(
        label=_("Assessment result of the unit"),
        choices=UNIT_RESULTS,
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("1 is best. Quotas that depend on the result of the unit take it from here."),
    )

    def days_units(self) -> int | None:
        """The working days in ledger units; None: by the calendar. Called on a valid form."""
        days: Decimal | None = self.cleaned_data["work_days"]
        return None if days is None else to_units(days)


class OpenForm(FrameForm):
    """Which period of which scheme to open."""

    scheme = SchemeField(
        label=_("Scheme"), queryset=Scheme.objects.all(), to_field_name="code", empty_label=_("Choose a scheme")
    )
    code = forms.CharField(
        label=_("Period"),
        max_length=LONGEST_CODE,
        help_text=_("2026Q1 is a quarter, 2026H1 a half-year, 2026M03 a month, 2026 the year; the dates follow."),
    )
    field_order = ["scheme", "code", "work_days", "unit_result"]


class ChangeForm(FrameForm):
    """What is said otherwise of a period, and which version of it was seen."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
