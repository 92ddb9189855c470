"""Writing a planned roster: departments from the top down, leaders, people, then their postings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from cadres.models import Cadre, Department, Leader, LeadershipSpan, Posting
from cadres.services.columns import fresh_ids, kept_bytes, write_columns
from cadres.services.identity_numbers import shut
from cadres.services.pinyin import spell
from cadres.services.roster.comparing import RosterWrites
from cadres.services.roster.people import FIELDS, put_particulars
from cadres.services.roster.planning import Target
from cadres.services.roster.timelines import Place
from cadres.services.sealing import SealKeys

BATCH = 500
CADRE_COLUMNS = (*FIELDS, "pinyin", "initials", "id_number_sealed", "id_number_index", "id_number_tail", "version")
POSTING_COLUMNS = (
    "department", "leader", "title", "rank_title", "standing", "category", "in_post_since", "ends_on", "end_reason",
    "version",
)  # fmt: skip

SAID = ("title", "rank_title", "standing", "category", "in_post_since", "end_reason")
"""What a posting takes from its place as it is."""


@dataclass(frozen=True, slots=True)
class _Ids:
    """The keys of everything that postings point at."""

    departments: dict[str, int]
    leaders: dict[str, int]
    cadres: dict[str, int]


def write_roster(writes: RosterWrites, *, year: int, keys: SealKeys) -> None:
    """Write all that a roster changes, in the caller's transaction and a fixed number of statements per level."""
    departments = _write_departments(writes)
    leaders = _write_leaders(writes)
    _write_spans(writes, _Ids(departments, leaders, {}), year)
    cadres = _write_people(writes, keys)
    _write_postings(writes, _Ids(departments, leaders, cadres))


def _write_departments(writes: RosterWrites) -> dict[str, int]:
    old_code = {new: old for old, new in writes.renamed.items()}
    ids = {row.code: row.pk for row in writes.standing.departments.values()}
    ids |= {new: ids[old] for old, new in writes.renamed.items() if old in ids}
    for depth in sorted({unit.path.count("/") for unit in writes.units.values()}):
        fresh: list[Department] = []
        changed: list[Department] = []
        for code, unit in writes.units.items():
            if unit.path.count("/") != depth:
                continue
            row = writes.standing.departments.get(old_code.get(code, code)) or Department()
            row.code, row.name, row.position = code, unit.name, unit.position
            row.parent_id = ids.get(writes.parents[code])
            (changed if row.pk else fresh).append(row)
        for row in changed:
            row.version += 1
        Department.objects.bulk_update(changed, ["code", "name", "position", "parent", "version"], batch_size=BATCH)
        ids |= {row.code: row.pk for row in Department.objects.bulk_create(fresh, batch_size=BATCH)}
    return ids


def _write_leaders(writes: RosterWrites) -> dict[str, int]:
    ids = {row.number: row.pk for row in writes.standing.leaders.values()}
    fresh: list[Leader] = []
    changed: list[Leader] = []
    for number, head in writes.heads.items():
        row = writes.standing.leaders.get(number) or Leader(number=number)
        row.name, row.title = head.name, head.title
        (changed if row.pk else fresh).append(row)
    for row in changed:
        row.version += 1
    Leader.objects.bulk_update(changed, ["name", "title", "version"], batch_size=BATCH)
    return ids | {row.number: row.pk for row in Leader.objects.bulk_create(fresh, batch_size=BATCH)}


def _write_spans(writes: RosterWrites, ids: _Ids, year: int) -> None:
    """Give departments their leaders in charge from 1 January on; what a roster of the same year said is replaced."""
    starts = date(year, 1, 1)
    fresh = []
    departments = [ids.departments[code] for code in writes.charges]
    earlier = LeadershipSpan.objects.filter(department__in=departments)
    earlier.filter(starts_on__gte=starts).delete()
    reaching = earlier.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts))
    reaching.update(ends_on=starts - timedelta(days=1))
    for code, charges in writes.charges.items():
        for charge in charges:
            leader, department = ids.leaders[charge.leader], ids.departments[code]
            span = LeadershipSpan(leader_id=leader, department_id=department, starts_on=charge.starts_on)
            span.ends_on = charge.ends_on
            fresh.append(span)
    LeadershipSpan.objects.bulk_create(fresh, batch_size=BATCH)


