"""The side of the door that faces a browser: the JSON that the page's script reads and writes, one seat per cookie."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.webchat import guard, media, messages
from bot.webchat.bell import heard
from bot.webchat.entrance import RESIDENT, SEAT, Entrance, Visit
from bot.webchat.guard import Pace, failure
from bot.webchat.parameters import CALLBACK_BYTES, CAPTION_UNITS, TEXT_UNITS, Refusal, units
from bot.webchat.requests import key_of, seconds, text_of, upload_of, whole
from bot.webchat.rooms import Limits, Rooms
from storage import conversations, transcripts

LONGEST_WAIT = 25.0
UPLOADS_AT_ONCE = 2  # each is held in memory while it is sealed

log = structlog.get_logger()
Answer = Callable[[Visit], Awaitable[web.StreamResponse]]


class Browser:
    """The chat's routes; `pages` serves what the browser loads first."""

    def __init__(self, rooms: Rooms, limits: Limits, *, secure: bool) -> None:
        self._rooms = rooms
        self._entrance = Entrance(rooms, limits, secure=secure)
        self._messages = Pace(limits.messages_burst, limits.messages_a_second)
        self._uploads = asyncio.Semaphore(UPLOADS_AT_ONCE)

    def routes(self) -> list[web.RouteDef]:
        chat = f"/chat/{SEAT}"
        return [
            web.post(f"{chat}/open", self._entrance.open),
            web.post(f"/chat/{RESIDENT}/return", self._entrance.come_back),
            web.post(f"{chat}/resume", self._visit(self._entrance.resume, even_hidden=True)),
            web.post(f"{chat}/leave", self._visit(self._entrance.leave, even_hidden=True)),
            web.post(f"{chat}/here", self._visit(self._entrance.here)),
            web.post(f"{chat}/say", self._visit(self._say, paced=True)),
            web.post(f"{chat}/tap", self._visit(self._tap, paced=True)),
            web.post(f"{chat}/edit", self._visit(self._edit, paced=True)),
            web.post(f"{chat}/file", self._visit(self._file, paced=True)),
            web.get(f"{chat}/entries", self._visit(self._entries, even_hidden=True)),
            web.get(f"{chat}/commands", self._visit(self._commands)),
            web.get(f"{chat}/file/{{file_id}}", self._visit(self._download)),
        ]

    # --- the person speaks ---------------------------------------------------------------------------------------

    async def _say(self, visit: Visit) -> web.StreamResponse:
        body = await visit.body()
        text = messages.clean(text_of(body, "text"))
        if not text.strip():
            return failure(400, "empty")
        if units(text) > TEXT_UNITS:
            return failure(413, "too_long")
        key = key_of(body.get("key"))
        said = messages.said(text, entities=messages.commands(text), reply_to=whole(body.get("reply_to")))
        entry, _ = await self._rooms.person_says(visit.room, said, key)
        return web.json_response({"message_id": entry.message_id})

    async def _tap(self, visit: Visit) -> web.StreamResponse:
        body = await visit.body()
        message_id, data = whole(body.get("message_id")), messages.clean(text_of(body, "data"))
        if message_id is None or not 1 <= len(data.encode()) <= CALLBACK_BYTES:
            return failure(400, "tap")
        await self._rooms.person_taps(visit.room, message_id, data)
        return web.json_response({})

    async def _edit(self, visit: Visit) -> web.StreamResponse:
        body = await visit.body()
        text, message_id = messages.clean(text_of(body, "text")), whole(body.get("message_id"))
        async with self._rooms.database.read() as session:
            entry = await transcripts.entry(session, visit.room, message_id) if message_id else None
        if entry is None or entry.deleted or entry.author != "person":
            return failure(404, "message")
        limit = CAPTION_UNITS if entry.body.get("file") else TEXT_UNITS
        if units(text) > limit or not (text.strip() or entry.body.get("file")):
            return failure(413 if text.strip() else 400, "too_long" if text.strip() else "empty")
        if text != entry.body["text"]:
            await self._rooms.person_edits(visit.room, entry.message_id, text)
        return web.json_response({})

    async def _file(self, visit: Visit) -> web.StreamResponse:
        async with self._uploads:
            fields, upload = await upload_of(visit.request)
            if upload is None or not upload.data:
                return failure(400, "empty_file")
            caption = messages.clean(fields.get("caption", ""))
            if units(caption) > CAPTION_UNITS:
                return failure(413, "too_long")
            file = await self._rooms.keep(visit.room, upload)
        key = key_of(fields.get("key"))
        body = messages.sent_file(file, caption, group=fields.get("group", "")[:64])
        try:
            entry, new = await self._rooms.person_says(visit.room, body, key)
        except BaseException:
            await self._rooms.discard([conversations.path_of(file["id"])])
            raise
        if not new:
            await self._rooms.discard([conversations.path_of(file["id"])])
        return web.json_response({"message_id": entry.message_id})

    # --- the page listens ----------------------------------------------------------------------------------------

    async def _entries(self, visit: Visit) -> web.StreamResponse:
        query, chat_id = visit.request.query, visit.room.chat_id
        after, typing = whole(query.get("after")) or 0, query.get("typing")
        clock = asyncio.get_running_loop().time
        until = clock() + seconds(query.get("wait"), LONGEST_WAIT)
        waited = False
        while True:
            bell = self._rooms.bell.listen(chat_id)
            if waited and not visit.hidden:
                visit = await self._again(visit)
            if visit.hidden:
                return web.json_response(
                    {"entries": [], "next": after, "typing": False, "notice": None, "hidden": True}
                )
            async with self._rooms.database.read() as session:
                found = await transcripts.entries(session, visit.room, after)
            types, notice = self._rooms.typing(chat_id), self._rooms.take_notice(chat_id)
            changed = found or notice or (typing is not None and types != (typing == "1"))
            if changed or clock() >= until or self._rooms.bell.closed:
                shown = [messages.shown(entry, visit.seat) for entry in found]
                last = found[-1].seq if found else after
                return web.json_response(
                    {"entries": shown, "next": last, "typing": types, "notice": notice, "hidden": False}
                )
            await heard(bell, min(until - clock(), 1.0 if types else LONGEST_WAIT))
            waited = True

    async def _again(self, visit: Visit) -> Visit:
        """The same visit after a wait: somebody may have left, or too much time may have passed."""
        room = await self._entrance.of_cookie(visit.request.cookies.get(guard.cookie(visit.seat)))
        if room is None:
            raise web.HTTPUnauthorized
        return Visit(visit.request, visit.seat, room, self._rooms.hidden(room))

    async def _commands(self, visit: Visit) -> web.StreamResponse:
        """The bot's menu for this chat: its own, else that of private chats, else the common one."""
        for audience in (f"chat:{visit.room.chat_id}", "all_private_chats:", "default:"):
            for language in (visit.request.query.get("language", ""), ""):
                found = self._rooms.commands.get((audience, language))
                if found is not None:
                    return web.json_response({"commands": found})
        return web.json_response({"commands": []})

    async def _download(self, visit: Visit) -> web.StreamResponse:
        try:
            room, entry = await self._rooms.known_file(visit.request.match_info["file_id"])
        except Refusal:
            return failure(404, "file")
        if room.chat_id != visit.room.chat_id:
            return failure(404, "file")
        file = entry.body["file"]
        response = web.Response(body=await self._rooms.content(room, file["id"]))
        response.content_type = media.served_as(file["mime"])
        response.headers["Content-Disposition"] = media.disposition(file["name"])
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
        return response

    # --- who may -----------------------------------------------------------------------------------------------------

    def _visit(self, answer: Answer, *, even_hidden: bool = False, paced: bool = False) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            seat = request.match_info["seat"]
            room = await self._entrance.of_cookie(request.cookies.get(guard.cookie(seat)))
            if room is None:
                return failure(401, "gone")
            hidden = self._rooms.hidden(room)
            if hidden and not even_hidden:
                return failure(423, "hidden")
            wait = self._messages.wait(room.chat_id) if paced else 0.0
            if wait:
                return failure(429, "slow", **{"Retry-After": str(int(wait) + 1)})
            return await answer(Visit(request, seat, room, hidden))

        return handle
