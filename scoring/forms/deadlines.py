"""Until when a period takes entries."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms import HouseForm


class DeadlineForm(HouseForm):
    """A moment, in the house's own time, or none."""

    due_at = forms.DateTimeField(
        label=_("Deadline of entry"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
