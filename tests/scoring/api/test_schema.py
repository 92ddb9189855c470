"""The description of the API (OpenAPI): whole, without a warning, and true to the addresses."""

from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from django.urls import reverse

from assessment.api.urls import urlpatterns as of_schemes
from scoring.api.urls import urlpatterns
from tests.cast import Cast
from tests.cast import cast as cast

OPERATIONS = {
    "read_sheet", "save_cells", "be_present", "read_provisional_results", "read_cell", "write_remark", "add_evidence",
    "read_evidence_file", "withdraw_evidence",
}  # fmt: skip


def test_the_description_is_made_without_a_warning() -> None:
    out, told = StringIO(), StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out, stderr=told)
    assert told.getvalue() == ""
    paths = yaml.safe_load(out.getvalue())["paths"]
    described = {act["operationId"]: act for path in paths.values() for act in path.values()}
    assert described.keys() >= OPERATIONS
    assert len([path for path in paths if path.startswith("/api/v1/")]) == len([*urlpatterns, *of_schemes])
    for act in described.values():
        assert act["responses"], act
        assert act["description"], act


def test_every_unsafe_act_tells_of_its_key() -> None:
    out = StringIO()
    call_command("spectacular", stdout=out)
    paths = yaml.safe_load(out.getvalue())["paths"]
    for path in paths.values():
        for method in path.keys() & {"post", "delete", "patch"}:
            assert "Idempotency-Key" in {one["name"] for one in path[method]["parameters"]}, path


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "status"), [("officer", 200), (None, 403)])
def test_the_description_is_for_those_who_log_in(cast: Cast, who: str | None, status: int) -> None:
    assert cast.client(who).get(reverse("api-schema")).status_code == status
