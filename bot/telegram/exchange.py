"""One update in, one reply out: what `worker` hands to whoever answers a person, and what comes back from them."""

from dataclasses import dataclass, field

from aiogram.types import Update

from bot.telegram.delivery import Screen
from storage.chats import Chat
from storage.inbox import InboxRow
from storage.outbox import Notice
from storage.roster import Member


@dataclass(frozen=True, slots=True)
class Heard:
    """One update of one person: where it came from, and the language their app is set to.

    `pressed` is the message whose button was tapped; `members`: who of the staff this is, as the roster knows them now.
    """

    source: InboxRow
    chat: Chat
    app_language: str
    pressed: int | None = None
    members: tuple[Member, ...] = ()

    @property
    def language(self) -> str:
        """The language of their app, as far as we speak it."""
        return "es" if self.app_language.casefold().startswith("es") else "en"


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: the receipt to hand over, then the messages; `settled`: the pressed buttons have served.

    `offer` is a notice of which the messages say all there is to say.
    `about` is the case that staff see in them: what they send in answer to one of these messages belongs there.
    `takes_out` are messages of ours that go before anything is said.
    `shows` is the button that shows the same once more, where what came is no answer to what was pressed or asked last.
    """

    screens: list[Screen] = field(default_factory=list)
    receipt: Notice | None = None
    offer: Notice | None = None
    settled: bool = False
    about: str | None = None
    takes_out: tuple[int, ...] = ()
    shows: str = ""


def heard_of(row: InboxRow, update: Update) -> Heard | None:
    """Whose update this is; None for one that asks for nothing, such as somebody blocking the bot."""
    query = update.callback_query
    message = update.message or update.edited_message
    person = query.from_user if query else message.from_user if message else None
    if person is None or row.chat is None or person.is_bot:
        return None
    pressed = query.message.message_id if query and query.message else None
    return Heard(row, Chat(row.channel, row.chat), person.language_code or "en", pressed)
