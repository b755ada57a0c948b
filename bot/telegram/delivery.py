"""One sending lane per chat: live replies first, notices behind them, paced; used by worker and courier.

Where the wire asks for a pause, nothing goes to that chat before it is over, whoever wants to send.
"""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import TypeVar

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response
from aiogram.types import BufferedInputFile, CallbackQuery, File, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.utils.formatting import Text

from bot.casework.errors import TryLater, Undeliverable
from bot.telegram.pace import Pace
from storage.chats import Chat

T = TypeVar("T")
ANSWERS = (Response[Message], Response[Message | bool], Response[bool], Response[File])
"""What our calls give back: aiogram makes these models for each answer anew unless somebody keeps them."""
RETRY_SECONDS = 10.0
FETCH_SECONDS = 60
MANY = 100  # messages that one call deletes


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button: what it says, the callback data it carries, and how it stands out (primary, danger)."""

    text: str
    data: str
    style: str | None = None

    @property
    def key(self) -> InlineKeyboardButton:
        """The button as the Bot API takes it."""
        return InlineKeyboardButton(text=self.text, callback_data=self.data, style=self.style)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to send: its plain bytes, name and media type; `ours` says that nobody's words or names are in it."""

    data: bytes
    name: str
    mime: str
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Screen:
    """One message as the bot sends it. `edits` names the message that it replaces, where that is still possible."""

    text: Text
    rows: tuple[tuple[Button, ...], ...] = ()
    protected: bool = False
    edits: int | None = None
    attachment: Attachment | None = None

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The buttons as the Bot API takes them."""
        if not self.rows:
            return None
        return InlineKeyboardMarkup(inline_keyboard=[[each.key for each in row] for row in self.rows])


@dataclass
class _Lane:
    """A chat's queue. Live senders pass those that wait, and one message leaves at a time; none before `opens`."""

    lock: asyncio.Condition = field(default_factory=asyncio.Condition)
    busy: bool = False
    live: int = 0
    opens: float = 0.0
    pace: Pace | None = None


