"""The tools that hold the house rules find what they are for."""

import socket
from pathlib import Path

import polib
import pytest

from tests.operations.processes import free_port
from tools import messages, run_tests, size_limits, translations
from tools.run_embedded import port_fault


def test_a_long_file_and_a_long_function_are_named() -> None:
    body = "".join(f"    x = {number}\n" for number in range(45))
    found = list(size_limits.too_long(Path("cadres/a.py"), f"def act():\n{body}" + "\n" * 260))
    assert [line.split(":")[0] for line in found] == ["cadres/a.py", "cadres/a.py"]
    assert "act has 46 lines, fewer than 40" in found[1]


@pytest.mark.parametrize(("name", "count"), [("cadres/a.py", 0), ("scoring/engine/a.py", 1), ("templates/a.html", 0)])
def test_the_pure_parts_have_the_tighter_limit(name: str, count: int) -> None:
    text = "def act():\n" + "    x = 1\n" * 30
    assert len(list(size_limits.too_long(Path(name), text))) == count


def test_a_docstring_costs_no_room() -> None:
    text = 'def act():\n    """' + "why\n" * 30 + '    """\n' + "    x = 1\n" * 30
    assert list(size_limits.too_long(Path("cadres/a.py"), text)) == []


def test_messages_are_found_in_code_templates_and_scripts(tmp_path: Path) -> None:
    sources = {
        "cadres/a.py": '_("one " "piece")\nngettext("%(n)s cadre", "%(n)s cadres", n)\n'
        'pgettext("verb", "open")\n_(name)',
        "templates/a.html": "{% load i18n %}{% translate 'two' %}{{ _('three') }}"
        "{% blocktranslate count n=x %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
        "static/js/a.js": 'show(gettext("four"))',
    }
    for name, text in sources.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    code = [(message.msgid, message.context, message.plural) for message in messages.code_messages(tmp_path)]
    pages = [(message.msgid, message.plural) for message in messages.template_messages(tmp_path)]
    assert code == [("one piece", None, None), ("%(n)s cadre", None, "%(n)s cadres"), ("open", "verb", None)]
    assert sorted(pages) == sorted([("two", None), ("three", None), ("%(n)s day", "%(n)s days")])
    assert [message.msgid for message in messages.script_messages(tmp_path)] == ["four"]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (None, "no Chinese for '%(n)s done'"),
        (polib.POEntry(msgid="%(n)s done", msgstr=""), "no Chinese for"),
        (polib.POEntry(msgid="%(n)s done", msgstr="完成", flags=[]), "placeholders differ"),
        (polib.POEntry(msgid="%(n)s done", msgstr="%(n)s 完成", flags=["fuzzy"]), "fuzzy"),
    ],
)
def test_a_gap_in_the_catalogue_is_named(entry: polib.POEntry | None, fault: str) -> None:
    used = [messages.Message("a.py:1", "%(n)s done")]
    assert fault in " ".join(translations.faults(used, [entry] if entry else []))


def test_a_complete_catalogue_has_no_fault() -> None:
    entry = polib.POEntry(msgid="%(n)s done", msgstr="%(n)s 完成")
    assert list(translations.faults([messages.Message("a.py:1", "%(n)s done")], [entry])) == []


def test_a_message_id_must_be_english() -> None:
    assert "not English" in next(translations.faults([messages.Message("a.py:1", "完成")], []))


def test_a_taken_port_is_told_with_the_way_out() -> None:
    with socket.socket() as other:
        port = free_port()
        other.bind(("127.0.0.1", port))
        other.listen()
        assert f"make run PORT={port + 1}" in port_fault("127.0.0.1", port)
    assert port_fault("127.0.0.1", port) == ""


def test_a_run_that_needs_servers_fails_without_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_tests, "postgres_url", lambda _environment: None)
    monkeypatch.setattr(run_tests, "redis_url", lambda _environment: None)
    assert run_tests.main(["--require-servers"]) == 1
    assert "PostgreSQL and Redis cannot be reached" in capsys.readouterr().out


FLAKY = """
from pathlib import Path
def test_fails_once():
    mark = Path(__file__).with_name("seen")
    seen = mark.exists()
    mark.touch()
    assert seen
"""
BROKEN = "def test_fails_always():\n    assert False\n"


@pytest.mark.parametrize(
    ("source", "code", "again", "passed"),
    [
        (FLAKY, 0, True, True),
        (BROKEN, 1, True, False),
        ("".join(BROKEN.replace("always", str(n)) for n in range(run_tests.TRIED_AGAIN + 1)), 1, False, False),
        ("import nothing_of_this_name\n", 2, False, False),
    ],
    ids=["once", "always", "many", "not even collected"],
)
def test_what_failed_is_tried_again_alone_and_named(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], source: str, code: int, again: bool, passed: bool
) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -p no:django -p no:hypothesispytest -p no:schemathesis\n")
    (tmp_path / "test_it.py").write_text(source)
    assert (
        run_tests.run("here", {}, ["--rootdir", str(tmp_path), "-c", str(tmp_path / "pytest.ini"), str(tmp_path)])
        == code
    )
    told = capfd.readouterr().out
    assert ("what failed, again and alone" in told) is again
    assert ("PASSED ALONE: test_it.py::test_fails_once" in told) is passed
