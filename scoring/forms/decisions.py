"""What somebody proposes to decide on a level, and which decisions to show."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessment.models import Participant, Period
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from cadres.forms import HouseForm
from scoring.choices import ProposalState
from scoring.selectors.decisions import level_choices, members_named
from scoring.services.deciding import Decided

TAKE_BACK = "back"
NAMESAKES_SHOWN = 8


SUGGESTING = {
    "list": "people",
    "autocomplete": "off",
    "placeholder": _("number or name"),
    "hx-get": reverse_lazy("scoring:filing_people"),
    "hx-trigger": "input changed delay:200ms",
    "hx-target": "#people",
    "hx-sync": "this:replace",
}


class DecisionsForm(HouseForm):
    """Which decisions of a period to show."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("name, pinyin, number or reason")}),
    )
    state = forms.ChoiceField(
        label=_("State of proposals"), required=False, choices=[("", _("All states")), *ProposalState.choices]
    )


class ProposalForm(HouseForm):
    """A decision on one person's level, with its reason."""

    person = forms.CharField(
        label=_("Person"),
        max_length=64,
        widget=forms.TextInput(attrs=SUGGESTING),
    )
    level = forms.ChoiceField(label=_("Decided level"))
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    authority = forms.CharField(
        label=_("Basis"), max_length=300, required=False, help_text=_("Minutes or document, as it is called.")
    )
    extra_place = forms.BooleanField(
        label=_("Extra place"), required=False, help_text=_("The person does not count against the quota of the level.")
    )

    def __init__(self, *args: Any, period: Period, rulebook: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a level")),
            *level_choices(rulebook, Kind(period.kind)),
            (TAKE_BACK, _("take the standing decision back: the computed level holds")),
        ]

    def clean_person(self) -> Participant:
        """The participant that was meant."""
        words = " ".join(self.cleaned_data["person"].split())
        found = list(members_named(self.period, words)[:NAMESAKES_SHOWN])
        if not found:
            raise forms.ValidationError(gettext("Nobody who takes part in this period has this number or name."))
        if len(found) > 1:
            numbers = "、".join(one.cadre.number for one in found)
            text = gettext("Several people have this name; give the number: %(numbers)s.") % {"numbers": numbers}
            raise forms.ValidationError(text)
        member: Participant = found[0]
        return member

    def clean_reason(self) -> str:
        """The reason, in one line."""
        return " ".join(self.cleaned_data["reason"].split())

    def decided(self) -> Decided | None:
        """What would be decided; None where the standing decision is to be taken back."""
        given = self.cleaned_data
        if given["level"] == TAKE_BACK:
            return None
        return Decided(int(given["level"]), given["reason"], given["authority"].strip(), given["extra_place"])