class Channel:
    """A bot and the lanes of its chats. `per_second` is the pace of one chat; None means that the wire sets none."""

    BURST = 3.0
    ALL_PER_SECOND = 25.0  # of all chats together; Telegram takes about thirty

    def __init__(self, name: str, bot: Bot, *, per_second: float | None = None) -> None:
        self.name = name
        self.bot = bot
        self._per_second = per_second
        self._all = Pace(self.ALL_PER_SECOND, 1) if per_second is not None else None
        self._lanes: dict[str, _Lane] = {}

    async def send(self, chat: Chat, screen: Screen, *, live: bool) -> int:
        """Send or edit one message and return its id. Raises Undeliverable (for good) or TryLater."""
        async with self._turn(chat.id, live=live):
            return await self._call(chat.id, lambda: self._put(int(chat.id), screen))

    async def erase(self, chat: Chat, message_id: int) -> None:
        """Delete a message of ours; one that is already gone is fine. Raises TryLater."""
        try:
            await self._call(chat.id, lambda: self.bot.delete_message(int(chat.id), message_id))
        except Undeliverable:
            return

    async def take_out(self, chat: Chat, message_ids: Sequence[int]) -> None:
        """Delete many messages of ours, a hundred at a time; what is gone or too old stays so. Raises TryLater."""
        for start in range(0, len(message_ids), MANY):
            some = list(message_ids[start : start + MANY])
            try:
                await self._call(chat.id, partial(self.bot.delete_messages, int(chat.id), some))
            except Undeliverable:  # one of them may stand in the way of the others
                for each in some:
                    await self.erase(chat, each)

    async def settle(self, chat: Chat, query: CallbackQuery) -> None:
        """Take the buttons off a message that was answered with a tap and show what was chosen; failing is harmless."""
        message = query.message
        if not isinstance(message, Message) or not message.text:
            return
        rows = message.reply_markup.inline_keyboard if message.reply_markup else []
        label = next((each.text for row in rows for each in row if each.callback_data == query.data), None)
        text = f"{message.text}\n\n→ {label}" if label else message.text
        edit = partial(self.bot.edit_message_text, text, entities=message.entities, message_id=message.message_id)
        try:
            await self._call(chat.id, lambda: edit(chat_id=int(chat.id)))
        except (Undeliverable, TryLater):
            return

    async def fetch(self, file_id: str) -> bytes:
        """The bytes of a file that somebody sent. Raises Undeliverable (gone, too large) or TryLater."""
        file = await _told(lambda: self.bot.get_file(file_id))
        if file.file_path is None:
            raise Undeliverable("no_path")
        buffer = io.BytesIO()
        try:
            await self.bot.download_file(file.file_path, buffer, timeout=FETCH_SECONDS)
        except (TelegramAPIError, aiohttp.ClientError, OSError, TimeoutError):
            # The exception's text holds the address, and the address holds the token.
            raise TryLater(after=RETRY_SECONDS) from None
        data = buffer.getvalue()
        if file.file_size is not None and len(data) != file.file_size:
            raise TryLater(after=RETRY_SECONDS)
        return data

    async def _put(self, chat_id: int, screen: Screen) -> int:
        if screen.attachment is not None:
            return (await self._put_file(chat_id, screen, screen.attachment)).message_id
        words = screen.text.as_kwargs()
        if screen.edits is not None and await self._edited(chat_id, screen, words):
            return screen.edits
        sent = await self.bot.send_message(
            chat_id, reply_markup=screen.keyboard, protect_content=screen.protected or None, **words
        )
        return sent.message_id

    async def _edited(self, chat_id: int, screen: Screen, words: dict[str, object]) -> bool:
        try:
            await self.bot.edit_message_text(
                chat_id=chat_id,
                message_id=screen.edits,
                reply_markup=screen.keyboard,
                **words,  # type: ignore[arg-type]
            )
        except TelegramBadRequest as refused:
            # "not modified" is what we wanted; anything else (deleted, too old) means: send it anew.
            return "not modified" in refused.message
        return True

    async def _put_file(self, chat_id: int, screen: Screen, attachment: Attachment) -> Message:
        file = BufferedInputFile(attachment.data, filename=attachment.name)
        words = screen.text.as_kwargs(text_key="caption", entities_key="caption_entities")
        words |= {"protect_content": screen.protected or None, "reply_markup": screen.keyboard}
        if attachment.mime in {"image/jpeg", "image/png"}:
            return await self.bot.send_photo(chat_id, file, **words)
        return await self.bot.send_document(chat_id, file, **words)

    async def _call(self, chat: str, call: Callable[[], Awaitable[T]]) -> T:
        """Make one call to a chat, or say how long the pause still lasts that the wire asked for."""
        lane = self._lane(chat)
        rest = lane.opens - monotonic()
        if rest > 0:
            raise TryLater(after=rest)

        async def noted() -> T:
            try:
                return await call()
            except TelegramRetryAfter as busy:
                lane.opens = monotonic() + busy.retry_after
                raise

        return await _told(noted)

    def _lane(self, chat: str) -> _Lane:
        known = self._lanes.get(chat)
        if known is None:
            pace = Pace(self._per_second, self.BURST) if self._per_second is not None else None
            known = self._lanes[chat] = _Lane(pace=pace)
        return known

    @asynccontextmanager
    async def _turn(self, chat: str, *, live: bool) -> AsyncIterator[None]:
        lane = self._lane(chat)
        async with lane.lock:
            lane.live += live
            try:
                await lane.lock.wait_for(lambda: not lane.busy and (live or not lane.live))
                lane.busy = True
            finally:
                lane.live -= live
        try:
            for pace in (lane.pace, self._all):
                if pace is not None:
                    await pace.turn()
            yield
        finally:
            async with lane.lock:
                lane.busy = False
                lane.lock.notify_all()


def bot_at(api: str, token: str) -> Bot:
    """A bot that speaks to the Bot API server at `api`."""
    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))


async def _told(call: Callable[[], Awaitable[T]]) -> T:
    """Make one call and sort its failure into for good and for now; no foreign message travels on."""
    try:
        return await call()
    except TelegramRetryAfter as busy:
        raise TryLater(after=float(busy.retry_after)) from None
    except TelegramForbiddenError:
        raise Undeliverable(because="blocked") from None
    except (TelegramNotFound, TelegramBadRequest):
        raise Undeliverable(because="not_found") from None
    except (TelegramNetworkError, TelegramServerError, TelegramAPIError):
        raise TryLater(after=RETRY_SECONDS) from None
