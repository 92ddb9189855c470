"""A quota in sentences: how many places the group has and why, and how the candidate stood to them."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessment.rulebook.grades import Quota
from assessment.rulebook.ledger import format_units, trimmed
from assessment.rulebook.words import Allocation, LineTies, Scope
from scoring.explaining.voice import Sentence, Voice

Fate = Mapping[str, Any]


def quota_sentences(voice: Voice, quota: Quota, fate: Fate) -> Iterator[Sentence]:
    """Say the places, then the candidate's own."""
    about = f"quota:{quota.level}"
    values = {"group": _group(voice, fate), "people": fate["contributors"], "places": fate["places"]}
    values |= {
        "formula": _formula(voice, quota, fate),
        "level": voice.level(quota.level),
        "more": _more(voice, quota, fate),
    }
    yield voice.sentence("quota_places", about, **values)
    yield Sentence(_own(voice, quota, fate), about)


def _group(voice: Voice, fate: Fate) -> str:
    match fate["scope"]:
        case Scope.POOL:
            name = next(pool.name for pool in voice.told.rulebook.pools if pool.code == fate["group"])
            return voice.say("named", name=name)
        case Scope.ALL:
            return voice.say("group_all")
        case Scope.LEADER if not fate["group"]:
            return voice.say("group_no_leader")
        case Scope.LEADER:
            return voice.say("group_leader", name=voice.told.names.get(fate["group"], fate["group"]))
        case _:
            return voice.say("named", name=voice.told.names.get(fate["group"], fate["group"]))


def _formula(voice: Voice, quota: Quota, fate: Fate) -> str:
    """The sum of the shares and how it is rounded; people × share where everybody's share is the same."""
    people, shares = fate["contributors"], fate["shares"]
    known = {share for _, share in quota.by_unit_result} | _shares(quota)
    if people and shares % people == 0 and shares // people in known:
        total = voice.say("people_times", people=people, share=trimmed(shares // people))
    else:
        total = voice.say("shares_sum", sum=trimmed(shares // 100) if shares % 100 == 0 else f"{trimmed(shares)}%")
    if quota.allocation is Allocation.LARGEST_REMAINDER:
        return voice.say("largest_remainder", sum=total)
    return voice.say(str(quota.rounding), sum=total)


def _shares(quota: Quota) -> set[int]:
    return {quota.share} if isinstance(quota.share, int) else {share for _, share in quota.share}


def _more(voice: Voice, quota: Quota, fate: Fate) -> str:
    """What else made the number of places: the minimum, better levels that count against them."""
    said = ""
    each = quota.allocation is Allocation.EACH
    if each and quota.minimum and fate["places"] + fate["better"] == quota.minimum:
        said += voice.say("more_minimum", minimum=quota.minimum)
    if fate["better"]:
        said += voice.say("more_better", better=fate["better"])
    return said


def _own(voice: Voice, quota: Quota, fate: Fate) -> str:
    values = {"place": fate["place"], "equals": fate["equals"]}
    line = (
        ""
        if fate["line"] is None
        else voice.say("quota_line", line=format_units(fate["line"], voice.told.rulebook.places))
    )
    match fate["verdict"]:
        case "cut":
            key = "quota_cut_none" if quota.ties is LineTies.NONE else "quota_cut_stop"
            return voice.say(key, **values) + line
        case "taken" if fate["place"] + fate["equals"] > fate["places"]:
            return voice.say("quota_taken_all", **values) + line
        case "taken":
            return voice.say("quota_taken", **values) + line
        case _:
            return voice.say("quota_left", **values) + line
