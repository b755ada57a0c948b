"""Which case a message of ours in a staff chat was about, for whoever answers it; asked by `telegram.requests`."""

from collections.abc import Sequence

from bot.desk.desk import Desk
from storage import outbox
from storage.outbox import MEMBER
from storage.roster import Member


async def to(desk: Desk, members: Sequence[Member], message_id: int) -> tuple[Member, str] | None:
    """The membership and the case of a card or a notice; None for a message about none, or about several.

    Whether the member may do anything with that case is for the verb that follows.
    """
    async with desk.database.read() as session:
        for each in members:
            if each.chat is None:
                continue
            shown = await outbox.shown(session, each.agency, chat=each.chat, message_id=message_id)
            if shown is not None:
                return each, shown
            said = await outbox.answered(session, each.agency, message_id, to=f"{MEMBER}{each.id}")
            about = {notice.case_id for notice in said if notice.case_id}
            if len(about) == 1:
                return each, about.pop()
    return None
