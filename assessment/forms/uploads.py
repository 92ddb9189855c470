"""What is asked of somebody who brings a file: which scheme or period it is about."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.choices import PeriodKind
from assessment.forms.scheme_field import SchemeField
from assessment.models import Period, Scheme
from assessment.selectors.schemes_by_code import roster_scope
from cadres.forms import HouseForm, UploadForm

MAX_SCHEME_BYTES = 1024 * 1024


class PeriodChoice(forms.ModelChoiceField[Period]):
    """Periods with the scheme that they belong to."""

    def label_from_instance(self, obj: Period) -> str:
        return f"{obj.code} · {obj.scheme} · {obj.get_state_display()}"


class PeriodUploadForm(UploadForm):
    """A file about one period."""

    kinds: ClassVar[tuple[str, ...]] = tuple(PeriodKind.values)
    period = PeriodChoice(
        label=_("Period"),
        queryset=Period.objects.none(),
        empty_label=_("Choose the period"),
        error_messages={"required": _("Choose the period that the file is about.")},
    )
    field_order = ["period", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = self.fields["period"]
        assert isinstance(choose, forms.ModelChoiceField)
        choose.queryset = Period.objects.select_related("scheme").filter(kind__in=self.kinds)

    def scope(self) -> dict[str, Any]:
        return {"period": self.cleaned_data["period"].pk}


class YearUploadForm(PeriodUploadForm):
    """A file about a year: bonus and penalty events, vetoes."""

    kinds = (PeriodKind.YEAR,)


class RosterUploadForm(UploadForm):
    """The roster workbook, with the scheme whose categories it names."""

    scheme = SchemeField(
        label=_("Scheme"),
        queryset=Scheme.objects.all(),
        required=False,
        to_field_name="code",
        empty_label=_("No scheme: categories stay empty"),
        help_text=_("The scheme says which assessment categories the roster may name."),
    )
    field_order = ["scheme", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schemes = list(Scheme.objects.values_list("code", flat=True)[:2])
        if len(schemes) == 1 and "scheme" not in self.initial:
            self.initial["scheme"] = schemes[0]

    def scope(self) -> dict[str, Any]:
        scheme = self.cleaned_data["scheme"]
        this_year = timezone.localdate().year
        return roster_scope(scheme, this_year) if scheme else {"scheme": "", "year": this_year, "categories": None}


class SchemeUploadForm(HouseForm):
    """A scheme document."""

    file = forms.FileField(
        label=_("Scheme document (YAML)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
        error_messages={"required": _("Choose the file to load."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> str:
        return read_scheme_file(self.cleaned_data["file"])


def read_scheme_file(file: Any) -> str:
    """The text of a scheme document that somebody brought. Raises: ValidationError."""
    if file.size > MAX_SCHEME_BYTES:
        raise forms.ValidationError(_("The file is larger than 1 MB; a scheme document is a short text."))
    try:
        text: str = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise forms.ValidationError(_("The file is not UTF-8 text. Save it as UTF-8 and bring it again.")) from error
    return text


def period_in_words(scope: Mapping[str, Any]) -> str:
    """Name the period that a stored scope means."""
    period = Period.objects.select_related("scheme").filter(pk=scope.get("period") or 0).first()
    return f"{period.code} · {period.scheme}" if period else ""


def scheme_in_words(scope: Mapping[str, Any]) -> str:
    """Name the scheme that a stored scope means."""
    scheme = Scheme.objects.filter(code=scope.get("scheme") or "").first()
    return str(scheme) if scheme else ""
