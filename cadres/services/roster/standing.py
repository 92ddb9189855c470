"""What the database says before a roster is laid over it, read in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field

from cadres.choices import ImportState
from cadres.models import Cadre, Department, ImportBatch, Leader, LeadershipSpan, Posting
from cadres.services.roster.spans import Charge, Charges
from cadres.services.roster.timelines import Place

KIND = "roster"


@dataclass(frozen=True, slots=True)
class StandingPlace:
    """A main posting that stands, with its key."""

    pk: int
    place: Place


@dataclass(frozen=True, slots=True)
class Standing:
    """Departments by code with their paths, leaders by number, cadres by number with their postings."""

    departments: dict[str, Department]
    paths: dict[str, str]
    leaders: dict[str, Leader]
    charges: dict[str, Charges]
    cadres: dict[str, Cadre]
    id_holders: dict[str, str]
    places: dict[str, list[StandingPlace]] = field(default_factory=dict)
    first_year: int | None = None


def load_standing() -> Standing:
    """Load all that a roster may touch, in six queries."""
    departments = {row.pk: row for row in Department.objects.filter(closed_on__isnull=True).with_tree_fields(False)}
    leaders = {row.pk: row for row in Leader.objects.all()}
    cadres = {row.pk: row for row in Cadre.objects.all()}
    places: dict[str, list[StandingPlace]] = defaultdict(list)
    for posting in Posting.objects.filter(is_main=True).select_related("department").order_by("cadre", "starts_on"):
        leader = leaders[posting.leader_id].number if posting.leader_id else ""
        place = _place(posting, posting.department.code, leader)
        places[cadres[posting.cadre_id].number].append(StandingPlace(posting.pk, place))
    return Standing(
        departments={row.code: row for row in departments.values()},
        paths={row.code: path_of(row, departments) for row in departments.values()},
        leaders={row.number: row for row in leaders.values()},
        charges=_charges(),
        cadres={row.number: row for row in cadres.values()},
        id_holders={row.id_number_index: row.number for row in cadres.values() if row.id_number_index},
        places=dict(places),
        first_year=_first_year(),
    )


def path_of(department: Department, by_id: dict[int, Department]) -> str:
    """Give a department's path `上级/下级`."""
    names = [department.name]
    above = by_id.get(department.parent_id or 0)
    while above is not None:
        names.append(above.name)
        above = by_id.get(above.parent_id or 0)
    return "/".join(reversed(names))


def _place(posting: Posting, department: str, leader: str) -> Place:
    return Place(
        starts_on=posting.starts_on,
        ends_on=posting.ends_on,
        department=department,
        leader=leader,
        title=posting.title,
        rank_title=posting.rank_title,
        standing=posting.standing,
        category=posting.category,
        in_post_since=posting.in_post_since,
        end_reason=posting.end_reason,
    )


def _charges() -> dict[str, Charges]:
    found: dict[str, list[Charge]] = defaultdict(list)
    for span in LeadershipSpan.objects.select_related("leader", "department").order_by("starts_on"):
        found[span.department.code].append(Charge(span.leader.number, span.starts_on, span.ends_on))
    return {code: tuple(charges) for code, charges in found.items()}


def _first_year() -> int | None:
    scopes = ImportBatch.objects.filter(kind=KIND, state=ImportState.APPLIED).values_list("scope", flat=True)
    return min((int(scope["year"]) for scope in scopes if "year" in scope), default=None)
