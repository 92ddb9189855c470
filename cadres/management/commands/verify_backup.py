from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from cadres.management.base import Refusal, ServiceCommand
from cadres.services.backup.archive import BadArchive, Manifest, check_archive
from cadres.services.backup.keeping import archives


class Command(ServiceCommand):
    help = "Read archives of backups to their end and compare every digest. Exit 0 whole and sound, 1 not."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the archives, or the folder whose newest one counts."""
        parser.add_argument("files", nargs="*", metavar="FILE", help="archives; default: the newest of the folder")
        parser.add_argument("--dir", metavar="DIR", default=str(settings.BACKUP_FOLDER), help="the folder of archives")
        parser.add_argument("--max-age", metavar="MINUTES", type=int, help="an older archive is a fault")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify each and tell its figures or its fault."""
        files = [Path(name) for name in options["files"]] or archives(Path(options["dir"]))[:1]
        if not files:
            raise Refusal(_("There is no archive in %(folder)s.") % {"folder": options["dir"]})
        faults = sum(not self._is_good(file, options["max_age"]) for file in files)
        if faults:
            raise SystemExit(1)

    def _is_good(self, file: Path, max_age: int | None) -> bool:
        try:
            manifest = check_archive(file)
        except BadArchive as bad:
            self.stderr.write(str(bad))
            return False
        said = {
            "file": file.name,
            "made": timezone.localtime(datetime.fromisoformat(manifest.made_at)).strftime("%Y-%m-%d %H:%M:%S"),
            "rows": sum(manifest.rows.values()),
            "files": len(manifest.members) - 2,
            "head": f"{manifest.sequence}:{manifest.digest}",
        }
        self.stdout.write(_("%(file)s is whole: made %(made)s, %(rows)d rows, %(files)d files, head %(head)s.") % said)
        return self._is_sound(manifest) and self._is_young(manifest, max_age)

    def _is_sound(self, manifest: Manifest) -> bool:
        if not manifest.sound:
            self.stderr.write(_("Its record was not sound when it was made."))
        return manifest.sound

    def _is_young(self, manifest: Manifest, max_age: int | None) -> bool:
        age = timezone.now() - datetime.fromisoformat(manifest.made_at)
        if max_age is not None and age > timedelta(minutes=max_age):
            self.stderr.write(_("It is %(minutes)d minutes old.") % {"minutes": age // timedelta(minutes=1)})
            return False
        return True
