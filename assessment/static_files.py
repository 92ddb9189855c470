"""The browser files that come from npm: an explicit list, never a whole folder."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core import checks
from django.core.files.storage import FileSystemStorage, Storage

PREFIX = "npm/"
# The finder has a method called `list`, which hides the type inside the class.
Messages = list[checks.CheckMessage]

FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "@tabler/core/dist/css/tabler.min.css.map",
    "@tabler/core/dist/js/tabler.min.js",
    "@tabler/core/dist/js/tabler.min.js.map",
    "bootstrap-icons/font/bootstrap-icons.min.css",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff",
    "bootstrap-icons/font/fonts/bootstrap-icons.woff2",
    "echarts/dist/echarts.min.js",
    "jspreadsheet-ce/dist/index.js",
    "jspreadsheet-ce/dist/jspreadsheet.css",
    "jsuites/dist/jsuites.js",
    "jsuites/dist/jsuites.css",
)


class NpmFinder(BaseFinder):
    """Offer the listed files of node_modules under npm/, by the paths they have there."""

    def __init__(self, app_names: Iterable[str] | None = None) -> None:
        self.storage = FileSystemStorage(location=str(settings.NODE_MODULES))
        self.storage.prefix = PREFIX.rstrip("/")  # type: ignore[attr-defined]  # collectstatic reads it, the stub lacks it

    # Django's two forms of answer cannot be told apart by a type short of an overload for each.
    def find(self, path: str, find_all: bool = False) -> Any:
        """Return where a listed file lies, or nothing."""
        name = path.removeprefix(PREFIX)
        found = path.startswith(PREFIX) and name in FILES and self.storage.exists(name)
        if not found:
            return []
        location = self.storage.path(name)
        return [location] if find_all else location

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        """Yield the listed files that are installed."""
        for name in FILES:
            if self.storage.exists(name):
                yield name, self.storage

    def check(self, **_options: object) -> Messages:
        """Name the listed files that are not installed."""
        missing = [name for name in FILES if not Path(settings.NODE_MODULES, name).is_file()]
        if not missing:
            return []
        hint = "Run `make install`."
        return [checks.Warning(f"Browser files are missing: {', '.join(missing)}", hint=hint, id="assessment.W001")]
