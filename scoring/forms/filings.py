"""What a filing of an event by hand says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assessment.models import AdjustmentRule, Period, VetoRule
from assessment.rulebook.ledger import DECIMALS, to_units, trimmed
from assessment.rulebook.rules import AdjustmentRule as Rule
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import RuleKind
from cadres.forms import HouseForm
from cadres.forms.days import DayField
from cadres.models import Cadre
from scoring.choices import FilingKind, FoundBy, Sharing
from scoring.selectors.filing_content import WHOLE_SHARE, FilingContent
from scoring.services.evidence import LONGEST_FILE, BroughtEvidence
from scoring.services.filing_checks import MOST_TIMES

EMPTY_ROWS: Final = 3
MOST_PEOPLE: Final = 200
NAMESAKES_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A line of the people: what was typed, and what is wrong with it."""

    person: str = ""
    share: str = ""
    error: str = ""


class EvidenceForm(HouseForm):
    """What a filing stands on: words, a file, or both."""

    words = forms.CharField(
        label=_("Evidence in words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    file = forms.FileField(
        label=_("Evidence as a file"), required=False, help_text=_("PDF, picture, Word, Excel or OFD, up to 10 MB.")
    )

    def brought(self) -> BroughtEvidence | None:
        """The evidence that came with the form, if any did."""
        words, file = self.cleaned_data.get("words", "").strip(), self.cleaned_data.get("file")
        if not words and file is None:
            return None
        # One byte more than is taken tells that the file is too large; the rest of it need not be read.
        content = file.read(LONGEST_FILE + 1) if file else b""
        return BroughtEvidence(text=words, file_name=file.name if file else "", content=content)


class FilingForm(EvidenceForm):
    """What every filing needs: people with shares (fields `person` and `share`, once a line), basis, evidence."""

    field_order: Sequence[str] = ("basis", "words", "file")
    names_people = True

    basis = forms.CharField(
        label=_("Basis"), max_length=300, required=False, help_text=_("The document, as it is called.")
    )

    def __init__(
        self, *args: Any, year: Period, cadres: QuerySet[Cadre], people: Sequence[PersonRow] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.year, self.cadres = year, cadres
        self.rows = list(self._posted()) if self.is_bound else list(people)
        self.shares: list[tuple[int, int]] = []

    def _posted(self) -> Iterator[PersonRow]:
        assert isinstance(self.data, QueryDict)
        persons, shares = (self.data.getlist(name)[:MOST_PEOPLE] for name in ("person", "share"))
        for place, person in enumerate(persons):
            share = shares[place] if place < len(shares) else ""
            if named := _plain(person):
                yield PersonRow(named, _plain(share))

    @property
    def lines(self) -> list[PersonRow]:
        """The lines to show: those filled in, and empty ones."""
        return [*self.rows, *[PersonRow()] * (EMPTY_ROWS if not self.rows else 1)]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self.rows = [self._read(row) for row in self.rows]
        for row in self.rows:
            if row.error:
                self.add_error(None, f"{row.person}: {row.error}")
        # said with whatever else is wrong, not after it
        if self.names_people and not self.rows:
            self.add_error(None, gettext("Name at least one person."))
        return given

    def _read(self, row: PersonRow) -> PersonRow:
        """Look a person up and read his share; note what is wrong."""
        words = row.person.split()
        found = list(self.cadres.filter(number=words[0]))
        if not found:
            found = list(self.cadres.filter(name=row.person).order_by("number")[:NAMESAKES_SHOWN])
        if len(found) != 1:
            numbers = "、".join(cadre.number for cadre in found)
            text = gettext("Several people have this name; give the number: %(numbers)s.") % {"numbers": numbers}
            return PersonRow(
                row.person, row.share, text if found else gettext("Nobody within your reach has this number or name.")
            )
        try:
            share = _share(row.share)
        except ValueError as refused:
            return PersonRow(row.person, row.share, str(refused))
        self.shares.append((found[0].pk, share))
        return PersonRow(f"{found[0].number} {found[0].name}", row.share)


class EventFilingForm(FilingForm):
    """A bonus or penalty event: rule and level in one choice, so that they always fit."""

    field_order = (
        "worth",
        "on",
        "matter",
        "count",
        "multiplier",
        "found_by",
        "sharing",
        "basis",
        "words",
        "file",
    )

    worth = forms.ChoiceField(label=_("Rule and level"))
    on = DayField(label=_("Date"))
    matter = forms.CharField(
        label=_("Matter"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "matters", "autocomplete": "off"}),
        help_text=_(
            "Choose the matter of an earlier event where it is the same: then only the one with most points counts."
        ),
    )
    count = forms.IntegerField(label=_("Times"), min_value=1, max_value=MOST_TIMES, initial=1)
    multiplier = forms.ChoiceField(label=_("Doubled"), choices=[("1", _("no")), ("2", _("yes, doubled"))], initial="1")
    found_by = forms.ChoiceField(label=_("Who found it"), choices=FoundBy.choices, initial=FoundBy.OTHER)
    sharing = forms.ChoiceField(label=_("Points of several people"), choices=Sharing.choices, initial=Sharing.WHOLE)

    def __init__(self, *args: Any, rulebook: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worth"].choices = [("", _("Choose a rule")), *_worths(rulebook)]  # type: ignore[attr-defined]

    def content(self) -> FilingContent:
        """What the filing says."""
        given = self.cleaned_data
        code, _slash, level = given["worth"].partition("/")
        rule = AdjustmentRule.objects.get(scheme_version=self.year.scheme_version_id, code=code)
        whole = given["sharing"] == Sharing.WHOLE
        shares = [(cadre, WHOLE_SHARE if whole else share) for cadre, share in self.shares]
        return FilingContent(
            kind=FilingKind.EVENT,
            rule=rule,
            level=level,
            on=given["on"],
            matter=given["matter"].strip(),
            count=given["count"],
            multiplier=int(given["multiplier"]),
            found_by=FoundBy(given["found_by"]),
            sharing=Sharing(given["sharing"]),
            basis=given["basis"].strip(),
            shares=tuple(shares),
        )


class VetoFilingForm(FilingForm):
    """A veto or an item of the negative list that holds from a day on."""

    field_order = ("veto", "on", "ends_on", "basis", "words", "file")

    veto = forms.ModelChoiceField(label=_("Item"), queryset=VetoRule.objects.none(), empty_label=_("Choose an item"))
    on = DayField(label=_("From"))
    ends_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("Empty: it acts in the period of the first day."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = VetoRule.objects.filter(scheme_version=self.year.scheme_version_id).order_by("position")
        self.fields["veto"].queryset = items  # type: ignore[attr-defined]

    def content(self) -> FilingContent:
        """What the filing says."""
        given = self.cleaned_data
        return FilingContent(
            kind=FilingKind.VETO,
            veto=given["veto"],
            on=given["on"],
            ends_on=given["ends_on"],
            basis=given["basis"].strip(),
            shares=tuple((cadre, WHOLE_SHARE) for cadre, _share in self.shares),
        )


class ExemptionForm(FilingForm):
    """Why one event is to be exempted; `proven` tells that evidence was given before."""

    names_people = False

    def __init__(self, *args: Any, proven: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proven = proven


class RevocationForm(ExemptionForm):
    """Why what was approved is to be taken back."""

    field_order = ("words", "basis", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Reason")
        self.fields["words"].required = not self.proven


def worth_of(content: FilingContent) -> str:
    """The choice of rule and level that a filing has."""
    code = content.rule.code if content.rule else ""
    return f"{code}/{content.level}" if content.level else code


def _worths(rulebook: Rulebook) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every rule with each of its levels and their points, bonus before penalty."""
    rules = rulebook.adjustments.rules if rulebook.adjustments else ()
    groups = ((RuleKind.BONUS, str(_("Bonus")), "+"), (RuleKind.PENALTY, str(_("Penalty")), "−"))
    return [
        (name, [pair for rule in rules if rule.kind is kind for pair in _levels(rule, sign)])
        for kind, name, sign in groups
    ]


def _levels(rule: Rule, sign: str) -> list[tuple[str, str]]:
    if isinstance(rule.points, int):
        return [(rule.code, f"{rule.code} {rule.name}（{sign}{trimmed(rule.points)}）")]
    return [
        (f"{rule.code}/{level}", f"{rule.code} {rule.name} · {level}（{sign}{trimmed(points)}）")
        for level, points in rule.points
    ]


def _share(text: str) -> int:
    """Read a percent; empty means all of it. Raises: ValueError with a sentence."""
    if not text:
        return WHOLE_SHARE
    try:
        share = Decimal(text.removesuffix("%").strip())
    except InvalidOperation as unreadable:
        raise ValueError(gettext("The share must be a number of percent.")) from unreadable
    if not share.is_finite() or share != round(share, DECIMALS):
        raise ValueError(
            ngettext("A share has at most %(number)d decimal.", "A share has at most %(number)d decimals.", DECIMALS)
            % {"number": DECIMALS}
        )
    if not 0 < share <= 100:
        raise ValueError(gettext("A share must be more than 0 and at most 100 percent."))
    return to_units(share)


def _plain(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable()).strip()[:64]
