"""The text of a document: the core schema of YAML, JSON, lines, and what hostile texts come to."""

import time
from decimal import Decimal
from typing import Any

import pytest

from assessment.rulebook.problems import Fault, RefusedDocument
from assessment.rulebook.reading import read_scheme
from assessment.rulebook.reading.source import Located, lines_for, parse

SCALARS: list[tuple[str, Any]] = [
    ("", None),
    ("~", None),
    ("null", None),
    ("Null", None),
    ("nULL", "nULL"),
    ("true", True),
    ("False", False),
    ("yes", "yes"),
    ("on", "on"),
    ("no", "no"),
    ("012", "012"),
    ("-012", "-012"),
    ("0o14", "0o14"),
    ("0x1F", "0x1F"),
    ("12:30", "12:30"),
    ("2026-03-31", "2026-03-31"),
    ("1_000", "1_000"),
    (".inf", ".inf"),
    (".nan", ".nan"),
    ("0", Decimal(0)),
    ("-0", Decimal(0)),
    ("+5", Decimal(5)),
    ("7.", Decimal(7)),
    (".5", Decimal("0.5")),
    ("10.0000", Decimal(10)),
    ("0.1", Decimal("0.1")),
    ("1e3", Decimal(1000)),
    ("1.5E-2", Decimal("0.015")),
    ("1e0002", Decimal(100)),
    ("'5'", "5"),
    ('"5"', "5"),
    ("! 5", "5"),
    ("!!str 5", "5"),
    ("!!str null", "null"),
    ("|\n 5", "5"),
    (">-\n 5", "5"),
    ("*five", Decimal(5)),
]


def fault_of(text: str) -> Fault:
    """Parse a text that must be refused, within a moment, and give its one fault."""
    start = time.process_time()
    with pytest.raises(RefusedDocument) as refused:
        parse(text)
    assert time.process_time() - start < 1
    (fault,) = refused.value.faults
    return fault


@pytest.mark.parametrize(("written", "value"), SCALARS)
def test_scalars_are_read_by_the_core_schema(written: str, value: Any) -> None:
    root = parse(f"anchor: &five 5\nkey: {written}")
    found = root.value[1].value.value
    assert found == value
    assert type(found) is type(value)


def test_every_value_knows_its_line() -> None:
    root = parse("# comment\na: 1\nb:\n  - x\n  - {c: 2,\n     d: 3}\n")
    (_, b) = root.value
    assert (root.line, b.line, b.value.line) == (2, 3, 4)
    assert [item.line for item in b.value.value] == [4, 5]
    assert [(entry.key, entry.line) for entry in b.value.value[1].value] == [("c", 5), ("d", 6)]


def test_json_is_read_with_exact_numbers_and_doubled_keys() -> None:
    root = parse('\ufeff {"a": 0.10, "a": [1e2, "1", null, true]}')
    assert [entry.key for entry in root.value] == ["a", "a"]
    assert root.value[0].value == Located(Decimal("0.10"), None)
    assert [item.value for item in root.value[1].value.value] == [Decimal(100), "1", None, True]


