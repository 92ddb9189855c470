"""The sentences in English and Chinese, side by side, filled with the same facts.

Like the rulebook's own sentences they know no translation framework; whoever explains names the language.
"""

from typing import Final

from scoring.explaining.wording.leaves import LEAVES
from scoring.explaining.wording.moves import MOVES
from scoring.explaining.wording.points import POINTS
from scoring.explaining.wording.standing import STANDING

WORDING: Final[dict[str, tuple[str, str]]] = {**LEAVES, **POINTS, **STANDING, **MOVES}
