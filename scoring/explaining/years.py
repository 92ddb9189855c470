"""How the quarters make the year, in sentences (RULES.md 7)."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT, UNIT, trimmed
from assessment.rulebook.words import Mode
from scoring.explaining.voice import Sentence, Voice, equals, short, text


def year_sentences(voice: Voice) -> list[Sentence]:
    """Say which quarters count with what, and how they were joined with the year's sheet."""
    year = voice.told.trail.get("year")
    if year is None:
        return []
    mode = Mode(year["mode"])
    if mode in (Mode.WEIGHTED, Mode.SUM):
        return [_quarter(voice, quarter) for quarter in year["quarters"]] + _together(voice)
    said = [voice.sentence("year_by_leaf" if mode is Mode.BY_LEAF else "year_only")]
    counted = [quarter["code"] for quarter in year["quarters"] if quarter["why"] is None]
    if counted:
        said.append(voice.sentence("quarters_count", codes=voice.listed(counted)))
    return said + [_quarter(voice, quarter) for quarter in year["quarters"] if quarter["why"] is not None]


def _quarter(voice: Voice, quarter: Mapping[str, Any]) -> Sentence:
    code, why = quarter["code"], quarter["why"]
    if why is not None:
        return voice.sentence(f"quarter_{why}", code, code=code)
    return voice.sentence("quarter_gives", code, code=code, value=trimmed(quarter["value"]))


def _together(voice: Voice) -> list[Sentence]:
    """The mean of the quarters and the year's own sheet; nothing where no quarter counts."""
    year, result = voice.told.trail["year"], voice.told.result
    if "mean" not in year or result["scaled"] is None:
        return []
    own = year["own"]
    values = {"mean": text(Fraction(*year["mean"])), "own": trimmed(own), "scaled": short(result["scaled"])}
    said = _own_sheet(voice, own)
    if year["mode"] == Mode.SUM:
        return [*said, voice.sentence("year_sum", **values, quarters=trimmed(year["quarters_part"]))]
    share = voice.told.rulebook.year_result.quarters or 0
    rest = ONE_HUNDRED_PERCENT - share
    quarters = equals(Fraction(*year["mean"]) * share / ONE_HUNDRED_PERCENT)
    parts = {"quarters": quarters, "year": equals(Fraction(own * rest, ONE_HUNDRED_PERCENT))}
    return [*said, voice.sentence("year_weighted", **values, **parts, share=trimmed(share), rest=trimmed(rest))]


def _own_sheet(voice: Voice, own: int) -> list[Sentence]:
    """The year's own sheet on its way from its base, where a scale or a coefficient changed it."""
    scale = voice.told.trail["scale"]
    if scale["full"] == scale["out_of"] and scale["coefficient"] == UNIT:
        return []
    values = {key: trimmed(units) for key, units in scale.items()}
    values |= {"base": short(voice.told.result["base"]), "scaled": trimmed(own)}
    other, times = scale["full"] != scale["out_of"], scale["coefficient"] != UNIT
    return [voice.sentence("scaled_both" if other and times else "scaled" if other else "scaled_times", **values)]
