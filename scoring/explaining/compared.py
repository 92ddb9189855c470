"""The methods that compare the cadres of a pool: places, the best, the mean."""

from fractions import Fraction

from assessment.rulebook import methods as m
from assessment.rulebook.ledger import UNIT, trimmed
from assessment.rulebook.words import Direction, Partial
from scoring.explaining.entered import Entered
from scoring.explaining.voice import percent, text


def compared(method: m.PoolRank | m.RatioBest | m.MeanStep, entered: Entered) -> str:
    """Say how a value stood among the pool's and became points."""
    match method:
        case m.PoolRank():
            return _place(method, entered)
        case m.RatioBest():
            return _best(method, entered)
        case m.MeanStep():
            return _mean(method, entered)


def _place(method: m.PoolRank, entered: Entered) -> str:
    place, of = entered.line["place"]
    values = {"value": entered.value(), "place": place, "of": of}
    values |= {"best": trimmed(method.best), "worst": trimmed(method.worst)}
    share = percent(entered.base / entered.weight) if entered.weight else percent(Fraction(0))
    return entered.say("pool_rank_alone" if of == 1 else "pool_rank", **values, share=share)


def _best(method: m.RatioBest, entered: Entered) -> str:
    best, own = Fraction(*entered.line["best"]), entered.mean()
    values = {"value": entered.value(), "best": text(best), "own": text(own)}
    if method.direction is Direction.HIGHER:
        return entered.say("ratio_best" if best else "ratio_best_nothing", **values)
    return entered.say("ratio_lowest" if own else "ratio_lowest_free", **values)


def _mean(method: m.MeanStep, entered: Entered) -> str:
    mean, of = entered.line["mean"]
    steps = entered.steps()
    values = {"value": entered.value(), "mean": text(Fraction(*mean)), "of": of}
    if steps == 0 and entered.mean() >= Fraction(*mean):
        return entered.say("mean_reached", **values)
    values |= {"step": trimmed(method.step), "steps": text(steps * UNIT)}
    values["partial"] = entered.voice.say(f"partial_{Partial(method.partial)}")
    return entered.say("mean_spent" if steps * method.step > entered.weight else "mean_below", **values)
