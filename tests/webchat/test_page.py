"""The page in a real browser: what a person sees, types, presses and hears."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from bot.webchat.server import WebChat
from storage.database import Database
from storage.files import Files
from tests.webchat.chromium import DESK, PHONE, accessible
from tests.webchat.conftest import Clock
from tests.webchat.intake import script
from tests.webchat.scripted import PNG, ScriptedBot
from tests.webchat.test_pages import Demo
from tests.webchat.visitor import Opens, as_far_as_the_story, key, said, say

pytestmark = [
    pytest.mark.browser,
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
async def test_every_state_is_accessible(opens: Opens, clock: Clock, scheme: str, device: dict[str, Any]) -> None:
    page = await opens(color_scheme=scheme, reduced_motion="reduce", **device)
    await accessible(page)
    await as_far_as_the_story(page)
    await accessible(page)
    files = [{"name": name, "mimeType": "image/png", "buffer": PNG} for name in ("one.png", "two.png")]
    await page.locator("#files").set_input_files(files)
    await accessible(page)
    await page.locator("#send").click()
    await page.locator("#draft").fill("receipt")
    await page.locator("#send").click()
    await expect(said(page).last).to_contain_text("OPCR-2026-00123-7")
    await page.get_by_role("button", name="Change this message").first.click()
    await accessible(page)
    await page.locator("#stop-editing").click()
    clock.passes(minutes=31)
    await page.reload()
    await expect(page.locator("#gate")).to_contain_text("Are you still there?")
    await accessible(page)


async def test_the_staff_page_and_the_way_out_are_accessible_and_look_different(opens: Opens) -> None:
    bar = "getComputedStyle(document.querySelector('.bar')).backgroundColor"
    resident = await opens()
    colour = await resident.evaluate(bar)
    staff = await opens("/staff/investigator?start=TOKEN", **PHONE)
    await expect(staff.get_by_text("Staff", exact=True)).to_be_visible()
    assert await staff.evaluate(bar) != colour
    await accessible(staff)
    await staff.locator("#leave").click()
    await staff.wait_for_url("**/away")
    await accessible(staff)


async def test_the_conversation_survives_a_reload_and_the_token_leaves_the_address(opens: Opens) -> None:
    page = await opens()
    assert page.url.endswith("/")
    await as_far_as_the_story(page)
    await say(page, "He pushed me.")
    await expect(said(page).last).to_contain_text("He pushed me.")
    await page.reload()
    await expect(said(page).last).to_contain_text("He pushed me.")
    await expect(page.get_by_text("/start")).to_have_count(0)


async def test_a_message_changes_in_place_and_a_deleted_one_goes(opens: Opens, bot: ScriptedBot) -> None:
    page = await opens()
    await key(page, "English").click()
    await expect(said(page).first).to_contain_text("English")
    await expect(said(page).first).not_to_contain_text("changed")
    await expect(said(page).first.get_by_role("button")).to_have_count(0)
    chat_id = await bot.chat()
    await bot.call("deleteMessage", chat_id=chat_id, message_id=2)
    await expect(page.locator("#m2")).to_have_count(0)


async def test_what_is_longer_than_the_screen_is_shown_from_its_first_word(opens: Opens, bot: ScriptedBot) -> None:
    page = await opens(**PHONE)
    chat_id = await bot.chat()
    await bot.call("sendMessage", chat_id=chat_id, text="First word.\n" + "A long notice.\n" * 60 + "Last word.")
    long = said(page).last
    await expect(long).to_contain_text("Last word.")
    top = "node => node.getBoundingClientRect().top - node.closest('#log').getBoundingClientRect().top"
    assert 0 <= await long.evaluate(top) < 40
    await bot.call("sendMessage", chat_id=chat_id, text="And a short one.")
    await page.get_by_role("button", name="New message").click()
    await expect(said(page).last).to_be_in_viewport()


async def test_the_answer_to_an_old_button_is_in_sight(opens: Opens, bot: ScriptedBot) -> None:
    page = await opens(**PHONE)
    chat_id = await bot.chat()
    for number in range(30):
        await bot.call("sendMessage", chat_id=chat_id, text=f"Message {number}")
    await expect(said(page).last).to_contain_text("Message 29")
    await key(page, "English").tap()
    await expect(said(page).last).not_to_contain_text("Message 29")
    await expect(said(page).last).to_be_in_viewport()


async def test_enter_sends_and_shift_enter_does_not(opens: Opens) -> None:
    page = await opens()
    await page.locator("#draft").type("one")
    await page.keyboard.press("Shift+Enter")
    await page.locator("#draft").type("two")
    await page.keyboard.press("Enter")
    await expect(said(page).last.locator(".text")).to_have_text("one\ntwo", use_inner_text=True)
    await expect(page.locator("#draft")).to_have_value("")


async def test_on_a_phone_enter_starts_a_new_line(opens: Opens) -> None:
    page = await opens(**PHONE)
    await page.locator("#draft").type("one")
    await page.keyboard.press("Enter")
    await expect(page.locator("#draft")).to_have_value("one\n")


async def test_a_long_story_becomes_several_messages_at_the_ends_of_paragraphs(opens: Opens, bot: ScriptedBot) -> None:
    page = await opens()
    paragraphs = [letter * 1500 for letter in "abcdef"]
    await page.locator("#draft").fill("\n\n".join(paragraphs))
    await expect(page.locator("#hint")).to_contain_text("3 messages")
    await page.locator("#send").click()
    await bot.until(lambda update: update.get("message", {}).get("text", "").startswith("e"))
    parts = [update["message"]["text"] for update in bot.got[1:]]
    assert parts == ["\n\n".join(paragraphs[at : at + 2]) for at in (0, 2, 4)]


async def test_what_was_said_is_never_markup(opens: Opens) -> None:
    page = await opens()
    hostile = '<img src=x onerror="alert(1)"> <b>bold</b> &amp; {{title}}'
    await say(page, hostile)
    await expect(said(page).last.locator(".text")).to_have_text(hostile)
    await expect(said(page).last.locator("img, b")).to_have_count(0)


async def test_marks_and_links_of_the_bot(opens: Opens) -> None:
    page = await opens()
    await key(page, "English").click()
    await expect(said(page).last.locator("strong")).to_have_text("Before you begin")
    link = said(page).last.get_by_role("link")
    await expect(link).to_have_attribute("href", "https://example.org/privacy")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")


async def test_a_command_in_the_bot_s_words_can_be_pressed(opens: Opens, bot: ScriptedBot) -> None:
    page = await opens()
    chat_id = await bot.chat()
    text = "Send /status, or/not, see https://example.org/start or /help."
    await bot.call("sendMessage", chat_id=chat_id, text=text)
    await expect(said(page).last.locator(".text")).to_have_text(text)
    assert await said(page).last.locator(".command").all_inner_texts() == ["/status", "/help"]
    await accessible(page)
    await said(page).last.get_by_role("button", name="/status").click()
    await bot.until(lambda update: update.get("message", {}).get("text") == "/status")
    await expect(said(page).last.get_by_role("button")).to_have_count(0)


async def test_the_bot_is_seen_writing_and_its_passing_words_are_shown(opens: Opens) -> None:
    page = await opens()
    await as_far_as_the_story(page)
    await expect(page.get_by_text("Thank you.")).to_be_visible()
    await say(page, "typing")
    await expect(page.locator(".typing")).to_be_visible()
    await expect(page.locator(".typing")).to_have_count(0, timeout=15_000)


async def test_several_files_go_out_at_once_and_come_back(opens: Opens, bot: ScriptedBot, tmp_path: Path) -> None:
    page = await opens()
    files = [
        {"name": "scene.png", "mimeType": "image/png", "buffer": PNG},
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"},
        {"name": "by mistake.txt", "mimeType": "text/plain", "buffer": b"x"},
        {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""},
    ]
    await page.locator("#files").set_input_files(files)
    await page.get_by_role("button", name="Remove by mistake.txt").click()
    await expect(page.get_by_text("empty.txt is empty.")).to_be_visible()
    await say(page, "The car and the letter")
    document = await bot.until(lambda update: "document" in update.get("message", {}))
    photo = next(update["message"] for update in bot.got if "photo" in update.get("message", {}))
    assert photo["caption"] == "The car and the letter"
    assert photo["media_group_id"] == document["message"]["media_group_id"]
    await expect(page.get_by_role("img", name="Picture: scene.png")).to_be_visible()
    async with page.expect_download() as download:
        await page.get_by_role("link", name=re.compile("letter.pdf")).click()
    kept = await download.value
    await kept.save_as(tmp_path / "kept")
    assert (kept.suggested_filename, (tmp_path / "kept").read_bytes()) == ("letter.pdf", b"%PDF-1.7 x")


async def test_an_own_message_can_be_changed(opens: Opens, bot: ScriptedBot) -> None:
    page = await opens()
    await say(page, "Tuesday")
    await page.get_by_role("button", name="Change this message: Tuesday").click()
    await page.locator("#draft").fill("Wednesday")
    await page.locator("#draft").press("Enter")
    await expect(said(page).last).to_contain_text("Wednesday")
    await expect(said(page).last).to_contain_text("changed")
    edited = await bot.until(lambda update: "edited_message" in update)
    assert edited["edited_message"]["text"] == "Wednesday"


async def test_without_a_connection_nothing_is_lost(opens: Opens, bot: ScriptedBot) -> None:
    page = await opens()
    await page.context.set_offline(True)
    await say(page, "first")
    await say(page, "second")
    await expect(page.get_by_text("There is no connection right now.")).to_be_visible()
    await expect(page.locator(".pending .said")).to_have_count(2)
    await accessible(page)
    await page.context.set_offline(False)
    await expect(said(page).last).to_contain_text("second")
    await expect(page.get_by_text("There is no connection right now.")).to_have_count(0)
    await bot.until(lambda update: update.get("message", {}).get("text") == "second")
    assert [update["message"]["text"] for update in bot.got[1:]] == ["first", "second"]


@pytest.mark.parametrize(
    ("locale", "said_then", "again"),
    [("en-US", "Your tap on “English” may not have arrived.", "tap it again"),
     ("es-MX", "Tal vez no llegó su toque en «English».", "tóquelo otra vez")],
)  # fmt: skip
async def test_a_tap_without_a_connection_is_to_be_made_again(
    opens: Opens, bot: ScriptedBot, locale: str, said_then: str, again: str
) -> None:
    page = await opens(locale=locale)
    await page.context.set_offline(True)
    await key(page, "English").click()
    await expect(page.get_by_text(said_then)).to_contain_text(again)
    await accessible(page)
    await page.context.set_offline(False)
    await expect(page.locator('[data-line="state"]')).to_have_count(0)
    assert not any("callback_query" in update for update in bot.got)
    await expect(key(page, "English")).not_to_have_class(re.compile("pressed"))
    await key(page, "English").click()
    await bot.until(lambda update: "callback_query" in update)
    await expect(page.get_by_text(said_then)).to_have_count(0)


async def test_a_lost_answer_does_not_double_a_message(opens: Opens, bot: ScriptedBot) -> None:
    page = await opens()
    lost: list[str] = []

    async def lose_the_first_answer(route: Any) -> None:
        await route.fetch()
        lost.append("answer")
        await route.abort()

    await page.route("**/say", lose_the_first_answer, times=1)
    await say(page, "once")
    await say(page, "then")
    await expect(said(page).last).to_contain_text("then")
    await bot.until(lambda update: update.get("message", {}).get("text") == "then")
    assert lost
    assert [update["message"]["text"] for update in bot.got[1:]] == ["once", "then"]


async def test_the_chosen_language_stays(opens: Opens) -> None:
    page = await opens()
    async with page.expect_response("**/here"):
        await page.get_by_role("button", name="Español", exact=True).first.click()
    await expect(page.locator("#leave")).to_have_text("Salir ya")
    await expect(page.locator("html")).to_have_attribute("lang", "es")
    await page.reload()
    await expect(page.locator("#leave")).to_have_text("Salir ya")


@pytest.mark.parametrize(
    ("locale", "answer", "way_out"), [("en-US", "Español", "Salir ya"), ("es-MX", "English", "Leave now")]
)
async def test_whoever_answers_in_the_other_language_has_the_page_in_it_too(
    opens: Opens, locale: str, answer: str, way_out: str
) -> None:
    page = await opens(locale=locale)
    await expect(page.locator("#leave")).not_to_have_text(way_out)
    async with page.expect_response("**/here"):
        await key(page, answer).click()
    await expect(page.locator("#leave")).to_have_text(way_out)
    await page.reload()
    await expect(page.locator("#leave")).to_have_text(way_out)


async def test_a_spanish_browser_is_met_in_spanish(opens: Opens) -> None:
    page = await opens(locale="es-MX")
    await expect(page.locator("#leave")).to_have_text("Salir ya")


async def test_the_keyboard_alone_is_enough(opens: Opens) -> None:
    page = await opens()
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#draft")).to_be_focused()
    await key(page, "English").focus()
    await page.keyboard.press("Enter")
    await expect(key(page, "I have read this")).to_be_visible()
    # The pressed button is gone; the focus is still where the conversation is.
    await expect(page.locator("#m2")).to_be_focused()


async def test_the_menu_sends_a_command(opens: Opens, bot: ScriptedBot) -> None:
    await bot.call("setMyCommands", commands=[{"command": "status", "description": "Where does it stand?"}])
    page = await opens()
    await page.get_by_role("button", name="Menu").click()
    await accessible(page)
    await page.get_by_role("button", name="Where does it stand?").click()
    await bot.until(lambda update: update.get("message", {}).get("text") == "/status")


async def test_the_demo_shows_all_seats(browser: Browser, database: Database, files: Files, clock: Clock) -> None:
    webchat = WebChat(database, files, clock=clock, demo=Demo())
    addresses = await webchat.start()
    bot = script(ScriptedBot(addresses))
    bot.start()
    try:
        for device in (DESK, PHONE):
            page = await (await browser.new_context(**device)).new_page()
            await page.goto(addresses.page + "/demo")
            await expect(page.frame_locator("iframe[title=Resident]").locator("#log")).to_contain_text("Welcome")
            await accessible(page)
        await page.get_by_role("tab", name="Investigator").click()
        await expect(page.frame_locator("iframe[title=Investigator]").locator("#log")).to_contain_text("Welcome")
        before = await page.locator("#now").inner_text()
        await page.locator("#next-day").click()
        await expect(page.locator("#now")).not_to_have_text(before)
    finally:
        for context in browser.contexts:
            await context.close()
        await bot.stop()
        await webchat.stop()
