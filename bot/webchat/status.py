"""The page on which anybody can ask by its number where a complaint stands: one form, one sentence, no script.

The number is sent in the body, so that it stands in no address bar and no log. Of who asks only a digest is kept, made
with a key that this process made up, in memory, for an hour.
"""

import hashlib
import html
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Protocol

from aiohttp import web

from bot.words import LANGUAGES, Words

PLACE: Final = "/status"
A_HOUR: Final = 10
HOUR: Final = timedelta(hours=1)
ADDRESSES: Final = 10_000
LONGEST: Final = 64
LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})


class BoardLike(Protocol):
    """Whoever knows where a case stands; `bot.app` names one."""

    async def stage(self, written: str, language: str) -> str | None: ...


class StatusPage:
    """One address: asked for, it shows the form; sent, it answers under it."""

    def __init__(self, board: BoardLike, page: str, clock: Callable[[], datetime], framed: str) -> None:
        self._board = board
        self._page = page
        self._words = Words.load()
        self._asked = Hourly(clock)
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
        if not self._asked.once_more(_address(request)):
            return self._html(language, self._said(language, "slow"), status=429)
        stage = await self._board.stage(written, language) if len(written) <= LONGEST else None
        if stage is None:
            return self._html(language, self._said(language, "unknown"))
        return self._html(language, f"{self._said(language, 'stands')}<p><strong>{html.escape(stage)}</strong></p>")

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


class Hourly:
    """How often each address has asked within the last hour."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._asked: dict[bytes, list[datetime]] = {}

    def once_more(self, address: str) -> bool:
        """Count one more, or say no."""
        now = self._clock()
        who = hashlib.blake2b(address.encode(), key=self._key, digest_size=16).digest()
        lately = [at for at in self._asked.pop(who, ()) if now - at < HOUR]
        allowed = len(lately) < A_HOUR
        self._asked[who] = [*lately, now] if allowed else lately  # last in the row: it is the one that asked last
        while len(self._asked) > ADDRESSES:
            del self._asked[next(iter(self._asked))]
        return allowed


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
