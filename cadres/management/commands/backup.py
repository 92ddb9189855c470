from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cadres.management.base import Refusal, ServiceCommand
from cadres.services.backup.keeping import Keeping, thin_out
from cadres.services.backup.making import Made, RefusedBackup, back_up
from cadres.services.recording import operator


class Command(ServiceCommand):
    help = (
        "Keep the database as of one moment with its files in one archive. The field keys and SECRET_KEY are not in "
        "it: keep them elsewhere. Exit 0 made, 1 made but the record is not sound, 2 not made."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder and what stays of the archives before."""
        parser.add_argument("--out", metavar="DIR", default=str(settings.BACKUP_FOLDER), help="the folder for archives")
        parser.add_argument("--keep", metavar="N", type=int, help="remove archives beyond the newest N, but keep …")
        parser.add_argument("--keep-days", metavar="D", type=int, default=0, help="… the last one of each of D days")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the archive, tell what it holds, and remove old ones if asked to."""
        folder, at = Path(options["out"]), timezone.now()
        if options["keep"] is not None and options["keep"] < 1:
            raise Refusal(_("--keep must be 1 or more."))
        try:
            made = back_up(folder=folder, actor=operator(), at=at)
        except RefusedBackup as refused:
            raise Refusal(str(refused)) from refused
        self._tell(made)
        if options["keep"] is not None:
            gone = thin_out(folder=folder, keeping=Keeping(options["keep"], options["keep_days"]), at=at)
            text = ngettext("%(count)d old archive removed.", "%(count)d old archives removed.", len(gone))
            self.stdout.write(text % {"count": len(gone)})
        if not made.manifest.sound:
            self.stderr.write(_("The record is NOT sound: run verify_record. Older archives may be better."))
            raise SystemExit(1)

    def _tell(self, made: Made) -> None:
        manifest = made.manifest
        said = {
            "file": made.path,
            "mb": f"{made.path.stat().st_size / 1_000_000:.1f}",
            "rows": sum(manifest.rows.values()),
            "files": len(manifest.members) - 2,
            "head": manifest.sequence,
        }
        self.stdout.write(
            _("%(file)s: %(mb)s MB, %(rows)d rows, %(files)d files, the record up to event %(head)d.") % said
        )
