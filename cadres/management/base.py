"""What the import commands of all three packages share: their options, their answer, their exit code."""

import json
from abc import abstractmethod
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cadres.models import Account
from cadres.services.fault_sentences import fault_sentence, notice_sentence, with_place
from cadres.services.import_kinds import AnyKind, RefusedScope
from cadres.services.importing import BroughtFile, bring, preview
from cadres.services.previews import Preview
from cadres.services.recording import OPERATOR, Actor, operator

BAD_INPUT = 2
SHOWN_CHANGES = 20
SHOWN_FAULTS = 50


class Refusal(CommandError):
    """What was given cannot be taken; nothing was changed and the exit code is 2."""

    def __init__(self, message: str) -> None:
        super().__init__(message, returncode=BAD_INPUT)


def read_input(name: str) -> bytes:
    """Read the file that a command was given.

    Raises: Refusal.
    """
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Refusal(_("%(file)s cannot be read: %(reason)s") % {"file": name, "reason": error.strerror}) from error


def read_text(name: str) -> str:
    """Read the UTF-8 text of the file that a command was given.

    Raises: Refusal.
    """
    try:
        return read_input(name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(_("%(file)s is not UTF-8 text.") % {"file": name}) from error


def add_two_people(parser: CommandParser) -> None:
    """Let an approving command name two accounts."""
    parser.add_argument("--by", metavar="ACCOUNT", default="", help="the account that asks for it")
    parser.add_argument("--confirmed-by", metavar="ACCOUNT", default="", help="another account that confirms it")


def two_people(options: dict[str, Any]) -> Actor:
    """Give who acts: the account that confirms, or the machine's operator where one person is enough.

    Raises: Refusal where the two-person rule is on and not two different accounts are named.
    """
    asks, confirms = (_account(options[name]) for name in ("by", "confirmed_by"))
    if settings.TWO_PERSON_RULE and (asks is None or confirms is None or asks == confirms):
        raise Refusal(_("This needs two people: name two different accounts by --by and --confirmed-by."))
    if confirms is None:
        return Actor(asks, OPERATOR)
    return Actor(confirms, OPERATOR, asked_by=asks)


def _account(name: str) -> Account | None:
    if not name:
        return None
    account = Account.objects.filter(username=name, is_active=True).first()
    if account is None:
        raise Refusal(_("There is no active account %(name)s.") % {"name": name})
    return account


class ServiceCommand(BaseCommand):
    """A command that calls a service. The checks of the whole project belong to `make check`: they take a second."""

    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]  # Django's own is no class variable


class ImportCommand(ServiceCommand):
    """Bring a workbook in: a preview, or with --commit the change itself."""

    kind: ClassVar[AnyKind]

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, what it is about, and what to do."""
        parser.add_argument("file", metavar="FILE", help="the workbook (.xlsx; rosters also .xls and .csv)")
        self.add_scope_arguments(parser)
        parser.add_argument("--commit", action="store_true", help="write it; without this only a preview is printed")
        parser.add_argument("--json", action="store_true", help="print preview and faults for a program")

    @abstractmethod
    def add_scope_arguments(self, parser: CommandParser) -> None:
        """Take what the file is about."""

    @abstractmethod
    def scope(self, options: dict[str, Any]) -> dict[str, Any]:
        """Give the plain scope of the kind.

        Raises: Refusal.
        """

    def actor(self, options: dict[str, Any]) -> Actor:
        """Give who acts; approving imports ask for two people here."""
        return operator()

    def handle(self, *args: Any, **options: Any) -> None:
        """Preview, or bring in; exit with 2 when there is a fault."""
        file = BroughtFile(
            name=Path(options["file"]).name, content=read_input(options["file"]), scope=self.scope(options)
        )
        try:
            shown, applied = self._act(file, options)
        except RefusedScope as refused:
            raise Refusal(str(refused)) from refused
        if options["json"]:
            self.stdout.write(json.dumps(_for_program(shown, applied), ensure_ascii=False, indent=1))
        else:
            self._tell(shown, applied)
        if not shown.fine:
            raise Refusal(_summary(shown, applied))

    def _act(self, file: BroughtFile, options: dict[str, Any]) -> tuple[Preview, bool]:
        actor = self.actor(options)
        if not options["commit"]:
            return preview(kind=self.kind, file=file), False
        shown, batch = bring(kind=self.kind, file=file, actor=actor, at=timezone.now())
        return shown, batch is not None

    def _tell(self, shown: Preview, applied: bool) -> None:
        plain = shown.as_dict()
        for notice in plain["notices"][:SHOWN_FAULTS]:
            self.stdout.write(with_place(notice, notice_sentence(notice)))
        _tell_more(self.stdout, len(plain["notices"]))
        for fault in plain["faults"][:SHOWN_FAULTS]:
            self.stderr.write(with_place(fault, fault_sentence(fault)))
        _tell_more(self.stderr, len(plain["faults"]))
        changes = plain["changes"]
        for sign, rows in (("+", "added_rows"), ("~", "changed"), ("-", "gone")):
            for row in changes[rows][:SHOWN_CHANGES] if not applied or sign == "~" else ():
                self.stdout.write(f"{sign} {row['label']}{_cells(row) if sign == '~' else ''}")
        if shown.fine:
            self.stdout.write(_summary(shown, applied))


def _tell_more(stream: OutputWrapper, count: int) -> None:
    """Say how many more there are than were printed."""
    if count > SHOWN_FAULTS:
        values = {"more": count - SHOWN_FAULTS}
        stream.write(_("… and %(more)s more; with --json all are printed.") % values)


def _for_program(shown: Preview, applied: bool) -> dict[str, Any]:
    plain = shown.as_dict()
    for fault in plain["faults"]:
        fault["message"] = fault_sentence(fault)
    for notice in plain["notices"]:
        notice["message"] = notice_sentence(notice)
    return {**plain, "committed": applied, "rows": [dict(row) for row in shown.rows()]}


def _cells(row: dict[str, Any]) -> str:
    parts = [f"{cell['field']} {cell['before'] or '∅'} → {cell['after'] or '∅'}" for cell in row["cells"]]
    return f": {'; '.join(parts)}"


def _summary(shown: Preview, applied: bool) -> str:
    values = {
        "file": shown.file_name,
        "read": shown.read,
        "added": len(shown.changes.added),
        "changed": len(shown.changes.changed),
        "unchanged": shown.changes.unchanged,
        "gone": len(shown.changes.gone),
    }
    if not shown.fine:
        count = len(shown.faults)
        message = ngettext(
            "%(file)s: %(count)d fault; nothing was written.", "%(file)s: %(count)d faults; nothing was written.", count
        )
        return message % {"file": shown.file_name, "count": count}
    if applied:
        message = _("%(file)s: %(read)d rows read; %(added)d added, %(changed)d changed, %(unchanged)d unchanged, "
                    "%(gone)d gone.")  # fmt: skip
    else:
        message = _("%(file)s: %(read)d rows read; would be %(added)d added, %(changed)d changed, "
                    "%(unchanged)d unchanged, %(gone)d gone. Nothing was written; --commit writes it.")  # fmt: skip
    return message % values
