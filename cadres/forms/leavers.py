"""Who of the people that a roster lacks has left."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms import HouseForm
from cadres.forms.days import DayField


class LeaversForm(HouseForm):
    """The day from which several people are gone, and why; who they are stands in the list beside it."""

    on = DayField(label=_("First day away"))
    why = forms.CharField(
        label=_("Why"), max_length=100, help_text=_("For instance: retired, moved elsewhere, resigned.")
    )
