"""A due notice becomes a message: words, buttons, lane; given to `desk.courier` as its `send` and `erase`."""

from collections.abc import Mapping
from dataclasses import replace

from bot.casework import deadlines
from bot.desk import clocks
from bot.desk.courier import Parcel
from bot.desk.desk import Desk
from bot.telegram import menu
from bot.telegram.cards import Cards
from bot.telegram.delivery import Channel, Screen
from bot.telegram.fitting import fitted
from bot.telegram.screens import Screens
from bot.telegram.words import Words
from storage.chats import Chat


class NoticeBoard:
    """Renders parcels and puts them into the lane of their chat."""

    def __init__(self, desk: Desk, words: Words, channels: Mapping[str, Channel]) -> None:
        self._desk = desk
        self._words = words
        self._screens = Screens(words)
        self._cards = Cards(words, self._screens)
        self._channels = channels

    async def send(self, parcel: Parcel) -> int:
        """Send one parcel as one message (the last where it takes several) and return its id.

        Raises Undeliverable or TryLater.
        """
        screen = self._rendered(parcel)
        channel = self._channels[parcel.chat.channel]
        if parcel.member is not None and any(each.template == "welcome" for each in parcel.notices):
            await menu.publish_for_staff(channel, self._words, parcel.chat, parcel.language)
        live = any(each.template == "receipt" for each in parcel.notices)
        *before, last = fitted(screen)
        for part in before:
            await channel.send(parcel.chat, part, live=live)
        return await channel.send(parcel.chat, last, live=live)

    async def erase(self, chat: Chat, message_id: int) -> None:
        """Delete a message that staff opened. Raises TryLater."""
        await self._channels[chat.channel].erase(chat, message_id)

    def _rendered(self, parcel: Parcel) -> Screen:
        agency = self._desk.agencies[parcel.agency]
        if parcel.member is not None:
            return self._cards.notices(agency, parcel, parcel.member)
        case = parcel.case
        if case is None:
            return self._screens.plain(parcel.language, f"notice.{parcel.notices[0].template}")
        if parcel.notices[0].template == "receipt":
            # This very message is what the duty to notify asks for.
            told = replace(case, moments={"notified": self._desk.clock(), **case.moments})
            public = {each.name for each in agency.deadlines if each.public}
            duties = [d for d in deadlines.duties(agency, clocks.facts(agency, told)) if d.name in public]
            return self._screens.receipt(agency, case, duties)
        return self._screens.notices(agency, case, parcel.notices)
