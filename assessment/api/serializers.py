"""What the API of this package takes and gives, as its description (OpenAPI) tells it."""

from typing import Any

from rest_framework import serializers

from assessment.choices import PeriodKind
from assessment.services.draft_parts import WeightWrite

MOST_WEIGHTS = 5_000
LONGEST_WEIGHT = 32


class WeightSerializer(serializers.Serializer[WeightWrite]):
    """What was typed as a weight ("": not applicable), and what was seen there."""

    code = serializers.CharField(max_length=32)
    category = serializers.CharField(max_length=32)
    text = serializers.CharField(max_length=LONGEST_WEIGHT, allow_blank=True)
    seen = serializers.CharField(max_length=LONGEST_WEIGHT, allow_blank=True)


class WeightsSerializer(serializers.Serializer[Any]):
    """Weights of one sheet of a draft to write in one act."""

    sheet = serializers.ChoiceField(choices=PeriodKind.values)
    cells = serializers.ListField(child=WeightSerializer(), allow_empty=False, max_length=MOST_WEIGHTS)

    def writes(self) -> list[WeightWrite]:
        """The writes that were asked for."""
        return [WeightWrite(**cell) for cell in self.validated_data["cells"]]


class WeightFateSerializer(serializers.Serializer[Any]):
    """What became of a weight, and what stands there now."""

    code = serializers.CharField()
    category = serializers.CharField()
    kind = serializers.CharField(help_text="saved, refused or conflict")
    text = serializers.CharField()
    message = serializers.CharField()


class WeightFatesSerializer(serializers.Serializer[Any]):
    """What became of each weight, who changed the draft last, and how many faults it has now."""

    cells = WeightFateSerializer(many=True)
    faults = serializers.IntegerField()
