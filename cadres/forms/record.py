"""What of the record to show."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.forms import HouseForm
from cadres.forms.days import DayField


class RecordForm(HouseForm):
    """Person, act, kind of object and days; the acts and kinds are those that stand in the record, in words."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("act, object or person")}),
    )
    who = forms.CharField(
        label=_("Person"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"placeholder": _("name or user name")}),
    )
    act = forms.ChoiceField(label=_("Act"), required=False)
    kind = forms.ChoiceField(label=_("Object"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def __init__(
        self, *args: Any, acts: Sequence[tuple[str, str]], kinds: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("act", acts), ("kind", kinds)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *sorted(choices, key=lambda choice: choice[1])]
