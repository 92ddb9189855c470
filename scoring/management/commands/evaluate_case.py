"""Evaluate case files."""

import sys
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandParser

from scoring.casefiles.command import DESCRIPTION, add_arguments, evaluate_files


class Command(BaseCommand):
    help = DESCRIPTION
    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]  # Django's own is no class variable

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files."""
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Evaluate them; `manage.py` itself takes a shorter way to the same function."""
        code = evaluate_files(options["files"], options["language"])
        if code:
            sys.exit(code)
