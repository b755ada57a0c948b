"""What the two sides of the door share: the conversations and the queue towards the bot.

`calls` (the bot) and `browser` (the page) write through here: every change is committed before it is announced.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.webchat import media, messages
from bot.webchat.bell import UPDATES, Bell
from bot.webchat.messages import Body
from bot.webchat.parameters import Refusal, Upload, bad
from storage import conversation_updates, conversations, transcripts
from storage.columns import new_id
from storage.conversations import Conversation
from storage.database import Database
from storage.files import Files
from storage.transcripts import Entry
from storage.vault import Place

HIDE_AFTER = timedelta(minutes=30)
TYPING_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast one conversation may send, and new ones may begin; over it the page waits and tries again."""

    messages_burst: int = 120
    messages_a_second: float = 3.0
    openings_burst: int = 200
    openings_a_second: float = 5.0


class Rooms:
    """Every conversation of one server."""

    def __init__(
        self,
        database: Database,
        files: Files,
        *,
        clock: Callable[[], datetime],
        hide_after: timedelta | None = HIDE_AFTER,
    ) -> None:
        self.database = database
        self.files = files
        self.clock = clock
        self.bell = Bell()
        self.allowed: frozenset[str] | None = None  # kinds of updates that the bot asked for; None: not asked yet
        self.left: set[int] = set()
        self.commands: dict[tuple[str, str], list[Body]] = {}
        self._hide_after = hide_after
        self._typing: dict[int, float] = {}
        self._notices: dict[int, str] = {}

    # --- what is true for seconds only ---------------------------------------------------------------------------

    def typing(self, chat_id: int) -> bool:
        return self._typing.get(chat_id, 0.0) > asyncio.get_running_loop().time()

    def starts_typing(self, chat_id: int) -> None:
        self._typing[chat_id] = asyncio.get_running_loop().time() + TYPING_SECONDS
        self.bell.ring(chat_id)

    def notice(self, chat_id: int, text: str) -> None:
        """Show a passing sentence, once."""
        self._notices[chat_id] = text
        self.bell.ring(chat_id)

    def take_notice(self, chat_id: int) -> str | None:
        return self._notices.pop(chat_id, None)

    def hidden(self, room: Conversation) -> bool:
        """Whether the page must ask before it shows this conversation."""
        idle = self._hide_after is not None and self.clock() - room.used_at > self._hide_after
        return room.hidden_at is not None or idle

    # --- who and what there is ---------------------------------------------------------------------------------------

    async def room(self, session: AsyncSession, chat_id: int) -> Conversation:
        """The conversation that a call names, or Telegram's refusal."""
        return self._found(chat_id, await conversations.load(session, chat_id))

    async def held(self, session: AsyncSession, chat_id: int) -> Conversation:
        """The same for a transaction that writes: nobody erases what was said before it ends."""
        return self._found(chat_id, await conversations.hold(session, chat_id))

    def _found(self, chat_id: int, room: Conversation | None) -> Conversation:
        if chat_id in self.left:
            raise Refusal(403, "Forbidden: bot is not a member of the group chat")
        if room is None:
            raise bad("chat not found")
        return room

    async def _still(self, session: AsyncSession, room: Conversation) -> Conversation:
        """A browser's conversation as it is now, held: it may have been erased since the cookie was read."""
        now = await conversations.hold(session, room.chat_id)
        if now is None:
            raise Refusal(401, "Unauthorized")
        return now

    async def known_file(self, file_id: str) -> tuple[Conversation, Entry]:
        """The conversation and the message of a file that a call names, or Telegram's refusal."""
        async with self.database.read() as session:
            found = await transcripts.of_file(session, file_id)
        if found is None or not found[1].body.get("file"):
            raise bad("wrong file_id or the file is temporarily unavailable")
        return found

    # --- messages --------------------------------------------------------------------------------------------------

    async def bot_says(self, session: AsyncSession, room: Conversation, body: Body) -> Body:
        """Add the bot's message in the transaction that holds the room; give it back as the Bot API shows it."""
        _must_open(room, body)
        entry, _ = await transcripts.add(session, room, author="bot", body=body, now=self.clock())
        self._typing.pop(room.chat_id, None)
        return messages.message(entry, room.chat_id, room.language)

    async def person_says(self, room: Conversation, body: Body, key: str | None = None) -> tuple[Entry, bool]:
        """Add the person's message and queue its update in one transaction; a repeated key changes nothing."""
        async with self.database.write() as session:
            now, room = self.clock(), await self._still(session, room)
            _must_open(room, body)
            added = await transcripts.add(session, room, author="person", body=body, now=now, client_key=key)
            if added[1]:
                update = {"message": await self._message(session, room, added[0])}
                await self._queue(session, room, update)
            await conversations.used(session, room.chat_id, now)
        self.announce(room.chat_id)
        return added

    async def person_edits(self, room: Conversation, message_id: int, text: str) -> None:
        """Change the person's own message and tell the bot, unless it is gone."""
        async with self.database.write() as session:
            now, room = self.clock(), await self._still(session, room)
            entry = await transcripts.entry(session, room, message_id)
            if entry is None or entry.deleted:
                raise Refusal(404, "Not Found")
            body = {**entry.body, "text": text, "entities": messages.commands(text)}
            edited = await transcripts.edit(session, room, entry, body=body, edited_at=now)
            await self._queue(session, room, {"edited_message": await self._message(session, room, edited)})
            await conversations.used(session, room.chat_id, now)
        self.announce(room.chat_id)

    async def person_taps(self, room: Conversation, message_id: int, data: str) -> None:
        """Queue the tap on a button, whether the button is still there or not: the bot refuses a stale one."""
        async with self.database.write() as session:
            room = await self._still(session, room)
            entry = await transcripts.entry(session, room, message_id)
            query = messages.callback(
                f"{room.chat_id}-{new_id()}", entry, message_id, room.chat_id, language=room.language, data=data
            )
            await self._queue(session, room, {"callback_query": query})
            await conversations.used(session, room.chat_id, self.clock())
        self.bell.ring(UPDATES)

    async def say_start(self, session: AsyncSession, room: Conversation, start: str | None) -> None:
        """Say /start for the person. The page shows the bare word; the token goes to the bot alone."""
        entry, _ = await transcripts.add(session, room, author="person", body=messages.said("/start"), now=self.clock())
        text = f"/start {start}" if start else "/start"
        told = replace(entry, body=messages.said(text, entities=messages.commands(text)))
        await self._queue(session, room, {"message": messages.message(told, room.chat_id, room.language)})

    async def deliver(self, chat_id: int, update: Mapping[str, Any]) -> int:
        """Queue a raw update as if the person had sent it; what a message must have is filled in."""
        async with self.database.write() as session:
            room = await conversations.hold(session, chat_id)
            if room is None:
                room = await conversations.begin(session, token_digest=None, now=self.clock(), chat_id=chat_id)
            filled = dict(update)
            if isinstance(filled.get("message"), dict):
                filled["message"] = await self._filled(session, room, filled["message"])
            update_id = await conversation_updates.queue(session, room, filled)
        self.bell.ring(UPDATES)
        return update_id

    async def _filled(self, session: AsyncSession, room: Conversation, message: Body) -> Body:
        common: Body = {
            "date": int(self.clock().timestamp()),
            "chat": messages.chat(room.chat_id),
            "from": messages.person(abs(room.chat_id), room.language),
        }
        if "message_id" not in message:
            common["message_id"] = await transcripts.next_message_id(session, room.chat_id)
        return {**common, **message}

    async def _message(self, session: AsyncSession, room: Conversation, entry: Entry) -> Body:
        built = messages.message(entry, room.chat_id, room.language)
        answered = entry.body.get("reply_to")
        original = await transcripts.entry(session, room, answered) if answered else None
        if original and not original.deleted:
            built["reply_to_message"] = messages.message(original, room.chat_id, room.language)
        return built

    async def _queue(self, session: AsyncSession, room: Conversation, update: Body) -> None:
        if self.allowed is None or self.allowed & update.keys():
            await conversation_updates.queue(session, room, update)

    def announce(self, chat_id: int) -> None:
        """After a commit: wake the page and the bot."""
        self.bell.ring(chat_id)
        self.bell.ring(UPDATES)

    # --- files -----------------------------------------------------------------------------------------------------

    async def keep(self, room: Conversation, upload: Upload, kind: str | None = None) -> Body:
        """Seal a file and describe it as a message's body does; the caller adds the message or calls `discard`."""
        file_id = new_id()
        mime = media.sniff(upload.data)
        kind = kind or media.kind(mime, upload.data)
        await self.files.put_sealed(conversations.path_of(file_id), room.key, _place(file_id), upload.data)
        name = media.safe_name(upload.name, kind)
        size = len(upload.data)
        return {"id": file_id, "kind": kind, "name": name, "mime": mime, "size": size, "key_id": room.key.id}

    async def content(self, room: Conversation, file_id: str) -> bytes:
        return await self.files.get_sealed(conversations.path_of(file_id), room.key, _place(file_id))

    async def discard(self, paths: Iterable[str]) -> None:
        """Delete files whose messages are gone; after the commit, so that no message ever lacks its file."""
        for path in paths:
            await self.files.delete(path)


def _must_open(room: Conversation, body: Body) -> None:
    """Refuse for now a file that was sealed with the key of before: the conversation was cleared while it came in."""
    if body.get("file") and body["file"]["key_id"] != room.key.id:
        raise Refusal(503, "Service Unavailable")


def _place(file_id: str) -> Place:
    return Place(conversations.DOOR, "conversation_files", "content", file_id)
