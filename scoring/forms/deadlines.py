"""Until when a period takes entries."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms import HouseForm
from cadres.forms.days import EARLIEST, LATEST


class DeadlineForm(HouseForm):
    """A moment between 1900 and 2100, in the house's own time, or none; and the period's version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    due_at = forms.DateTimeField(
        label=_("Deadline of entry"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_due_at(self) -> datetime | None:
        """Refuse what cannot be meant, and what no clock can tell in another zone."""
        due_at: datetime | None = self.cleaned_data["due_at"]
        if due_at is not None and not EARLIEST.year <= due_at.year <= LATEST.year:
            raise forms.ValidationError(_("Enter a day between 1900 and 2100."))
        return due_at
