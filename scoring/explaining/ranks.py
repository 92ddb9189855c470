"""Rank, bottom list and light in sentences (RULES.md 8 and 11)."""

from collections.abc import Iterator
from fractions import Fraction

from assessment.rulebook.grades import LightCondition, OnBottomList, PublishedBelow, RedCards, YellowCards
from assessment.rulebook.ledger import trimmed
from scoring.explaining.sheet import pool_name
from scoring.explaining.voice import Sentence, Voice, percent


def rank_sentences(voice: Voice) -> list[Sentence]:
    """Say the place, the percentile, and how equals were put in order."""
    rank, result = voice.told.trail.get("rank"), voice.told.result
    if rank is None:
        return []
    if rank["of"] == 1:
        said = [voice.sentence("rank_alone", pool=pool_name(voice))]
    else:
        values = {key: rank[key] for key in ("place", "of", "behind")}
        values |= {"others": rank["of"] - 1, "percentile": result["percentile"]}
        said = [voice.sentence("rank", **values, pool=pool_name(voice))]
    said += _equals(voice)
    if result["leader_rank"] is not None:
        said.append(voice.sentence("leader_rank", rank=result["leader_rank"]))
    return said


def _equals(voice: Voice) -> Iterator[Sentence]:
    rank = voice.told.trail["rank"]
    if not rank["same"]:
        return
    ties = [_tie(voice, code, found) for code, found in rank["tie"]]
    if ties:
        yield voice.sentence("same_broken", same=rank["same"], ties=voice.listed(ties))
        if rank["equals"]:
            yield voice.sentence("equals", equals=rank["equals"])
    else:
        yield voice.sentence("same_unbroken", same=rank["same"])


def _tie(voice: Voice, code: str, found: list[int] | None) -> str:
    if code in ("penalty", "bonus"):
        assert found is not None  # points are always there
        return voice.say(f"tie_{code}", points=trimmed(found[0]))
    if found is None:
        return voice.say("tie_node_none", node=voice.node(code))
    return voice.say("tie_node", node=voice.node(code), share=percent(Fraction(*found)))


def light_sentences(voice: Voice) -> list[Sentence]:
    """Say whether the cadre is on the bottom list and which conditions made his light."""
    said, trail, result = [], voice.told.trail, voice.told.result
    if trail.get("bottom") is not None:
        values = {"last": trail["bottom"], "of": trail["rank"]["of"], "behind": trail["rank"]["behind"]}
        small = values["of"] < (voice.told.rulebook.bottom.min_pool if voice.told.rulebook.bottom else 1)
        key = "bottom_small" if small else "bottom_in" if result["bottom"] else "bottom_out"
        said.append(voice.sentence(key, **values))
    if result["light"] is not None:
        said.append(_light(voice, result["light"]))
    return said


def _light(voice: Voice, light: str) -> Sentence:
    found, lights = voice.told.trail["light"], voice.told.rulebook.lights
    if light == "green" or lights is None:
        return voice.sentence("light_green")
    conditions = lights.red if light == "red" else lights.yellow
    why = [_condition(voice, conditions[place], found["cards"]) for place in found[light]]
    return voice.sentence(f"light_{light}", why=voice.listed(why))


def _condition(voice: Voice, condition: LightCondition, cards: list[int]) -> str:
    match condition:
        case PublishedBelow(below=below):
            return voice.say("light_below", below=trimmed(below))
        case RedCards(at_least=least):
            return voice.say("light_red_cards", cards=cards[0], least=least)
        case YellowCards(at_least=least):
            return voice.say("light_yellow_cards", cards=cards[1], least=least)
        case OnBottomList():
            return voice.say("light_bottom")
