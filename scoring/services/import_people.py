"""Whose row it is: the numbers of a workbook looked up among the period's participants and in the roster."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.models import Participant, Period
from cadres.models import Cadre
from cadres.workbooks import cleaning, faults
from cadres.workbooks.faults import Fault, Notice
from cadres.workbooks.parsing import ParsedRow, fault_at
from cadres.workbooks.tables import Table
from scoring.models import NotApplicable, ScoreEntry, VoteTally
from scoring.workbooks import causes
from scoring.workbooks.people import NAME, NUMBER


@dataclass(frozen=True, slots=True)
class Member:
    """A participant as an import needs him."""

    participant_id: int
    category: str


@dataclass(frozen=True, slots=True)
class People:
    """The participants of a period by number, and the whole roster."""

    members: Mapping[str, Member]
    roster: Mapping[str, tuple[int, str]]

    def label(self, number: str) -> str:
        """Name a person for the eye: number and name."""
        return f"{number} {self.roster[number][1]}" if number in self.roster else number

    def fault(self, table: Table, row: ParsedRow) -> Fault | None:
        """Tell what is wrong with a row's person: nobody has the number, or he has another name."""
        number, name = str(row.values[NUMBER]), row.values.get(NAME)
        if number not in self.roster:
            return fault_at(table, row.number, NUMBER, faults.UNKNOWN_NUMBER, value=number)
        expected = self.roster[number][1]
        if name is not None and cleaning.word(str(name)) != cleaning.word(expected):
            return fault_at(table, row.number, NAME, faults.NAME_MISMATCH, value=str(name), expected=expected)
        return None

    def notice(self, table: Table, row: ParsedRow) -> Notice:
        """Tell that a person of the roster does not take part."""
        number = str(row.values[NUMBER])
        details = {"value": self.label(number)}
        return Notice(table.sheet, row.number, table.letter_of(NUMBER), NUMBER, causes.NOT_IN_PERIOD, details)


def people_of(period: Period) -> People:
    """Look up a period's participants and the roster in two queries."""
    rows = Participant.objects.filter(period=period).values_list("cadre__number", "pk", "category__code")
    return People({number: Member(pk, category) for number, pk, category in rows}, _roster())


def people_of_the_year(year: Period) -> People:
    """Look up who takes part in any period of the year, and the roster, in two queries."""
    rows = Participant.objects.filter(
        period__scheme_id=year.scheme_id, period__starts_on__gte=year.starts_on, period__ends_on__lte=year.ends_on
    ).values_list("cadre__number", "pk", "category__code")
    return People({number: Member(pk, category) for number, pk, category in rows}, _roster())


def leaf_label(entered: ScoreEntry | NotApplicable | VoteTally) -> str:
    """Name for the eye what was entered for a participant's leaf."""
    return f"{entered.participant.cadre} {entered.indicator.code}"


def _roster() -> dict[str, tuple[int, str]]:
    return {number: (pk, name) for number, pk, name in Cadre.objects.values_list("number", "pk", "name")}
