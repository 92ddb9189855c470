"""The small office of the pages, asked through the API."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.scoring.views.conftest import Play
from tests.scoring.views.conftest import cast as cast
from tests.scoring.views.conftest import computed as computed
from tests.scoring.views.conftest import crowd as crowd
from tests.scoring.views.conftest import play as play

_NUMBERS = itertools.count()
Send = Callable[..., Any]


def cell(play: Play, number: str, leaf: str, text: str, *, key: str = "", seen: int = 0) -> dict[str, object]:
    """A cell as an editor sends it."""
    person, indicator = play.people[number].pk, play.leaves[leaf].pk
    return {"participant": person, "indicator": indicator, "key": key, "text": text, "seen": seen}


@pytest.fixture
def send(play: Play) -> Send:
    """Save cells as somebody; every request has a key of its own unless one is given."""

    def post(*cells: object, who: str = "officer", key: str | None = None, **more: object) -> Any:
        return play.cast.client(who).post(
            reverse("scoring:api_cells", args=[play.quarter.pk]),
            json.dumps({"cells": cells, **more}),
            content_type="application/json",
            headers={"Idempotency-Key": key or f"k{next(_NUMBERS)}"},
        )

    return post
