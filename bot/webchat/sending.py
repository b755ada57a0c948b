"""The Bot API methods that say something, for `calls`: a text, a file, an album, or that the bot is typing."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from bot.webchat import media, messages
from bot.webchat.messages import Body
from bot.webchat.parameters import Upload, bad
from bot.webchat.protocol import MEDIA_KINDS, PHOTO_BYTES
from bot.webchat.rooms import Rooms
from storage import conversations
from storage.columns import new_id


class Sending:
    """Everything that puts a message of the bot into a conversation."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self.methods: Mapping[str, Callable[[Body], Awaitable[Any]]] = {
            "sendMessage": self._send_text,
            **{f"send{kind.capitalize()}": partial(self._send_file, kind) for kind in MEDIA_KINDS},
            "sendMediaGroup": self._send_album,
            "sendChatAction": self._chat_action,
        }

    async def _send_text(self, call: Body) -> Body:
        body = messages.said(call["text"], entities=call["entities"], **_marks(call))
        async with self._rooms.database.write() as session:
            sent = await self._rooms.bot_says(session, await self._rooms.held(session, call["chat_id"]), body)
        self._rooms.bell.ring(call["chat_id"])
        return sent

    async def _send_file(self, kind: str, call: Body) -> Body:
        item = {"kind": kind, "file": call[kind], "caption": call.get("caption", "")}
        item["caption_entities"] = call.get("caption_entities", [])
        return (await self._send_files(call, [item]))[0]

    async def _send_album(self, call: Body) -> list[Body]:
        return await self._send_files(call, call["media"], group=new_id())

    async def _send_files(self, call: Body, items: list[Body], group: str | None = None) -> list[Body]:
        """Seal the files first, then show them all at once; what was sealed for nothing is deleted again."""
        async with self._rooms.database.read() as session:
            room = await self._rooms.room(session, call["chat_id"])
        uploads = [await self._upload(item) for item in items]
        kept = [await self._rooms.keep(room, upload, item["kind"]) for upload, item in zip(uploads, items, strict=True)]
        try:
            async with self._rooms.database.write() as session:
                room = await self._rooms.held(session, call["chat_id"])
                sent = [
                    await self._rooms.bot_says(session, room, _file_body(call, item, file, group))
                    for item, file in zip(items, kept, strict=True)
                ]
        except BaseException:
            await self._rooms.discard(conversations.path_of(file["id"]) for file in kept)
            raise
        self._rooms.bell.ring(room.chat_id)
        return sent

    async def _upload(self, item: Body) -> Upload:
        """The bytes to send; a file that is here already is copied, so that each message owns its file."""
        source: Upload | str = item["file"]
        if isinstance(source, str):
            room, entry = await self._rooms.known_file(source)
            file = entry.body["file"]
            source = Upload(file["name"], file["mime"], await self._rooms.content(room, file["id"]))
        if not source.data:
            raise bad("file must be non-empty")
        if item["kind"] == "photo" and media.sniff(source.data) not in media.RASTER:
            raise bad("IMAGE_PROCESS_FAILED")
        if item["kind"] == "photo" and len(source.data) > PHOTO_BYTES:
            raise bad("file is too big for a photo")
        return source

    async def _chat_action(self, call: Body) -> bool:
        async with self._rooms.database.read() as session:
            await self._rooms.room(session, call["chat_id"])
        self._rooms.starts_typing(call["chat_id"])
        return True


def _marks(call: Body) -> Body:
    return {"buttons": call.get("reply_markup"), "protected": call.get("protect_content")}


def _file_body(call: Body, item: Body, file: Body, group: str | None) -> Body:
    return messages.sent_file(file, item["caption"], entities=item["caption_entities"], group=group, **_marks(call))
