#!/usr/bin/env python3
"""Run Django's administrative commands."""

import os
import sys


def main() -> None:
    """Hand the command line to Django with the project's settings.

    Case files need neither settings nor models: their command goes past Django and so starts at once.
    """
    if sys.argv[1:2] == ["evaluate_case"]:
        from scoring.casefiles.command import main as evaluate_cases  # noqa: PLC0415  # only this command needs it

        sys.exit(evaluate_cases(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessment.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  # the short way does without

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
