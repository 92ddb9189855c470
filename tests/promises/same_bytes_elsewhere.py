"""Compute the large period in a process and a database of its own: `python -m … CADRES SEED TIME_ZONE`.

Prints the digest of the results and what this process has around it.
"""

import json
import os
import sys
from random import Random

import django
from django.db import connection
from django.test import override_settings
from django.utils import translation


def main(people: int, seed: int, zone: str) -> None:
    """Make a database, write, compute, print, and take the database away."""
    django.setup()
    from tests.promises.same_bytes import by_database, digest_of, large_case, surroundings  # noqa: PLC0415 - models

    connection.settings_dict["TEST"]["NAME"] = f"test_p11_{os.getpid()}" if connection.vendor == "postgresql" else None
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with override_settings(TIME_ZONE=zone), translation.override("en"):
            digest = digest_of(by_database(large_case(people), Random(seed)))
            print(json.dumps({"digest": digest, "database": connection.vendor, "around": surroundings()}))
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assessment.settings")
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
