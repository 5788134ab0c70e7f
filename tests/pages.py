"""Open pages in Debian's Chromium with every request refused, and see what they do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

Scheme = Literal["light", "dark"]

# What an attack would leave behind: tests/attacks.py sets it from every payload.
MARK = "samestoryWasHere"


@dataclass
class Seen:
    """What a page did while it was open."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    address: str = ""
    charts: int = 0
    marked: bool = False
    overflow: int = 0
    javascript_links: int = 0


@contextmanager
def browser(chromium: str) -> Iterator[Browser]:
    """Start Chromium without a window and without a network of its own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium,
            args=["--disable-background-networking", "--disable-component-update"],
        )
        try:
            yield started
        finally:
            started.close()


@contextmanager
def opened(
    browser: Browser, path: Path, *, width: int = 1280, scheme: Scheme = "light",
    scripts: bool = True,
) -> Iterator[tuple[Page, Seen]]:  # fmt: skip
    """Open a file; everything but the file itself is refused and recorded."""
    seen = Seen()
    address = path.resolve().as_uri()
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts
    )
    page = context.new_page()

    def decide(route: Any) -> None:
        if route.request.url.split("#")[0] == address:
            route.continue_()
        else:
            seen.requests.append(route.request.url)
            route.abort()

    context.route("**/*", decide)
    page.on("console", lambda message: seen.console.append(message.text))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
    page.on("popup", lambda popup: seen.requests.append(f"popup {popup.url}"))
    try:
        page.goto(address)
        yield page, seen
    finally:
        context.close()


def look(
    browser: Browser, path: Path, *, width: int = 1280, scheme: Scheme = "light",
    scripts: bool = True, wait: int = 150,
) -> Seen:  # fmt: skip
    """Open a page, let it rest for some milliseconds, and say what it did.

    The counts are made by the browser's own tooling, so they hold with scripts off, too.
    """
    with opened(browser, path, width=width, scheme=scheme, scripts=scripts) as (page, seen):
        page.wait_for_timeout(wait)
        seen.address = page.url
        seen.charts = drawn(page)
        seen.marked = page.title() == MARK or bool(page.evaluate(f"'{MARK}' in window"))
        seen.overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        seen.javascript_links = page.locator("[href^='javascript' i]").count()
    return seen


def drawn(page: Page) -> int:
    """Count the figures all of whose panels have a size on the screen."""
    return int(
        page.evaluate(
            """[...document.querySelectorAll('figure.chart')].filter(figure => {
                const panels = [...figure.querySelectorAll('.panel svg')];
                return panels.length && panels.every(panel => {
                    const box = panel.getBoundingClientRect();
                    return box.width > 20 && box.height > 20 && panel.querySelector('path, line');
                });
            }).length"""
        )
    )


def violations(
    browser: Browser, path: Path, *, width: int = 1280, scheme: Scheme = "light"
) -> list[str]:
    """Run axe-core over a page with everything unfolded; "rule: element" for each violation."""
    with opened(browser, path, width=width, scheme=scheme) as (page, _):
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate(
            "const box = document.querySelector('#show-code'); if (box) box.checked = true"
        )
        found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]
