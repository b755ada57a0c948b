"""Coming to the page and going: which conversation a cookie opens, a way back from another browser, and letting go."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.webchat import guard, messages
from bot.webchat.guard import Pace, failure
from bot.webchat.parameters import Refusal
from bot.webchat.requests import body_of, text_of
from bot.webchat.rooms import Limits, Rooms
from storage import conversations, drafts
from storage.chats import Chat
from storage.conversations import Conversation
from storage.vault import vault_of

SEAT = r"{seat:[a-z0-9_-]{1,32}}"
RESIDENT = "resident"
LANGUAGES = frozenset({"en", "es"})


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a browser whose cookie opened a conversation."""

    request: web.Request
    seat: str
    room: Conversation
    hidden: bool

    async def body(self) -> dict[str, Any]:
        return await body_of(self.request)


class Entrance:
    """The routes that open and close conversations; `browser` has those of a conversation that is open."""

    def __init__(self, rooms: Rooms, limits: Limits, *, secure: bool) -> None:
        self._rooms = rooms
        self._secure = secure
        self._openings = Pace(limits.openings_burst, limits.openings_a_second)

    async def open(self, request: web.Request) -> web.StreamResponse:
        """Find the cookie's conversation or begin one; a new start token is said to the bot in either case."""
        seat, body = request.match_info["seat"], await body_of(request)
        start = messages.clean(str(body.get("start") or ""))[:64].strip() or None
        language = body.get("language") if body.get("language") in LANGUAGES else None
        token = request.cookies.get(guard.cookie(seat))
        room = await self.of_cookie(token)
        if room is None:
            wait = self._openings.wait(0)
            if wait:
                return failure(429, "slow", **{"Retry-After": str(int(wait) + 1)})
            return await self._begin(seat, start, language or "en")
        if start:
            await self._start_again(room, start)
        return web.json_response(self._opened(room, resumed=True))

    async def _begin(self, seat: str, start: str | None, language: str) -> web.StreamResponse:
        token = guard.new_token()
        async with self._rooms.database.write() as session:
            vault = vault_of(session)
            room = await conversations.begin(
                session,
                token_digest=vault.digest_token(token),
                now=self._rooms.clock(),
                language=language,
                staff=seat != RESIDENT,
            )
            if start:
                await conversations.started_with(session, room.chat_id, vault.digest_token(start))
            await self._rooms.say_start(session, room, start)
        self._rooms.announce(room.chat_id)
        response = web.json_response(self._opened(room, resumed=False))
        guard.give_cookie(response, seat, token, secure=self._secure)
        return response

    async def _start_again(self, room: Conversation, start: str) -> None:
        async with self._rooms.database.write() as session:
            digest = vault_of(session).digest_token(start)
            held = await conversations.hold(session, room.chat_id)
            if held is not None and await conversations.started_with(session, room.chat_id, digest):
                await self._rooms.say_start(session, held, start)
        self._rooms.announce(room.chat_id)

    async def come_back(self, request: web.Request) -> web.StreamResponse:
        """Open a conversation with the way back that `/pause` gave out; it works once, and while its draft is there."""
        wait = self._openings.wait(0)
        if wait:
            return failure(429, "slow", **{"Retry-After": str(int(wait) + 1)})
        word, token = text_of(await body_of(request), "word"), guard.new_token()
        async with self._rooms.database.write() as session:
            digest, now = vault_of(session).digest_token, self._rooms.clock()
            room = await conversations.come_back(session, digest(word), digest(token), now)
            draft = await drafts.of_chat(session, Chat(conversations.DOOR, str(room.chat_id))) if room else None
            if room is None or draft is None or not word.startswith(draft.id):
                raise Refusal(404, "Not Found")  # and nothing is changed
        self._rooms.bell.ring(room.chat_id)
        response = web.json_response({})
        guard.give_cookie(response, RESIDENT, token, secure=self._secure)
        return response

    def _opened(self, room: Conversation, *, resumed: bool) -> dict[str, Any]:
        hidden = self._rooms.hidden(room)
        return {"chat_id": room.chat_id, "resumed": resumed, "hidden": hidden, "language": room.language}

    async def of_cookie(self, token: str | None) -> Conversation | None:
        if not token:
            return None
        async with self._rooms.database.read() as session:
            return await conversations.of_token(session, vault_of(session).digest_token(token))

    async def resume(self, visit: Visit) -> web.StreamResponse:
        return await self.here(visit)

    async def here(self, visit: Visit) -> web.StreamResponse:
        """The person is here (typing, perhaps for long): the conversation stays open. Also takes a new language."""
        language = (await visit.body()).get("language")
        async with self._rooms.database.write() as session:
            now = self._rooms.clock()
            known = language if language in LANGUAGES else None
            await conversations.used(session, visit.room.chat_id, now, language=known)
        return web.json_response({})

    async def leave(self, visit: Visit) -> web.StreamResponse:
        async with self._rooms.database.write() as session:
            await conversations.lock_out(session, visit.room.chat_id, self._rooms.clock())
        self._rooms.bell.ring(visit.room.chat_id)
        response = web.json_response({})
        guard.take_cookie(response, visit.seat)
        return response
