"""The page looks as the office in the link wants it, and stays so when the address bar has lost the link."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio

from bot.webchat.face import Face, Faces
from bot.webchat.server import Options, WebChat
from storage.database import Database
from storage.files import Files
from tests.webchat.chromium import chromium
from tests.webchat.conftest import Clock

QUIET = Face("CS", {"en": "Community Services", "es": "Servicios Comunitarios"}, "blank.svg")
USUAL = Face("", {"en": "Redress", "es": "Redress"})


@pytest_asyncio.fixture
async def page(database: Database, files: Files, clock: Clock) -> AsyncIterator[str]:
    options = Options(faces=Faces(USUAL, {"ct_doc_parole": QUIET, "community": QUIET}))
    webchat = WebChat(database, files, clock=clock, options=options)
    yield (await webchat.start()).page
    await webchat.stop()


async def look(session: aiohttp.ClientSession, address: str, language: str = "en-US,en") -> str:
    async with session.get(address, headers={"Accept-Language": language}) as answer:
        return await answer.text()


async def test_a_link_gives_title_heading_and_icon(page: str) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        for address in (f"{page}/?start=ct_doc_parole", f"{page}/?start=community-shelter", f"{page}/"):
            text = await look(session, address)
            assert "<title>Community Services</title>" in text
            assert "<h1>Community Services</h1>" in text
            assert 'href="/page/blank.svg"' in text
            assert "Redress</" not in text
        assert "<title>Servicios Comunitarios</title>" in await look(session, f"{page}/", "es-MX,es;q=0.9")
        (cookie,) = [each for each in session.cookie_jar if each.key == "look"]
        assert cookie.value == "CS"
        assert cookie["httponly"]
        assert not cookie["max-age"]


async def test_without_a_link_and_with_an_unknown_one_it_is_the_usual_page(page: str) -> None:
    async with aiohttp.ClientSession() as session:
        for address in (f"{page}/", f"{page}/?start=elsewhere", f"{page}/staff/investigator"):
            text = await look(session, address)
            assert "<title>Redress</title>" in text
            assert 'href="/page/icon.svg"' in text
        assert not [*session.cookie_jar]


@pytest.mark.browser
async def test_a_long_title_leaves_the_way_out_on_the_narrowest_phone(page: str) -> None:
    async with chromium() as browser:
        for width in (320, 360):
            shown = await browser.new_page(viewport={"width": width, "height": 640})
            await shown.goto(f"{page}/?start=ct_doc_parole")
            leave = await shown.locator("#leave").bounding_box()
            assert leave is not None
            assert leave["x"] + leave["width"] <= width
            await shown.close()
