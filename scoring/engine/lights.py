"""The bottom list and the lights (RULES.md 11)."""

from typing import assert_never

import numpy as np

from assessment.rulebook.grades import (
    Bottom,
    LightCondition,
    Lights,
    OnBottomList,
    PublishedBelow,
    RedCards,
    YellowCards,
)
from assessment.rulebook.words import Light
from scoring.engine.columns import Cadres
from scoring.engine.exact import Column, Mask
from scoring.engine.ordering import Order
from scoring.engine.outcome import LIGHTS, NO_LIGHT
from scoring.engine.quotas import rounded_places


def bottom_list(bottom: Bottom | None, pools: Order, n: int) -> Mask:
    """Who stands among the last of his pool."""
    found = np.zeros(n, dtype=bool)
    if bottom is not None and len(pools.rows):
        sizes = np.unique(pools.size)
        places = np.array([rounded_places(int(size) * bottom.percent, bottom.rounding) for size in sizes])
        last = pools.behind < places[np.searchsorted(sizes, pools.size)]
        found[pools.rows[last & (pools.size >= bottom.min_pool)]] = True
    return found


def shine(lights: Lights | None, cadres: Cadres, published: Column, complete: Mask, bottom: Mask) -> Column:
    """Each cadre's light: red before yellow before green; none without a published total."""
    light = np.full(len(cadres), NO_LIGHT, dtype=np.int64)
    if lights is None:
        return light
    light[complete] = LIGHTS.index(Light.GREEN)
    for word, conditions in ((Light.YELLOW, lights.yellow), (Light.RED, lights.red)):
        for condition in conditions:
            light[complete & holds(condition, cadres, published, bottom)] = LIGHTS.index(word)
    return light


def holds(condition: LightCondition, cadres: Cadres, published: Column, bottom: Mask) -> Mask:
    """For whom a condition of a light holds."""
    match condition:
        case PublishedBelow(below=below):
            return np.asarray(published < below)
        case RedCards(at_least=at_least):
            return np.asarray(cadres.red_cards >= at_least)
        case YellowCards(at_least=at_least):
            return np.asarray(cadres.yellow_cards >= at_least)
        case OnBottomList():
            return bottom
        case _:
            assert_never(condition)
