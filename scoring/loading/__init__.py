"""Rows → columns: what the database holds of a period, read in a fixed number of queries."""

from scoring.loading.extents import Extent, pools_around
from scoring.loading.periods import LoadedPeriod, load_period
from scoring.loading.supposing import NOTHING_SUPPOSED, Supposed, SupposedEvent, SupposedHolding

__all__ = [
    "NOTHING_SUPPOSED",
    "Extent",
    "LoadedPeriod",
    "Supposed",
    "SupposedEvent",
    "SupposedHolding",
    "load_period",
    "pools_around",
]
