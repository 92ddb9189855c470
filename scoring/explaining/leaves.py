"""A leaf's line in sentences: what was entered, what the method made of it (RULES.md 3 and 5)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from assessment.rulebook import methods as m
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.ledger import trimmed
from scoring.explaining.compared import compared
from scoring.explaining.counted import counted
from scoring.explaining.entered import Entered
from scoring.explaining.valued import valued
from scoring.explaining.voice import Sentence, Voice, equals, percent, plain, text
from scoring.explaining.voted import voted

Line = Mapping[str, Any]

WITHOUT_POINTS = ("not_applicable", "left_out", "blocked")


def line_sentences(voice: Voice, line: Line) -> list[Sentence]:
    """Say how a leaf came to its points and, where the rest was scaled up, to its line."""
    leaf = voice.nodes[line["leaf"]]
    assert isinstance(leaf, Leaf)
    head = f"{voice.node(leaf.code)}{voice.say('colon')}"
    said = _points(voice, leaf, line)
    whole, rest = voice.told.trail["weights"]
    if line["base"] is not None and whole != rest and not voice.told.result["incomplete"]:
        base = Fraction(*line["base"])
        values = {"base": text(base), "whole": trimmed(whole), "rest": trimmed(rest)}
        outcome = equals_line(base * whole / rest, line["line"])
        said += voice.say("scaled_line", **values, line=outcome)
    return [Sentence(f"{head}{said}", leaf.code, head)]


def equals_line(exact: Fraction, line: int) -> str:
    """Write a line as it stands in the ledger: = where nothing was rounded."""
    return f"{'=' if exact == line else '≈'} {trimmed(line)}"


def _points(voice: Voice, leaf: Leaf, line: Line) -> str:
    state, weight = line["state"], trimmed(line["weight"])
    if state in WITHOUT_POINTS:
        return voice.say(f"state_{state}")
    if state in ("full", "zero"):
        return voice.say(f"state_{state}", weight=weight)
    base = Fraction(*line["base"])
    if state == "pool_average":
        share, of = line["average"]
        values = {"share": percent(Fraction(*share)), "of": of, "weight": weight}
        return voice.say("state_pool_average", **values, points=equals(base))
    if "parts" in line:
        return _of_quarters(voice, line, base)
    return _own(voice, leaf, Entered(voice, line["facts"], line["weight"], base, line))


def _of_quarters(voice: Voice, line: Line, base: Fraction) -> str:
    """A quarterly leaf in a year by leaf: the mean of the quarters' shares."""
    weight = trimmed(line["weight"])
    if not line["parts"]:
        return voice.say("parts_none", got=plain(base))
    same = all(full == line["weight"] for _, _, full in line["parts"])
    parts = [
        voice.say("part" if same else "part_of", code=code, base=text(Fraction(*points)), weight=trimmed(full))
        for code, points, full in line["parts"]
    ]
    share = percent(base / line["weight"]) if line["weight"] else percent(Fraction(0))
    values = {"parts": voice.listed(parts), "number": len(parts), "share": share, "weight": weight}
    return voice.say("parts" if same else "parts_shares", **values, points=equals(base))


def _own(voice: Voice, leaf: Leaf, entered: Entered) -> str:
    method = leaf.method
    match method:
        case m.Vote():
            return voted(voice, method, entered)
        case m.PoolRank() | m.RatioBest() | m.MeanStep():
            return compared(method, entered)
        case m.Deduct() | m.Escalate() | m.Milestone():
            return counted(method, entered)
        case _:
            return valued(method, entered)