def test_yaml_in_flow_style_is_no_json() -> None:
    assert parse("{a: 1}").value[0].value.value == Decimal(1)
    assert parse('{"a": [b, 1],}  # YAML').value[0].value.value[0] == Located("b", 1)
    assert [entry.value for entry in parse('{"a": NaN,\n"b": -Infinity}').value] == [
        Located("NaN", 1),
        Located("-Infinity", 2),
    ]
    assert [item.value for item in parse("[a, 1]").value] == ["a", Decimal(1)]


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + level)}: &{chr(98 + level)} [{', '.join(['*' + chr(97 + level)] * 9)}]\n" for level in range(9)
)
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 100))
HOSTILE: list[tuple[str, str, int | None, str]] = [
    ("", "bad_yaml", None, "empty_document"),
    ("# nothing\n", "bad_yaml", None, "empty_document"),
    ("a: 1\n---\nb: 2\n", "bad_yaml", 2, "two_documents"),
    ("a: 1\nb: *c\n", "bad_yaml", 2, "unknown_alias"),
    ("&a [*a]", "bad_yaml", 1, "unknown_alias"),
    (BOMB, "bad_yaml", 5, "aliases_multiply"),
    (CHAIN, "bad_yaml", 63, "document_too_deep"),
    ("a: 1\n? [b]\n: 2\n", "bad_yaml", 2, "key_not_scalar"),
    ("a: 1\n*b : 2\n", "bad_yaml", 2, "key_not_scalar"),
    ("a: !!int '5'", "bad_yaml", 1, "tag_refused"),
    ("a: !!python/object/apply:os.system [ls]", "bad_yaml", 1, "tag_refused"),
    ("a: !own {b: 1}", "bad_yaml", 1, "tag_refused"),
    ("a: 1\nb: \x00", "bad_yaml", 2, "control_character"),
    ("a: 1\nb: \ud800", "bad_yaml", 2, "control_character"),
    ('a: 1\nb: "\\0"', "bad_yaml", 2, "control_character"),
    ('a: 1\n"b\\0": 1', "bad_yaml", 2, "control_character"),
    ("a:\n\t- b", "bad_yaml", 2, "bad_yaml"),
    ("a: 'b", "bad_yaml", 1, "bad_yaml"),
    ("a: b: c", "bad_yaml", 1, "bad_yaml"),
    ("%YAML 3.0\n---\na: 1", "bad_yaml", 1, "bad_yaml"),
    ("[" * 100_000, "bad_yaml", 1, "document_too_deep"),
    ("- " * 100_000, "bad_yaml", 1, "document_too_deep"),
    ("a" * 10_000_000, "bad_yaml", None, "document_too_large"),
    ("- a\n" * 2_500_000, "bad_yaml", None, "document_too_large"),
    ('{"a": 1', "bad_json", 1, "bad_json"),
    ('{"a": 1,\n "b" 2}', "bad_json", 2, "bad_json"),
    ('{"a": 1} x', "bad_json", 1, "bad_json"),
    ('{"a": "\\u0000"}', "bad_json", None, "control_character"),
    ('{"\\ud800": 1}', "bad_json", None, "control_character"),
    ('{"a": \x01}', "bad_json", 1, "control_character"),
    ('{"a":' * 500 + "1" + "}" * 500, "bad_json", None, "document_too_deep"),
    ('{"a":' * 100_000, "bad_json", None, "document_too_deep"),
    ('{"a": "' + "b" * 10_000_000 + '"}', "bad_json", None, "document_too_large"),
]


@pytest.mark.parametrize(("text", "code", "line", "sentence"), HOSTILE, ids=lambda value: str(value)[:30])
def test_a_hostile_text_is_refused_at_once(text: str, code: str, line: int | None, sentence: str) -> None:
    fault = fault_of(text)
    assert (fault.path, fault.code, fault.line, fault.sentence) == ("document", code, line, sentence)


@pytest.mark.parametrize("number", ["9" * 900_000, "1" + "0" * 900_000, "1e999999", "-1e99999999999", "1e-999999"])
def test_a_huge_number_is_refused_at_once(number: str) -> None:
    start = time.process_time()
    with pytest.raises(RefusedDocument) as refused:
        read_scheme(f"scheme: S\ncategories: {{K: 科长}}\nsheets: {{}}\nplaces: {number}")
    assert time.process_time() - start < 1
    assert ("scheme.places", 4) in {(fault.path, fault.line) for fault in refused.value.faults}


def test_zeros_say_nothing_however_many() -> None:
    root = parse(f"a: 1.5{'0' * 100_000}\nb: 0e999999999\n")
    assert [entry.value.value for entry in root.value] == [Decimal("1.5"), 0]


def test_aliases_are_read_where_they_stay_small() -> None:
    root = parse("a: &a {x: 1}\nb: [*a, *a]\n")
    assert root.value[1].value.value == [root.value[0].value] * 2


@pytest.mark.parametrize("text", ["7", "text", "[]", "- a", "null", "'{}'"])
def test_what_is_no_mapping_is_no_scheme(text: str) -> None:
    with pytest.raises(RefusedDocument) as refused:
        read_scheme(text)
    assert [(fault.where, fault.code) for fault in refused.value.faults] == [("scheme (line 1)", "bad_type")]


def test_the_lines_of_a_json_document_are_found_for_its_faults() -> None:
    document = '{\n "scheme": "S",\n "categories": {"K": "科长"},\n "places": 9,\n "sheets": {}\n}'
    with pytest.raises(RefusedDocument) as refused:
        read_scheme(document)
    where = {fault.where for fault in refused.value.faults}
    assert where == {"scheme.places (line 4)", "scheme.sheets (line 5)"}


def test_json_that_is_no_yaml_keeps_its_faults_without_lines() -> None:
    faults = [Fault("a", None, "bad_type", "text_due", {"found": "1"})]
    assert lines_for('{"a": "\ud83d\\ude00"}'.replace("\ud83d", "\\ud83d"), faults) == faults
    told = [Fault("a", 3, "bad_type", "text_due", {"found": "1"})]
    assert lines_for("", told) == told
