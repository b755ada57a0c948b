"""Somebody at the page in a real browser: opens it, writes, presses; for the tests of the page."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from bot.webchat.server import Addresses
from tests.webchat.chromium import DESK
from tests.webchat.intake import script
from tests.webchat.scripted import ScriptedBot

Opens = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture
async def opens(browser: Browser, addresses: Addresses, bot: ScriptedBot) -> AsyncIterator[Opens]:
    """Open a page in a fresh browser profile; whatever its console complains about fails the test."""
    script(bot).start()
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    async def open_page(path: str = "/?start=minneapolis_opcr", **options: Any) -> Page:
        context = await browser.new_context(**{"locale": "en-US", **DESK, **options})
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if "Security" in line.text else None)
        await page.goto(addresses.page + path)
        await expect(said(page).first).to_contain_text("Welcome")
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert complaints == []


def said(page: Page) -> Locator:
    """The messages that the conversation shows, without those on their way."""
    return page.locator("#log .said[id]")


def key(page: Page, name: str) -> Locator:
    return page.locator("#log").get_by_role("button", name=name, exact=True)


async def say(page: Page, text: str) -> None:
    await page.locator("#draft").fill(text)
    await page.locator("#draft").press("Enter")


async def as_far_as_the_story(page: Page) -> None:
    await key(page, "English").click()
    await key(page, "I have read this").click()
    await expect(key(page, "Done")).to_be_visible()
