"""The result in a sentence, and from the lines to the scaled score (RULES.md 3.3, 3.4)."""

from assessment.rulebook.ledger import UNIT, trimmed
from assessment.rulebook.words import Kind, Mode, Status
from scoring.explaining.voice import Sentence, Voice, short


def result_sentences(voice: Voice) -> list[Sentence]:
    """Say what came out, and how the cadre takes part where he is not graded."""
    result = voice.told.result
    said = _headline(voice)
    if result["status"] != Status.GRADED:
        said.append(voice.sentence("status", status=voice.say(f"status_{result['status']}")))
        said += _why_not_graded(voice)
    return said


def pool_name(voice: Voice) -> str:
    """Name the pool of the result."""
    code = voice.told.result["pool"]
    return voice.say("named", name=next(pool.name for pool in voice.told.rulebook.pools if pool.code == code))


def _headline(voice: Voice) -> list[Sentence]:
    result = voice.told.result
    if result["incomplete"]:
        blocked = any(line["state"] == "blocked" for line in voice.told.trail["lines"])
        leaves = voice.listed(voice.node(code) for code in result["incomplete"])
        return [voice.sentence("result_incomplete" if blocked else "result_no_leaf", leaves=leaves)]
    if result["published"] is None:
        return [voice.sentence("result_no_quarter")]
    if result["rank"] is None:
        said = [voice.sentence("result_published", published=result["published"])]
    else:
        values = {"published": result["published"], "place": result["rank"], "of": result["pool_size"]}
        said = [voice.sentence("result_ranked", **values, pool=pool_name(voice))]
    if result["label"] is not None:
        said.append(voice.sentence("result_level", label=voice.say("named", name=result["label"])))
    return said


def _why_not_graded(voice: Voice) -> list[Sentence]:
    """Where a veto or the year's minimum changed the status that was entered."""
    trail, status = voice.told.trail, voice.told.result["status"]
    if trail["entered"] == status:
        return []
    effects = {"withheld": "withhold", "comments_only": "comments_only"}
    said = [
        voice.sentence(
            "status_by_veto",
            veto["veto"],
            veto=voice.say("named", name=voice.veto(veto["veto"]).name),
            status=voice.say(f"status_{status}"),
            **{key: veto[key] for key in ("from", "until")},
        )
        for veto in trail["vetoes"]
        if veto["verdict"] == "active" and voice.veto(veto["veto"]).effect == effects[status]
    ]
    if "minimum" in voice.told.result["reasons"]:
        found = sum(quarter["why"] is None for quarter in trail["year"]["quarters"])
        said.append(voice.sentence("status_by_minimum", found=found, needed=trail["year"]["needed"]))
    return said


def base_sentences(voice: Voice) -> list[Sentence]:
    """Say how the lines were scaled up and added, and brought to the published scale."""
    result, trail = voice.told.result, voice.told.trail
    if result["base"] is None:
        return []
    said = []
    whole, rest = trail["weights"]
    if whole != rest:
        left = [voice.node(line["leaf"]) for line in trail["lines"] if line["base"] is None]
        values = {"number": len(left), "leaves": voice.listed(left), "whole": trimmed(whole), "rest": trimmed(rest)}
        said.append(voice.sentence("left_out", **values))
    said.append(voice.sentence("base", base=short(result["base"])))
    return said if _joined(voice) else said + _scaled(voice)


def _joined(voice: Voice) -> bool:
    """Whether the scaled score is told with the year, because quarters are joined to it."""
    year = voice.told.trail.get("year")
    return voice.told.kind is Kind.YEAR and year is not None and year["mode"] in (Mode.WEIGHTED, Mode.SUM)


def _scaled(voice: Voice) -> list[Sentence]:
    """From the base to the scaled score: the sheet's scale, then the coefficient."""
    result, scale = voice.told.result, voice.told.trail["scale"]
    values = {key: trimmed(units) for key, units in scale.items()}
    values |= {"base": short(result["base"]), "scaled": short(result["scaled"])}
    other, times = scale["full"] != scale["out_of"], scale["coefficient"] != UNIT
    key = {(True, True): "scaled_both", (True, False): "scaled", (False, True): "scaled_times"}.get((other, times))
    return [voice.sentence(key or "scaled_same", **values)]
