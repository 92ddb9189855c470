"""What an officer decides about a participant, and which participants to show."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.choices import Status
from assessment.models import Participant
from assessment.rulebook.ledger import to_decimal, to_units
from assessment.services.participants import Taking
from assessment.services.participants_sheet import MOST_CARDS, MOST_DAYS
from cadres.forms import HouseForm


class ParticipantsForm(HouseForm):
    """Which participants of a period to show."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=64,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("name, pinyin, number or department")}),
    )
    status = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", _("All")), *Status.choices]  # type: ignore[attr-defined]


class TakingForm(HouseForm):
    """How somebody takes part."""

    status = forms.ChoiceField(label=_("Status"), choices=Status.choices)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=200,
        help_text=_("Needed when the status changes; it stands beside the result."),
    )
    coefficient = forms.DecimalField(
        label=_("Coefficient"), min_value=Decimal("0.5"), max_value=Decimal("1.5"), decimal_places=4
    )
    leave_days = forms.DecimalField(
        label=_("Leave in working days"), min_value=0, max_value=MOST_DAYS, decimal_places=4
    )
    flags = forms.CharField(
        label=_("Flags"), required=False, max_length=200, help_text=_("Several are separated by commas.")
    )
    red_cards = forms.IntegerField(label=_("Red cards"), min_value=0, max_value=MOST_CARDS)
    yellow_cards = forms.IntegerField(label=_("Yellow cards"), min_value=0, max_value=MOST_CARDS)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, row: Participant) -> "TakingForm":
        """The form with what stands."""
        return cls(initial=_standing(row))

    def beside(self, row: Participant, changed: str) -> "TakingForm":
        """The form as it was typed, with what stands by now told at each field that differs, to be sent once more."""
        form = TakingForm({**self.data.dict(), "version": row.version})  # type: ignore[attr-defined]  # it came by POST
        if form.is_valid():
            standing, typed = _standing(row), dict(form.cleaned_data)
            form.add_error(None, changed)
            for name, value in standing.items():
                if typed[name] != value:
                    shown = row.get_status_display() if name == "status" else value
                    form.add_error(name, _("Now stands here: %(value)s") % {"value": shown if shown != "" else "–"})
        return form

    def taking(self) -> Taking:
        """What was decided; called on a valid form."""
        given = self.cleaned_data
        flags = given["flags"].replace("，", "、").replace(",", "、").split("、")
        return Taking(
            status=Status(given["status"]),
            reason=given["reason"],
            coefficient_units=to_units(given["coefficient"]),
            leave_days_units=to_units(given["leave_days"]),
            flags=tuple(dict.fromkeys(flag.strip() for flag in flags if flag.strip())),
            red_cards=given["red_cards"],
            yellow_cards=given["yellow_cards"],
        )


def _standing(row: Participant) -> dict[str, Any]:
    return {
        "status": row.status,
        "reason": row.status_reason,
        "coefficient": to_decimal(row.coefficient_units),
        "leave_days": to_decimal(row.leave_days_units),
        "flags": "、".join(row.flags),
        "red_cards": row.red_cards,
        "yellow_cards": row.yellow_cards,
        "version": row.version,
    }
