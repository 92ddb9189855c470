"""A browser of the cast at a running server that tells of every breach of the policy and every payload that ran."""

from dataclasses import dataclass, field

from django.conf import settings
from playwright.sync_api import Browser, Page

from tests.conftest import PATIENCE
from tests.promises.office import ANONYMOUS, Office

WATCH = """
document.addEventListener("securitypolicyviolation", (event) =>
  window.tell(`${location.pathname}: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


@dataclass
class Visitors:
    """One browser that everybody of the cast uses in turn, each with his own session."""

    office: Office
    address: str
    page: Page
    breaches: list[str] = field(default_factory=list)
    hits: list[str] = field(default_factory=list)
    sessions: dict[str, str] = field(default_factory=dict)
    now: str = ANONYMOUS

    def visit(self, who: str, path: str) -> None:
        """Open a page and let its own scripts have their say."""
        self._sit_down(who)
        self.page.goto(f"{self.address}{path}", wait_until="load")
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")

    def _sit_down(self, who: str) -> None:
        if who == self.now:
            return
        self.page.context.clear_cookies()
        if who != ANONYMOUS:
            if who not in self.sessions:
                client = self.office.play.cast.client(who)
                self.sessions[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self.sessions[who], "url": self.address}
            self.page.context.add_cookies([cookie])  # type: ignore[list-item]  # a plain dict is one
        self.now = who


def visitors_of(office: Office, browser: Browser, address: str) -> Visitors:
    """Open the browser; whoever asked closes its context."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    made = Visitors(office, address, context.new_page())
    context.expose_function("tell", lambda breach: made.breaches.append(breach))
    context.expose_function("hit", lambda: made.hits.append(f"{made.now} {made.page.url}"))
    context.add_init_script(WATCH)
    return made
