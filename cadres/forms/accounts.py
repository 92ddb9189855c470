"""The forms of accounts: to find, to open, to act on."""

from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from cadres.forms import HouseForm
from cadres.models import Cadre, Department, Leader


class AccountsForm(HouseForm):
    """Which accounts to show."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("user name or name")}),
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("open", _("In use")),
            ("waiting", _("First password not changed")),
            ("closed", _("Closed")),
        ],
    )


class AccountForm(HouseForm):
    """A new account, and who it is."""

    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        validators=[UnicodeUsernameValidator()],
        help_text=_("For a cadre, best the personnel number. Letters, digits and @ . + - _ only."),
    )
    full_name = forms.CharField(label=_("Name"), max_length=64)
    cadre = forms.CharField(
        label=_("Personnel number of the cadre"),
        required=False,
        max_length=32,
        help_text=_("Only for a cadre, so that he can see his own results."),
    )
    leader = forms.ModelChoiceField(
        label=_("Leader in charge"),
        queryset=Leader.objects.all(),
        required=False,
        empty_label=_("Is none"),
        help_text=_("Only for a leader in charge, so that he sees the people he leads."),
    )

    def clean_cadre(self) -> Cadre | None:
        number = self.cleaned_data["cadre"].strip()
        if not number:
            return None
        found = Cadre.objects.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("Nobody in the roster has this number."))
        return found


class BulkForm(HouseForm):
    """Whose accounts to open together."""

    department = forms.ModelChoiceField(
        label=_("Department (with those below)"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("All departments"),
    )

    def __init__(self, *args: Any, tree: list[tuple[Department, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = self.fields["department"]
        assert isinstance(choose, forms.ModelChoiceField)
        choose.queryset = Department.objects.filter(pk__in=[department.pk for department, _depth in tree])
        choose.choices = [("", choose.empty_label), *((d.pk, "　" * depth + d.name) for d, depth in tree)]


class WhyForm(HouseForm):
    """The reason of an act, for the record."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
