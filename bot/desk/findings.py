"""What came of each confirmed allegation against each respondent; called by `telegram.casework`.

`wait_for` is called by `caseload.act` before a case ends: a profile says which actions need every finding.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import outcome, party
from bot.casework.agency import Action, Agency
from bot.casework.authorization import Verb
from bot.casework.errors import Refused
from bot.desk.bench import must_be_open
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from storage import cases, findings, parties, roster
from storage.cases import Case
from storage.findings import Finding
from storage.inbox import InboxRow
from storage.parties import Party
from storage.roster import Member


async def decide(desk: Desk, source: InboxRow, member: Member, case_id: str, found: Finding) -> Case:
    """Record a finding, in place of an earlier one. Raises Refused for what was rejected or taken off meanwhile."""
    about = {"allegation": found.allegation_id, "party": found.party_id, "finding": found.finding}
    async with on_case(desk, source, member, case_id, Verb.FINDING, **about) as (session, agency, case):
        must_be_open(case)
        alleged = {each.id: each for each in await cases.allegations(session, agency.id, case.id)}
        allegation = alleged.get(found.allegation_id)
        outcome.check(agency, allegation, (found.severity, found.finding, found.action))
        assert allegation is not None
        if found.party_id not in {each.id for each in await _respondents(session, agency, case)}:
            raise Refused("party_gone")
        now, by = desk.clock(), actor(member).by
        await findings.keep(session, agency.id, case, found, by=by, now=now)
        detail = {"allegation": allegation.code, "party": found.party_id, "severity": found.severity}
        detail |= {"finding": found.finding, "action": found.action, "words": found.action_words}
        detail |= {"because": found.because}
        await cases.happened(session, agency.id, case.id, verb="finding", by=by, now=now, detail=detail)
        await roster.prompt(session, agency.id, member.id, None)
    return case


async def wait_for(session: AsyncSession, agency: Agency, case: Case, action: Action, language: str) -> None:
    """Raise Refused, which names what is missing, when this action has to wait for findings."""
    if not action.findings:
        return
    alleged = await cases.allegations(session, agency.id, case.id)
    people = await _respondents(session, agency, case)
    made = {(each.allegation_id, each.party_id) for each in await findings.of_case(session, agency.id, case)}
    outcome.must_be_made(agency, action, alleged, outcome.owed(alleged, people, made), language)


async def _respondents(session: AsyncSession, agency: Agency, case: Case) -> list[Party]:
    everybody = await parties.of_case(session, agency.id, case)
    return [each for each in everybody if each.role == party.RESPONDENT and each.removed_at is None]
