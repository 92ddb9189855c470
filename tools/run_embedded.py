"""Start the whole product on one machine: database, demo, web server, worker and scheduler."""

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def port_fault(host: str, port: int) -> str:
    """Return why the address cannot be served, or nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1}"
            return f"Cannot listen at {host}:{port}: {error.strerror}"
    return ""


def manage(*arguments: str) -> None:
    """Run a command of manage.py and stop with it if it fails."""
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"`manage.py {' '.join(arguments)}` failed; the lines above say why.")


def welcome(host: str, port: int) -> str:
    """Return what the person at the terminal needs: the address and the accounts of the demo."""
    shown = "127.0.0.1" if host == "0.0.0.0" else host
    lines = ["", f"  Open http://{shown}:{port}/", ""]
    accounts = Path(os.environ.get("VAR_DIR", ROOT / "var")) / "demo-accounts.txt"
    if accounts.is_file():
        lines += [f"  Demo accounts of this machine (kept in {accounts}):", ""]
        lines += [f"  {line}" for line in accounts.read_text(encoding="utf-8").splitlines()]
    return "\n".join([*lines, "", "  Ctrl-C stops everything.", ""])


def main() -> None:
    """Prepare the database and hand the terminal to the processes."""
    host, text = os.environ.get("HOST", "127.0.0.1"), os.environ.get("PORT", "8000")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        sys.exit(f"PORT must be a whole number from 1 to 65535, not {text!r}.")
    fault = port_fault(host, int(text))
    if fault:
        sys.exit(fault)
    manage("migrate", "--noinput", "--verbosity", "0")
    manage("seed_demo")
    print(welcome(host, int(text)), flush=True)
    os.environ["BIND"] = f"{host}:{text}"
    os.chdir(ROOT)
    # Another program's .env (that of the containers) is not for these processes.
    os.execv(BIN / "honcho", ["honcho", "-e", os.devnull, "start", "-f", "Procfile"])


if __name__ == "__main__":
    main()
