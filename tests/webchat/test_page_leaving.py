"""How the page lets go of people: left, hidden or erased, nothing stays on the screen, and their owner comes back."""

import asyncio

import pytest
from playwright.async_api import Browser, BrowserContext, Route, expect

from bot.webchat.server import Addresses, WebChat
from storage import conversation_ends, conversations, drafts
from storage.chats import Chat
from storage.conversations import DOOR
from storage.database import Database
from storage.vault import vault_of
from tests.webchat.chromium import PHONE, accessible
from tests.webchat.conftest import NOW, Clock
from tests.webchat.scripted import ScriptedBot
from tests.webchat.visitor import Opens, said, say

pytestmark = [
    pytest.mark.browser,
]


async def is_gone(context: BrowserContext, address: str) -> None:
    """A new page of the same browser shows a fresh conversation, nothing of the old one."""
    page = await context.new_page()
    await page.goto(address)
    await expect(said(page).first).to_contain_text("Welcome")
    await expect(page.get_by_text("my secret")).to_have_count(0)


@pytest.mark.parametrize("how", ["button", "escape twice"])
async def test_leaving_closes_the_page_and_forgets_the_cookie(
    opens: Opens, addresses: Addresses, webchat: WebChat, bot: ScriptedBot, how: str
) -> None:
    page = await opens()
    await say(page, "my secret")
    await bot.until(lambda update: update.get("message", {}).get("text") == "my secret")
    if how == "button":
        await page.locator("#leave").click()
    else:
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
    await page.wait_for_url("**/away")
    await page.go_back()
    await expect(page.get_by_text("my secret")).to_have_count(0)
    await is_gone(page.context, addresses.page)
    kept = await webchat.shown(await bot.chat())
    assert "my secret" in [entry["text"] for entry in kept]


async def test_who_left_comes_back_with_the_link_of_the_pause(
    opens: Opens, browser: Browser, addresses: Addresses, bot: ScriptedBot, database: Database, clock: Clock
) -> None:
    page = await opens()
    await say(page, "my secret")
    await bot.until(lambda update: update.get("message", {}).get("text") == "my secret")
    chat = Chat(DOOR, str(await bot.chat()))
    async with database.write() as session:
        given = {"language": "en", "profile": "d" * 64, "now": clock()}
        draft = await drafts.start(session, "minneapolis_opcr", chat=chat, **given)
        word = f"{draft.id}secret"
        await conversations.way_back(session, int(chat.id), vault_of(session).digest_token(word))
    await page.locator("#leave").click()
    await page.wait_for_url("**/away")

    context = await browser.new_context(locale="en-US", **PHONE)
    other = await context.new_page()
    await other.goto(f"{addresses.page}/return#{word}")
    await expect(said(other).last).to_contain_text("my secret")
    assert other.url == f"{addresses.page}/"
    second = await context.new_page()
    await second.goto(f"{addresses.page}/return#{word}")
    await expect(second.get_by_role("heading", name="This link does not open anything any more")).to_be_visible()
    await accessible(second)
    await second.get_by_role("button", name="Continue").click()
    await expect(said(second).last).to_contain_text("my secret")
    await context.close()


async def test_an_open_page_lets_go_of_what_was_erased(opens: Opens, bot: ScriptedBot, database: Database) -> None:
    page = await opens()
    await say(page, "my secret")
    await bot.until(lambda update: update.get("message", {}).get("text") == "my secret")
    chat_id = await bot.chat()
    async with database.write() as session:
        await conversation_ends.clear(session, chat_id, NOW)
    await bot.call("sendMessage", chat_id=chat_id, text="It is erased.")
    await expect(said(page)).to_have_count(1)
    await expect(said(page)).to_contain_text("It is erased.")


async def test_a_page_that_never_saw_its_message_lets_go_of_it_too(
    opens: Opens, bot: ScriptedBot, database: Database
) -> None:
    page = await opens()
    may_listen = asyncio.Event()

    async def hold(route: Route) -> None:
        await may_listen.wait()
        await route.continue_()

    await page.route("**/entries?*", hold)
    await page.reload()
    await say(page, "my secret")
    await bot.until(lambda update: update.get("message", {}).get("text") == "my secret")
    await expect(page.get_by_text("my secret")).to_have_count(1)
    async with database.write() as session:
        await conversation_ends.clear(session, await bot.chat(), NOW)
    await bot.call("sendMessage", chat_id=await bot.chat(), text="It is erased.")
    may_listen.set()
    await expect(said(page)).to_contain_text("It is erased.")
    await expect(page.get_by_text("my secret")).to_have_count(0)


async def test_one_escape_does_nothing(opens: Opens) -> None:
    page = await opens()
    await page.keyboard.press("Escape")
    await page.locator("#draft").press("a")
    await page.keyboard.press("Escape")
    await expect(page.locator("#draft")).to_have_value("a")


async def test_leaving_without_a_connection_holds_all_the_same(opens: Opens, addresses: Addresses) -> None:
    page = await opens()
    await say(page, "my secret")
    await expect(said(page).last).to_contain_text("my secret")
    await page.context.set_offline(True)
    await page.locator("#leave").click()
    await expect(page.get_by_text("my secret")).to_have_count(0)
    await page.context.set_offline(False)
    await is_gone(page.context, addresses.page)


async def test_a_hidden_conversation_is_continued_by_its_owner(opens: Opens, clock: Clock) -> None:
    page = await opens()
    await say(page, "my secret")
    await expect(said(page).last).to_contain_text("my secret")
    await page.context.set_offline(True)  # else the page might learn that it is hidden before anything is typed
    await say(page, "still me")
    clock.passes(minutes=31)
    await page.context.set_offline(False)
    await expect(page.get_by_role("heading", name="Are you still there?")).to_be_visible()
    await expect(page.get_by_text("my secret")).to_have_count(0)
    await page.get_by_role("button", name="Continue").click()
    await expect(said(page).last).to_contain_text("still me")
    await expect(page.get_by_text("my secret")).to_have_count(1)


async def test_a_hidden_conversation_is_not_shown_to_the_next_person(opens: Opens, clock: Clock) -> None:
    page = await opens()
    await say(page, "my secret")
    await expect(said(page).last).to_contain_text("my secret")
    clock.passes(minutes=31)
    await page.reload()
    await page.get_by_role("button", name="Start fresh").click()
    await expect(said(page).first).to_contain_text("Welcome")
    await expect(page.get_by_text("my secret")).to_have_count(0)


async def test_a_conversation_that_was_left_elsewhere_says_so(opens: Opens, addresses: Addresses) -> None:
    page = await opens()
    leave = "fetch('/chat/resident/leave', {method: 'POST', headers: {'X-Redress': '1'}})"
    second = await page.context.new_page()
    await second.goto(addresses.page + "/away")
    await second.evaluate(leave)
    await expect(page.get_by_role("heading", name="This conversation is closed")).to_be_visible()
    await accessible(page)
