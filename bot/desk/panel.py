"""What a panel recommends, written down by how many of its members; for `telegram.packets`.

`wait_for` is called by `caseload.act`: a profile says which actions need a recommendation first.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import recommendation
from bot.casework.agency import Action, Agency
from bot.casework.authorization import Verb
from bot.casework.errors import NotYours, Refused
from bot.desk.bench import must_be_open
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from storage import cases, recommendations, roster
from storage.cases import Case
from storage.inbox import InboxRow
from storage.roster import Member


async def record(desk: Desk, source: InboxRow, member: Member, case_id: str, text: str) -> Case:
    """Write down what the panel said: counts on the first line, its words below. Raises Refused for what is missing."""
    async with on_case(desk, source, member, case_id, Verb.RECOMMEND) as (session, agency, case):
        if agency.panel is None:
            raise NotYours
        must_be_open(case)
        said = recommendation.read(text, agency.panel.members)
        now, by = desk.clock(), actor(member).by
        counts = (said.agreed, said.differed, said.abstained)
        await recommendations.add(session, agency.id, case, counts, said.words, by=by, now=now)
        detail = dict(zip(("agreed", "differed", "abstained"), map(str, counts), strict=True))
        await cases.happened(session, agency.id, case.id, verb="panel_said", by=by, now=now, detail=detail)
        await roster.prompt(session, agency.id, member.id, None)
    return case


async def wait_for(session: AsyncSession, agency: Agency, case: Case, action: Action) -> None:
    """Raise Refused when this action waits for a recommendation and there is none."""
    if action.panel and not await recommendations.of_case(session, agency.id, case):
        raise Refused("needs_panel", action=action.label.en)
