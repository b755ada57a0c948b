"""What each Bot API method does, for `botapi`: a checked call in, the method's result out, or a `Refusal`."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.webchat import messages
from bot.webchat.editing import Editing
from bot.webchat.messages import Body
from bot.webchat.parameters import bad
from bot.webchat.polling import Polling
from bot.webchat.protocol import GETFILE_BYTES
from bot.webchat.rooms import Rooms
from bot.webchat.sending import Sending
from storage import conversations


class Calls:
    """Every method that is served, by name."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self.methods: Mapping[str, Callable[[Body], Awaitable[Any]]] = {
            **Polling(rooms).methods,
            **Sending(rooms).methods,
            **Editing(rooms).methods,
            "getMe": self._me,
            "answerCallbackQuery": self._answer_callback,
            "getFile": self._file,
            "setMyCommands": self._set_commands,
            "deleteMyCommands": self._delete_commands,
            "leaveChat": self._leave,
            **dict.fromkeys(("setMyDescription", "logOut", "close"), self._yes),
        }

    async def _me(self, _call: Body) -> Body:
        return dict(messages.ME)

    async def _yes(self, _call: Body) -> bool:
        """There is nothing to do, and Telegram says yes as well."""
        return True

    async def _answer_callback(self, call: Body) -> bool:
        number = call["callback_query_id"].partition("-")[0]
        async with self._rooms.database.read() as session:
            room = await conversations.load(session, int(number)) if number.isdigit() else None
        if room is None:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if call.get("text"):
            self._rooms.notice(room.chat_id, call["text"])
        return True

    async def _file(self, call: Body) -> Body:
        _, entry = await self._rooms.known_file(call["file_id"])
        if entry.body["file"]["size"] > GETFILE_BYTES:
            raise bad("file is too big")
        return messages.file_of(entry.body["file"])

    async def _set_commands(self, call: Body) -> bool:
        self._rooms.commands[_audience(call)] = [
            {"command": str(item.get("command", "")), "description": str(item.get("description", ""))}
            for item in call["commands"]
        ]
        return True

    async def _delete_commands(self, call: Body) -> bool:
        self._rooms.commands.pop(_audience(call), None)
        return True

    async def _leave(self, call: Body) -> bool:
        async with self._rooms.database.read() as session:
            room = await self._rooms.room(session, call["chat_id"])
        if room.chat_id > 0:
            raise bad("chat member status can't be changed in private chats")
        self._rooms.left.add(room.chat_id)
        return True


def _audience(call: Body) -> tuple[str, str]:
    scope = call.get("scope") or {}
    return f"{scope.get('type', 'default')}:{scope.get('chat_id', '')}", call.get("language_code", "")
