"""Writing the methods of a scheme document (RULES.md 3.1 and 5)."""

from typing import Any

from assessment.rulebook import methods as m
from assessment.rulebook.ledger import to_decimal


def method_document(method: m.Method) -> str | dict[str, Any]:
    """Write a method as its word, or as a mapping of its word to its parameters."""
    parameters = _parameters(method)
    return {method.word: parameters} if parameters else method.word


def _parameters(method: m.Method) -> Any:
    match method:
        case m.Points() | m.Percent():
            return {}
        case m.Import(full=full):
            return {"full": to_decimal(full)}
        case m.Ratio(low=low, cap=cap, direction=direction):
            return {"low": to_decimal(low), "cap": to_decimal(cap), "direction": str(direction)}
        case m.Deduct(events=events, floor=floor):
            return {"events": _table(events), "floor": to_decimal(floor)}
        case m.Escalate(first=first, zero_at=zero_at):
            return {"first": to_decimal(first), "zero_at": zero_at}
        case m.Grade(shares=table):
            return _table(table)
        case m.RankTable(shares=shares, beyond=beyond):
            return {"shares": [to_decimal(share) for share in shares], "beyond": to_decimal(beyond)}
        case m.Milestone(stages=stages, cap=cap):
            return {"stages": _table(stages), "cap": to_decimal(cap)}
        case m.Vote():
            return _vote(method)
        case _:
            return _comparing(method)


def _comparing(method: m.Bands | m.Threshold | m.PoolRank | m.RatioBest | m.MeanStep) -> Any:
    match method:
        case m.Bands(bands=bands):
            # The list of bands is the parameter itself; RULES.md 3.1 writes no key before it.
            return _bands(bands)
        case m.Threshold():
            return {
                "at": to_decimal(method.at),
                "unit": to_decimal(method.unit),
                "step": to_decimal(method.step),
                "direction": str(method.direction),
                "partial": str(method.partial),
            }
        case m.PoolRank(best=best, worst=worst, direction=direction):
            return {"best": to_decimal(best), "worst": to_decimal(worst), "direction": str(direction)}
        case m.RatioBest(direction=direction):
            return {"direction": str(direction)}
        case _:
            return {"step": to_decimal(method.step), "partial": str(method.partial)}


def _bands(bands: tuple[m.Band, ...]) -> Any:
    return [{"from": to_decimal(band.from_), "share": to_decimal(band.share)} for band in bands]


def _vote(vote: m.Vote) -> dict[str, Any]:
    document: dict[str, Any] = {"classes": _table(vote.classes)}
    if vote.options is not None:
        document["options"] = _table(vote.options)
    if vote.score is not None:
        document["score"] = to_decimal(vote.score)
    if vote.trim is not None:
        document["trim"] = {"each_end": vote.trim.each_end, "at_least": vote.trim.at_least}
    return document | {"min_ballots": vote.min_ballots, "missing_class": str(vote.missing_class)}


def _table(pairs: m.Named) -> dict[str, Any]:
    return {name: to_decimal(units) for name, units in pairs}
