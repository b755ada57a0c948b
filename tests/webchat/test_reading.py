"""The page that shows once what never goes into a chat: no script, no trace, and one answer for every bad link."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest

from bot.webchat.guard import headers
from bot.webchat.pages import Pages
from bot.webchat.reading import ReadingPage


@dataclass(frozen=True)
class Leaf:
    data: bytes
    name: str
    mime: str


@dataclass(frozen=True)
class Sheet:
    texts: tuple[str, ...] = ()
    leaf: Leaf | None = None
    language: str = "es"
    title: str = "OPCR-2026-00001-8"
    note: str = "Shown once."


@dataclass
class Shelf:
    """Links by token; each is there once."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def open(self, token: str) -> Sheet | None:
        self.asked.append(token)
        return self.sheets.pop(token, None)


@pytest.fixture
async def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def page(shelf: Shelf) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser before the page, with nothing else behind it."""
    from aiohttp import web
    from aiohttp.test_utils import TestServer

    from bot.webchat import guard

    app = web.Application(middlewares=[guard.own_pages_only])
    app.add_routes(ReadingPage(shelf, Pages("Redress", None).text("reading.html"), "'none'").routes())
    async with TestServer(app) as server, aiohttp.ClientSession(server.make_url("/")) as session:
        yield session


async def test_looking_uses_nothing_up(page: aiohttp.ClientSession, shelf: Shelf) -> None:
    shelf.sheets["good"] = Sheet(("The story.",))
    texts = []
    for token in ("good", "bad", "good"):
        async with page.get(f"/read/{token}") as answer:
            assert answer.status == 200
            texts.append(await answer.text())
    assert len(set(texts)) == 1, "it does not say whether a link is good"
    assert shelf.asked == []


async def test_a_story_is_shown_once_and_inert(page: aiohttp.ClientSession, shelf: Shelf) -> None:
    shelf.sheets["good"] = Sheet(("<script>alert(1)</script> {{title}}", "Two"))
    async with page.post("/read/good") as answer:
        text = await answer.text()
        assert (answer.status, answer.content_type) == (200, "text/html")
        assert "script" not in answer.headers["Content-Security-Policy"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{title}}" in text
    assert '<html lang="es">' in text
    assert text.count('class="sheet"') == 2
    async with page.post("/read/good") as answer:
        assert answer.status == 410
        assert "The story" not in await answer.text()


@pytest.mark.parametrize("token", ["used", "x" * 500, "..%2f", "%00"])
async def test_every_bad_link_gives_the_same_friendly_page(page: aiohttp.ClientSession, token: str) -> None:
    async with page.post(f"/read/{token}") as answer:
        assert answer.status == 410
        text = await answer.text()
    assert "There is nothing to read here" in text
    assert "Aquí no hay nada que leer" in text


@pytest.mark.parametrize(
    ("leaf", "kind", "shown"),
    [
        (Leaf(b"\x89PNG", "a photo.png", "image/png"), "image/png", "inline"),
        (Leaf(b"<svg/>", 'x"; evil\r\n.svg', "image/svg+xml"), "application/octet-stream", "attachment"),
        (Leaf(b"<script>", "page.html", "text/html"), "application/octet-stream", "attachment"),
    ],
)
async def test_pictures_are_shown_and_nothing_is_ever_run(
    page: aiohttp.ClientSession, shelf: Shelf, leaf: Leaf, kind: str, shown: str
) -> None:
    shelf.sheets["file"] = Sheet(leaf=leaf)
    async with page.post("/read/file") as answer:
        assert (answer.content_type, await answer.read()) == (kind, leaf.data)
        assert answer.headers["Content-Disposition"].startswith(f"{shown}; filename=")
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_page_is_for_every_eye() -> None:
    folder = Path(__file__).parents[2] / "bot" / "webchat" / "page"
    text, style = (folder / "reading.html").read_text("utf-8"), (folder / "reading.css").read_text("utf-8")
    assert "<script" not in text
    assert 'name="viewport"' in text
    assert "<h1>" in text
    assert "prefers-color-scheme: dark" in style
    assert ":focus-visible" in style
    assert headers(framed=False)["Cache-Control"] == "no-store"
