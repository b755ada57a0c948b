"""Who is kept out: foreign names for this machine, foreign pages, frames; and the pace."""

import aiohttp
import pytest

from bot.webchat.guard import Pace
from bot.webchat.server import Addresses, Options, WebChat
from storage.database import Database
from storage.files import Files
from tests.webchat.conftest import Clock, Tab


async def status(address: str, headers: dict[str, str]) -> int:
    async with aiohttp.ClientSession() as session, session.get(address, headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:80", "LOCALHOST"])
async def test_this_machine_is_known_by_its_own_names(addresses: Addresses, host: str) -> None:
    assert await status(addresses.page, {"Host": host}) == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "", "[", "localhost@evil.example"]
)
async def test_no_other_name_is_answered(addresses: Addresses, host: str) -> None:
    assert await status(addresses.page, {"Host": host}) == 421


async def test_a_published_name_is_answered(database: Database, files: Files, clock: Clock) -> None:
    webchat = WebChat(database, files, clock=clock, options=Options(hosts={"complaints.example.gov"}, secure=True))
    try:
        addresses = await webchat.start()
        assert await status(addresses.page, {"Host": "complaints.example.gov"}) == 200
        headers = {"Host": "complaints.example.gov", "X-Redress": "1"}
        address = f"{addresses.page}/chat/resident/open"
        async with aiohttp.ClientSession() as session, session.post(address, json={}, headers=headers) as answer:
            assert "Secure" in answer.headers["Set-Cookie"]
    finally:
        await webchat.stop()


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({}, "header"),
        ({"X-Redress": "yes"}, "header"),
        ({"X-Redress": "1", "Origin": "http://evil.example"}, "origin"),
        ({"X-Redress": "1", "Origin": "null"}, "origin"),
        ({"X-Redress": "1", "Sec-Fetch-Site": "cross-site"}, "origin"),
        ({"X-Redress": "1", "Sec-Fetch-Site": "same-site"}, "origin"),
    ],
)
async def test_only_our_own_page_may_write(tab: Tab, headers: dict[str, str], error: str) -> None:
    async with tab.session.post(tab.url("say"), json={"text": "x"}, headers=headers) as answer:
        assert (answer.status, await answer.json()) == (403, {"error": error})


async def test_our_own_page_may_write(tab: Tab) -> None:
    headers = {**tab.headers, "Origin": tab.base, "Sec-Fetch-Site": "same-origin"}
    assert (await tab.tries("say", headers=headers, text="x"))[0] == 200


async def test_a_foreign_page_may_not_read(tab: Tab) -> None:
    async with tab.session.get(tab.url("entries"), headers={"Sec-Fetch-Site": "cross-site"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize(
    "path", ["/", "/staff/investigator", "/away", "/page/chat.js", "/chat/resident/entries", "/nothing"]
)
async def test_every_answer_carries_the_headers(tab: Tab, path: str) -> None:
    async with tab.session.get(tab.base + path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert "aiohttp" not in answer.headers["Server"]


async def test_a_pace_lets_a_burst_through_and_then_asks_to_wait() -> None:
    pace = Pace(burst=3, a_second=0.5)
    assert [pace.wait(7) for _ in range(3)] == [0.0, 0.0, 0.0]
    assert 0 < pace.wait(7) <= 2
    assert pace.wait(8) == 0.0


async def test_a_pace_forgets_those_who_are_gone() -> None:
    pace = Pace(burst=1, a_second=1e9)
    for who in range(10_002):
        pace.wait(who)
    assert len(pace._spent) < 10_002
