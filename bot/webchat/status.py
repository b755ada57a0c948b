"""The page on which anybody can ask by its number where a complaint stands: one form, one sentence, no script.

The number is sent in the body, so that it stands in no address bar and no log. Of who asks only a keyed digest is kept,
for an hour, where every replica counts.
"""

import html
from typing import Final, Protocol

from aiohttp import web

from bot.webchat.rooms import Rooms
from bot.words import LANGUAGES, Words
from storage import lookups

PLACE: Final = "/status"
A_HOUR: Final = 10
LONGEST: Final = 64
LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})


class BoardLike(Protocol):
    """Whoever knows where a case stands; `bot.app` names one."""

    async def stage(self, written: str, language: str) -> str | None: ...


class StatusPage:
    """One address: asked for, it shows the form; sent, it answers under it."""

    def __init__(self, board: BoardLike, rooms: Rooms, page: str, framed: str) -> None:
        self._board = board
        self._rooms = rooms
        self._page = page
        self._words = Words.load()
        self._policy = (
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
            f" frame-ancestors {framed}"
        )

    def routes(self) -> list[web.RouteDef]:
        return [web.get(PLACE, self._form), web.post(PLACE, self._answer)]

    async def _form(self, request: web.Request) -> web.Response:
        return self._html(_language(request), "")

    async def _answer(self, request: web.Request) -> web.Response:
        language, sent = _language(request), (await request.post()).get("reference")
        written = sent.strip() if isinstance(sent, str) else ""
        if not written:
            return self._html(language, "")
        if not await self._once_more(_address(request)):
            return self._html(language, self._said(language, "slow"), status=429)
        stage = await self._board.stage(written, language) if len(written) <= LONGEST else None
        if stage is None:
            return self._html(language, self._said(language, "unknown"))
        return self._html(language, f"{self._said(language, 'stands')}<p><strong>{html.escape(stage)}</strong></p>")

    async def _once_more(self, address: str) -> bool:
        now = self._rooms.clock()
        async with self._rooms.database.write() as session:
            await lookups.forget(session, now)
            return await lookups.once_more(session, address, A_HOUR, now)

    def _said(self, language: str, key: str) -> str:
        return f"<p>{html.escape(self._words.say(language, f'look_up.{key}'))}</p>"

    def _html(self, language: str, answer: str, status: int = 200) -> web.Response:
        say = {key: html.escape(self._words.say(language, f"look_up.{key}")) for key in ("title", "label", "button")}
        other = next(each for each in LANGUAGES if each != language)
        shown = f'<div class="sheet" role="status">{answer}</div>' if answer else ""
        body = (
            f"{shown}{self._said(language, 'ask')}"
            f'<form method="post" action="{PLACE}?language={language}"><label for="reference">{say["label"]}</label>'
            f'<input id="reference" name="reference" autocomplete="off" autocapitalize="characters" spellcheck="false"'
            f' maxlength="{LONGEST}" required><button type="submit">{say["button"]}</button></form>'
            f'<div class="note">{self._said(language, "only")}</div>'
            f'<p><a class="key" href="{PLACE}?language={other}" lang="{other}" hreflang="{other}">'
            f"{html.escape(self._words.say(other, 'look_up.name'))}</a></p>"
        )
        text = self._page.replace("{{language}}", language).replace("{{title}}", say["title"])
        headers = {"Content-Security-Policy": self._policy}
        text = text.replace("{{body}}", body, 1)
        return web.Response(text=text, content_type="text/html", status=status, headers=headers)


def _address(request: web.Request) -> str:
    """Where it comes from: the door listens to this machine alone, so the proxy before it says who asks.

    What stands before the proxy's own word, the last, anybody may have made up. Of a long address the half that a home
    has counts: the other half changes by itself.
    """
    remote = request.remote or ""
    if remote in LOOPBACK:
        remote = ",".join(request.headers.getall("X-Forwarded-For", [remote])).rpartition(",")[2].strip()
    return ":".join(remote.split(":")[:4]) if remote.count(":") > 1 else remote


def _language(request: web.Request) -> str:
    wanted = request.query.get("language") or request.headers.get("Accept-Language", "")[:2].lower()
    return wanted if wanted in LANGUAGES else "en"
