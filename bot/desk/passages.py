"""What staff write for the report on a case, passage by passage, before it is made; called by `telegram.report`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.casework import passage
from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import Refused, Stale
from bot.desk.bench import must_be_open
from bot.desk.desk import Desk
from bot.desk.papers.investigation_report import Gap, gaps
from bot.desk.permission import actor, on_case
from storage import cases, passages, roster
from storage.cases import Case
from storage.inbox import InboxRow
from storage.passages import Passage
from storage.roster import Member


@dataclass(frozen=True, slots=True)
class Drafted:
    """How far the report on a case has got: the passages that are written, and what is missing still."""

    agency: Agency
    case: Case
    passages: Mapping[str, Passage] = field(repr=False)
    missing: tuple[Gap, ...]


async def look(desk: Desk, member: Member, case_id: str, source: InboxRow | None = None) -> Drafted:
    """Look at what is written; audited. Raises NotYours."""
    async with on_case(desk, source, member, case_id, Verb.READ, part="report") as (session, agency, case):
        written = await passages.of_case(session, agency.id, case)
        return Drafted(agency, case, written, tuple(await gaps(session, agency, case)))


async def write(
    desk: Desk, source: InboxRow, member: Member, case_id: str, part: str, words: str, *, more: bool = False
) -> Case:
    """Keep a passage, in place of an earlier one or, with `more`, after it; every version stays. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.WRITE, passage=part) as (session, agency, case):
        must_be_open(case)
        if part not in agency.passages:
            raise Stale
        if not words.strip():
            raise Refused("no_words")
        there = (await passages.of_case(session, agency.id, case)).get(part) if more else None
        whole = passage.joined(there.words if there else "", words)
        now, by = desk.clock(), actor(member).by
        await passages.write(session, agency.id, case, part, whole, by=by, now=now)
        await cases.happened(session, agency.id, case.id, verb="passage", by=by, now=now, detail={"passage": part})
        await roster.prompt(session, agency.id, member.id, None)
    return case
