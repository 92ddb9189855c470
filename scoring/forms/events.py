"""Which events of a year to show."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import Period
from cadres.forms import HouseForm
from scoring.choices import FilingKind, FilingState
from scoring.selectors.event_lines import UNAPPROVED


class EventsForm(HouseForm):
    """Which events of a year to show."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("name, pinyin, number or matter")}),
    )
    part = forms.ChoiceField(label=_("Dated in"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[
            ("", _("All kinds")),
            ("bonus", _("Bonus")),
            ("penalty", _("Penalty")),
            ("veto", _("Veto or negative list")),
            (FilingKind.EXEMPTION.value, FilingKind.EXEMPTION.label),
            (FilingKind.REVOCATION.value, FilingKind.REVOCATION.label),
        ],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *FilingState.choices, (UNAPPROVED, _("Not approved in the workbook"))],
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, parts: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("The whole year")), *((str(part.pk), part.code) for part in parts)]
        self.fields["part"].choices = choices  # type: ignore[attr-defined]
