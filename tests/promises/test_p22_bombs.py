"""P22: twelve kinds of bombs are refused within two seconds and a hundred megabytes each."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cadres.workbooks.test_preflight import BOMBS
from tests.promises.conftest import Promise

pytestmark = pytest.mark.promise
ROOT = Path(__file__).resolve().parents[2]
MOST_MILLISECONDS = 2_000
MOST_KILOBYTES = 100 * 1024
READ = """
import json, os, resource, sys
from cadres.workbooks.faults import RefusedFile
from cadres.workbooks.limits import Limits
from cadres.workbooks.reading import read_book
before = sum(os.times()[:4]) * 1000
content, limits = open(sys.argv[1], "rb").read(), Limits(**json.loads(sys.argv[2]))
cause = ""
try:
    read_book(content, "bomb.xlsx", limits)
except RefusedFile as refused:
    cause = refused.cause
# the processor's time of this process and of those that it started; what else the machine does is no cost of a bomb
taken = sum(os.times()[:4]) * 1000 - before
# the usage of the process itself would count whoever started it
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([cause, round(taken), max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)]))
"""


def read(content: bytes, folder: Path, **limits: int) -> tuple[str, int, int]:
    """Read a file in a process of its own; give the cause of the refusal, milliseconds and kilobytes."""
    bomb = folder / "bomb"
    bomb.write_bytes(content)
    command = [sys.executable, "-c", READ, str(bomb), json.dumps(limits)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    cause, milliseconds, kilobytes = json.loads(answer.stdout)
    return cause, milliseconds, kilobytes


def test_bombs_are_refused_cheaply(promise: Promise, tmp_path: Path) -> None:
    found = {name: (expected, *read(data, tmp_path)) for name, (data, expected) in BOMBS.items()}
    accepted = sum(cause != expected for expected, cause, _time, _memory in found.values())
    slowest = max(milliseconds for _expected, _cause, milliseconds, _memory in found.values())
    largest = max(kilobytes for _expected, _cause, _time, kilobytes in found.values())
    holds = len(found) >= 12 and not accepted and slowest <= MOST_MILLISECONDS and largest <= MOST_KILOBYTES
    promise("P22", holds=holds, kinds=len(found), accepted=accepted, slowest_ms=slowest, largest_mb=largest // 1024)


def test_control_without_the_guard_a_bomb_is_expensive(tmp_path: Path) -> None:
    """With the extent unguarded, one stray cell a million rows down is parsed and costs more than is promised."""
    data, expected = BOMBS["far row, wide"]
    assert read(data, tmp_path)[0] == expected
    cause, _milliseconds, kilobytes = read(data, tmp_path, sparse_from=10**12, max_cells=10**12)
    assert cause == ""
    assert kilobytes > MOST_KILOBYTES
