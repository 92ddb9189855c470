"""Who of the people that a roster lacks has left."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms import HouseForm


class LeaversForm(HouseForm):
    """The day from which several people are gone, and why; who they are stands in the list beside it."""

    on = forms.DateField(label=_("First day away"), widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.CharField(
        label=_("Why"), max_length=100, help_text=_("For instance: retired, moved elsewhere, resigned.")
    )
