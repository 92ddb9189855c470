"""The browser of the tests is real, and its watch over the content policy catches a breach."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.conftest import COLLECT_VIOLATIONS


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_real_browser_reaches_the_server(page: Page, live_server: LiveServer) -> None:
    response = page.goto(f"{live_server.url}/health/")
    assert response is not None
    assert response.status == 200
    assert page.evaluate("window.innerWidth") == 1366


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_breach_of_the_policy_is_noticed(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context()
    context.add_init_script(COLLECT_VIOLATIONS)
    opened = context.new_page()
    opened.goto(f"{live_server.url}/health/")
    opened.evaluate("""() => new Promise((done) => {
      document.addEventListener("securitypolicyviolation", () => setTimeout(done));
      const script = document.createElement("script");
      script.textContent = "window.broken = true";
      document.body.append(script);
    })""")
    assert opened.evaluate("window.violations.length") == 1
    assert opened.evaluate("window.broken") is None
    context.close()
