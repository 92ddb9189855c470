"""The engine against the verifier, which was written from the rules alone: field for field, on generated cases.

Widely, by hand: `python -m tests.scoring.engine.agreement 0 5000` (the first seed, how many).
"""

import json
import sys
from random import Random
from typing import Any

from scoring.casefiles.evaluating import evaluate
from scoring.verify import OverrideRefused, recompute
from tests.scoring.engine.generated import case, case_text

Row = dict[str, Any]


def by_engine(document: Row) -> list[Row] | None:
    """The engine's results; None where decisions exceed a quota."""
    output, accepted = evaluate(case_text(document))
    found = json.loads(output)
    if accepted:
        return list(found["results"])
    assert {error["code"] for error in found["errors"]} == {"quota_exceeded"}, found["errors"][:3]
    return None


def by_verifier(document: Row) -> list[Row] | None:
    """The verifier's results; None where decisions exceed a quota."""
    try:
        return recompute(document)
    except OverrideRefused:
        return None


def differences(document: Row) -> list[tuple[str, str, Any, Any]]:
    """The fields in which engine and verifier differ: cadre, field, the engine's, the verifier's."""
    ours, theirs = by_engine(document), by_verifier(document)
    if ours is None or theirs is None:
        return [] if ours is theirs else [("", "refused", ours is None, theirs is None)]
    pairs = zip(ours, theirs, strict=True)
    return [
        (our["cadre"], field, our[field], their[field])
        for our, their in pairs
        for field in our
        if our[field] != their[field]
    ]


def main(first: int, count: int) -> int:
    """Try many seeds and print those that differ; give their number."""
    wrong = 0
    for seed in range(first, first + count):
        found = differences(case(Random(seed)))
        if found:
            wrong += 1
            print(seed, found[:4])
    print(f"{count} cases, {wrong} differ")
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(int(sys.argv[1]), int(sys.argv[2])), 1))
