"""The record, newest first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cadres.models import RecordEvent


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is looked for, and the codes of what is called so."""

    text: str
    acts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordQuestion:
    """What of the record is asked for: words anywhere, a person, an act, a kind of object, days with both ends.

    Of each word come the codes of the acts and of the kinds of objects whose names in the reader's language have it.
    """

    words: tuple["Word", ...] = ()
    who: str = ""
    act: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None


def events(asked: RecordQuestion) -> QuerySet[RecordEvent]:
    """The events that fit everything that is asked for."""
    rows = RecordEvent.objects.select_related("actor")
    for word in asked.words:
        meant = Q(action__in=word.acts) | Q(object_type__in=word.kinds)
        rows = rows.filter(meant | Q(object_id=word.text) | _of_person(word.text))
    if asked.who:
        rows = rows.filter(_of_person(asked.who))
    if asked.act:
        rows = rows.filter(action=asked.act)
    if asked.kind:
        rows = rows.filter(object_type=asked.kind)
    if asked.first:
        rows = rows.filter(at__date__gte=asked.first)
    if asked.last:
        rows = rows.filter(at__date__lte=asked.last)
    return rows


def no_events() -> QuerySet[RecordEvent]:
    """What a question finds that is no question."""
    return RecordEvent.objects.none()


def history_of(kind: str, pk: int) -> list[RecordEvent]:
    """Everything that was done to one object, oldest first; one query."""
    return list(
        RecordEvent.objects.select_related("actor").filter(object_type=kind, object_id=str(pk)).order_by("sequence")
    )


def recorded_acts() -> list[str]:
    """The codes of all acts that stand in the record."""
    return list(RecordEvent.objects.order_by("action").values_list("action", flat=True).distinct())


def recorded_kinds() -> list[str]:
    """The codes of all kinds of objects that stand in the record."""
    return list(RecordEvent.objects.order_by("object_type").values_list("object_type", flat=True).distinct())


def _of_person(text: str) -> Q:
    return Q(actor__username__icontains=text) | Q(actor__full_name__icontains=text)
