"""The files of the page: only those that are meant, with their types, and nothing inline."""

import re
from datetime import UTC, datetime, timedelta
from importlib.resources import files as package

import pytest
from aiohttp import ClientSession, CookieJar

from bot.webchat.server import WebChat
from storage.database import Database
from storage.files import Files
from tests.webchat.conftest import Clock, Tab

PAGE = package("bot.webchat").joinpath("page")


class Demo:
    """Two seats and a clock."""

    seats = {"resident": "minneapolis_opcr", "investigator": "TOKEN"}  # noqa: RUF012
    offices: dict[str, dict[str, object]] = {}  # noqa: RUF012

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    async def next_day(self) -> datetime:
        self.at += timedelta(days=1)
        return self.at


async def fetch(tab: Tab, path: str) -> tuple[int, str, str]:
    async with tab.session.get(tab.base + path) as answer:
        return answer.status, answer.content_type, await answer.text()


async def test_resident_and_staff_have_pages_that_differ(tab: Tab) -> None:
    _, kind, resident = await fetch(tab, "/")
    _, _, staff = await fetch(tab, "/staff/investigator")
    assert kind == "text/html"
    assert 'data-door="resident" data-seat="resident"' in resident
    assert 'data-door="staff" data-seat="investigator"' in staff
    assert "{{" not in resident + staff


@pytest.mark.parametrize(
    "path",
    [
        "/staff/resident",
        "/staff/UPPER",
        "/staff/a%22b",
        "/page/chat.html",
        "/page/none.js",
        "/page/..%2fserver.py",
        "/demo",
    ],
)
async def test_nothing_else_is_served(tab: Tab, path: str) -> None:
    assert (await fetch(tab, path))[0] == 404


@pytest.mark.parametrize(
    ("name", "kind"), [("chat.js", "text/javascript"), ("style.css", "text/css"), ("icon.svg", "image/svg+xml")]
)
async def test_a_file_has_its_type(tab: Tab, name: str, kind: str) -> None:
    assert (await fetch(tab, f"/page/{name}"))[:2] == (200, kind)


async def test_robots_are_sent_away(tab: Tab) -> None:
    assert "Disallow: /" in (await fetch(tab, "/robots.txt"))[2]


@pytest.mark.parametrize("name", [item.name for item in PAGE.iterdir() if item.name.endswith(".html")])
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(name: str) -> None:
    text = PAGE.joinpath(name).read_text("utf-8")
    assert not re.search(r"<style|style=|\son\w+=|<script(?![^>]*src=)", text)
    assert not re.search(r"(src|href)=\"(?!/page/|#)", text)


@pytest.mark.parametrize("name", [item.name for item in PAGE.iterdir() if item.name.endswith(".js")])
def test_nothing_that_was_said_can_become_markup(name: str) -> None:
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", PAGE.joinpath(name).read_text("utf-8")
    )


def test_both_languages_say_everything() -> None:
    text = PAGE.joinpath("words.js").read_text("utf-8")
    tables = re.findall(r"^const (?:EN|ES) = \{(.*?)^\};", text, re.MULTILINE | re.DOTALL)
    english, spanish = (re.findall(r"(?:^|, |\s)(\w+): \"", table) for table in tables)
    assert english == spanish
    assert len(english) > 40


async def test_the_demo_shows_its_seats_and_turns_its_clock(database: Database, files: Files, clock: Clock) -> None:
    webchat = WebChat(database, files, clock=clock, demo=Demo())
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        try:
            tab = Tab(session, (await webchat.start()).page)
            assert (await fetch(tab, "/demo"))[0] == 200
            async with session.get(tab.base + "/demo/state") as answer:
                assert await answer.json() == {"now": "2026-11-24T09:00:00+00:00", "seats": Demo.seats}
            assert (await tab.tries(f"{tab.base}/demo/next-day"))[1] == {"now": "2026-11-25T09:00:00+00:00"}
            assert (await tab.tries("demo/next-day"))[1] == {"now": "2026-11-26T09:00:00+00:00"}
            assert (await tab.tries(f"{tab.base}/demo/next-day", headers={"X-Other": "1"}))[0] == 403
            await tab.post("open")
            clock.passes(days=1)
            assert not (await tab.news())["hidden"]
        finally:
            await webchat.stop()
