"""The recomputation equals every shared case, and names whatever a published file changes."""

import copy
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scoring.verify import Difference, OverrideRefused, Unreadable, compare, recompute

FILES = sorted(path.name for path in (Path(__file__).parents[4] / "shared" / "cases").glob("*.yaml"))

ReadCase = Callable[[str], dict[str, Any]]


def test_the_shared_cases_are_there() -> None:
    assert len(FILES) >= 34


@pytest.mark.parametrize("file_name", FILES)
def test_every_shared_case_is_recomputed(file_name: str, read_case: ReadCase) -> None:
    document = read_case(file_name)
    assert recompute(document) == document["expected"]["results"]
    assert compare(document) == []


def test_a_published_leaf_changed_by_one_unit_is_named(read_case: ReadCase) -> None:
    document = read_case("26-district-year.yaml")
    row = next(row for row in document["expected"]["results"] if row["cadre"] == "c17")
    row["lines"]["A21"] = "18.5001"
    assert compare(document) == [Difference("c17", "lines.A21", "18.5001", "18.5000")]


def test_an_entered_value_changed_by_one_unit_is_named(read_case: ReadCase) -> None:
    document = read_case("04-caps.yaml")
    document["facts"][1]["value"] = Decimal("80.0001")
    changed = {(found.cadre, found.field) for found in compare(document)}
    assert changed == {("c02", "lines.S"), ("c02", "base"), ("c02", "scaled"), ("c02", "total")}


@pytest.mark.parametrize(
    ("field", "published", "recomputed"),
    [
        ("rank", 2, 1),
        ("undecided", 0, False),
        ("level", "2", 2),
        ("label", "优秀", "称职"),
        ("reasons", ["override", "quota:1"], ["override"]),
        ("total", None, "95.0000"),
        ("lines.T", "0.0000", "—"),
        ("extra", None, "—"),
    ],
)
def test_every_field_is_compared_with_its_type(
    read_case: ReadCase, field: str, published: Any, recomputed: Any
) -> None:
    document = read_case("22-override.yaml")
    row = document["expected"]["results"][0]
    head, _, code = field.partition(".")
    row[head] = {**row[head], code: published} if code else published
    assert compare(document) == [Difference("c01", field, published, recomputed)]


def test_a_cadre_left_out_or_moved_is_named(read_case: ReadCase) -> None:
    document = read_case("04-caps.yaml")
    document["expected"]["results"].reverse()
    assert [found.field for found in compare(document)] == ["cadres"]
    del document["expected"]["results"][0]
    assert [found.published for found in compare(document)] == ["c02, c01"]


def test_a_stated_digest_is_checked(read_case: ReadCase) -> None:
    document = read_case("04-caps.yaml")
    document["scheme_digest"] = "0" * 64
    (found,) = compare(document)
    assert found.field == "scheme_digest"
    document["scheme_digest"] = found.recomputed
    assert compare(document) == []
    document["scheme"]["places"] = Decimal("2.0")
    with_places = compare(document)
    document["scheme"]["places"] = 2
    assert compare(document) == with_places


def test_the_input_is_left_as_it_was(read_case: ReadCase) -> None:
    document = read_case("26-district-year.yaml")
    before = copy.deepcopy(document)
    recompute(document)
    assert document == before


def test_floats_are_refused(read_case: ReadCase) -> None:
    document = read_case("04-caps.yaml")
    document["facts"][0]["value"] = 80.5
    with pytest.raises(Unreadable, match=r"80\.5"):
        recompute(document)


def test_a_decision_beyond_the_quota_is_refused(read_case: ReadCase) -> None:
    document = read_case("22-override.yaml")
    del document["overrides"][2]["extra_place"]
    with pytest.raises(OverrideRefused, match="c02, c03"):
        recompute(document)


def test_a_decision_without_levels_is_refused(read_case: ReadCase) -> None:
    document = read_case("22-override.yaml")
    del document["scheme"]["grades"]
    with pytest.raises(OverrideRefused, match="c01"):
        recompute(document)


@pytest.mark.parametrize("expected", [None, {}, {"results": "none"}, {"results": [{"rank": 1}]}])
def test_a_document_without_results_is_refused(read_case: ReadCase, expected: Any) -> None:
    document = read_case("04-caps.yaml") | {"expected": expected}
    with pytest.raises(Unreadable):
        compare(document)
