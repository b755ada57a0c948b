"""The door as one object: `bot.app` (and every test that needs a wire) starts it and gets its addresses."""

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.webchat import guard, messages
from bot.webchat.botapi import BotApi
from bot.webchat.browser import Browser
from bot.webchat.entrance import RESIDENT
from bot.webchat.face import Face, Faces
from bot.webchat.faults import Faults
from bot.webchat.pages import Demo as Demo
from bot.webchat.pages import Pages
from bot.webchat.parameters import Refusal
from bot.webchat.reading import ReadingPage, ShelfLike
from bot.webchat.rooms import HIDE_AFTER, Limits, Rooms
from bot.webchat.status import BoardLike, StatusPage
from storage import conversations, transcripts
from storage.database import Database
from storage.files import Files

LOOPBACK = "127.0.0.1"
SHUTDOWN_SECONDS = 5.0
JSON_BYTES = 64 * 1024

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the two sides listen; `api` and `token` are for the bot alone."""

    page: str
    api: str
    token: str


USUAL = Faces(Face("", {"en": "Redress", "es": "Redress"}), {})


@dataclass(frozen=True, slots=True)
class Options:
    """What an operator or a test may choose about the page."""

    faces: Faces = USUAL
    """What the page is called and looks like, by the office in the link."""
    hosts: Collection[str] = ()
    """Names besides loopback under which the page may be reached (behind a proxy that speaks TLS)."""
    secure: bool = False
    """Send cookies over TLS only."""
    limits: Limits = field(default_factory=Limits)


class WebChat:
    """Two servers over one set of conversations."""

    def __init__(
        self,
        database: Database,
        files: Files,
        *,
        clock: Callable[[], datetime],
        host: str = LOOPBACK,
        port: int = 0,
        demo: Demo | None = None,
        options: Options | None = None,
        shelf: ShelfLike | None = None,
        board: BoardLike | None = None,
    ) -> None:
        self.faults = Faults()
        self._options = options or Options()
        self._listen = (host, port)
        self._demo = demo
        self._shelf = shelf
        self._board = board
        # The demo's clock leaps by days; nobody has been away for that long.
        self._rooms = Rooms(database, files, clock=clock, hide_after=None if demo else HIDE_AFTER)
        self._runners: list[web.AppRunner] = []

    async def start(self) -> Addresses:
        """Listen on both sides; the bot's token is new at every start."""
        token = f"{messages.BOT['id']}:{secrets.token_urlsafe(32)}"
        api = await self._serve(BotApi(self._rooms, token, self.faults).app(), LOOPBACK, 0)
        page = await self._serve(self._page_app(), *self._listen)
        return Addresses(page, api, token)

    async def stop(self) -> None:
        """Answer every waiting poll with what there is, then close both sides."""
        self._rooms.bell.close()
        for runner in self._runners:
            await runner.cleanup()
        self._runners.clear()

    async def deliver(self, chat_id: int, update: Mapping[str, Any]) -> int:
        """Queue a raw update as if the person had sent it (what the page cannot send); a negative id is a group."""
        return await self._rooms.deliver(chat_id, update)

    async def shown(self, chat_id: int) -> list[dict[str, Any]]:
        """What a chat shows now, for tests of chats that no page has open; empty for one that is gone."""
        async with self._rooms.database.read() as session:
            room = await conversations.load(session, chat_id)
            found = await transcripts.entries(session, room, 0, limit=10_000) if room else []
        return [messages.shown(entry, RESIDENT) for entry in found]

    def _page_app(self) -> web.Application:
        options = self._options
        checks = [_faults_told_apart, guard.own_hosts_only({self._listen[0], *options.hosts}), guard.own_pages_only]
        app = web.Application(client_max_size=JSON_BYTES, middlewares=checks)
        pages = Pages(options.faces, self._demo)
        app.add_routes(pages.routes())
        framed = "'self'" if self._demo else "'none'"
        if self._board is not None:
            app.add_routes(StatusPage(self._board, self._rooms, pages.text("reading.html"), framed).routes())
        if self._shelf is not None:
            app.add_routes(ReadingPage(self._shelf, pages.text("reading.html"), framed).routes())
        app.add_routes(Browser(self._rooms, options.limits, secure=options.secure).routes())
        always = guard.headers(framed=self._demo is not None)

        async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
            for name, value in always.items():
                response.headers.setdefault(name, value)
            response.headers["Server"] = "redress"  # no version numbers for strangers

        app.on_response_prepare.append(add_headers)
        return app

    async def _serve(self, app: web.Application, host: str, port: int) -> str:
        # No access log: paths hold the bot's token, and who asked when is nobody's business.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
        await runner.setup()
        self._runners.append(runner)
        site = web.TCPSite(runner, host, port)
        await site.start()
        bound = runner.addresses[0]
        name = f"[{bound[0]}]" if ":" in bound[0] else bound[0]
        return f"http://{name}:{bound[1]}"


@web.middleware
async def _faults_told_apart(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every failure as the page's script reads it; in the log only its kind, for its message may hold what was said."""
    try:
        return await handler(request)
    except Refusal as refusal:
        return guard.failure(refusal.status, "too_large" if refusal.status == 413 else "refused")
    except web.HTTPUnauthorized:
        return guard.failure(401, "gone")
    except web.HTTPException as problem:
        return guard.failure(problem.status, "request")
    except Exception as fault:
        log.error("webchat_fault", side="page", fault=type(fault).__name__)
        return guard.failure(500, "failed")
