"""The files that were brought, newest first."""

from django.db.models import QuerySet

from cadres.models import ImportBatch


def batches(kinds: frozenset[str]) -> QuerySet[ImportBatch]:
    """The imports of these kinds, without the kept files and previews."""
    return ImportBatch.objects.filter(kind__in=kinds).select_related("brought_by").defer("content", "preview")
