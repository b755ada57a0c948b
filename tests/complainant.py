"""Everything that a complainant can do to a chat, what only a chat app can send included; acts of `.chat` files."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from tests.chat import Person
from tests.house import House

TEXT_LIMIT: Final = 4096
UPLOADS: Final[Mapping[str, tuple[str, bytes]]] = {
    "photo": ("arm.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"),
    "video": ("street.mp4", b"\0\0\0\x18ftypmp42"),
    "voice": ("voice.ogg", b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead"),
    "paper": ("ticket.pdf", b"%PDF-1.7 x"),
    "zip": ("papers.zip", b"PK\x03\x04\x14\x00\x00\x00\x00\x00" + bytes(20)),
}
ODD: Final[Mapping[str, dict[str, Any]]] = {  # what the page cannot send
    "sticker": {
        "sticker": {
            "file_id": "s1",
            "file_unique_id": "s1",
            "type": "regular",
            "emoji": "😡",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        }
    },
    "contact of somebody else": {
        "contact": {"phone_number": "+16125550188", "first_name": "Rosa", "last_name": "Vega", "user_id": 77}
    },
    "big video": {
        "video": {
            "file_id": "v1",
            "file_unique_id": "v1",
            "width": 1920,
            "height": 1080,
            "duration": 240,
            "file_size": 25 * 1024 * 1024,
            "file_name": "street.mp4",
            "mime_type": "video/mp4",
        }
    },
}
INVISIBLE: Final = {"spaces": "   \n  ", "zero-width marks": "\u200b\u200d\u2060\ufeff"}
WITH_WORDS: Final = ", with the words "


class Complainant:
    """A person at the page who also has a chat app; `acts` are the verbs, each takes the words after the colon."""

    def __init__(self, house: House, page: Person) -> None:
        assert house.app.webchat is not None
        self.page = page
        self.group = -page.chat_id
        self.app_language: str | None = None
        self._house = house
        self._deliver = house.app.webchat.deliver
        self._written: dict[str, int] = {}
        self._drawn: list[tuple[str, int, str]] = []
        self.acts: Mapping[str, Callable[[str], Awaitable[None]]] = {
            "says": self.says,
            "says 4096 characters of": lambda words: self.says((f"{words} " * TEXT_LIMIT)[: TEXT_LIMIT - 1] + "."),
            "says only": lambda words: self.brings(text=INVISIBLE[words]),
            "taps": self.taps,
            "taps twice": self.taps_twice,
            "taps the old button": self.taps_old,
            "sends": self.sends,
            "forwards": lambda words: self.brings(text=words, forward_origin=self._origin()),
            "forwards again": self.forwards_again,
            "edits": self.edits,
            "writes in a group": self.writes_in_group,
        }

    def looks(self) -> None:
        """Remember every button that was ever shown; chat apps keep them too."""
        for number, entry in sorted(self.page.entries.items()):
            shown = [(each["text"], number, each["data"]) for row in entry["buttons"] or () for each in row]
            self._drawn += [button for button in shown if button not in self._drawn]

    async def says(self, words: str) -> None:
        """Write a message, with the page or, where another language is set, with an app."""
        if self.app_language is None:
            self._written[words] = await self.page.says(words)
        else:
            await self.brings(text=words)

    async def brings(self, **message: Any) -> None:
        """Bring a message as a chat app sends it, the sender's name and language included."""
        sender = {"id": self.page.chat_id, "is_bot": False, "first_name": "Ana", "last_name": "Ruiz"}
        if self.app_language is not None:
            sender["language_code"] = self.app_language
        await self._deliver(self.page.chat_id, {"message": {"from": sender, **message}})

    async def taps(self, words: str) -> None:
        """Press the newest button that begins so."""
        await self.page.taps(words)

    async def taps_twice(self, words: str) -> None:
        """Press a button again before the first tap had any effect."""
        message_id, data = self._button(words)
        await self.page.presses(message_id, data)
        await self.page.presses(message_id, data)

    async def taps_old(self, words: str) -> None:
        """Press a button that has served and is gone from the page."""
        await self.page.presses(*self._button(words))

    def _button(self, words: str) -> tuple[int, str]:
        return next((number, data) for label, number, data in reversed(self._drawn) if label.startswith(words))

    async def sends(self, words: str) -> None:
        """Send a file or something odd: `photo`, or `photo, with the words …`."""
        kind, _, caption = words.partition(WITH_WORDS)
        if kind in ODD:
            await self.brings(**ODD[kind], **({"caption": caption} if caption else {}))
        else:
            name, data = UPLOADS[kind]
            await self.page.sends(data, name, caption)

    async def forwards_again(self, words: str) -> None:
        """Forward the file that was sent last, as if it came from somebody else."""
        sent = max((number, each["file"]["url"]) for number, each in self.page.entries.items() if each["file"])
        file = {"file_id": sent[1].rsplit("/", 1)[1], "file_unique_id": "again", "width": 9, "height": 9}
        kinds: dict[str, Any] = {"photo": [file], "video": {**file, "duration": 9}}
        await self.brings(**{words: kinds[words], "forward_origin": self._origin()})

    def _origin(self) -> dict[str, Any]:
        return {"type": "hidden_user", "sender_user_name": "Rosa", "date": int(self._house.now().timestamp())}

    async def edits(self, words: str) -> None:
        """Put new words into one's own message: `old -> new`."""
        former, _, new = words.partition(" -> ")
        await self.page.edits(self._written[former], new)

    async def writes_in_group(self, words: str) -> None:
        """Write where others read along and the bot was added."""
        sender = {"id": self.page.chat_id, "is_bot": False, "first_name": "Ana"}
        await self._deliver(self.group, {"message": {"text": words, "from": sender}})
