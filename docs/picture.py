"""Take the README's picture from the rendered page: `python docs/picture.py`.

Needs Chromium. The first screen of reports/wagner-2023/0-overview.html.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "reports" / "wagner-2023" / "0-overview.html"


def main() -> None:
    """Open the page and save its first screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 1120, "height": 860})
        page.goto(PAGE.as_uri())
        page.screenshot(path=ROOT / "docs" / "overview.png")
        browser.close()


if __name__ == "__main__":
    main()
