"""Practice in the chat: a banner over every screen, a way out under each, nothing left at the end; for `resident`."""

from dataclasses import replace
from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.casework.agency import Agency
from bot.casework.interview import Pressed
from bot.desk import intake, practice
from bot.desk.desk import Desk
from bot.telegram.callbacks import CHAT, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.draft_talk import DraftTalk
from bot.telegram.exchange import Heard, Reply
from bot.words import Words
from storage.conversations import DOOR
from storage.drafts import Draft

LEAVE: Final = "leave"
SENDING: Final = frozenset({"submit", "send_now"})


class Practice:
    """Somebody tries the interview out."""

    def __init__(self, desk: Desk, words: Words, drafts: DraftTalk) -> None:
        self._desk = desk
        self._words = words
        self._drafts = drafts

    async def begin(self, heard: Heard, agency: Agency, language: str) -> Reply:
        """Ask the first question, of nobody's complaint; who practises already goes on."""
        draft = await self.draft(heard)
        if draft is None:
            draft = await practice.begin(self._desk, heard.source, heard.chat, agency, language)
        return self._drafts.again(draft)

    async def draft(self, heard: Heard) -> Draft | None:
        """What is being practised in a chat."""
        found = await intake.draft_of(self._desk, heard.chat)
        return found if found is not None and found.purpose == practice.PURPOSE else None

    async def leave(self, heard: Heard) -> Reply | None:
        """Erase all of it and say so; None for somebody who does not practise.

        What stands in an app, only the person can take away.
        """
        draft = await self.draft(heard)
        if draft is None:
            return None
        await intake.cancel(self._desk, heard.source, draft)
        text = self._words.say(draft.language, "practice.left")
        if heard.chat.channel != DOOR:
            text = f"{text} {self._words.say(draft.language, 'practice.in_app')}"
        return Reply([Screen(Text(text))])

    async def ends(self, heard: Heard, press: Press) -> bool:
        """True for a tap that would send a real complaint."""
        draft = await self.draft(heard) if press.verb in SENDING else None
        if draft is None or (press.subject, press.revision) != (draft.id, draft.revision):
            return False
        return practice.ends(self._desk, draft, Pressed("submit" if press.verb == "submit" else "send_now"))

    async def marked(self, heard: Heard, reply: Reply) -> Reply:
        """The reply with the banner above it and the way out below, while somebody practises."""
        draft = await self.draft(heard) if reply.screens else None
        if draft is None:
            return reply
        first, *rest = reply.screens
        banner = Bold(self._words.say(draft.language, "practice.banner"))
        screens = [replace(first, text=Text(banner, "\n\n", first.text)), *rest]
        out = Button(self._words.say(draft.language, "practice.leave"), Press(CHAT, LEAVE).pack())
        screens[-1] = replace(screens[-1], rows=(*screens[-1].rows, (out,)))
        return replace(reply, screens=screens)
