"""What is entered in a period and would not fit other rules: looked at before these replace the present ones."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Max
from django.utils.translation import get_language, gettext

from assessment.models import Participant, Period
from assessment.rulebook.facts import BadFact, check_fact
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.ledger import to_decimal
from assessment.rulebook.methods import Vote
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Kind
from scoring.models import AdjustmentEvent, ScoreEntry, VetoEvent, VoteTally


@dataclass(frozen=True, slots=True)
class Misfit:
    """Rows of a period that other rules would not take: the code that they name, how many, and why."""

    period: str
    code: str
    rows: int
    sentence: str


def misfits(period: Period, rulebook: Rulebook) -> list[Misfit]:
    """Look through what is entered in a period; a year's events and vetoes are those of its quarters too.

    Reads groups of equal rows, in a fixed number of queries.
    """
    sheet = rulebook.sheet(Kind(period.kind))
    if sheet is None:
        return [Misfit(period.code, period.kind, 1, gettext("The new rules have no sheet for this kind of period."))]
    leaves = {leaf.code: leaf for leaf in sheet.leaves}
    found = [*_categories(period, rulebook), *_entries(period, leaves), *_ballots(period, leaves)]
    if Kind(period.kind) is Kind.YEAR:
        found += [*_events(period, rulebook), *_vetoes(period, rulebook)]
    return found


def _categories(period: Period, rulebook: Rulebook) -> Iterator[Misfit]:
    known = dict(rulebook.categories)
    people = Participant.objects.filter(period=period).order_by()
    for code, rows in people.values_list("category__code").annotate(rows=Count("pk")).order_by("category__code"):
        if code not in known:
            yield Misfit(period.code, code, rows, gettext("People are in this category, which the new rules lack."))


def _entries(period: Period, leaves: dict[str, Leaf]) -> Iterator[Misfit]:
    fields = ("indicator__code", "participant__category__code", "key", "value_units", "grade")
    entries = ScoreEntry.objects.filter(participant__period=period).order_by(*fields)
    for code, category, key, units, grade, rows in entries.values_list(*fields).annotate(rows=Count("pk")):
        value = grade if units is None else to_decimal(units)
        why = _refusal(leaves.get(code), category, key, value)
        if why:
            yield Misfit(period.code, code, rows, why)


def _refusal(leaf: Leaf | None, category: str, key: str, value: object) -> str:
    if leaf is None:
        return gettext("Something is entered for this indicator, which the new rules lack.")
    weight = dict(leaf.weights).get(category)
    if weight is None:
        return gettext("Something is entered for category %(category)s, which the new rules do not assess by it.") % {
            "category": category
        }
    try:
        check_fact(leaf, weight, key, value)
    except BadFact as refused:
        return refused.message(get_language() or "zh-hans")
    return ""


def _ballots(period: Period, leaves: dict[str, Leaf]) -> Iterator[Misfit]:
    fields = ("indicator__code", "vote_class", "option")
    tallies = VoteTally.objects.filter(participant__period=period).order_by(*fields)
    sums = {"rows": Count("pk"), "highest": Max("value_units")}
    for code, name, option, rows, highest in tallies.values_list(*fields).annotate(**sums):
        leaf = leaves.get(code)
        if leaf is None or not isinstance(leaf.method, Vote) or not _taken(leaf.method, name, option, highest):
            why = gettext("Ballots of “%(class)s” are entered, which the new rules do not take.") % {"class": name}
            yield Misfit(period.code, code, rows, why)


def _taken(method: Vote, name: str, option: str, highest: int | None) -> bool:
    if name not in dict(method.classes):
        return False
    if highest is None:
        return option in dict(method.options or ())
    return method.score is not None and highest <= method.score


def _events(year: Period, rulebook: Rulebook) -> Iterator[Misfit]:
    rules = {rule.code: rule for rule in rulebook.adjustments.rules} if rulebook.adjustments else {}
    events = AdjustmentEvent.objects.filter(year=year).order_by()
    for code, level, rows in (
        events.values_list("rule__code", "level").annotate(rows=Count("pk")).order_by("rule__code")
    ):
        if code not in rules or not rules[code].has_level(level):
            why = gettext("Events of this rule and level are entered, which the new rules do not have.")
            yield Misfit(year.code, code, rows, why)


def _vetoes(year: Period, rulebook: Rulebook) -> Iterator[Misfit]:
    known = {veto.code for veto in rulebook.vetoes}
    events = VetoEvent.objects.filter(year=year).order_by()
    for code, rows in events.values_list("veto__code").annotate(rows=Count("pk")).order_by("veto__code"):
        if code not in known:
            yield Misfit(year.code, code, rows, gettext("This veto is entered for people; the new rules lack it."))