def _write_people(writes: RosterWrites, keys: SealKeys) -> dict[str, int]:
    ids = {row.number: row.pk for row in writes.standing.cadres.values()}
    fresh: list[Target] = []
    changed: list[Cadre] = []
    for number, target in writes.people.items():
        row = writes.standing.cadres.get(number)
        if row is None:
            fresh.append(target)
            continue
        put_particulars(row, target.particulars)
        _shut_id_number(row, target, keys)
        row.version += 1
        changed.append(row)
    Cadre.objects.bulk_update(changed, CADRE_COLUMNS, batch_size=BATCH)
    return ids | _add_people(fresh, keys)


def _add_people(people: Sequence[Target], keys: SealKeys) -> dict[str, int]:
    """Add who comes; give their keys by number."""
    ids = fresh_ids(Cadre, len(people))
    said = [target.particulars for target in people]
    spelled = [spell(one.name) for one in said]
    closed = [shut(one.id_number, cadre_number=one.particulars.number, keys=keys) if one.id_number else None
              for one in people]  # fmt: skip
    write_columns(Cadre, {
        "id": ids,
        "number": [one.number for one in said],
        **{field: [getattr(one, field) for one in said] for field in FIELDS},
        "pinyin": [one.full for one in spelled],
        "initials": [one.initials for one in spelled],
        "id_number_sealed": [one and kept_bytes(one.sealed) for one in closed],
        "id_number_index": [one and one.index for one in closed],
        "id_number_tail": [one.tail if one else "" for one in closed],
        "version": [1] * len(people),
    })  # fmt: skip
    return dict(zip((one.number for one in said), ids, strict=True))


def _shut_id_number(row: Cadre, target: Target, keys: SealKeys) -> None:
    if target.id_number and target.particulars.id_index != row.id_number_index:
        closed = shut(target.id_number, cadre_number=row.number, keys=keys)
        row.id_number_sealed, row.id_number_index, row.id_number_tail = closed.sealed, closed.index, closed.tail


def _write_postings(writes: RosterWrites, ids: _Ids) -> None:
    """Remove what is no longer said, shorten or correct what is, then add: postings never overlap on the way."""
    removed: list[int] = []
    changed: list[Posting] = []
    fresh: list[tuple[str, Place]] = []
    for number, target in writes.people.items():
        standing = {held.place.starts_on: held for held in writes.standing.places.get(number, [])}
        for place in target.places:
            held = standing.pop(place.starts_on, None)
            if held is not None and held.place == place:
                continue
            if held is not None and _not_longer(held.place, place):
                changed.append(_posting(number, place, ids, held.pk))
                continue
            if held is not None:
                removed.append(held.pk)
            fresh.append((number, place))
        removed += [held.pk for held in standing.values()]
    _remove(removed)
    _raise_versions(changed)
    Posting.objects.bulk_update(changed, POSTING_COLUMNS, batch_size=BATCH)
    _add_postings(fresh, ids)


def _add_postings(held: Sequence[tuple[str, Place]], ids: _Ids) -> None:
    """Add postings of the people with these numbers."""
    places = [place for _number, place in held]
    write_columns(Posting, {
        "cadre_id": [ids.cadres[number] for number, _place in held],
        "department_id": [ids.departments[place.department] for place in places],
        "leader_id": [ids.leaders[place.leader] if place.leader else None for place in places],
        **{name: [getattr(place, name) for place in places] for name in SAID},
        "starts_on": [str(place.starts_on) for place in places],
        "ends_on": [place.ends_on and str(place.ends_on) for place in places],
        "is_main": [True] * len(places),
        "version": [1] * len(places),
    })  # fmt: skip


def _remove(ids: list[int]) -> None:
    for start in range(0, len(ids), BATCH):
        Posting.objects.filter(pk__in=ids[start : start + BATCH]).delete()


def _raise_versions(rows: list[Posting]) -> None:
    versions: dict[int, int] = {}
    for start in range(0, len(rows), BATCH):
        keys = [row.pk for row in rows[start : start + BATCH]]
        versions |= dict(Posting.objects.filter(pk__in=keys).values_list("pk", "version"))
    for row in rows:
        row.version = versions[row.pk] + 1


def _not_longer(held: Place, place: Place) -> bool:
    return held.ends_on is None or (place.ends_on is not None and place.ends_on <= held.ends_on)


def _posting(number: str, place: Place, ids: _Ids, pk: int) -> Posting:
    return Posting(
        pk=pk,
        cadre_id=ids.cadres[number],
        department_id=ids.departments[place.department],
        leader_id=ids.leaders[place.leader] if place.leader else None,
        title=place.title,
        rank_title=place.rank_title,
        standing=place.standing,
        category=place.category,
        in_post_since=place.in_post_since,
        starts_on=place.starts_on,
        ends_on=place.ends_on,
        end_reason=place.end_reason,
    )
