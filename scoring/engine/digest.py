"""The digest of what a result was computed from: the same inputs, the same bytes."""

import hashlib
from collections.abc import Iterable

import numpy as np

from scoring.engine.columns import Ballots, Events, PeriodColumns, VetoEvents
from scoring.engine.exact import Column

EDITION = 2
"""Raised with every change after which the same inputs may give other results, so that they are computed anew."""


def input_digest(columns: PeriodColumns, quarters: Iterable[str] = ()) -> str:
    """Name a period's inputs: SHA-256 over every column, in hexadecimal.

    Shapes: rows of ballots, events and vetoes may come in any order; `quarters` are the digests of a year's
    quarters. Rule: ENGINE.md; the digest stands on every run and proves that nothing was changed since.
    """
    digest = hashlib.sha256()
    for part in (*_frame(columns), *_cadres(columns), *_facts(columns), *quarters):
        digest.update(f"{part}\n".encode() if isinstance(part, str) else part)
    return digest.hexdigest()


def _frame(columns: PeriodColumns) -> Iterable[str]:
    frame = columns.frame
    yield f"edition {EDITION}"
    yield f"{frame.kind} {frame.code} {frame.start} {frame.end} {frame.unit_result}"


def _cadres(columns: PeriodColumns) -> Iterable[str | bytes]:
    cadres = columns.cadres
    yield repr(cadres.ids)
    for coded in (cadres.department, cadres.leader):
        yield repr(coded.words)
        yield _bytes(coded.codes)
    yield repr([str(identity) for identity in cadres.identity])
    for column in (
        cadres.category,
        cadres.status,
        cadres.unit_result,
        cadres.coefficient,
        cadres.leave_days,
        cadres.work_days,
        cadres.red_cards,
        cadres.yellow_cards,
    ):
        yield _bytes(column)
    yield repr([sorted(flags) for flags in cadres.flags])


def _facts(columns: PeriodColumns) -> Iterable[str | bytes]:
    for code, keys in sorted(columns.cells.items()):
        for key, cells in sorted(keys.items()):
            yield f"{code}/{key}"
            yield _bytes(cells.total)
            yield _bytes(cells.rows)
    for code, ballots in sorted(columns.ballots.items()):
        yield code
        yield _rows(_ballots(ballots))
    for code, mask in sorted(columns.not_applicable.items()):
        yield code
        yield mask.astype(np.int8).tobytes()
    if columns.events is not None:
        yield from _events(columns.events)
    if columns.vetoes is not None:
        yield _rows(_vetoes(columns.vetoes))
    yield repr(sorted((d.cadre, d.level, d.extra_place, d.reason, d.authority) for d in columns.decisions))


def _ballots(ballots: Ballots) -> list[Column]:
    return [ballots.cadre, ballots.vote_class, ballots.value, ballots.count]


def _vetoes(vetoes: VetoEvents) -> list[Column]:
    return [vetoes.cadre, vetoes.veto, vetoes.start, vetoes.end, vetoes.exempted.astype(np.int64)]


def _events(events: Events) -> Iterable[str | bytes]:
    """The events in the order of their ids, and of what they say where ids are equal."""
    columns = [
        events.cadre,
        events.rule,
        events.points,
        events.on,
        events.count,
        events.multiplier,
        events.share,
        events.matter,
        events.self_found,
        events.exempted,
        events.approved,
    ]
    order = sorted(np.lexsort(columns[::-1]).tolist(), key=events.ids.__getitem__)
    yield repr([events.ids[row] for row in order])
    for column in columns:
        yield _bytes(column[order])


def _rows(columns: list[Column]) -> bytes:
    """Rows in an order of their own, so that it does not matter in which they came."""
    order = np.lexsort(columns[::-1])
    return b"".join(_bytes(column[order]) for column in columns)


def _bytes(column: Column) -> bytes:
    return np.ascontiguousarray(column, dtype="<i8").tobytes()
