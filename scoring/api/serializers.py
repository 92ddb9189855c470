"""What the API takes and gives, as its description (OpenAPI) tells it."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from scoring.selectors.entries import HIGHEST
from scoring.services.entering import CellWrite

MOST_CELLS = 5_000
LONGEST_VALUE = 240
# Ids and versions as they fit into the database; a larger number is nobody's.


class CellWriteSerializer(serializers.Serializer[CellWrite]):
    """What was typed into a cell, and the version that was seen there (0: it was empty)."""

    participant = serializers.IntegerField(min_value=1, max_value=HIGHEST)
    indicator = serializers.IntegerField(min_value=1, max_value=HIGHEST)
    key = serializers.CharField(max_length=32, allow_blank=True, default="")
    text = serializers.CharField(max_length=LONGEST_VALUE, allow_blank=True)
    seen = serializers.IntegerField(min_value=0, max_value=HIGHEST)


class CellsSerializer(serializers.Serializer[Any]):
    """Cells to save in one act; each is saved, refused or a conflict on its own."""

    cells = CellWriteSerializer(many=True, allow_empty=False)
    reason = serializers.CharField(max_length=1000, allow_blank=True, default="")

    def validate_cells(self, cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Refuse a cell that stands there twice: which of its values is meant nobody can tell."""
        if len(cells) > MOST_CELLS:
            raise serializers.ValidationError(_("Send at most %(number)d cells at once.") % {"number": MOST_CELLS})
        places = {(cell["participant"], cell["indicator"], cell["key"]) for cell in cells}
        if len(places) != len(cells):
            raise serializers.ValidationError(_("A cell stands in the request twice."))
        return cells

    def writes(self) -> list[CellWrite]:
        """The writes that were asked for."""
        reason = self.validated_data["reason"]
        return [
            CellWrite(
                participant_id=cell["participant"],
                indicator_id=cell["indicator"],
                key=cell["key"],
                value_text=cell["text"],
                seen_version=cell["seen"],
                reason=reason,
            )
            for cell in self.validated_data["cells"]
        ]


class FateSerializer(serializers.Serializer[Any]):
    """What became of a cell: its end, what stands there now, and why it was not saved."""

    participant = serializers.IntegerField()
    indicator = serializers.IntegerField()
    key = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(choices=("saved", "refused", "conflict"))
    text = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    message = serializers.CharField(allow_blank=True)
    who = serializers.CharField(allow_blank=True, help_text="Whose value stands there, in a conflict.")
    when = serializers.CharField(allow_blank=True, help_text="When it was entered, in a conflict.")
    reason_due = serializers.BooleanField(help_text="Whether the cell lacks nothing but its reason.")


class FatesSerializer(serializers.Serializer[Any]):
    """What became of each cell; `message` where the period takes nothing at all."""

    cells = FateSerializer(many=True)
    message = serializers.CharField(allow_blank=True)


class LimitsSerializer(serializers.Serializer[Any]):
    """What a column takes for people of a category."""

    category = serializers.CharField()
    low = serializers.CharField()
    high = serializers.CharField()
    whole = serializers.BooleanField()


class ColumnSerializer(serializers.Serializer[Any]):
    """A leaf and key to enter; a category without limits has no such leaf."""

    indicator = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    key = serializers.CharField(allow_blank=True)
    key_name = serializers.CharField(allow_blank=True)
    method = serializers.CharField()
    missing = serializers.CharField(allow_blank=True)
    evidence = serializers.ChoiceField(
        choices=("", "required", "extremes"), help_text="When a value needs its reason: always, or at the extremes."
    )
    needed = serializers.ChoiceField(
        choices=("", "one", "each"),
        help_text="Whether an empty cell is missing by itself, while the leaf's other cells are empty too, or never.",
    )
    choices = serializers.ListField(child=serializers.CharField())
    limits = LimitsSerializer(many=True)
    people = serializers.ListField(child=serializers.IntegerField(), allow_null=True)


