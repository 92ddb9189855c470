"""Run the tests on SQLite, and again on PostgreSQL and Redis where they answer; say plainly which were used."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import psycopg2
import redis

SERVERS = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL")
POSTGRES_URLS = (
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres://root@127.0.0.1:5432/postgres",
    "postgres://root@127.0.0.1:5432/test",
)
REDIS_URL = "redis://127.0.0.1:6379/15"
# More failures than these are no accident of a busy machine.
TRIED_AGAIN = 3


def postgres_url(environment: Mapping[str, str]) -> str | None:
    """Return the address of a PostgreSQL server that answers and lets us create databases."""
    named = environment.get("DATABASE_URL", "")
    for url in (named,) if named.startswith("postgres") else POSTGRES_URLS:
        try:
            connection = psycopg2.connect(url, connect_timeout=3)
        except psycopg2.OperationalError:
            continue
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            row = cursor.fetchone()
        connection.close()
        if row and row[0]:
            return url
    return None


def redis_url(environment: Mapping[str, str]) -> str | None:
    """Return the address of a Redis server that answers."""
    url = environment.get("REDIS_URL") or REDIS_URL
    try:
        redis.Redis.from_url(url, socket_connect_timeout=3).ping()
    except redis.RedisError:
        return None
    return url


def run(title: str, extra: Mapping[str, str], arguments: list[str]) -> int:
    """Run pytest once with these servers; a few tests that failed are tried again alone, and named."""
    print(f"\n=== {title} ===", flush=True)
    environment = {name: text for name, text in os.environ.items() if name not in SERVERS} | dict(extra)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={folder}"]
        code = subprocess.run([*command, *arguments], env=environment, check=False).returncode
        failed = failures(Path(folder))
        if code != 1 or not 1 <= len(failed) <= TRIED_AGAIN:
            return code
        print(f"\n=== {title}: what failed, again and alone ===", flush=True)
        code = subprocess.run(
            [*command, *arguments, "--last-failed", "-n", "0"], env=environment, check=False
        ).returncode
    if not code:
        print(f"FAILED AMONG THE OTHERS, PASSED ALONE: {' '.join(failed)}", flush=True)
    return code


def failures(cache: Path) -> list[str]:
    """Return the names of the tests that failed in the run with this cache."""
    file = cache / "v" / "cache" / "lastfailed"
    return sorted(json.loads(file.read_text())) if file.is_file() else []


def main(arguments: list[str]) -> int:
    """Run the tests once or twice; with --require-servers a missing server is a failure."""
    required = "--require-servers" in arguments
    rest = [argument for argument in arguments if argument != "--require-servers"]
    postgres, broker = postgres_url(os.environ), redis_url(os.environ)
    missing = [name for name, url in (("PostgreSQL", postgres), ("Redis", broker)) if url is None]
    if missing and required:
        print(f"{' and '.join(missing)} cannot be reached, and this run must use both.")
        return 1
    code = run("SQLite, queue in files", {}, rest)
    if code:
        return code
    if missing:
        print(f"Only SQLite was used: {' and '.join(missing)} did not answer.")
        return 0
    return run("PostgreSQL and Redis", {"DATABASE_URL": postgres or "", "REDIS_URL": broker or ""}, rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
