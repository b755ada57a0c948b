"""What a colleague's next words are for: asked, waited for a day, forgotten; called by `telegram`.

Asking for words about a case shows nothing of it, so it does not count as having looked at it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework.authorization import Verb
from bot.casework.errors import Refused
from bot.desk.desk import Desk
from bot.desk.permission import in_office, on_case
from storage import roster
from storage.cases import Case
from storage.inbox import InboxRow
from storage.roster import Member

WAITS: Final = timedelta(hours=24)
"""How long the next words are taken for what was asked: whoever writes after that means something else."""
WHILE_OPEN: Final = frozenset({Verb.REQUEST, Verb.WITNESS})
"""What is refused for a closed case; better said before anybody writes."""

Prompt = Mapping[str, Any]


async def ask(desk: Desk, source: InboxRow | None, member: Member, prompt: Prompt | None) -> None:
    """Remember what the member's next text is for, that one alone; None forgets it."""
    async with desk.transaction(source) as session:
        await in_office(session, member)
        await remember(session, member, prompt, desk.clock())


async def ask_about(desk: Desk, source: InboxRow | None, member: Member, verb: Verb, prompt: Prompt) -> Case:
    """The same for words about the case that `prompt` names, for what `verb` does. Raises NotYours, Refused."""
    case_id = str(prompt.get("case", ""))
    async with on_case(desk, source, member, case_id, verb, part="words") as (session, _, case):
        if verb in WHILE_OPEN and case.closed_at is not None:
            raise Refused("closed")
        await remember(session, member, prompt, desk.clock())
    return case


async def remember(session: AsyncSession, member: Member, prompt: Prompt | None, now: datetime) -> None:
    """Write down in a verb's own transaction what the next words are for, and since when."""
    wanted = {**prompt, "asked_at": now.isoformat()} if prompt else None
    await roster.prompt(session, member.agency, member.id, wanted)


def lapsed(member: Member, now: datetime) -> bool:
    """True where words were asked for, but so long ago that what comes now is not meant for that."""
    asked_at = (member.prompt or {}).get("asked_at")
    return asked_at is not None and datetime.fromisoformat(asked_at) + WAITS <= now
