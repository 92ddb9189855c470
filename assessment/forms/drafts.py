"""How a draft begins, and what is said when it is handed in or sent back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.compiling import SHOWN_NAME
from assessment.drafting.copying import Heading
from assessment.forms.uploads import read_scheme_file
from assessment.models import SchemeVersion
from assessment.rulebook.words import CODE
from assessment.services.drafts import LONGEST_CODE, free_number
from cadres.forms import HouseForm

LONGEST_REASON = 500
WRITING = forms.Textarea(attrs={"rows": 3})


def code_field(**words: Any) -> forms.RegexField:
    """A field for a code of RULES.md 1.5."""
    return forms.RegexField(
        rf"\A{CODE.pattern}\Z",
        label=_("Code"),
        max_length=LONGEST_CODE,
        error_messages={"invalid": _("Begin with a letter; then letters, digits, - and _, at most 32 in all.")},
        **words,
    )


class BeginForm(HouseForm):
    """What a new draft is called; its number follows from the code."""

    code = code_field(
        help_text=_("Letters and digits, such as B-2027. The code of a scheme that exists makes its next version.")
    )
    title = forms.CharField(label=_("Title"), max_length=SHOWN_NAME)
    year = forms.IntegerField(label=_("Year"), min_value=1900, max_value=9999)

    def heading(self) -> Heading:
        """The heading; called on a valid form."""
        given = self.cleaned_data
        return Heading(given["code"], free_number(given["code"]), given["title"], given["year"])

    @classmethod
    def copy_of(cls, version: SchemeVersion, *, amends: bool) -> "BeginForm":
        """The form with what a copy may be called: the same for an amendment, next year's else."""
        scheme = version.scheme
        if amends:
            return cls(initial={"code": scheme.code, "title": scheme.title, "year": scheme.year})
        year = scheme.year + 1 if scheme.year else None
        code = _for_year(scheme.code, scheme.year, year)
        title = scheme.title.replace(str(scheme.year), str(year)) if scheme.year else scheme.title
        return cls(initial={"code": code, "title": title, "year": year})


def _for_year(code: str, old: int | None, new: int | None) -> str:
    if new is None:
        return code
    if old is not None and str(old) in code:
        return code.replace(str(old), str(new))
    return f"{code}-{new}"[:LONGEST_CODE]


class TextForm(HouseForm):
    """A draft's document as text, typed or brought as a file."""

    text = forms.CharField(
        label=_("Document"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "wrap": "off", "data-code": ""}),
    )
    file = forms.FileField(
        label=_("Or a file (YAML) in its place"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_file(self) -> str | None:
        file = self.cleaned_data["file"]
        text = read_scheme_file(file) if file else None
        if text is not None and "\0" in text:
            # no database keeps it, and no text has it
            raise forms.ValidationError(_("The file is not UTF-8 text. Save it as UTF-8 and bring it again."))
        return text

    def written(self) -> str:
        """The text that is to stand; called on a valid form."""
        given: dict[str, Any] = self.cleaned_data
        text = given["text"] if given["file"] is None else given["file"]
        return str(text).replace("\r\n", "\n")


class SubmitForm(HouseForm):
    """Handing a draft in."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=LONGEST_REASON, widget=WRITING)


class AnswerForm(HouseForm):
    """Sending a version back: what was seen, and what is to be mended."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    answer = forms.CharField(label=_("What is to be mended"), max_length=LONGEST_REASON, widget=WRITING)


class SeenForm(forms.Form):
    """Which version of a draft somebody saw."""

    version = forms.IntegerField()
