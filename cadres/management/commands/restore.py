from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.management.base import Refusal, ServiceCommand
from cadres.services.backup.archive import BadArchive
from cadres.services.backup.making import RefusedBackup
from cadres.services.backup.restoring import Restored, restore
from cadres.services.fault_words import finding_in_words
from cadres.services.recording import operator


class Command(ServiceCommand):
    help = (
        "Restore an archive into an empty database and verify what stands there. Stop web, worker and scheduler "
        "first. Exit 0 restored and green, 1 restored but not green, 2 refused and nothing touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the archive and whether a database in use may be given up for it."""
        parser.add_argument("file", metavar="FILE", help="the archive that `backup` made")
        parser.add_argument("--replace", action="store_true", help="give up all that is in the database")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore and tell what stands there now."""
        try:
            done = restore(path=Path(options["file"]), replace=options["replace"], actor=operator(), at=timezone.now())
        except (BadArchive, RefusedBackup) as refused:
            raise Refusal(str(refused)) from refused
        self._tell(done)
        if not done.green:
            self.stderr.write(_("Restored, but NOT as it was kept."))
            raise SystemExit(1)
        self.stdout.write(_("The record is sound and everything is as it was kept."))

    def _tell(self, done: Restored) -> None:
        said = {
            "rows": sum(done.manifest.rows.values()),
            "tables": len(done.manifest.rows),
            "files": len(done.manifest.members) - 2,
            "head": done.manifest.sequence,
        }
        self.stdout.write(
            _("%(rows)d rows of %(tables)d tables and %(files)d files restored, record up to event %(head)d.") % said
        )
        for name in done.set_aside:
            self.stdout.write(_("What lay there before is kept as %(name)s.") % {"name": name})
        for difference in done.differences:
            self.stderr.write(difference)
        for finding in done.verdict.findings:
            self.stderr.write(finding_in_words(finding))
        if done.unopened:
            self.stderr.write(
                _("%(count)d sealed values do not open with the field keys of this machine: put the keys of then in "
                  "place (FIELD_KEYS or field-keys.json).") % {"count": done.unopened}
            )  # fmt: skip
