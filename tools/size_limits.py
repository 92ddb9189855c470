"""Refuse files and functions that grew too long, so that two kinds of thing do not meet in one drawer."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_LINES = 300
FUNCTION_LINES = 40
PURE_FUNCTION_LINES = 25
PURE = ("assessment/rulebook/", "scoring/engine/")
SUFFIXES = {".py", ".html", ".js", ".css"}


def listed_files(root: Path) -> list[Path]:
    """Return the files of the repository that the limits are for, committed or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.splitlines()
    return [Path(name) for name in names if Path(name).suffix in SUFFIXES and "/migrations/" not in name]


def too_long(name: Path, text: str) -> Iterator[str]:
    """Yield a sentence for the file and for each function in it that is over its limit."""
    count = len(text.splitlines())
    if count >= FILE_LINES:
        yield f"{name}: {count} lines, fewer than {FILE_LINES} are allowed"
    if name.suffix != ".py":
        return
    limit = PURE_FUNCTION_LINES if name.as_posix().startswith(PURE) else FUNCTION_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = _body_lines(node)
            if lines >= limit:
                yield f"{name}:{node.lineno}: {node.name} has {lines} lines, fewer than {limit} are allowed"


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count from `def` to the last line, the docstring left out: explaining must not cost room."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def main() -> int:
    """Print what is too long and return 1 if anything is."""
    root = Path(__file__).resolve().parent.parent
    files = [name for name in listed_files(root) if (root / name).is_file()]
    found = [line for name in files for line in too_long(name, (root / name).read_text(encoding="utf-8"))]
    print("\n".join(found) if found else f"sizes: {len(files)} files within their limits")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
