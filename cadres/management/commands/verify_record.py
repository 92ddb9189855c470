from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cadres.management.base import Refusal, ServiceCommand, read_text
from cadres.services.anchors import Anchor, BadAnchors, anchor_file, head_anchor, read_anchors
from cadres.services.fault_words import finding_in_words
from cadres.services.record_verifying import verify_record


class Command(ServiceCommand):
    help = "Verify the record: its chain, the changed rows, the tables, the anchors and the watch. Exit 0 sound, 1 not."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take anchors that were kept elsewhere."""
        parser.add_argument("--anchor", action="append", default=[], metavar="NUMBER:DIGEST", help="as it was printed")
        parser.add_argument("--anchors", metavar="FILE", help="a copy of anchors.jsonl kept on another machine")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and tell every finding with its place."""
        verdict = verify_record(_anchors(options))
        told = {"events": verdict.events, "changes": verdict.changes, "tables": verdict.tables, "last": head_anchor()}
        self.stdout.write(
            _("%(events)d events, %(changes)d changed rows and %(tables)d tables verified; last event %(last)s.") % told
        )
        if verdict.noted_outside:
            text = ngettext(
                "%(count)d event notes changes that were made past the program.",
                "%(count)d events note changes that were made past the program.",
                verdict.noted_outside,
            )
            self.stdout.write(text % {"count": verdict.noted_outside})
        for finding in verdict.findings:
            self.stderr.write(finding_in_words(finding))
        if not verdict.sound:
            raise SystemExit(1)
        self.stdout.write(_("The record is sound."))


def _anchors(options: dict[str, Any]) -> list[Anchor]:
    own = anchor_file()
    files = [options["anchors"], str(own) if own.is_file() else None]
    text = "\n".join([*options["anchor"], *(read_text(file) for file in files if file)])
    try:
        return list(read_anchors(text))
    except BadAnchors as bad:
        raise Refusal(_("These are no anchors: %(reason)s") % {"reason": bad}) from bad
