"""A wide quarter on a running server with officers who are logged in, for the promises of the grid."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from assessment.models import Participant, Period
from cadres.choices import Role
from cadres.models import Account, Grant
from tests.promises.over_http import Answered, Caller, caller
from tests.wide import indicator_ids, wide_quarter

PEOPLE, LEAVES = 5, 5


@dataclass
class GridHouse:
    """The quarter, its cells, and where they are saved."""

    server: str
    quarter: Period
    cells: list[tuple[int, int]]

    @property
    def address(self) -> str:
        """Where cells are saved."""
        return reverse("scoring:api_cells", args=[self.quarter.pk])

    def officers(self, count: int) -> list[Caller]:
        """Log so many officers in."""
        made = []
        for number in range(count):
            account = Account.objects.create(username=f"officer{number}", full_name=f"officer{number}")
            Grant.objects.create(account=account, role=Role.HR_OFFICER, starts_on=date(2020, 1, 1))
            made.append(caller(self.server, account))
        return made

    def save(self, who: Caller, cell: tuple[int, int], text: str, seen: int, key: str) -> Answered:
        """Save one cell as an editor who saw a version of it."""
        body = {"cells": [{"participant": cell[0], "indicator": cell[1], "key": "", "text": text, "seen": seen}]}
        return who.call("POST", self.address, body, key)


@pytest.fixture
def grid_house(live_server: LiveServer) -> GridHouse:
    quarter = wide_quarter(people=PEOPLE, leaves=LEAVES)
    people = Participant.objects.filter(period=quarter).order_by("position").values_list("pk", flat=True)
    cells = [(person, leaf) for person in people for leaf in indicator_ids(quarter)]
    return GridHouse(live_server.url, quarter, cells)
