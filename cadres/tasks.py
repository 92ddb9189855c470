"""What the clock rings for the record and its safety."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from cadres.services import outside
from cadres.services.backup.keeping import Keeping
from cadres.services.backup.scheduled import back_up_changes


@shared_task(name="cadres.note_outside_changes")
def note_outside_changes() -> None:
    """Put changes that were made past the services on the record."""
    outside.note_outside_changes(at=timezone.now())


@shared_task(name="cadres.back_up")
def back_up() -> None:
    """Make a backup if anything changed since the last good one, and remove what need not stay."""
    keeping = Keeping(settings.BACKUP_KEEP, settings.BACKUP_KEEP_DAYS)
    back_up_changes(folder=settings.BACKUP_FOLDER, keeping=keeping, at=timezone.now())
