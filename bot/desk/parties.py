"""The people in a case: filled when it is filed, then added, named, taken off and merged by staff, with reasons.

Called by `desk.filing` and `telegram.casework`. Names that are kept from the investigators stay kept. A colleague whose
name is written here may be the one who is meant: then a conflict is proposed, as it is for what is filed.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import party as rules
from bot.casework.agency import Agency
from bot.casework.authorization import COMPLAINANT, Verb
from bot.casework.conflict import words_of
from bot.casework.errors import Refused
from bot.casework.interview import Answers
from bot.casework.party import NewParty
from bot.desk import recusal
from bot.desk.bench import must_be_open
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from storage import cases, findings, parties, roster
from storage.cases import Case
from storage.inbox import InboxRow
from storage.parties import Party
from storage.roster import Member


async def fill(session: AsyncSession, agency: Agency, case: Case, answers: Answers, now: datetime) -> None:
    """Put the people whom the answers speak of into a case that was just filed."""
    await parties.add(session, agency.id, case, rules.of_answers(agency, answers), by=COMPLAINANT, now=now)


async def add(desk: Desk, source: InboxRow, member: Member, case_id: str, new: NewParty, because: str) -> Case:
    """Put somebody into a case."""
    async with on_case(desk, source, member, case_id, Verb.PARTY, what="add") as (session, agency, case):
        must_be_open(case)
        if new.role not in rules.ROLES:
            raise Refused("no_such_role")
        (party,) = await parties.add(session, agency.id, case, [new], by=actor(member).by, now=desk.clock())
        await _happened(desk, session, case, member, "party_added", {"party": party, "because": because})
        return await recusal.compare(desk, session, agency, case, words_of([new.name or ""]))


async def change(
    desk: Desk, source: InboxRow, member: Member, case_id: str, party_id: str, name: str, because: str
) -> Case:
    """Write the right name; whoever has one is known from now on. What was written before stays on the timeline."""
    async with on_case(desk, source, member, case_id, Verb.PARTY, what="change", party=party_id) as found:
        session, agency, case = found
        must_be_open(case)
        party = await _there(session, agency, case, party_id)
        rules.may_change(party)
        await parties.change(session, agency.id, case, party.id, {"name": name, "known": True})
        detail = {"party": party.id, "was": party.name, "now": name, "because": because}
        await _happened(desk, session, case, member, "party_changed", detail)
        return await recusal.compare(desk, session, agency, case, words_of([name]))


async def remove(desk: Desk, source: InboxRow, member: Member, case_id: str, party_id: str, because: str) -> Case:
    """Take somebody off a case. Raises Refused for whom it cannot be without, or who is off already."""
    async with on_case(desk, source, member, case_id, Verb.PARTY, what="remove", party=party_id) as found:
        session, agency, case = found
        must_be_open(case)
        party = await _there(session, agency, case, party_id)
        rules.may_remove(party)
        await parties.change(session, agency.id, case, party.id, {"removed_at": desk.clock()})
        await _happened(desk, session, case, member, "party_removed", {"party": party.id, "because": because})
    return case


async def merge(desk: Desk, source: InboxRow, member: Member, case_id: str, two: tuple[str, str], because: str) -> Case:
    """A respondent whom nobody knew, `two[0]`, is the known one, `two[1]`; findings go along."""
    async with on_case(desk, source, member, case_id, Verb.PARTY, what="merge", party=two[0], into=two[1]) as found:
        session, agency, case = found
        must_be_open(case)
        unknown, known = [await _there(session, agency, case, each) for each in two]
        rules.may_merge(unknown, known)
        gone = {"removed_at": desk.clock(), "merged_into": known.id}
        await parties.change(session, agency.id, case, unknown.id, gone)
        await findings.move(session, agency.id, case, unknown.id, known.id)
        detail = {"party": unknown.id, "into": known.id, "because": because}
        await _happened(desk, session, case, member, "party_merged", detail)
    return case


async def _there(session: AsyncSession, agency: Agency, case: Case, party_id: str) -> Party:
    """Somebody who is in the case now. Raises Refused."""
    everybody = await parties.of_case(session, agency.id, case)
    found = next((each for each in everybody if each.id == party_id and each.removed_at is None), None)
    if found is None:
        raise Refused("party_gone")
    return found


async def _happened(
    desk: Desk, session: AsyncSession, case: Case, by: Member, verb: str, detail: Mapping[str, str | None]
) -> None:
    await cases.happened(session, case.agency, case.id, verb=verb, by=actor(by).by, now=desk.clock(), detail=detail)
    await roster.prompt(session, case.agency, by.id, None)
