"""The contact log: whom the office spoke or wrote to, how, when and what came of it; called by `telegram.casework`.

A contact is a line of the timeline: it is never changed, a mistake is put right by the next line.
"""

from dataclasses import dataclass, field
from datetime import date

from bot.casework import contact as rules
from bot.casework.authorization import Verb
from bot.casework.workdays import day_at
from bot.desk.bench import must_be_open
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from storage import cases, roster
from storage.cases import Case
from storage.inbox import InboxRow
from storage.roster import Member


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact; `who` is the id of a party, or words for somebody else."""

    who: str = field(repr=False)
    way: str
    on: date
    outcome: str = field(repr=False)


async def log(desk: Desk, source: InboxRow, member: Member, case_id: str, made: Contact) -> Case:
    """Write a contact down. Raises Refused for a day that has not come."""
    async with on_case(desk, source, member, case_id, Verb.CONTACT, way=made.way) as (session, agency, case):
        now = desk.clock()
        must_be_open(case)
        rules.check(made.way, made.on, day_at(agency, now))
        detail = {"who": made.who, "way": made.way, "on": made.on.isoformat(), "outcome": made.outcome}
        by = actor(member).by
        await cases.happened(session, agency.id, case.id, verb="contact", by=by, now=now, detail=detail)
        await roster.prompt(session, agency.id, member.id, None)
    return case
