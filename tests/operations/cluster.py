"""A PostgreSQL server of one's own that may be killed, beside the one that the tests use."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.operations.processes import free_port

OPTIONS = ("-c", "unix_socket_directories=", "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=60")


class Cluster:
    """A fresh server with the default durability of PostgreSQL."""

    def __init__(self) -> None:
        self.programs = _programs()
        # not below pytest's folder, into which another user may not go
        self.room = Path(tempfile.mkdtemp(prefix="cluster-"))
        self.folder, self.log = self.room / "data", self.room / "log"
        self.port = free_port()
        # the server refuses to run as root
        self.as_whom: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        if self.as_whom:
            shutil.chown(self.room, "postgres")
        self._run("initdb", "--auth=trust", "--username=owner", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8",
                  f"--pgdata={self.folder}")  # fmt: skip
        self.process = self._start()

    @property
    def address(self) -> str:
        """The address of its only database."""
        return f"postgres://owner@127.0.0.1:{self.port}/postgres"

    def kill(self) -> None:
        """Kill the server and all its processes at once, as a power cut does, and start it again."""
        server = self.process.pid
        # stopped first, so that it has no child that is not on the list
        os.kill(server, signal.SIGSTOP)
        children = _children(server)
        for pid in (*children, server):
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        # the memory that they share is in use until the last of them is gone
        while not all(_gone(pid) for pid in children):
            time.sleep(0.01)
        self.process = self._start()

    def stop(self) -> None:
        """Stop it for good."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()
        shutil.rmtree(self.room)

    def connect(self) -> "psycopg2.extensions.connection":
        """Connect to its database."""
        return psycopg2.connect(self.address, connect_timeout=5)

    def _start(self) -> "subprocess.Popen[bytes]":
        server = [str(self.programs / "postgres"), "-D", str(self.folder), "-p", str(self.port), *OPTIONS]
        with self.log.open("ab") as log:
            process = subprocess.Popen(server, stdout=log, stderr=log, cwd="/", **self.as_whom)
        limit = time.monotonic() + 120
        while time.monotonic() < limit and process.poll() is None:
            try:
                self.connect().close()
            except psycopg2.OperationalError:
                time.sleep(0.05)
            else:
                return process
        process.kill()
        process.wait()
        raise AssertionError(f"the server of the test does not start: {self.log.read_text()[-2000:]}")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **self.as_whom)


def _children(parent: int) -> list[int]:
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in found]


def _gone(pid: int) -> bool:
    """Tell whether a process that was killed has let go of everything."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state in ("Z", "X")


def _programs() -> Path:
    """Where the server's programs lie; Debian keeps them out of the path."""
    inside = [Path(found).resolve().parent for name in ("initdb",) if (found := shutil.which(name))]
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    for folder in [*inside, *(path.parent for path in versions)]:
        if (folder / "postgres").exists():
            return folder
    pytest.fail("This promise kills a server of its own: install Debian's package postgresql.")
