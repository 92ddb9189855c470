"""Every rule beside the indicators (RULES.md 2, 6 to 11) as a declaration of its fields."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from assessment.choices import AdjustmentKind, VetoEffect
from assessment.describing.grades import DENOMINATORS, LINE_TIES, ROUNDINGS, SCOPES
from assessment.describing.rules import APPLY
from assessment.forms.parts.fields import Field, Listed, Number, Several, Tick, Unlimited, Variants, Word
from assessment.forms.parts.methods import DEFAULT
from assessment.forms.parts.tables import NumberOrPairs, Pairs
from assessment.rulebook.words import Allocation, Bars, Identity, LineTies, Mode, RankTies, SelfFound, Use

_EMPTY_IS_1: Final = _("1 where it is empty")
_ROUNDING: Final = Word(
    "rounding", _("Rounding"), choices=(DEFAULT, *((str(word), said) for word, said in ROUNDINGS.items()))
)
_KINDS: Final = Several("for", _("In which periods"), hint=_("nothing chosen: as usual"), offered="kinds")

HEADING: Final = (
    Field("scheme", _("Code")),
    Number("version", _("Version")),
    Field("title", _("Title")),
    Field("authority", _("Authority"), hint=_("the document that allows the scheme")),
    Number("year", _("Year")),
    Number("places", _("Decimals of the published score"), hint=_("2 where it is empty")),
)
CATEGORIES: Final = (
    Pairs("categories", _("Categories"), name=_("Code"), value=_("What it is called"), numbers=False, renames=True),
)
POOL: Final = (Field("name", _("What it is called")), Several("categories", _("Categories"), offered="categories"))
SHEET: Final = (
    NumberOrPairs("full", _("Full mark"), name=_("Category"), value=_("Full mark"), hint=_("100 where it is empty")),
    Number("out_of", _("Scaled to"), hint=_("the full mark where it is empty")),
)
YEAR: Final = (
    Word(
        "mode",
        _("The annual result comes"),
        choices=(
            (str(Mode.YEAR_ONLY), _("from the annual sheet alone")),
            (str(Mode.WEIGHTED), _("from the periods and the annual sheet, by shares")),
            (str(Mode.SUM), _("from the mean of the periods plus the annual sheet")),
            (str(Mode.BY_LEAF), _("from all indicators together, those of the periods by their mean")),
        ),
    ),
    Number("quarters", _("Share of the periods (percent)"), hint=_("by shares only")),
    Number("minimum", _("Counted periods that a level needs")),
    Word(
        "use",
        _("Of the periods counts"),
        choices=(DEFAULT, (str(Use.TOTAL), _("the published score")), (str(Use.BASE), _("the scaled score"))),
    ),
)
ADJUSTMENTS: Final = (
    Word("apply", _("Points count"), choices=tuple((str(word), said) for word, said in APPLY.items())),
    Number("bonus", _("Bonus: at most in all"), inside="cap", hint=_("no cap where it is empty")),
    Number("penalty", _("Penalty: at most in all"), inside="cap", hint=_("no cap where it is empty")),
)
RULE: Final = (
    Field("code", _("Code")),
    Word("kind", _("Kind"), choices=tuple((str(word), said) for word, said in AdjustmentKind.choices)),
    Field("name", _("What it is called")),
    NumberOrPairs("points", _("Points of an event"), name=_("Level of the event"), value=_("points")),
    Number("cap", _("At most by this rule"), hint=_("no cap where it is empty")),
    Word(
        "bars_excellent",
        _("Bars level 1"),
        choices=(
            (str(Bars.NEVER), _("never")),
            (str(Bars.ALWAYS), _("always")),
            (str(Bars.WHEN_DOUBLED), _("when doubled")),
        ),
    ),
    Word(
        "self_found",
        _("Found by the unit itself"),
        choices=((str(SelfFound.COUNT), _("counts")), (str(SelfFound.WAIVE), _("is waived"))),
    ),
)
TOTAL: Final = (
    Unlimited("floor", _("Not below"), hint=_("no limit where it is empty"), usual="0"),
    Unlimited("cap", _("Not above"), hint=_("no limit where it is empty")),
)
RANKING: Final = (
    Word(
        "ties",
        _("Ranks of equals"),
        choices=((str(RankTies.COMPETITION), "1-2-2-4"), (str(RankTies.DENSE), "1-2-2-3")),
    ),
    Listed(
        "tie_break",
        _("Equals are ordered by"),
        hint=_("codes of indicators, penalty, bonus; in turn, parted by blanks"),
        numbers=False,
    ),
)
VETO: Final = (
    Field("name", _("What it is called")),
    Word("effect", _("Effect"), choices=tuple((str(word), said) for word, said in VetoEffect.choices)),
    Number("best_level", _("Best level that is left"), hint=_("for “holds to a level” only")),
    Number("bottom", _("Hits the last so many of a pool by itself")),
    Number("min_pool", _("In pools of at least")),
)
_NODE: Final = Word("node", _("Indicator"), offered="nodes")
LIMIT: Final = (
    _NODE,
    Number("below", _("Attainment under (percent)")),
    Number("best_level", _("Best level that is left")),
    _KINDS,
)
GATE: Final = Variants(
    _("Level 1 needs"),
    {
        "quarters_at_level": (
            _("periods at a level"),
            (Number("level", _("Level")), Number("at_least", _("So many periods at least"))),
        ),
        "no_quarter_at_level": (_("no period at a level"), (Number("", _("Level")),)),
        "leave_at_most": (_("little leave"), (Number("", _("At most (percent of the working days)")),)),
        "flag": (_("a mark of the cadre"), (Field("", _("Mark")),)),
        "node_at_least": (
            _("an attainment"),
            (_NODE, Number("percent", _("At least (percent)"))),
        ),
    },
    name="condition",
)
GATE_KINDS: Final = (_KINDS,)
LEVELS: Final = (
    Number("levels", _("Number of levels")),
    *(
        Listed("labels", said, inside=str(word), numbers=False, hint=_("from the best on; the last is for no level"))
        for word, said in (
            (Identity.CIVIL_SERVANT, _("Words for civil servants")),
            (Identity.INSTITUTION, _("Words for staff of institutions")),
            (Identity.ENTERPRISE, _("Words for staff of enterprises")),
        )
    ),
)
BANDS: Final = (
    Listed("bands", _("Bands"), hint=_("from the best on, parted by blanks: 90 80 60")),
    *(one for one in LEVELS if one.key == "labels"),
)
QUOTA: Final = (
    Number("level", _("Level")),
    NumberOrPairs("share", _("Share (percent)"), name=_("Pool"), value=_("percent")),
    Pairs("by_unit_result", _("By the result of the unit"), name=_("Result"), value=_("percent")),
    Word("scope", _("Counted"), choices=(DEFAULT, *((str(word), said) for word, said in SCOPES.items()))),
    _ROUNDING,
    Number("minimum", _("At least so many"), hint=_("0 where it is empty")),
    Word("denominator", _("Share of whom"), choices=(DEFAULT, *((str(w), said) for w, said in DENOMINATORS.items()))),
    Word(
        "allocation",
        _("Places left over"),
        choices=(
            DEFAULT,
            (str(Allocation.EACH), _("each group is rounded by itself")),
            (str(Allocation.LARGEST_REMAINDER), _("go to the largest remainders")),
        ),
    ),
    Word("ties", _("Equals at the line"), choices=tuple((str(word), LINE_TIES[word]) for word in LineTies)),
    Tick("cumulative", _("Better levels count against it")),
)
BOTTOM: Final = (
    Number("percent", _("The last (percent) of a pool")),
    _ROUNDING,
    Number("min_pool", _("In pools of at least"), hint=_EMPTY_IS_1),
)
LIGHT: Final = Variants(
    _("If"),
    {
        "published_below": (_("the published score is low"), (Number("", _("Under")),)),
        "red_cards": (_("there are red cards"), (Number("", _("So many at least")),)),
        "yellow_cards": (_("there are yellow cards"), (Number("", _("So many at least")),)),
        "bottom": (_("he stands on the bottom list"), (Tick("", _("on the bottom list"), ticked=True),)),
    },
    name="condition",
)
