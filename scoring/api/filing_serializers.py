"""What the API takes and gives of events and filings."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from assessment.models import AdjustmentRule, Period, VetoRule
from assessment.rulebook.ledger import to_units
from cadres.models import Cadre
from scoring.choices import FilingKind, FoundBy, Sharing
from scoring.selectors.entries import HIGHEST
from scoring.selectors.filing_content import FilingContent
from scoring.services.filing_checks import MOST_TIMES

MOST_PEOPLE = 200


class ShareSerializer(serializers.Serializer[Any]):
    """A cadre by his number, and how many percent of the points fall to him."""

    cadre = serializers.CharField(max_length=64)
    share = serializers.DecimalField(max_digits=7, decimal_places=4, min_value=0, max_value=100, default=Decimal(100))


class FilingAskedSerializer(serializers.Serializer[Any]):
    """An event (`rule`, `level`) or a veto (`veto`, `until`) to be kept as a draft, with its evidence in words."""

    kind = serializers.ChoiceField(choices=[FilingKind.EVENT.value, FilingKind.VETO.value])
    on = serializers.DateField()
    shares = ShareSerializer(many=True, allow_empty=False)
    rule = serializers.CharField(max_length=32, allow_blank=True, default="")
    level = serializers.CharField(max_length=32, allow_blank=True, default="")
    veto = serializers.CharField(max_length=32, allow_blank=True, default="")
    until = serializers.DateField(allow_null=True, default=None)
    count = serializers.IntegerField(min_value=1, max_value=MOST_TIMES, default=1)
    doubled = serializers.BooleanField(default=False)
    sharing = serializers.ChoiceField(choices=Sharing.choices, default=Sharing.WHOLE.value)
    matter = serializers.CharField(max_length=200, allow_blank=True, default="")
    found_by = serializers.ChoiceField(choices=FoundBy.choices, default=FoundBy.OTHER.value)
    basis = serializers.CharField(max_length=300, allow_blank=True, default="")
    evidence = serializers.CharField(max_length=1000, allow_blank=True, default="")

    def validate_shares(self, shares: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse more people than an act has."""
        if len(shares) > MOST_PEOPLE:
            raise serializers.ValidationError(_("Name at most %(number)d people.") % {"number": MOST_PEOPLE})
        return shares

    def content(self, year: Period, cadres: QuerySet[Cadre]) -> FilingContent:
        """What the filing says, of people within reach. Raises: ValidationError."""
        said = self.validated_data
        ids = dict(cadres.filter(number__in=[one["cadre"] for one in said["shares"]]).values_list("number", "pk"))
        unknown = [one["cadre"] for one in said["shares"] if one["cadre"] not in ids]
        if unknown:
            raise serializers.ValidationError({"shares": _("Nobody within your reach has this number or name.")})
        version = year.scheme_version_id
        is_event = said["kind"] == FilingKind.EVENT
        return FilingContent(
            kind=FilingKind(said["kind"]),
            rule=AdjustmentRule.objects.filter(scheme_version=version, code=said["rule"]).first() if is_event else None,
            veto=None if is_event else VetoRule.objects.filter(scheme_version=version, code=said["veto"]).first(),
            level=said["level"] if is_event else "",
            on=said["on"],
            ends_on=None if is_event else said["until"],
            count=said["count"] if is_event else 1,
            multiplier=2 if said["doubled"] and is_event else 1,
            sharing=Sharing(said["sharing"]) if is_event else Sharing.WHOLE,
            matter=said["matter"].strip() if is_event else "",
            found_by=FoundBy(said["found_by"]),
            basis=said["basis"].strip(),
            shares=tuple((ids[one["cadre"]], to_units(one["share"])) for one in said["shares"]),
        )


class SeenSerializer(serializers.Serializer[Any]):
    """The version of a filing that was seen, and why it is withdrawn."""

    version = serializers.IntegerField(min_value=0, max_value=HIGHEST)
    reason = serializers.CharField(max_length=500, allow_blank=True, default="")


class DecisionSerializer(SeenSerializer):
    """What is decided about a filing; `seen` is what reading it gave."""

    decision = serializers.ChoiceField(choices=["approve", "refuse"])
    seen = serializers.CharField(max_length=64, allow_blank=True, default="")


class PersonToldSerializer(serializers.Serializer[Any]):
    """A person of a filing in a period: his points, published number and level before and after."""

    cadre = serializers.CharField()
    before = serializers.DictField()
    after = serializers.DictField()


class EffectSerializer(serializers.Serializer[Any]):
    """What a filing would do in a period."""

    period = serializers.CharField()
    people = PersonToldSerializer(many=True)
    others_ranked = serializers.IntegerField()
    others_graded = serializers.IntegerField()


class FilingSerializer(serializers.Serializer[Any]):
    """A filing; `event` is what an exemption is about, `revokes` the filing that a revocation names.

    `effects` and `seen` are there as long as it is not decided.
    """

    id = serializers.IntegerField()
    number = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.CharField()
    version = serializers.IntegerField()
    rule = serializers.CharField()
    level = serializers.CharField()
    veto = serializers.CharField()
    on = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    matter = serializers.CharField()
    event = serializers.CharField()
    revokes = serializers.IntegerField(allow_null=True)
    shares = ShareSerializer(many=True)
    effects = EffectSerializer(many=True)
    seen = serializers.CharField()


class EventLineSerializer(serializers.Serializer[Any]):
    """A line of a year's events."""

    number = serializers.CharField()
    cadre = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    code = serializers.CharField()
    on = serializers.DateField()
    until = serializers.DateField(allow_null=True)
    matter = serializers.CharField()
    state = serializers.CharField()
    exempted = serializers.BooleanField()
    filing = serializers.IntegerField(allow_null=True)


class EventsSerializer(serializers.Serializer[Any]):
    """A page of a year's events."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    events = EventLineSerializer(many=True)
