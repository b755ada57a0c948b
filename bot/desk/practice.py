"""Practice: the whole interview with nothing filed, read or sent; called by `telegram.resident` and by `desk.intake`.

What is practised is a draft of its own beside a real one, which stays untouched. It is erased when it ends, when
somebody leaves it, and by `desk.retention` a day after they have gone away.
"""

from datetime import timedelta
from typing import Final, NoReturn

from bot.casework import interview
from bot.casework.agency import Agency
from bot.casework.errors import Stale
from bot.casework.interview import Context, Incoming
from bot.desk.desk import Desk
from storage import drafts
from storage.chats import Chat
from storage.drafts import Draft
from storage.inbox import InboxRow

PURPOSE: Final = "practice"
KEPT: Final = timedelta(days=1)


async def begin(desk: Desk, source: InboxRow, chat: Chat, agency: Agency, language: str) -> Draft:
    """Start to practise, beside whatever else is unfinished in the chat."""
    async with desk.transaction(source) as session:
        return await drafts.start(
            session,
            agency.id,
            chat=chat,
            language=language,
            profile=agency.digest,
            now=desk.clock(),
            purpose=PURPOSE,
        )


def ends(desk: Desk, draft: Draft, incoming: Incoming) -> bool:
    """True for what would send a real complaint."""
    agency = desk.agencies[draft.agency]
    context = Context(language=draft.language, now=desk.clock().astimezone(agency.zone), purpose="complaint")
    turn = interview.reply(agency, interview.unpack(draft.answers), incoming, context)
    return draft.purpose == PURPOSE and turn.outcome == "file"


async def never(desk: Desk, source: InboxRow, draft: Draft) -> NoReturn:
    """What becomes of practice that is over but was not erased: nothing, for nothing of it is ever filed."""
    raise Stale
