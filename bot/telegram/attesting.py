"""Whoever comes by an invitation is asked what the profile wants to know before they are let in; for `answering`."""

from aiogram.utils.formatting import Text

from bot.casework.attestation import ANSWERS, NO, YES
from bot.casework.errors import Stale
from bot.desk import attestations
from bot.desk.desk import Desk
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.exchange import Heard, Reply
from bot.words import Words
from storage.roster import Member

VERB = "attest"


class Attesting:
    """The question and what is said to each answer."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._words = words

    async def question(self, heard: Heard) -> list[Screen]:
        """What this chat is still to be asked; nothing for nearly everybody."""
        member = await attestations.to_ask(self._desk, heard.chat)
        return [] if member is None else [self._question(member)]

    def _question(self, member: Member) -> Screen:
        agency, language = self._desk.agencies[member.agency], member.language
        assert agency.attestation is not None, "nobody else is asked"
        asks = self._words.say(language, "attest.asks", agency=agency.name.to(language))
        buttons = (
            Button(self._words.say(language, f"attest.button_{each}"), Press(STAFF, VERB, member.id, each).pack())
            for each in (YES, NO)
        )
        return Screen(Text(asks, "\n\n", agency.attestation.words.to(language)), tuple((each,) for each in buttons))

    async def press(self, heard: Heard, press: Press) -> Reply:
        """An answer. Raises Stale for one that was given before."""
        if press.arg not in ANSWERS:
            raise Stale
        member = await attestations.attest(self._desk, heard.source, heard.chat, press.subject, press.arg)
        said = self._words.say(member.language, f"attest.said_{press.arg}")
        return Reply([Screen(Text(said))], settled=True)
