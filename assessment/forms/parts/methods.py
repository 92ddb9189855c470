"""The parameters of every method (RULES.md 3.1 and 5) as fields, and the form of an indicator."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from assessment.describing.methods import MISSING, PARTIAL
from assessment.forms.parts.fields import Field, Listed, Long, Number, Tick, Variants, Word
from assessment.forms.parts.tables import Pairs, Steps
from assessment.rulebook.words import Direction, MissingClass

DEFAULT: Final = ("", _("as usual"))
DIRECTIONS: Final = (
    DEFAULT,
    (str(Direction.HIGHER), _("higher is better")),
    (str(Direction.LOWER), _("lower is better")),
)
PARTS: Final = (DEFAULT, *((str(word), said) for word, said in PARTIAL.items()))
SHARE: Final = _("percent of the full mark")
_direction = Word("direction", _("Direction"), choices=DIRECTIONS)
_partial = Word("partial", _("Parts of a step"), choices=PARTS)
_cap = Number("cap", _("At most (percent)"), hint=_("100 where it is empty"))
_shares = Pairs("", _("Shares"), name=_("Grade"), value=SHARE)

METHOD: Final = Variants(
    _("Method"),
    {
        "points": (_("Points entered"), ()),
        "percent": (_("Percent of the full mark"), ()),
        "import": (_("Mark of another scale"), (Number("full", _("Full mark of that scale")),)),
        "ratio": (
            _("Completion rate"),
            (Number("low", _("Nothing under (percent)"), hint=_("0 where it is empty")), _cap, _direction),
        ),
        "bands": (_("By bands of the value"), (Steps("", _("Bands"), name=_("From the value"), value=SHARE),)),
        "threshold": (
            _("Points off for missing a target"),
            (
                Number("at", _("Target value")),
                Number("unit", _("For every")),
                Number("step", _("Points off")),
                _direction,
                _partial,
            ),
        ),
        "deduct": (
            _("Points off for events"),
            (
                Pairs("events", _("Deducted events"), name=_("Event"), value=_("points off")),
                Number("floor", _("Not below (points)"), hint=_("0 where it is empty")),
            ),
        ),
        "escalate": (
            _("Full without events, less with each"),
            (
                Number("first", _("Off with the first (percent)")),
                Number("zero_at", _("Nothing from so many events on")),
            ),
        ),
        "grade": (_("By grade"), (_shares,)),
        "rank_table": (
            _("By place in a ranking"),
            (
                Listed("shares", _("Percent for place 1, 2, 3, …"), hint=_("Parted by blanks: 100 95 90")),
                Number("beyond", _("Every later place (percent)")),
            ),
        ),
        "milestone": (
            _("By stages reached"),
            (Pairs("stages", _("Stages"), name=_("Stage"), value=SHARE), _cap),
        ),
        "pool_rank": (
            _("By place in the pool"),
            (Number("best", _("First place (percent)")), Number("worst", _("Last place (percent)")), _direction),
        ),
        "ratio_best": (_("Against the best of the pool"), (_direction,)),
        "mean_step": (
            _("Against the mean of the pool"),
            (Number("step", _("Points off for every percent below")), _partial),
        ),
        "vote": (
            _("Vote"),
            (
                Pairs("classes", _("Classes of voters"), name=_("Class"), value=_("weight, 100 in all")),
                Pairs("options", _("Options of a ballot"), name=_("Option"), value=SHARE),
                Number("score", _("Or a ballot gives points up to")),
                Number("trim", _("Leave out so many at each end"), inside="each_end"),
                Number("trim", _("With so many ballots or more"), inside="at_least"),
                Number("min_ballots", _("Ballots that a class needs"), hint=_("1 where it is empty")),
                Word(
                    "missing_class",
                    _("A missing class"),
                    choices=(
                        (str(MissingClass.RENORMALISE), _("is left out")),
                        (str(MissingClass.ZERO), _("counts as zero")),
                    ),
                ),
            ),
        ),
    },
    key="method",
    name="scored_by",
)

NAMES: Final = (Field("code", _("Code")), Field("name", _("What it is called")))
TEXTS: Final = (Field("source", _("Source of data")), Long("description", _("Description")))
LEAF: Final = (
    Word("missing", _("Without data"), choices=(DEFAULT, *((str(word), said) for word, said in MISSING.items()))),
    Field(
        "scorer",
        _("Who enters it"),
        hint=_("a department's code; own_leader: leader in charge; principal: principal leader; empty: the HR office"),
    ),
    Tick("evidence", _("Evidence must be added"), ticked="required"),
)
