"""Start parts of the product as processes of their own, away from this installation's files."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASYNC_UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"
"""Set while a browser is driven; no part of the product may have it."""
PORTS = range(20_000, 30_000)
SERVERS = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL")


def surroundings(folder: Path, **extra: str) -> dict[str, str]:
    """Return an environment whose files lie in the folder and whose programs are those of this Python."""
    clean = {name: text for name, text in os.environ.items() if name not in (*SERVERS, ASYNC_UNSAFE)}
    path = f"{Path(sys.executable).parent}:{clean['PATH']}"
    return clean | {"VAR_DIR": str(folder), "PATH": path, "DJANGO_SETTINGS_MODULE": "assessment.settings"} | extra


def free_port() -> int:
    """Return a port that nobody listens at now.

    It lies below those that the system lends to whoever connects somewhere, so that nobody is lent it meanwhile.
    """
    for port in random.SystemRandom().sample(PORTS, len(PORTS)):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError(f"no port of {PORTS} is free")


def answer(port: int, path: str) -> tuple[int, str]:
    """Return the status and the text of an answer; 0 when nobody listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run the command until the block ends, then stop it and all it started."""
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def wait_for_answer(process: subprocess.Popen[str], port: int, path: str, *, seconds: int = 180) -> tuple[int, str]:
    """Return the first answer of the server; stop waiting when its process has ended."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and process.poll() is None:
        status, text = answer(port, path)
        if status:
            return status, text
        try:
            process.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
    return 0, ""
