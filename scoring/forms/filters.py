"""What of a list to show: every choice has an address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.choices import PeriodState
from assessment.forms.scheme_field import SchemeField
from assessment.models import Scheme
from cadres.forms import HouseForm
from scoring.choices import Light
from scoring.selectors.sheets import SheetChoices


class PeriodsForm(HouseForm):
    """Which periods to show."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("period or scheme")}),
    )
    scheme = SchemeField(
        label=_("Scheme"),
        queryset=Scheme.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=_("All schemes"),
    )
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].queryset = Scheme.objects.order_by("code")  # type: ignore[attr-defined]  # a model field
        self.fields["state"].choices = [("", _("All states")), *PeriodState.choices]  # type: ignore[attr-defined]


class RankingForm(HouseForm):
    """Whom of a pool to show."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("name, pinyin, number or department")}),
    )
    light = forms.ChoiceField(label=_("Light"), required=False)
    pool = forms.CharField(required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["light"].choices = [("", _("All lights")), *Light.choices]  # type: ignore[attr-defined]


class SheetForm(HouseForm):
    """Which sheet to fill in: one leaf for everybody, or one department with all its leaves."""

    leaf = forms.ChoiceField(label=_("By indicator"), required=False)
    department = forms.ChoiceField(label=_("By department"), required=False)

    def __init__(self, *args: Any, choices: SheetChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaves = [(leaf.code, f"{leaf.code} {leaf.name}") for leaf in choices.leaves]
        departments = [(str(department.pk), str(department)) for department in choices.departments]
        self.fields["leaf"].choices = [("", _("All indicators")), *leaves]  # type: ignore[attr-defined]
        self.fields["department"].choices = [("", _("All departments")), *departments]  # type: ignore[attr-defined]
