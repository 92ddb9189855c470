"""Decisions on a period's levels: those that stand, those proposed, and what the levels are called."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from assessment.models import Participant, Period
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Identity, Kind
from scoring.models import DecisionProposal, Override, Result

PEOPLE = ("participant__cadre", "participant__department", "participant__category")


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision that stands or was proposed, with the person's result in the current run and the level's word."""

    said: Override | DecisionProposal
    result: Result | None
    word: str

    @property
    def moved(self) -> bool:
        """Whether the level under a standing decision has come to be the decided one by itself."""
        return self.result is not None and self.result.computed_level == self.said.level


def standing_decisions(period: Period, text: str = "") -> QuerySet[Override]:
    """The decisions that stand in a period, in the order of its participants."""
    rows = Override.objects.filter(_fits(text), participant__period=period)
    return rows.select_related(*PEOPLE, "decided_by", "confirmed_by").order_by("participant__position", "pk")


def proposals_of(period: Period, text: str = "", state: str = "") -> QuerySet[DecisionProposal]:
    """What was proposed in a period, latest first."""
    rows = DecisionProposal.objects.filter(_fits(text), participant__period=period)
    if state:
        rows = rows.filter(state=state)
    return rows.select_related(*PEOPLE, "made_by", "decided_by").order_by("-pk")


def decision_lines(
    period: Period, rulebook: Rulebook, rows: Iterable[Override | DecisionProposal]
) -> list[DecisionLine]:
    """Put results and words beside decisions; one query."""
    said = list(rows)
    results = results_of(period, [row.participant_id for row in said])
    return [DecisionLine(row, results.get(row.participant_id), level_word(rulebook, period, row)) for row in said]


def results_of(period: Period, participants: Sequence[int]) -> Mapping[int, Result]:
    """The results of the current run by participant, without their trails."""
    found = Result.objects.filter(run__period=period, run__is_current=True, participant__in=participants)
    return {result.participant_id: result for result in found.defer("trail")}


def level_word(rulebook: Rulebook, period: Period, said: Override | DecisionProposal) -> str:
    """What the level is called for its person; empty where it is none."""
    grades = rulebook.grades
    words = grades.words(Kind(period.kind), Identity(said.participant.identity)) if grades else None
    return words[said.level - 1] if words and said.level and said.level < len(words) else ""


def level_choices(rulebook: Rulebook, kind: Kind) -> list[tuple[str, str]]:
    """The levels with their words of all identities, best first."""
    grades = rulebook.grades
    if grades is None:
        return []
    words = [found for identity in Identity if (found := grades.words(kind, identity))]
    return [
        (str(level), " ".join((str(level), "/".join(dict.fromkeys(one[level - 1] for one in words)))))
        for level in range(1, grades.levels + 1)
    ]


def _fits(text: str) -> Q:
    fits = Q()
    for word in text.split():
        letters = word.lower()
        fits &= (
            Q(participant__cadre__name__icontains=word)
            | Q(participant__cadre__number__istartswith=word)
            | Q(participant__cadre__initials__startswith=letters)
            | Q(participant__cadre__pinyin__startswith=letters)
            | Q(reason__icontains=word)
        )
    return fits


def members_named(period: Period, words: str) -> QuerySet[Any]:
    """The participants that a number, or else a name, means."""
    inside = Participant.objects.filter(period=period).select_related("cadre", "department")
    first = words.split()[0] if words.split() else ""
    by_number = inside.filter(cadre__number=first)
    return by_number if by_number.exists() else inside.filter(cadre__name=words).order_by("cadre__number")
