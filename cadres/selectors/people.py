"""One person: the postings over time, the leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from cadres.models import Cadre, Leave, Posting


@dataclass(frozen=True, slots=True)
class Person:
    """A cadre with everything dated about him, newest first."""

    cadre: Cadre
    postings: list[Posting]
    leaves: list[Leave]


def person(cadre: Cadre) -> Person:
    """Gather what the roster knows of a cadre, in three queries."""
    held = Posting.objects.filter(cadre=cadre).select_related("department", "leader")
    postings = held.prefetch_related("department__former_names").order_by("-starts_on", "-pk")
    leaves = Leave.objects.filter(cadre=cadre).order_by("-starts_on")
    return Person(cadre, list(postings), list(leaves))


def last_posting(cadre: Cadre) -> Posting | None:
    """The main posting that a cadre came to last, be it over or still to come."""
    return main_postings(cadre).select_related("department", "leader").first()


def main_postings(cadre: Cadre) -> QuerySet[Posting]:
    """The main postings of a cadre, the last one first."""
    return Posting.objects.filter(cadre=cadre, is_main=True).order_by("-starts_on")


def held_again(postings: Sequence[Posting]) -> Posting | None:
    """The post that would hold again were the last change of post taken back; None where there is none to take back.

    `postings` are main ones, the last one first. Of who left it is his last post, of who moved the one before.
    """
    last, before = [*postings[:2], None, None][:2]
    if last is None or last.ends_on is not None:
        return last
    return before if before is not None and before.ends_on == last.starts_on - timedelta(days=1) else None


def leaves_of(cadres: QuerySet[Cadre]) -> QuerySet[Leave]:
    """The leave of these cadres, each with whose it is."""
    return Leave.objects.filter(cadre__in=cadres).select_related("cadre")
