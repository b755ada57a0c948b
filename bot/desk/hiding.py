"""What of ours a chat may still show, for somebody who wants it gone; called by `telegram.resident_commands`.

It only looks: the chat takes the messages out, and what was told to the office is not touched.
"""

from collections import defaultdict

from bot.casework.notices import COMPLAINANT
from bot.desk.desk import Desk
from storage import cases, drafts, outbox, shown
from storage.chats import Chat


async def messages(desk: Desk, chat: Chat) -> tuple[int, ...]:
    """Every message of the last two days: replies, and notices about all that was begun or filed here."""
    now = desk.clock()
    async with desk.database.read() as session:
        found = await shown.of_chat(session, chat, now)
        about: dict[str, list[str]] = defaultdict(list)
        for case in await cases.of_chat(session, chat):
            about[case.agency].append(case.id)
        draft = await drafts.of_chat(session, chat)
        if draft is not None:
            about[draft.agency].append(draft.id)
        for agency, ids in about.items():
            found += await outbox.said_about(session, agency, ids, to=COMPLAINANT, since=now - shown.KEPT)
    return tuple(dict.fromkeys(found))
