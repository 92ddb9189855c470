"""What all tests share: a database and files of their own, the shared folder, a real browser."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright

from assessment.queue import FILES_URL, transport_options
from tests.operations.processes import ASYNC_UNSAFE
from tests.promises.table import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
NO_BROWSER = f"browser tests are left out: no browser at {CHROMIUM} (apt-get install chromium)"
PATIENCE = 60_000
"""Milliseconds that a browser may take for a step: a busy machine is no fault of a page."""
COLLECT_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


def _browser_missing() -> bool:
    """Tell whether to leave the browser tests out; a continuous run must have a browser and fails without."""
    return not CHROMIUM.is_file() and not os.environ.get("CI")


def pytest_report_header() -> list[str]:
    """Say which servers this run uses and what it leaves out."""
    broker = settings.CELERY_BROKER_URL.split("@")[-1]
    lines = [f"database: {connection.vendor}", f"queue: {broker}"]
    return [*lines, NO_BROWSER] if _browser_missing() else lines


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what this run cannot prove: tests of a browser that is not here, of another database."""
    elsewhere = {"browser": _browser_missing(), "postgresql": connection.vendor != "postgresql"}
    markers = [marker for marker, missing in elsewhere.items() if missing]
    kept = [item for item in items if not any(item.get_closest_marker(marker) for marker in markers)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of shared material beside the repository."""
    folder = Path(os.environ.get("SHARED_DIR", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.fail(f"The shared material is missing: put it at {folder} or name it by SHARED_DIR.")
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give this process a database of its own, in a file where it is SQLite, as the product has it.

    A database in memory knows no second connection, and its locks are not those of the product.
    """
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        test["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    else:
        test["NAME"] = f"test_assessment_{os.getpid()}"


@pytest.fixture(scope="session", autouse=True)
def own_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the tests away from the files and the queue of the installation in this folder."""
    folder = tmp_path_factory.mktemp("var")
    settings.VAR = folder
    settings.MEDIA_ROOT = folder / "files"
    settings.FILE_UPLOAD_TEMP_DIR = str(folder)
    # Tests work faster than any person; those of the rates themselves set their own.
    settings.RATES = {kind: (10**9, seconds) for kind, (_tries, seconds) in settings.RATES.items()}
    if settings.CELERY_BROKER_URL == FILES_URL:
        settings.CELERY_BROKER_TRANSPORT_OPTIONS = transport_options(FILES_URL, folder / "broker", production=False)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Yield the system's own Chromium, driven over its debugging protocol."""
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ[ASYNC_UNSAFE] = "1"
    expect.set_options(timeout=PATIENCE)
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            yield chromium
            chromium.close()
    finally:
        del os.environ[ASYNC_UNSAFE]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Yield a fresh page of office size that must end without a breach of the content policy."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(COLLECT_VIOLATIONS)
    opened = context.new_page()
    yield opened
    violations = opened.evaluate("window.violations || []")
    context.close()
    assert violations == []
