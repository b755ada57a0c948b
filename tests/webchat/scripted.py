"""A bot of sixty lines over the raw Bot API, so that the page is tested without the real bot and without aiogram."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.webchat.server import Addresses

Update = dict[str, Any]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def keys(*rows: list[tuple[str, str]]) -> dict[str, Any]:
    """An inline keyboard of (text, data) pairs."""
    return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in rows]}


class ScriptedBot:
    """Polls like a bot; `on` says what to do with a word; everything it got is in `got`."""

    def __init__(self, addresses: Addresses) -> None:
        self._base = f"{addresses.api}/bot{addresses.token}"
        self._session = aiohttp.ClientSession()
        self._task: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()
        self.got: list[Update] = []
        self.on: dict[str, Callable[[ScriptedBot, int, Update], Awaitable[object]]] = {}

    async def call(self, method: str, **fields: Any) -> Any:
        """Call a method as JSON and give back its result; a refusal raises."""
        async with self._session.post(f"{self._base}/{method}", json=fields) as answer:
            body = await answer.json()
            assert body["ok"], body
            return body["result"]

    async def upload(self, method: str, name: str, data: bytes, **fields: Any) -> Any:
        """Send a file; `name` is `parameter/file.name`."""
        kind, file_name = name.split("/")
        form = aiohttp.FormData(quote_fields=False)
        for key, value in fields.items():
            form.add_field(key, value if isinstance(value, str) else json.dumps(value))
        form.add_field(kind, io.BytesIO(data), filename=file_name)
        async with self._session.post(f"{self._base}/{method}", data=form) as answer:
            return (await answer.json())["result"]

    async def until(self, wanted: Callable[[Update], bool]) -> Update:
        """Wait until an update that fits has come."""
        async with self._news:
            while not (fitting := [update for update in self.got if wanted(update)]):
                await self._news.wait()
            return fitting[-1]

    async def chat(self) -> int:
        """The chat that wrote first, once its first words are answered."""
        await self.until(lambda update: "message" in update)
        return int(self.got[0]["message"]["chat"]["id"])

    def start(self) -> None:
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._session.close()

    async def _run(self) -> None:
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                await self._answer(update)
                async with self._news:
                    self.got.append(update)
                    self._news.notify_all()

    async def _answer(self, update: Update) -> None:
        query = update.get("callback_query")
        message = query["message"] if query else update.get("message") or update.get("edited_message") or {}
        word = query["data"] if query else message.get("text", "").split(" ")[0]
        if word in self.on:
            await self.on[word](self, message["chat"]["id"], update)
