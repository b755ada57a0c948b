"""Debian's chromium for the tests of the page, and the two questions that every state of it is asked."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}

# Everything that a finger must hit, with its size; links and commands inside a sentence are exempt (WCAG 2.5.8).
TARGETS = """() => [...document.querySelectorAll('button:not(.command), textarea, a.download, a.key')]
    .filter((node) => node.checkVisibility() && !node.closest('[aria-hidden=true]'))
    .map((node) => [node.textContent.trim() || node.ariaLabel || node.id, node.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < 44 || box.height < 44))
    .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        await browser.close()


async def accessible(page: Page) -> None:
    """No violation that axe knows, nothing to scroll sideways, nothing too small for a finger."""
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate(TARGETS) == []
