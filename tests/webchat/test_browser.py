"""The page's JSON: coming and going, saying, tapping, sending, listening; and what is refused."""

import asyncio

import aiohttp
import pytest

from bot.webchat.rooms import Limits
from bot.webchat.server import Options, WebChat
from storage.database import Database
from storage.files import Files
from tests.webchat.conftest import Client, Clock, Tab
from tests.webchat.scripted import PNG, ScriptedBot, keys


async def last(bot: ScriptedBot) -> dict[str, dict[str, object]]:
    return dict((await bot.call("getUpdates"))[-1])


class TestComingAndGoing:
    async def test_a_new_conversation_says_start_and_keeps_the_token_to_itself(
        self, client: Client, bot: ScriptedBot
    ) -> None:
        tab = await client(seat="investigator", start="SECRET-TOKEN")
        assert (await last(bot))["message"]["text"] == "/start SECRET-TOKEN"
        assert [entry["text"] for entry in (await tab.news())["entries"]] == ["/start"]

    async def test_a_reload_finds_the_same_conversation(self, tab: Tab, bot: ScriptedBot) -> None:
        again = await tab.post("open", start="minneapolis_opcr")
        assert again["resumed"]
        assert not again["hidden"]
        assert len(await bot.call("getUpdates")) == 1

    async def test_another_link_is_told_to_the_bot(self, tab: Tab, bot: ScriptedBot) -> None:
        await tab.post("open", start="hartford_oig")
        assert (await last(bot))["message"]["text"] == "/start hartford_oig"

    async def test_seats_in_one_browser_are_separate(self, client: Client, tab: Tab, bot: ScriptedBot) -> None:
        await client(seat="supervisor", start="T", beside=tab)
        chats = {update["message"]["chat"]["id"] for update in await bot.call("getUpdates")}
        assert len(chats) == 2

    async def test_the_cookie_is_for_one_seat_and_not_for_scripts(self, tab: Tab) -> None:
        async with tab.session.post(tab.url("../nurse/open"), json={}, headers=tab.headers) as answer:
            cookie = answer.headers["Set-Cookie"]
        assert "Path=/chat/nurse" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie

    async def test_after_half_an_hour_the_conversation_is_hidden_until_it_is_asked_for(
        self, tab: Tab, clock: Clock
    ) -> None:
        await tab.post("say", text="my story")
        clock.passes(minutes=31)
        news = await tab.news()
        assert (news["hidden"], news["entries"]) == (True, [])
        assert await tab.tries("say", text="more") == (423, {"error": "hidden"})
        assert (await tab.post("open"))["hidden"]
        await tab.post("resume")
        assert [entry["text"] for entry in (await tab.news())["entries"]] == ["/start", "my story"]

    async def test_whoever_writes_for_long_is_not_away(self, tab: Tab, clock: Clock) -> None:
        for _ in range(4):
            clock.passes(minutes=20)
            await tab.post("here", language="es")
        assert not (await tab.news())["hidden"]
        assert (await tab.post("open"))["language"] == "es"

    async def test_leaving_forgets_the_cookie_and_keeps_the_conversation(
        self, tab: Tab, webchat: WebChat, chat_id: int
    ) -> None:
        token = next(iter(tab.session.cookie_jar)).value
        await tab.post("say", text="my story")
        await tab.post("leave")
        stolen = {**tab.headers, "Cookie": f"redress_resident={token}"}
        assert await tab.tries("say", headers=stolen, text="x") == (401, {"error": "gone"})
        assert [entry["text"] for entry in await webchat.shown(chat_id)] == ["/start", "my story"]
        assert not (await tab.post("open"))["resumed"]

    async def test_a_page_that_waits_learns_that_it_was_left_elsewhere(self, tab: Tab) -> None:
        waiting = asyncio.create_task(tab.news(after=1, wait=20))
        other = {**tab.headers, "Cookie": f"redress_resident={next(iter(tab.session.cookie_jar)).value}"}
        await tab.tries("leave", headers=other)
        assert await asyncio.wait_for(waiting, 10) == {"error": "gone"}


