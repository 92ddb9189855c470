"""The inner process of a measurement: Django is set up and the database migrated before the module is loaded."""

import importlib
import sys

import django
from django.core.management import call_command


def main(module: str, arguments: list[str]) -> None:
    """Hand the arguments, all whole numbers, to `main` of the module."""
    django.setup()
    call_command("migrate", verbosity=0)
    importlib.import_module(f"bench.{module}").main(*map(int, arguments))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
