"""Ask PyPI whether a pinned version has a known weakness; where it cannot be asked, say so and go on."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (
    sys.executable, "-m", "pip_audit", "--requirement", "constraints.txt", "--no-deps", "--disable-pip",
    "--progress-spinner", "off", "--format", "json", "--timeout", "10",
)  # fmt: skip
PATIENCE = 180

ACCEPTED: dict[str, str] = {}
"""Advisories that do not concern the product, by their id, with the reason."""


def weaknesses(report: dict[str, Any], accepted: dict[str, str]) -> list[str]:
    """Name each version with a known weakness that was not accepted, and where it is mended."""
    return [
        f"{found['name']} {found['version']}: {advisory['id']}, mended in {', '.join(advisory['fix_versions']) or '—'}"
        for found in report["dependencies"]
        for advisory in found.get("vulns", ())
        if not {advisory["id"], *advisory.get("aliases", ())} & accepted.keys()
    ]


def told(report: dict[str, Any]) -> str:
    """Say how many versions were looked up, and how many could not be."""
    skipped = [found for found in report["dependencies"] if "skip_reason" in found]
    asked = len(report["dependencies"]) - len(skipped)
    if not asked:
        return f"audit: skipped, this index knows no weaknesses ({skipped[0]['skip_reason'] if skipped else 'empty'})"
    rest = f", {len(skipped)} could not be looked up" if skipped else ""
    return f"audit: {asked} versions have no known weakness{rest}"


def main() -> int:
    """Look all pinned versions up; fail only on a weakness that was found."""
    try:
        done = subprocess.run(COMMAND, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)
        report = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        print(f"audit: skipped, PyPI did not answer within {PATIENCE} seconds")
        return 0
    except json.JSONDecodeError:
        last = (done.stderr.strip().splitlines() or ["no report"])[-1]
        print(f"audit: skipped, {last}")
        return 0
    found = weaknesses(report, ACCEPTED)
    print("\n".join(found) or told(report))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