class TestThePersonSpeaks:
    async def test_a_repeated_key_is_the_same_message(self, tab: Tab, bot: ScriptedBot) -> None:
        first = await tab.post("say", text="once", key="k1")
        assert await tab.post("say", text="once", key="k1") == first
        assert len(await bot.call("getUpdates")) == 2
        assert (await tab.news())["entries"][-1]["key"] == "k1"

    @pytest.mark.parametrize(
        ("text", "status", "error"),
        [(" \n", 400, "empty"), ("a" * 4097, 413, "too_long"), ("😀" * 2049, 413, "too_long")],
    )
    async def test_a_text_that_cannot_be_sent(self, tab: Tab, text: str, status: int, error: str) -> None:
        assert await tab.tries("say", text=text) == (status, {"error": error})

    async def test_the_longest_text_arrives_whole(self, tab: Tab, bot: ScriptedBot) -> None:
        await tab.post("say", text="😀" * 2048)
        assert (await last(bot))["message"]["text"] == "😀" * 2048

    @pytest.mark.parametrize(
        "text", ["<script>alert(1)</script>", "'; DROP TABLE x;--", "‮abc", "=1+1", "a\r\nb", "\t x "]
    )
    async def test_hostile_text_arrives_as_it_is(self, tab: Tab, bot: ScriptedBot, text: str) -> None:
        await tab.post("say", text=text)
        assert (await last(bot))["message"]["text"] == text
        assert (await tab.news())["entries"][-1]["text"] == text

    async def test_an_answer_to_a_message_carries_it(self, tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
        sent = await bot.call("sendMessage", chat_id=chat_id, text="Which day?")
        await tab.post("say", text="Tuesday", reply_to=sent["message_id"])
        assert (await last(bot))["message"]["reply_to_message"]["text"] == "Which day?"

    async def test_a_tap_on_a_button(self, tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
        sent = await bot.call("sendMessage", chat_id=chat_id, text="Hurt?", reply_markup=keys([("Yes", "y")]))
        await tab.post("tap", message_id=sent["message_id"], data="y")
        query = (await last(bot))["callback_query"]
        assert (query["data"], query["message"]["text"], query["from"]["id"]) == ("y", "Hurt?", chat_id)

    async def test_a_tap_on_a_button_that_is_gone_is_delivered_all_the_same(self, tab: Tab, bot: ScriptedBot) -> None:
        await tab.post("tap", message_id=99, data="stale")
        assert (await last(bot))["callback_query"]["message"]["date"] == 0

    @pytest.mark.parametrize(
        "fields", [{"message_id": 1, "data": ""}, {"message_id": 1, "data": "é" * 33}, {"data": "y"}]
    )
    async def test_a_tap_that_is_none(self, tab: Tab, fields: dict[str, object]) -> None:
        assert (await tab.tries("tap", **fields))[0] == 400

    async def test_an_edited_message_reaches_the_bot_as_one(self, tab: Tab, bot: ScriptedBot) -> None:
        sent = await tab.post("say", text="Tuesday")
        await tab.post("edit", message_id=sent["message_id"], text="Wednesday")
        edited = (await last(bot))["edited_message"]
        assert (edited["message_id"], edited["text"]) == (sent["message_id"], "Wednesday")
        entry = (await tab.news())["entries"][-1]
        assert (entry["text"], entry["edited"]) == ("Wednesday", True)

    async def test_an_edit_without_a_change_is_none(self, tab: Tab, bot: ScriptedBot) -> None:
        sent = await tab.post("say", text="Tuesday")
        await tab.post("edit", message_id=sent["message_id"], text="Tuesday")
        assert "message" in await last(bot)

    @pytest.mark.parametrize(("text", "status"), [("", 400), ("a" * 4097, 413)])
    async def test_an_edit_that_cannot_be(self, tab: Tab, text: str, status: int) -> None:
        sent = await tab.post("say", text="Tuesday")
        assert (await tab.tries("edit", message_id=sent["message_id"], text=text))[0] == status

    async def test_nobody_edits_what_the_bot_said(self, tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
        sent = await bot.call("sendMessage", chat_id=chat_id, text="Received.")
        assert (await tab.tries("edit", message_id=sent["message_id"], text="Dropped."))[0] == 404
        assert (await tab.tries("edit", message_id=99, text="Dropped."))[0] == 404


class TestFiles:
    async def test_a_picture_is_a_photo_with_its_caption(self, tab: Tab, bot: ScriptedBot) -> None:
        status, _ = await tab.sends("scene.png", PNG, caption="The car", group="g1", key="k1")
        assert status == 200
        message = (await last(bot))["message"]
        assert (message["caption"], message["media_group_id"]) == ("The car", "g1")
        assert message["photo"][-1]["file_size"] == len(PNG)

    async def test_a_repeated_upload_is_one_message(self, tab: Tab, bot: ScriptedBot) -> None:
        assert await tab.sends("a.png", PNG, key="k1") == await tab.sends("a.png", PNG, key="k1")
        assert len(await bot.call("getUpdates")) == 2

    async def test_a_download_is_saved_and_never_shown(self, tab: Tab) -> None:
        await tab.sends("page.html", b"<html><script>alert(1)</script></html>")
        file = (await tab.news())["entries"][-1]["file"]
        async with tab.session.get(tab.base + file["url"]) as answer:
            assert answer.content_type == "application/octet-stream"
            assert answer.headers["Content-Disposition"].startswith("attachment; ")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in answer.headers["Content-Security-Policy"]

    async def test_a_file_of_another_conversation_is_not_there(self, client: Client, tab: Tab) -> None:
        await tab.sends("a.png", PNG)
        url = (await tab.news())["entries"][-1]["file"]["url"]
        other = await client()
        for address in (url, "/chat/resident/file/nothing"):
            async with other.session.get(other.base + address) as answer:
                assert (answer.status, await answer.json()) == (404, {"error": "file"})

    async def test_an_empty_file_and_a_long_caption_are_refused(self, tab: Tab) -> None:
        assert await tab.sends("a.png", b"") == (400, {"error": "empty_file"})
        assert await tab.sends("a.png", PNG, caption="a" * 1025) == (413, {"error": "too_long"})

    async def test_a_file_over_fifty_megabytes_is_refused(self, tab: Tab) -> None:
        assert await tab.sends("film.bin", bytes(50 * 1024 * 1024 + 1)) == (413, {"error": "too_large"})

    async def test_something_else_than_a_form_is_refused(self, tab: Tab) -> None:
        assert await tab.tries("file") == (400, {"error": "request"})


class TestListening:
    async def test_only_what_is_new_comes(self, tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
        first = await tab.news()
        await bot.call("sendMessage", chat_id=chat_id, text="Hi")
        second = await tab.news(after=first["next"])
        assert [entry["text"] for entry in second["entries"]] == ["Hi"]
        assert (await tab.news(after=second["next"]))["entries"] == []

    async def test_waiting_ends_with_the_news(self, tab: Tab, bot: ScriptedBot, chat_id: int) -> None:
        waiting = asyncio.create_task(tab.news(after=1, wait=20))
        await bot.call("sendMessage", chat_id=chat_id, text="Hi")
        assert [entry["text"] for entry in (await asyncio.wait_for(waiting, 10))["entries"]] == ["Hi"]

    async def test_waiting_ends_when_the_server_stops(self, tab: Tab, webchat: WebChat) -> None:
        waiting = asyncio.create_task(tab.news(after=1, wait=25))
        await tab.post("here")
        await asyncio.wait_for(webchat.stop(), 10)
        assert (await waiting)["entries"] == []

    @pytest.mark.parametrize("query", ["after=x&wait=y", "after=-1", "wait=nan", "after=99999999999999999999"])
    async def test_nonsense_is_taken_as_nothing(self, tab: Tab, query: str) -> None:
        async with tab.session.get(tab.url(f"entries?{query}")) as answer:
            assert answer.status == 200


@pytest.mark.parametrize("path", ["say", "tap", "edit", "file", "here", "resume", "leave"])
async def test_without_a_conversation_nothing_is_done(tab: Tab, path: str) -> None:
    assert await tab.tries(f"../nobody/{path}", text="x") == (401, {"error": "gone"})


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"text"', b"\xff"])
async def test_malformed_json_is_a_bad_request(tab: Tab, body: bytes) -> None:
    async with tab.session.post(tab.url("say"), data=body, headers=tab.headers) as answer:
        assert (answer.status, await answer.json()) == (400, {"error": "request"})


async def test_a_text_that_is_no_text_is_a_bad_request(tab: Tab) -> None:
    assert (await tab.tries("say", text=7))[0] == 400


async def test_a_body_that_is_too_large_is_refused(tab: Tab) -> None:
    assert (await tab.tries("say", text="a" * 70_000))[0] in (400, 413)


async def test_too_many_messages_are_asked_to_wait_and_too_many_openings_too(
    database: Database, files: Files, clock: Clock
) -> None:
    limits = Limits(messages_burst=2, messages_a_second=0.001, openings_burst=1, openings_a_second=0.001)
    webchat = WebChat(database, files, clock=clock, options=Options(limits=limits))
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        try:
            tab = Tab(session, (await webchat.start()).page)
            await tab.post("open")
            assert [(await tab.tries("say", text=str(number)))[0] for number in range(3)] == [200, 200, 429]
            async with session.post(tab.url("say"), json={"text": "x"}, headers=tab.headers) as answer:
                assert int(answer.headers["Retry-After"]) > 0
            assert await tab.tries("../second/open") == (429, {"error": "slow"})
        finally:
            await webchat.stop()
