"""Anybody may look up a stage by a number, ten times an hour; every other number gives one answer, without a script."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
import pytest_asyncio
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.webchat.server import WebChat
from bot.webchat.status import A_HOUR
from storage.database import Database
from storage.files import Files
from storage.models import lookups
from storage.vault import Vault
from tests.webchat.chromium import PHONE, accessible, chromium
from tests.webchat.conftest import Clock

KNOWN = "OPCR-2026-00001-8"
STAGE = {"en": "Your complaint is being <investigated>.", "es": "Su queja se está investigando."}


@dataclass
class Board:
    """One case that may be looked up."""

    asked: list[tuple[str, str]] = field(default_factory=list)

    async def stage(self, written: str, language: str) -> str | None:
        self.asked.append((written, language))
        return STAGE[language] if written == KNOWN else None


@pytest.fixture
def board() -> Board:
    return Board()


@pytest_asyncio.fixture
async def page(database: Database, files: Files, clock: Clock, board: Board) -> AsyncIterator[str]:
    """The address of the page of a running door."""
    door = WebChat(database, files, clock=clock, board=board)
    yield (await door.start()).page + "/status"
    await door.stop()


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def looks_up(
    browser: aiohttp.ClientSession, page: str, number: str, *, language: str = "en", of: str = "203.0.113.7"
) -> tuple[int, str]:
    headers = {"X-Forwarded-For": of, "Sec-Fetch-Site": "cross-site", "Origin": "https://news.example"}
    async with browser.post(page, params={"language": language}, data={"reference": number}, headers=headers) as answer:
        return answer.status, await answer.text()


async def test_the_form_speaks_the_browsers_language_and_leads_to_the_other(
    browser: aiohttp.ClientSession, page: str
) -> None:
    for accepted, title, other in (("es-MX,es", "¿En qué paso va una queja?", "en"), ("so", "Where does a", "es")):
        async with browser.get(page, headers={"Accept-Language": accepted}) as answer:
            text = await answer.text()
            assert "script" not in answer.headers["Content-Security-Policy"]
            assert "noindex" in answer.headers["X-Robots-Tag"]
        assert title in text
        assert f'href="/status?language={other}"' in text
        assert "<script" not in text
        assert 'method="post"' in text


@pytest.mark.parametrize("language", ["en", "es"])
async def test_a_stage_is_all_that_is_shown(
    browser: aiohttp.ClientSession, page: str, board: Board, language: str
) -> None:
    status, text = await looks_up(browser, page, f" {KNOWN} ", language=language)
    assert status == 200
    assert STAGE[language].replace("<", "&lt;").replace(">", "&gt;") in text
    assert KNOWN not in text, "the number stands in no page that somebody may leave open"
    assert board.asked == [(KNOWN, language)]


async def test_whatever_is_no_number_of_ours_gives_the_same_answer(browser: aiohttp.ClientSession, page: str) -> None:
    strange = ["OPCR-2026-00002-6", "CHRO-2026-00001-1", "hello", "<b>", "x" * 500, "'; DROP TABLE cases"]
    answers = {await looks_up(browser, page, each, of=f"198.51.100.{n}") for n, each in enumerate(strange)}
    assert len(answers) == 1
    ((status, text),) = answers
    assert status == 200
    assert "There is nothing to show for that number" in text


async def test_nothing_asked_counts_as_nothing(browser: aiohttp.ClientSession, page: str, board: Board) -> None:
    for _ in range(A_HOUR + 2):
        assert (await looks_up(browser, page, "  "))[0] == 200
    async with browser.post(page, data=aiohttp.FormData({"other": "x"})) as answer:
        assert answer.status == 200
    assert board.asked == []


async def test_ten_an_hour_for_each_address_and_then_the_next_hour(
    browser: aiohttp.ClientSession, page: str, board: Board, clock: Clock
) -> None:
    for _ in range(A_HOUR):
        assert (await looks_up(browser, page, KNOWN))[0] == 200
        clock.passes(minutes=1)
    status, text = await looks_up(browser, page, KNOWN)
    assert (status, len(board.asked)) == (429, A_HOUR)
    assert "ten numbers in one hour" in text
    assert (await looks_up(browser, page, KNOWN, of="203.0.113.8"))[0] == 200, "somebody else may"
    assert (await looks_up(browser, page, KNOWN, of="9.9.9.9, 203.0.113.7"))[0] == 429, "what the proxy says counts"
    clock.passes(minutes=50)
    assert (await looks_up(browser, page, KNOWN))[0] == 200


async def test_a_home_with_many_long_addresses_is_one(browser: aiohttp.ClientSession, page: str) -> None:
    homes = [f"2001:db8:1:2:{n}::1" for n in range(A_HOUR)]
    for each in homes:
        assert (await looks_up(browser, page, KNOWN, of=each))[0] == 200
    assert (await looks_up(browser, page, KNOWN, of="2001:db8:1:2:ffff::9"))[0] == 429
    assert (await looks_up(browser, page, KNOWN, of="2001:db8:1:3::1"))[0] == 200


async def test_neither_who_asks_nor_for_what_is_logged_or_kept_in_clear(
    browser: aiohttp.ClientSession, page: str, clock: Clock, database: Database
) -> None:
    with capture_logs() as logs:
        for _ in range(A_HOUR + 1):
            await looks_up(browser, page, KNOWN)
    assert logs == []
    async with database.read() as session:
        (row,) = await session.execute(select(lookups))
    assert not any(each in str(row) for each in ("203.0", KNOWN))
    clock.passes(hours=1)
    await looks_up(browser, page, KNOWN, of="198.51.100.1")
    async with database.read() as session:
        assert row.who not in (await session.execute(select(lookups.c.who))).scalars().all(), "forgotten in an hour"


async def test_every_replica_counts_the_same_also_after_a_start(
    browser: aiohttp.ClientSession, url: str, vault: Vault, files: Files, clock: Clock, board: Board
) -> None:
    """Each look-up goes to a door of its own, on a database handle of its own, that ends after it."""
    answers = []
    for _ in range(A_HOUR + 1):
        database = await Database.open(url, vault)
        door = WebChat(database, files, clock=clock, board=board)
        answers.append((await looks_up(browser, (await door.start()).page + "/status", KNOWN))[0])
        await door.stop()
        await database.close()
    assert answers == [*[200] * A_HOUR, 429]


async def test_without_a_board_there_is_no_such_page(
    browser: aiohttp.ClientSession, database: Database, files: Files, clock: Clock
) -> None:
    door = WebChat(database, files, clock=clock)
    address = (await door.start()).page
    async with browser.get(f"{address}/status") as answer:
        assert answer.status == 404
    await door.stop()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "es"])
async def test_it_works_on_a_narrow_phone_without_scripts(page: str, language: str) -> None:
    async with chromium() as browser:
        phone = await browser.new_page(**PHONE, locale=language)
        await phone.goto(page)
        await accessible(phone)
        await phone.fill("input", KNOWN)
        await phone.tap("button")
        await phone.wait_for_selector(".sheet")
        assert STAGE[language] in await phone.inner_text(".sheet")
        assert KNOWN not in phone.url
        await accessible(phone)
        without = await browser.new_context(**PHONE, java_script_enabled=False)
        plain = await without.new_page()
        await plain.goto(f"{page}?language={language}")
        await plain.fill("input", "OPCR-2026-99999-5")
        await plain.tap("button")
        await plain.wait_for_selector(".sheet")
        assert STAGE[language] not in await plain.inner_text("main")
