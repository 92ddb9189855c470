"""The forms of roles: to find, to propose."""

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from cadres.choices import Role
from cadres.forms import HouseForm
from cadres.forms.days import DayField
from cadres.models import Account, Department
from cadres.policy import ADMIN_ROLES

NAMESAKES_SHOWN: Final = 8


class GrantsForm(HouseForm):
    """Which grants to show."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("user name or name")}),
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *Role.choices])


class ProposeForm(HouseForm):
    """Who shall hold which role, where, from when until when, and why."""

    account = forms.CharField(label=_("Account"), max_length=64, help_text=_("The user name, or the whole name."))
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Choose a role")), *Role.choices])
    department = forms.ModelChoiceField(
        label=_("Department (with those below)"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("The whole house"),
        help_text=_(
            "A leader without a department sees the people in his charge. A scorer without one enters what the scheme "
            "leaves to the leader in charge, or, in charge of nobody, to the principal leader."
        ),
    )
    starts_on = DayField(label=_("First day"), initial=timezone.localdate)
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Empty: until it is taken back."))
    reason = forms.CharField(label=_("Reason"), max_length=500)

    def __init__(self, *args: Any, tree: list[tuple[Department, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = self.fields["department"]
        assert isinstance(choose, forms.ModelChoiceField)
        choose.queryset = Department.objects.filter(pk__in=[department.pk for department, _depth in tree])
        choose.choices = [("", choose.empty_label), *((d.pk, "　" * depth + d.name) for d, depth in tree)]

    def clean_account(self) -> Account:
        text = self.cleaned_data["account"].strip()
        named = Account.objects.filter(username=text).first()
        if named is not None:
            return named
        found = list(Account.objects.filter(full_name=text).order_by("username")[:NAMESAKES_SHOWN])
        if not found:
            raise forms.ValidationError(_("No account has this name."))
        if len(found) > 1:
            names = ", ".join(account.username for account in found)
            raise forms.ValidationError(
                _text("Several accounts have this name; give the user name: %(names)s.") % {"names": names}
            )
        return found[0]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day is before the first."))
        if given.get("role") in ADMIN_ROLES and given.get("department"):
            self.add_error("department", _("An administrator's role is always for the whole house."))
        return given
