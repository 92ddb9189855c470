"""Adding an indicator, and moving one."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.drafting.plain import Plain
from assessment.drafting.tree import Way, nodes_of
from assessment.drafting.weights import categories_of
from assessment.forms.drafts import code_field
from cadres.forms import HouseForm

GROUP: Final = "group"
LEAF: Final = "leaf"


class NewNodeForm(HouseForm):
    """What a new indicator is called and where it stands; how it is scored is said afterwards."""

    form = forms.ChoiceField(
        label=_("Kind"),
        choices=[(LEAF, _("Indicator that is scored")), (GROUP, _("Group of indicators"))],
        initial=LEAF,
    )
    code = code_field()
    name = forms.CharField(label=_("What it is called"), max_length=200)
    group = forms.ChoiceField(label=_("Below"), required=False)

    def __init__(self, document: Plain, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(found.code, f"{found.code} {found.node.get('name', '')}") for found in nodes_of(document, kind)
                  if found.is_group]  # fmt: skip
        self.fields["group"].choices = [("", _("Top level")), *groups]  # type: ignore[attr-defined]
        self.document = document

    def node(self) -> dict[str, Any]:
        """The node as it begins; called on a valid form."""
        given = self.cleaned_data
        node: dict[str, Any] = {"code": given["code"], "name": given["name"]}
        if given["form"] == GROUP:
            return node | {"indicators": []}
        return node | {"weight": dict.fromkeys(categories_of(self.document)), "method": "points"}


class MoveForm(forms.Form):
    """Which node moves where, or goes."""

    code = forms.CharField(max_length=32)
    act = forms.ChoiceField(choices=[*((str(way), str(way)) for way in Way), ("remove", "remove")])
