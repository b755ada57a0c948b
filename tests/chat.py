"""One person at a chat page, driven over the page's own HTTP interface: says, taps, sends, sees; for tests."""

import asyncio
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp

PATIENCE_SECONDS = 20.0


class NotSeen(AssertionError):
    """What a test waited for did not come; the message shows what came instead."""


@dataclass
class Person:
    """A browser with its own cookies at one seat: `resident`, or the name of a staff seat."""

    base: str
    seat: str = "resident"
    chat_id: int = 0
    entries: dict[int, dict[str, Any]] = field(default_factory=dict)
    toast: str | None = None
    _seen: int = 0
    _acted: int = 0
    _pressed: set[int] = field(default_factory=set)
    _http: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        headers = {"X-Redress": "1", "Origin": self.base}
        jar = aiohttp.CookieJar(unsafe=True)
        self._http = aiohttp.ClientSession(self.base, headers=headers, cookie_jar=jar)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._http is not None
        await self._http.close()

    async def opens(self, start: str | None = None) -> Self:
        """Open the page; a new conversation sends /start with the link's word."""
        self._acts()
        answer = await self._post("open", {"start": start})
        self.chat_id = answer["chat_id"]
        return self

    async def returns(self) -> None:
        """Come back after a while: the page had hidden the conversation."""
        await self._post("resume", {})

    async def says(self, text: str) -> int:
        """Write one message and return its id."""
        self._acts()
        answer = await self._post("say", {"text": text, "key": str(uuid.uuid4())})
        return int(answer["message_id"])

    async def edits(self, message_id: int, text: str) -> None:
        """Put new words into a message of one's own."""
        self._acts()
        await self._post("edit", {"message_id": message_id, "text": text})

    async def sends(self, data: bytes, name: str, caption: str = "") -> int:
        """Send a file."""
        self._acts()
        form = aiohttp.FormData()
        form.add_field("caption", caption)
        form.add_field("file", data, filename=name)
        assert self._http is not None
        async with self._http.post(f"/chat/{self.seat}/file", data=form) as answer:
            assert answer.status == 200, await answer.text()
            return int((await answer.json())["message_id"])

    async def taps(self, label: str) -> dict[str, Any]:
        """Press the newest button whose words begin with `label`, waiting for it to appear."""
        message, button = await self._until(lambda: self._button(label), f"a button {label!r}")
        await self.presses(message["message_id"], button["data"])
        return dict(button)

    async def presses(self, message_id: int, data: str) -> None:
        """Press a button by its data, a stale or forged one too."""
        self._acts()
        self._pressed.add(message_id)
        await self._post("tap", {"message_id": message_id, "data": data})

    async def sees(self, pattern: str, *, after: int | None = None) -> str:
        """Wait for a message of the bot that matches, newer than anything matched before, and return its text."""
        since = self._seen if after is None else after
        entry = await self._until(lambda: self._match(pattern, since), f"a message like {pattern!r}")
        self._seen = max(self._seen, entry["seq"])
        return str(entry["text"])

    async def refreshes(self, wait: float = 0.0) -> None:
        """Take in what is new on the page."""
        assert self._http is not None
        after = max((each["seq"] for each in self.entries.values()), default=0)
        async with self._http.get(f"/chat/{self.seat}/entries", params={"after": after, "wait": wait}) as answer:
            assert answer.status == 200, await answer.text()
            came = await answer.json()
        for each in came["entries"]:
            self.entries[each["message_id"]] = each
        self.toast = came.get("notice") or self.toast

    async def fetches(self, address: str) -> bytes:
        """Download a file that the page shows."""
        assert self._http is not None
        async with self._http.get(address) as answer:
            assert answer.status == 200
            return await answer.read()

    async def hears(self) -> str:
        """Wait for the bot's reply to what was done last, and return its text."""
        entry = await self._until(lambda: self._reply(), "a reply")
        self._seen = max(self._seen, entry["seq"])
        return str(entry["text"])

    def shown(self) -> list[str]:
        """What the bot has said so far and has not deleted, oldest first."""
        ordered = sorted(self.entries.values(), key=lambda each: each["message_id"])
        return [each["text"] for each in ordered if each["author"] == "bot" and not each["deleted"]]

    def buttons(self) -> list[str]:
        """The words on the buttons of the newest message that has any."""
        last = next((each for each in self._newest() if each["buttons"]), None)
        return [button["text"] for row in last["buttons"] for button in row] if last else []

    def _acts(self) -> None:
        self._acted = max((each["seq"] for each in self.entries.values()), default=0)

    def _newest(self) -> list[dict[str, Any]]:
        mine = [each for each in self.entries.values() if each["author"] == "bot" and not each["deleted"]]
        return sorted(mine, key=lambda each: -each["message_id"])

    def _button(self, label: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        for entry in self._newest():
            buttons = [button for row in entry["buttons"] or () for button in row]
            fitting = [each for each in buttons if each["text"].lstrip("☑✓✗ ").startswith(label)]
            if fitting:
                return entry, min(fitting, key=lambda each: each["text"] != label)
        return None

    def _reply(self) -> dict[str, Any] | None:
        # A pressed message that lost its buttons only shows what was chosen: the reply is another one.
        fresh = (each for each in self._newest() if each["seq"] > self._acted)
        return next((each for each in fresh if each["message_id"] not in self._pressed or each["buttons"]), None)

    def _match(self, pattern: str, since: int) -> dict[str, Any] | None:
        found = [each for each in self._newest() if each["seq"] > since and re.search(pattern, each["text"] or "")]
        return found[-1] if found else None

    async def _until(self, look: Callable[[], Any], what: str) -> Any:
        deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        while True:
            found = look()
            if found is not None:
                return found
            if asyncio.get_running_loop().time() > deadline:
                raise NotSeen(f"{self.seat} waited for {what}; the last messages were: {self.shown()[-4:]}")
            await self.refreshes(wait=1.0)

    async def tries(self, verb: str, body: dict[str, Any]) -> int:
        """Send a request of the page that may be refused, and return the status."""
        assert self._http is not None
        async with self._http.post(f"/chat/{self.seat}/{verb}", json=body) as answer:
            return answer.status

    async def _post(self, verb: str, body: dict[str, Any]) -> dict[str, Any]:
        assert self._http is not None
        async with self._http.post(f"/chat/{self.seat}/{verb}", json=body) as answer:
            assert answer.status == 200, f"{verb}: {answer.status} {await answer.text()}"
            return dict(await answer.json())
