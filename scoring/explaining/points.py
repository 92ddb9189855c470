"""Bonus and penalty, and the total, in sentences (RULES.md 6)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT, trimmed
from assessment.rulebook.words import Kind, RuleKind
from scoring.explaining.voice import Sentence, Voice, short, units

SIGNS = {RuleKind.BONUS: "+", RuleKind.PENALTY: "−"}


def adjustment_sentences(voice: Voice) -> list[Sentence]:
    """Say of every event what it is worth and whether it counts, of every cap what it took, and the sums."""
    trail, result, book = voice.told.trail, voice.told.result, voice.told.rulebook
    if book.adjustments is None:
        return []
    said = [_event(voice, event) for event in trail["events"]]
    said += [_cap(voice, cap) for cap in trail["caps"]]
    if not said:
        return [voice.sentence("no_events")]
    if book.adjusts(voice.told.kind) and result["bonus"] is not None:
        said.append(voice.sentence("adjusted", bonus=short(result["bonus"]), penalty=short(result["penalty"])))
    return said


def _event(voice: Voice, event: Mapping[str, Any]) -> Sentence:
    rule = voice.rule(event["rule"])
    fate = f"fate_{event['verdict']}"
    if event["verdict"] == "elsewhere":
        fate += "_part" if voice.told.kind is Kind.YEAR else "_year"
    values = {"on": event["on"], "rule": voice.say("named", name=rule.name), "id": event["id"]}
    values |= {"worth": _worth(voice, event, SIGNS[rule.kind])}
    values |= {"fate": voice.say(fate, instead=event.get("instead"))}
    return voice.sentence("event", event["id"], **values)


def _worth(voice: Voice, event: Mapping[str, Any], sign: str) -> str:
    """The points of an event; the product that they are, where it is more than the rule's own number."""
    product = trimmed(event["each"])
    if event["count"] != 1:
        product += voice.say("times_count", count=event["count"])
    if event["multiplier"] != 1:
        product += voice.say("times_double")
    if event["share"] != ONE_HUNDRED_PERCENT:
        product += voice.say("times_share", share=trimmed(event["share"]))
    points = trimmed(event["points"])
    if product == trimmed(event["each"]):
        return voice.say("worth", sign=sign if event["points"] else "", points=points)
    exact = Fraction(event["each"] * event["count"] * event["multiplier"] * event["share"], ONE_HUNDRED_PERCENT)
    key = "worth_product" if exact == event["points"] else "worth_rounded"
    return voice.say(key, product=product, sign=sign if event["points"] else "", points=points)


def _cap(voice: Voice, cap: Mapping[str, Any]) -> Sentence:
    values = {"sum": trimmed(cap["sum"]), "kept": trimmed(cap["kept"]), "lost": trimmed(cap["sum"] - cap["kept"])}
    if "rule" in cap:
        rule = voice.say("named", name=voice.rule(cap["rule"]).name)
        return voice.sentence("cap_rule", cap["rule"], rule=rule, **values)
    return voice.sentence(f"cap_{cap['kind']}", **values)


def total_sentences(voice: Voice) -> list[Sentence]:
    """Say how the total was added up, where it was cut off, and how it was rounded for publication."""
    result, trail, book = voice.told.result, voice.told.trail, voice.told.rulebook
    if result["published"] is None:
        return []
    parts = {"scaled": short(result["scaled"]), "bonus": short(result["bonus"]), "penalty": short(result["penalty"])}
    idle = units(result["bonus"]) == units(result["penalty"]) == 0
    said = [voice.sentence("total_plain" if idle else "total", **parts, total=trimmed(trail["total"]))]
    total = units(result["total"])
    if total != trail["total"]:
        said.append(voice.sentence("total_floor" if total > trail["total"] else "total_cap", limit=trimmed(total)))
    said.append(voice.sentence("published", places=book.places, published=result["published"]))
    return said
