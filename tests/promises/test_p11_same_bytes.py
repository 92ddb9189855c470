"""P11: the same input gives the same bytes, and nobody who stands exactly on a line falls off it."""

import json
import os
import sqlite3
import subprocess
import sys
from decimal import Decimal
from random import Random

import numpy as np
import pytest
from django.conf import settings
from django.db import connection

from assessment.rulebook.reading import read_scheme
from assessment.rulebook.words import Identity, Kind
from scoring.engine.columns import NOBODY, Cadres, Cells, Coded, Frame, PeriodColumns
from scoring.engine.exact import Column
from scoring.engine.pipeline import compute_period
from tests.promises.conftest import Promise, Size
from tests.promises.same_bytes import LEAVES, by_case, by_database, digest_of, large_case, surroundings
from tests.scoring.engine.generated import case_text
from tests.scoring.stored import AT

ELSEWHERE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONHASHSEED": "4242"}
ZONE = "America/St_Johns"

TOTALS = 20_000
LINES = [90, 80, 60]
ON_LINES: dict[str, object] = {
    "scheme": "LINES",
    "categories": {"K": "K"},
    "sheets": {
        "quarter": {"indicators": [{"code": f"L{n}", "name": "L", "weight": 10, "method": "points"} for n in range(10)]}
    },
    "grades": {"levels": 4, "quarter": {"bands": LINES}},
}


def elsewhere(people: int, seed: int, url: str) -> subprocess.Popen[str]:
    """Start computing the same period in another process with everything around it changed."""
    command = [sys.executable, "-m", "tests.promises.same_bytes_elsewhere", str(people), str(seed), ZONE]
    environment = os.environ | ELSEWHERE | {"DATABASE_URL": url}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR)


def servers() -> list[str]:
    """The databases to compute in: SQLite always, and PostgreSQL where this run has it."""
    found = ["sqlite://:memory:"]
    return [*found, os.environ["DATABASE_URL"]] if connection.vendor == "postgresql" else found


@pytest.mark.promise
@pytest.mark.django_db
def test_the_same_input_gives_the_same_bytes(promise: Promise, size: Size) -> None:
    people = size(quick=150, full=5_000)
    others = [elsewhere(people, seed, url) for seed, url in enumerate(servers(), 1)]
    document = large_case(people)
    digests = [digest_of(by_case(document)), digest_of(by_database(document, Random(99)))]
    answers = [json.loads(other.communicate()[0]) for other in others]
    digests += [answer["digest"] for answer in answers]
    here = surroundings()
    assert all(mine != theirs for answer in answers for mine, theirs in zip(here, answer["around"], strict=True))
    databases = sorted({connection.vendor, *(answer["database"] for answer in answers)})
    promise(
        "P11",
        holds=len(set(digests)) == 1,
        cadres=people,
        leaves=LEAVES,
        entries=len(document["facts"]),
        databases="+".join(databases),
        computed=len(digests),
        different=len(set(digests)) - 1,
    )


def test_one_changed_unit_changes_the_bytes() -> None:
    document = large_case(20)
    before = digest_of(by_case(document))
    assert digest_of(by_case(document)) == before
    listed = {row["cadre"] for row in json.loads(by_case(document))["results"] if "L00" in row["lines"]}
    rows = [row for row in document["facts"] if row["indicator"] == "L00" and row["cadre"] in listed]
    changed = next(row for row in rows if sum(other["cadre"] == row["cadre"] for other in rows) == 1)
    changed["value"] += Decimal("0.0001") if changed["value"] == 0 else Decimal("-0.0001")
    assert digest_of(by_case(document)) != before


def on_lines() -> tuple[Column, Column]:
    """20,000 rows of ten numbers in ledger units that add up to a line, or are published as one; and the levels due."""
    chance = np.random.default_rng(11)
    level = chance.integers(1, 4, TOTALS)
    line = np.array([0, *LINES])[level] * 10_000
    apart = chance.integers(-4_999, 5_000, (TOTALS, 5))
    parts = np.hstack([apart, -apart]) + (line // 10)[:, None]
    parts = chance.permuted(parts, axis=1)
    parts[::2, 0] -= 50  # half of a cent under the line is published as the line
    return parts, level


def levels_of(parts: Column) -> Column:
    """The levels that the engine gives."""
    n, none = len(parts), np.zeros(len(parts), dtype=np.int64)
    cadres = Cadres(
        ids=tuple(f"c{row}" for row in range(n)),
        category=none,
        department=Coded(none, ("d",)),
        leader=Coded(np.full(n, NOBODY), ()),
        identity=(Identity.CIVIL_SERVANT,) * n,
        status=none,
        unit_result=none,
        coefficient=np.full(n, 10_000),
        leave_days=none,
        work_days=none,
        flags=(frozenset[str](),) * n,
        red_cards=none,
        yellow_cards=none,
    )
    frame = Frame(Kind.QUARTER, "2026Q1", AT.date().replace(month=1), AT.date())
    cells = {f"L{place}": {"": Cells(parts[:, place], np.ones(n, dtype=np.int64))} for place in range(10)}
    return compute_period(read_scheme(case_text(ON_LINES)), PeriodColumns(frame, cadres, cells)).levels.level


def banded(total: float) -> int:
    return 1 + sum(total < line for line in LINES)


def levels_by_floats(parts: Column) -> list[int]:
    """What binary floats would give, rounded as a programmer would."""
    return [banded(round(sum(one / 10_000 for one in row), 2)) for row in parts.tolist()]


def levels_by_sql(parts: Column) -> list[int]:
    """What SQLite would give, which keeps decimals as binary floats, for those exactly on a line."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE entry (cadre integer, value decimal(12, 4))")
    rows = ((row, str(one / 10_000)) for row, listed in enumerate(parts.tolist()) for one in listed)
    database.executemany("INSERT INTO entry VALUES (?, ?)", rows)
    totals = database.execute("SELECT sum(value) FROM entry GROUP BY cadre ORDER BY cadre").fetchall()
    database.close()
    return [banded(total) for (total,) in totals]


@pytest.mark.promise
def test_nobody_on_a_line_falls_off_it(promise: Promise) -> None:
    parts, due = on_lines()
    misgraded = int(np.count_nonzero(levels_of(parts) != due))
    by_floats = int(np.count_nonzero(np.array(levels_by_floats(parts)) != due))
    by_sql = int(np.count_nonzero(np.array(levels_by_sql(parts[1::2])) != due[1::2]))
    holds = misgraded == 0 and by_floats > 0 and by_sql > 0
    promise("P11", holds=holds, on_a_line=TOTALS, misgraded=misgraded, floats_would=by_floats, sqlite_sums_would=by_sql)


def test_a_unit_less_is_no_longer_on_the_line() -> None:
    parts, due = on_lines()
    parts[::2, 1] -= 1
    parts[1::2, 1] -= 51
    assert (levels_of(parts) == due + 1).all()
