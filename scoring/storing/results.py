"""An outcome → the columns of its results."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from assessment.rulebook.words import Identity, Status
from cadres.services.columns import replace_columns, write_columns
from scoring.engine.columns import STATUSES
from scoring.engine.exact import Column, Mask
from scoring.engine.outcome import LIGHTS, Outcome
from scoring.engine.results import codes_at, incomplete_masks, label_of, line_columns, reason_masks
from scoring.engine.trail import Trails
from scoring.models import Result, Run

Values = Sequence[Any]


def store_results(outcome: Outcome, participants: Column, run: Run) -> None:
    """Write a run's results in the caller's transaction, with their trails if the run is explained.

    Shapes: `participants` are the primary keys in the order of the outcome's cadres.
    """
    rows = range(len(participants))
    columns = {"run_id": [run.pk] * len(rows), "participant_id": participants.tolist(), **result_columns(outcome)}
    write_columns(Result, columns | {"trail": _trails(outcome) if run.explained else ["{}"] * len(rows)})


def replace_results(outcome: Outcome, rows: Sequence[int], columns: Mapping[str, Values], run: Run) -> None:
    """Write some of a run's results anew, by their `result_columns` with the participants, in the caller's transaction.

    Shapes: `rows` are places among the cadres of the outcome.
    """
    trails = Trails(outcome) if run.explained and rows else None
    chosen: dict[str, Values] = {name: [column[row] for row in rows] for name, column in columns.items()}
    chosen["trail"] = [written(trails.of(row)) if trails else "{}" for row in rows]
    replace_columns(Result, {"run_id": [run.pk] * len(rows), **chosen}, ("run_id", "participant_id"))


def result_columns(outcome: Outcome) -> dict[str, Values]:
    """Every column of the results that comes from the outcome but the trail, as the database keeps it.

    Shapes: one value per cadre, in the order of the cadres.
    """
    n = len(outcome.columns.cadres)
    return {
        "status": _words([str(status) for status in STATUSES], outcome.status),
        "pool": _words([pool.code for pool in outcome.rulebook.pools], outcome.pool),
        **_points(outcome),
        **_places(outcome),
        "label": _labels(outcome),
        "light": _words([*LIGHTS, ""], outcome.light),
        "undecided": outcome.levels.undecided.tolist(),
        "bottom": outcome.bottom.tolist(),
        "lines": line_texts(outcome),
        "incomplete": _lists(incomplete_masks(outcome), n),
        "reasons": _lists(reason_masks(outcome), n),
    }


def _trails(outcome: Outcome) -> Values:
    trails = Trails(outcome)
    return [written(trails.of(row)) for row in range(len(outcome.columns.cadres))]


def written(value: object) -> str:
    """A value as JSON, as short as it goes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _words(words: Sequence[str], places: Column) -> Values:
    return [words[place] for place in places.tolist()]


def _points(outcome: Outcome) -> dict[str, Values]:
    score = outcome.score
    return {
        "base_units": _known(outcome.sheet.base, score.listed),
        "scaled_units": _known(score.scaled, score.complete),
        "bonus_units": _known(score.bonus, score.listed),
        "penalty_units": _known(score.penalty, score.listed),
        "total_units": _known(score.total, score.complete),
        "published_units": _known(score.published, score.complete),
    }


def _places(outcome: Outcome) -> dict[str, Values]:
    """Ranks and levels, where 0 stands for none."""
    ranks, levels = outcome.ranks, outcome.levels
    columns = {
        "rank": ranks.rank,
        "pool_size": ranks.pool_size,
        "leader_rank": ranks.leader_rank,
        "level": levels.level,
        "computed_level": levels.computed,
    }
    percentile = _known(ranks.percentile, ranks.rank > 0)
    return {name: _known(column, column > 0) for name, column in columns.items()} | {"percentile_tenths": percentile}


def _known(column: Column, known: Mask) -> Values:
    values: list[Any] = column.tolist()
    for row in np.flatnonzero(~known).tolist():
        values[row] = None
    return values


def _labels(outcome: Outcome) -> Values:
    """The word of each level; looked up once for all who agree in what it hangs on."""
    identities = outcome.columns.cadres.identity
    # compared by `is`: an enumeration works its hash out anew for everybody
    who = np.argmax([[one is identity for one in identities] for identity in Identity], axis=0)
    graded = outcome.status == STATUSES.index(Status.GRADED)
    key = (outcome.levels.level * 2 + graded) * len(Identity) + who
    _keys, examples, kinds = np.unique(key, return_index=True, return_inverse=True)
    return _words([label_of(outcome, row) or "" for row in examples.tolist()], kinds)


def line_texts(outcome: Outcome) -> Values:
    """The lines of each cadre as JSON; those who have the same leaves share one form that their numbers fill."""
    columns = line_columns(outcome)
    texts = np.full(len(outcome.columns.cadres), "{}", dtype=object)
    examples, kinds = _alike([mask for _, mask in columns.values()], len(texts))
    for kind, example in enumerate(examples):
        rows = np.flatnonzero(kinds == kind)
        mine = {code: line for code, (line, mask) in columns.items() if mask[example]}
        form = "{" + ",".join(f'"{code}":%d' for code in mine) + "}"
        numbers = [line[rows].tolist() for line in mine.values()]
        texts[rows] = [form % row for row in zip(*numbers, strict=True)] if mine else "{}"
    return texts.tolist()


def _lists(masks: Mapping[str, Mask], n: int) -> Values:
    """For each cadre the codes whose masks name him, in the order of the codes, as JSON."""
    examples, kinds = _alike(list(masks.values()), n)
    return _words([written(codes_at(masks, example)) for example in examples], kinds)


def _alike(masks: Sequence[Mask], n: int) -> tuple[Sequence[int], Column]:
    """One example of each kind of cadre, alike being those whom the same masks name; and of which kind each is."""
    if not masks:
        return range(min(n, 1)), np.zeros(n, dtype=np.int64)
    _kinds, examples, kinds = np.unique(
        np.packbits(np.array(masks), axis=0), axis=1, return_index=True, return_inverse=True
    )
    return examples.tolist(), kinds
