"""Take the README's picture from the rendered page: `python docs/picture.py`.

Needs Chromium. The first concept of the naming chart of reports/wagner-2023/3-framing.html.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "reports" / "wagner-2023" / "3-framing.html"
KEEP = """() => {
  const figure = document.querySelector('figure.chart');
  const parts = Array.from(figure.children);
  const strips = parts.filter(part => part.matches('.strip'));
  const last = parts.indexOf(strips[0]);
  parts.slice(last + 1).forEach(part => part.remove());
  figure.style.padding = '16px';
  figure.scrollIntoView();
}"""


def main() -> None:
    """Open the page, keep one chart, and save it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 1120, "height": 900}, device_scale_factor=1.5)
        page.goto(PAGE.as_uri())
        page.evaluate(KEEP)
        page.locator("figure.chart").first.screenshot(path=ROOT / "docs" / "naming.png")
        browser.close()


if __name__ == "__main__":
    main()
