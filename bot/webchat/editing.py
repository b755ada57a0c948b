"""The Bot API methods that change or take back what was said, for `calls`."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.webchat import messages
from bot.webchat.messages import Body
from bot.webchat.parameters import bad
from bot.webchat.rooms import Rooms
from storage import transcripts
from storage.transcripts import Entry

DELETABLE = timedelta(hours=48)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)


class Editing:
    """Edits of the bot's own messages; deletions of any."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self.methods: Mapping[str, Callable[[Body], Awaitable[Any]]] = {
            "editMessageText": self._edit_text,
            "editMessageCaption": self._edit_caption,
            "editMessageReplyMarkup": self._edit_buttons,
            "deleteMessage": self._delete,
            "deleteMessages": self._delete_many,
        }

    async def _edit_text(self, call: Body) -> Body:
        def change(body: Body) -> Body:
            if body.get("file"):
                raise bad("there is no text in the message to edit")
            return {**body, "text": call["text"], "entities": call["entities"]}

        return await self._edit(call, change)

    async def _edit_caption(self, call: Body) -> Body:
        def change(body: Body) -> Body:
            if not body.get("file"):
                raise bad("there is no caption in the message to edit")
            return {**body, "text": call.get("caption", ""), "entities": call.get("caption_entities", [])}

        return await self._edit(call, change)

    async def _edit_buttons(self, call: Body) -> Body:
        return await self._edit(call, dict)

    async def _edit(self, call: Body, change: Callable[[Body], Body]) -> Body:
        async with self._rooms.database.write() as session:
            room = await self._rooms.held(session, call["chat_id"])
            entry = await transcripts.entry(session, room, call["message_id"])
            if entry is None or entry.deleted:
                raise bad("message to edit not found")
            if entry.author != "bot":
                raise bad("message can't be edited")
            body = _with_buttons(change(entry.body), call.get("reply_markup"))
            if body == entry.body:
                raise bad(NOT_MODIFIED)
            reworded = (body["text"], body["entities"]) != (entry.body["text"], entry.body["entities"])
            edited = await transcripts.edit(
                session, room, entry, body=body, edited_at=self._rooms.clock() if reworded else None
            )
        self._rooms.bell.ring(room.chat_id)
        return messages.message(edited, room.chat_id, room.language)

    async def _delete(self, call: Body) -> bool:
        await self._erase(call["chat_id"], [call["message_id"]], strict=True)
        return True

    async def _delete_many(self, call: Body) -> bool:
        if not 1 <= len(call["message_ids"]) <= 100:
            raise bad("there must be 1-100 message identifiers")
        await self._erase(call["chat_id"], call["message_ids"], strict=False)
        return True

    async def _erase(self, chat_id: int, message_ids: list[int], *, strict: bool) -> None:
        files: list[str] = []
        async with self._rooms.database.write() as session:
            room = await self._rooms.held(session, chat_id)
            for message_id in message_ids:
                entry = await transcripts.entry(session, room, message_id)
                refusal = self._undeletable(entry)
                if refusal is None:
                    files += await transcripts.erase(session, room, message_id)
                elif strict:
                    raise bad(refusal)
        await self._rooms.discard(files)
        self._rooms.bell.ring(chat_id)

    def _undeletable(self, entry: Entry | None) -> str | None:
        if entry is None or entry.deleted:
            return "message to delete not found"
        if self._rooms.clock() - entry.at > DELETABLE:
            return "message can't be deleted for everyone"
        return None


def _with_buttons(body: Body, buttons: list[Any] | None) -> Body:
    """Telegram takes the buttons away when an edit does not name them again."""
    bare = {name: value for name, value in body.items() if name != "buttons"}
    return {**bare, "buttons": buttons} if buttons else bare
