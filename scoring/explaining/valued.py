"""The methods that look at a value of one's own: points, percents, ratios, bands, thresholds, grades, places."""

from collections.abc import Sequence
from fractions import Fraction

from assessment.rulebook import methods as m
from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT, UNIT, trimmed
from assessment.rulebook.words import Direction, Partial
from scoring.explaining.entered import Entered
from scoring.explaining.voice import percent, text


def valued(method: m.Method, entered: Entered) -> str:
    """Say how a value became points."""
    match method:
        case m.Points():
            return entered.say("points", value=entered.value())
        case m.Percent():
            return entered.say("percent", value=entered.value(), own=text(entered.mean()))
        case m.Import(full=full):
            return entered.say("import", value=entered.value(), own=text(entered.mean()), full=trimmed(full))
        case m.Ratio():
            return _ratio(method, entered)
        case m.Bands():
            return _bands(method, entered)
        case m.Threshold():
            return _threshold(method, entered)
        case m.Grade(shares=shares):
            return _share("grade", [name for name, share in shares if share == entered.facts[""][0]], entered)
        case m.RankTable(shares=table, beyond=beyond):
            places = [place for place, share in enumerate(table, start=1) if share == entered.facts[""][0]]
            sure = places if beyond != entered.facts[""][0] else []
            return _share("rank_table", [str(place) for place in sure], entered)
        case _:
            raise TypeError(method.word)


def _ratio(method: m.Ratio, entered: Entered) -> str:
    """Actual over target, or the reverse; what was cut below or above is said."""
    actual, target = entered.mean("actual"), entered.mean("target")
    values = {"actual": entered.value("actual"), "target": entered.value("target")}
    if method.direction is Direction.LOWER and actual == 0:
        return entered.say("ratio_free", **values, cap=trimmed(method.cap))
    lower = method.direction is Direction.LOWER
    rate = target / actual if lower else actual / target
    if rate * ONE_HUNDRED_PERCENT < method.low:
        return entered.say("ratio_low", **values, rate=percent(rate), low=trimmed(method.low))
    if rate * ONE_HUNDRED_PERCENT > method.cap:
        return entered.say("ratio_cap", **values, rate=percent(rate), cap=trimmed(method.cap))
    over, under = (target, actual) if lower else (actual, target)
    return entered.say("ratio", **values, over=text(over), under=text(under))


def _bands(method: m.Bands, entered: Entered) -> str:
    reached = [band for band in method.bands if band.from_ <= entered.mean()]
    if not reached:
        lowest = min(band.from_ for band in method.bands)
        return entered.say("bands_under", value=entered.value(), lowest=trimmed(lowest))
    band = max(reached, key=lambda band: band.from_)
    return entered.say("bands", value=entered.value(), band=trimmed(band.from_), share=trimmed(band.share))


def _threshold(method: m.Threshold, entered: Entered) -> str:
    """The standard, by how much it was missed, and what every step costs."""
    steps = entered.steps()
    side = "higher" if method.direction is Direction.HIGHER else "lower"
    values = {"value": entered.value(), "at": trimmed(method.at)}
    missed = entered.mean() - method.at if side == "lower" else method.at - entered.mean()
    if missed <= 0:
        return entered.say(f"threshold_met_{side}", **values)
    values |= {"missed": text(missed), "unit": trimmed(method.unit), "step": trimmed(method.step)}
    cost = steps * method.step
    values |= {"steps": _steps(steps), "partial": entered.voice.say(f"partial_{Partial(method.partial)}")}
    key = "threshold_spent" if cost > entered.weight else "threshold"
    return entered.say(f"{key}_{side}", **values)


def _steps(steps: Fraction) -> str:
    """Write a number of steps, which are counted and not in ledger units."""
    return text(steps * UNIT)


def _share(key: str, names: Sequence[str], entered: Entered) -> str:
    """A share of the mark from a table; the word is told where one row was entered and only one word has the share."""
    values = {"share": text(entered.mean())}
    if entered.facts[""][1] > 1:
        return entered.say(f"{key}_mean", **values, number=entered.facts[""][1])
    if len(names) == 1:
        return entered.say(f"{key}_named", **values, name=names[0])
    return entered.say(f"{key}_share", **values)
