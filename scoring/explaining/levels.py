"""The level in sentences: line, limits, vetoes, bars, gates, quotas, decision (RULES.md 9 and 10)."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from assessment.rulebook.grades import KindGrades
from assessment.rulebook.ledger import trimmed
from assessment.rulebook.words import Effect
from scoring.explaining.quotas import quota_sentences
from scoring.explaining.voice import Sentence, Voice, percent

Gate = Mapping[str, Any]


def level_sentences(voice: Voice) -> list[Sentence]:
    """Say how the level came about, step by step; of those who are not ranked only what is entered."""
    trail, book = voice.told.trail, voice.told.rulebook
    of_kind = book.grades.of(voice.told.kind) if book.grades else None
    if of_kind is None:
        return [voice.sentence("no_levels")]
    if "band" not in trail:
        return [*_vetoes(voice), *_decision(voice)]
    said = [_band(voice, of_kind), *_limits(voice), *_vetoes(voice), *_bars(voice)]
    said += [_gate(voice, gate) for gate in trail["gates"]]
    if trail["held"] != trail["band"]:
        values = {"band": voice.level(trail["band"]), "held": voice.level(trail["held"])}
        said.append(voice.sentence("held", **values))
    for fate in trail["quotas"]:
        said += quota_sentences(voice, of_kind.quotas[fate["quota"]], fate)
    computed = voice.told.result["computed_level"]
    assert computed is not None  # a ranked cadre has a level where there are levels
    return [*said, voice.sentence("computed", level=voice.level(computed)), *_decision(voice)]


def _band(voice: Voice, of_kind: KindGrades) -> Sentence:
    """The line that the published number reaches, or the last one that it does not."""
    band = voice.told.trail["band"]
    values = {"published": voice.told.result["published"], "level": voice.level(band)}
    if not of_kind.bands:
        return voice.sentence("band_none", level=voice.level(band))
    if band <= len(of_kind.bands):
        return voice.sentence("band", **values, line=trimmed(of_kind.bands[band - 1]))
    return voice.sentence("band_lowest", **values, line=trimmed(of_kind.bands[-1]))


def _limits(voice: Voice) -> Iterator[Sentence]:
    for limit in voice.told.trail["limits"]:
        values = {"node": voice.node(limit["node"]), "below": trimmed(limit["below"])}
        values |= {"found": percent(Fraction(*limit["found"])), "level": voice.level(limit["level"])}
        yield voice.sentence("limit", limit["node"], **values)


def _vetoes(voice: Voice) -> Iterator[Sentence]:
    """Every veto that meets the period; those that changed the status are told with it."""
    for found in voice.told.trail["vetoes"]:
        veto = voice.veto(found["veto"])
        named = voice.say("named", name=veto.name)
        if found["verdict"] == "bottom":
            yield voice.sentence("veto_bottom", veto.code, veto=named, last=veto.bottom, effect=_effect(voice, found))
            continue
        key = "veto_day" if found["from"] == found["until"] else "veto"
        days = {"from": found["from"], "until": found["until"]}
        yield voice.sentence(key, veto.code, veto=named, effect=_effect(voice, found), **days)


def _effect(voice: Voice, found: Mapping[str, Any]) -> str:
    veto = voice.veto(found["veto"])
    if found["verdict"] == "exempted":
        return voice.say("effect_exempted")
    match veto.effect:
        case Effect.BAR_EXCELLENT:
            return voice.say("effect_bar_excellent", best=voice.level(1))
        case Effect.FORCE_LOWEST:
            grades = voice.told.rulebook.grades
            assert grades is not None  # told only where there are levels
            return voice.say("effect_force_lowest", lowest=voice.level(grades.levels))
        case Effect.CAP_LEVEL:
            return voice.say("effect_cap_level", level=voice.level(veto.best_level or 1))
        case _:
            return voice.say(f"effect_{veto.effect}")


def _bars(voice: Voice) -> Iterator[Sentence]:
    for reason in voice.told.result["reasons"]:
        kind, _, code = reason.partition(":")
        if kind == "rule":
            rule = voice.say("named", name=voice.rule(code).name)
            yield voice.sentence("bar_rule", code, rule=rule, best=voice.level(1))


def _gate(voice: Voice, gate: Gate) -> Sentence:
    key = "gate_passed" if gate["passed"] else "gate_failed"
    return voice.sentence(key, gate["gate"], best=voice.level(1), what=_condition(voice, gate))


def _condition(voice: Voice, gate: Gate) -> str:
    """What a gate asks for and what was found."""
    kind = gate["gate"].split(":")[1]
    match kind:
        case "flag":
            return voice.say("gate_flag_set" if gate["passed"] else "gate_flag_missing", flag=gate["flag"])
        case "leave_at_most":
            leave, work = (trimmed(days) for days in gate["found"])
            return voice.say("gate_leave_at_most", due=trimmed(gate["due"]), leave=leave, work=work)
        case "node_at_least":
            values = {"node": voice.node(gate["node"]), "due": trimmed(gate["due"])}
            if gate["found"] is None:
                return voice.say("gate_node_none", **values)
            return voice.say("gate_node", **values, found=percent(Fraction(*gate["found"])))
        case _:
            level = voice.level(gate["level"], voice.told.rulebook.part_kind)
            return voice.say(f"gate_{kind}", level=level, due=gate.get("due"), found=gate["found"])


def _decision(voice: Voice) -> Iterator[Sentence]:
    """A person's decision with its reason and authority, beside what the rules give."""
    decision, computed = voice.told.trail.get("decision"), voice.told.result["computed_level"]
    if decision is None:
        return
    authority = decision["authority"]
    values = {
        "reason": decision["reason"],
        "authority": voice.say("authority", authority=authority) if authority else "",
    }
    values |= {"level": voice.level(decision["level"]), "extra": voice.say("extra") if decision["extra_place"] else ""}
    if computed is None:
        yield voice.sentence("decided_idle", **values)
    elif computed == decision["level"]:
        yield voice.sentence("decided_same", **values)
    else:
        yield voice.sentence("decided", **values, computed=voice.level(computed))
