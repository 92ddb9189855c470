"""The command line of case files: files in, one JSON object each out, without a database or a framework."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from assessment.rulebook.problems import Fault
from scoring.casefiles.evaluating import evaluate, refused

REFUSED = 2
DESCRIPTION = (
    "Evaluate case files (RULES.md 12): each gives one JSON object in a line, its results or its errors; "
    "the exit code is 2 if one of them was refused."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the files and the language of the sentences."""
    parser.add_argument("files", metavar="FILE", nargs="+", help="a case file, YAML or JSON; - reads standard input")
    parser.add_argument("--language", choices=["zh-hans", "en"], default="zh-hans", help="of the errors' sentences")


def main(arguments: Sequence[str]) -> int:
    """Evaluate the files named and print what comes out; give the exit code."""
    parser = argparse.ArgumentParser(prog="manage.py evaluate_case", description=DESCRIPTION)
    add_arguments(parser)
    options = parser.parse_args(arguments)
    return evaluate_files(options.files, options.language)


def evaluate_files(files: Sequence[str], language: str) -> int:
    """Print one line for every file, in order; give the exit code."""
    accepted = True
    for name in files:
        line, fine = evaluate_file(name, language)
        # Bytes, so that the same case gives the same bytes whatever the terminal's encoding.
        sys.stdout.buffer.write(f"{line}\n".encode())
        sys.stdout.buffer.flush()
        accepted = accepted and fine
    return 0 if accepted else REFUSED


def evaluate_file(name: str, language: str) -> tuple[str, bool]:
    """Evaluate one file; the line to print, and whether the case was accepted."""
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        document = content.decode("utf-8-sig")
    except OSError as error:
        return refused([_unreadable(name, "unreadable_file", {"problem": error.strerror})], language), False
    except UnicodeDecodeError:
        return refused([_unreadable(name, "not_utf8", {})], language), False
    return evaluate(document, language)


def _unreadable(name: str, sentence: str, values: Mapping[str, object]) -> Fault:
    code = "bad_json" if name.endswith(".json") else "bad_yaml"
    return Fault(name, None, code, sentence, values)
