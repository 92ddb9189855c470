"""The forms of the people's side, and the look of every form of the house."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cadres.choices import LeaveKind, Standing
from cadres.forms.days import DayField
from cadres.models import Department, Leader
from cadres.workbooks.limits import DEFAULT_LIMITS

SELECTS = (forms.Select, forms.SelectMultiple)


class HouseLook(forms.BaseForm):
    """Gives every field the classes of the house and says which fields are wrong to screen readers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", _look_of(field.widget))


def _look_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, SELECTS) else "form-control"


class HouseForm(HouseLook, forms.Form):
    """A form in the look of the house."""


class RosterForm(HouseForm):
    """What of the roster to show."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("name, pinyin or number")}),
    )
    department = forms.ModelChoiceField(
        label=_("Department (with those below)"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("All departments"),
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    on = DayField(label=_("As of"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)


class UploadForm(HouseForm):
    """A file that somebody brings; subclasses add what it is about."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx, .xls) or CSV. Save files of other programs as .xlsx first."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        error_messages={"required": _("Choose the file to import."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > DEFAULT_LIMITS.max_bytes:
            size = DEFAULT_LIMITS.max_bytes // (1024 * 1024)
            raise forms.ValidationError(_("The file is larger than %(size)s MB.") % {"size": size})
        return file

    def scope(self) -> dict[str, Any]:
        """What the file is about, in the plain form of its kind; called on a valid form."""
        return {}


class MoveForm(HouseForm):
    """Another post from a day on, or leaving."""

    on = DayField(
        label=_("From"),
        help_text=_("The new post holds from this day on; the present one ends the day before."),
    )
    department = forms.ModelChoiceField(
        label=_("New department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("None: leaves (retired, moved away …)"),
    )
    title = forms.CharField(label=_("New post, or why somebody leaves"), max_length=100)
    rank_title = forms.CharField(label=_("Rank title"), max_length=50, required=False)
    standing = forms.ChoiceField(label=_("First post or deputy"), choices=Standing.choices, required=False)
    category = forms.CharField(
        label=_("Category"),
        max_length=32,
        required=False,
        help_text=_("The code, as in the scheme."),
        widget=forms.TextInput(attrs={"list": "categories"}),
    )
    leader = forms.ModelChoiceField(
        label=_("Leader in charge"),
        queryset=Leader.objects.none(),
        required=False,
        empty_label=_("Nobody is in charge"),
    )
    seen_posting = forms.IntegerField(required=False, widget=forms.HiddenInput)


class LeaveForm(HouseForm):
    """Days of leave, both ends included."""

    kind = forms.ChoiceField(label=_("Kind"), choices=LeaveKind.choices)
    first = DayField(label=_("From"))
    last = DayField(label=_("Until"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class ReasonForm(HouseForm):
    """Why somebody does what the record must explain."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class RotationForm(HouseForm):
    """Who has been in the same post for how long."""

    years = forms.IntegerField(label=_("Years in the same post"), min_value=1, max_value=50, initial=5)
    ahead = forms.IntegerField(
        label=_("Reached within the next months"), min_value=0, max_value=60, initial=0, required=False
    )


class FaceForm(HouseForm):
    """How a department appears."""

    name = forms.CharField(label=_("Name of the department"), max_length=100)
    code = forms.CharField(label=_("Code"), max_length=32)
    parent = forms.ModelChoiceField(
        label=_("Belongs to"),
        queryset=Department.objects.filter(closed_on__isnull=True),
        required=False,
        empty_label=_("Nothing above it"),
    )
    position = forms.IntegerField(label=_("Position in lists"), min_value=0, max_value=99_999, initial=0)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    since = DayField(
        label=_("New name valid from"),
        required=False,
        help_text=_("Days before keep the old name. Leave it empty to correct a misspelt name everywhere."),
    )
    opened_on = DayField(label=_("Opened on"), required=False)


class ClosingForm(HouseForm):
    """A department's last day, and where its people go."""

    prefix = "close"

    on = DayField(label=_("Last day"))
    into = forms.ModelChoiceField(
        label=_("Its people go to"),
        queryset=Department.objects.filter(closed_on__isnull=True),
        required=False,
        empty_label=_("Nobody stands in it"),
    )


class ChargeForm(HouseForm):
    """Who has a department in charge from a day on."""

    prefix = "charge"

    leader = forms.ModelChoiceField(
        label=_("Leader in charge"),
        queryset=Leader.objects.order_by("number"),
        required=False,
        empty_label=_("Nobody is in charge"),
    )
    on = DayField(label=_("From"))