class RowSerializer(serializers.Serializer[Any]):
    """A participant; nobody scores himself, his own row is only shown."""

    participant = serializers.IntegerField()
    number = serializers.CharField()
    name = serializers.CharField()
    pinyin = serializers.CharField(allow_blank=True)
    department = serializers.CharField()
    category = serializers.CharField()
    own = serializers.BooleanField()


class CellSerializer(serializers.Serializer[Any]):
    """What stands in a cell that is not empty."""

    participant = serializers.IntegerField()
    indicator = serializers.IntegerField()
    key = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    remark = serializers.CharField(allow_blank=True)


class PlaceSerializer(serializers.Serializer[Any]):
    """Where a cell is."""

    participant = serializers.IntegerField(min_value=1, max_value=HIGHEST)
    indicator = serializers.IntegerField(min_value=1, max_value=HIGHEST)
    key = serializers.CharField(max_length=32, allow_blank=True, default="")


class PeriodSerializer(serializers.Serializer[Any]):
    """Whether the period takes entries, and until when."""

    code = serializers.CharField()
    state = serializers.CharField()
    open = serializers.BooleanField()
    closed_because = serializers.CharField(allow_blank=True)
    entries_due_at = serializers.DateTimeField(allow_null=True)


class SheetSerializer(serializers.Serializer[Any]):
    """A sheet: leaves by people, what is entered, and the number of the record's last event."""

    period = PeriodSerializer()
    columns = ColumnSerializer(many=True)
    rows = RowSerializer(many=True)
    cells = CellSerializer(many=True)
    evidenced = PlaceSerializer(many=True)
    sequence = serializers.IntegerField()


class ChangeSerializer(serializers.Serializer[Any]):
    """One step of a cell's history."""

    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)
    who = serializers.CharField(allow_blank=True)
    when = serializers.CharField()
    file = serializers.CharField(allow_blank=True)


class EvidenceSerializer(serializers.Serializer[Any]):
    """A reason or a file that a cell stands on."""

    id = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)
    file = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    who = serializers.CharField(allow_blank=True)
    when = serializers.CharField()
    withdrawn_by = serializers.CharField(allow_blank=True)


class CellDetailSerializer(serializers.Serializer[Any]):
    """A cell opened."""

    text = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    remark = serializers.CharField(allow_blank=True)
    remarkable = serializers.BooleanField()
    history = ChangeSerializer(many=True)
    evidence = EvidenceSerializer(many=True)


class RemarkSerializer(serializers.Serializer[Any]):
    """A remark, and the version of the score that its writer saw."""

    remark = serializers.CharField(max_length=500, allow_blank=True)
    seen = serializers.IntegerField(min_value=1, max_value=HIGHEST)


class EvidenceAskedSerializer(serializers.Serializer[Any]):
    """A reason in words, a file, or both."""

    text = serializers.CharField(max_length=1000, allow_blank=True, default="")
    file = serializers.FileField(required=False, max_length=200)


class PresenceAskedSerializer(serializers.Serializer[Any]):
    """Where the asker is, and the last event of the record that he knows of."""

    participant = serializers.IntegerField(min_value=1, max_value=HIGHEST, required=False)
    indicator = serializers.IntegerField(min_value=1, max_value=HIGHEST, required=False)
    key = serializers.CharField(max_length=32, allow_blank=True, default="")
    since = serializers.IntegerField(min_value=0, max_value=HIGHEST)


class ColleagueSerializer(PlaceSerializer):
    """Who else is on the sheet, and where."""

    name = serializers.CharField()


class PresenceSerializer(serializers.Serializer[Any]):
    """What happened since; `wholesale` where the sheet must be read again."""

    sequence = serializers.IntegerField()
    wholesale = serializers.BooleanField()
    cells = CellSerializer(many=True)
    colleagues = ColleagueSerializer(many=True)
    period = PeriodSerializer()


class ResultSerializer(serializers.Serializer[Any]):
    """What a participant would have if the period were computed now."""

    participant = serializers.IntegerField()
    total = serializers.CharField(allow_blank=True)
    light = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)


class ResultsSerializer(serializers.Serializer[Any]):
    """Provisional results: they may change with every cell."""

    provisional = serializers.BooleanField()
    results = ResultSerializer(many=True)
