"""Everything that is worked on in one case, as one look at it: what `telegram.casework` shows and chooses from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import interview, outcome, party
from bot.casework.agency import Agency
from bot.casework.authorization import Verb, may
from bot.casework.errors import Refused
from bot.casework.interview import Answer
from bot.casework.outcome import Pair
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from storage import cases, findings, parties, recusals, roster, tasks
from storage.cases import AllegationRow, Case
from storage.findings import Finding
from storage.inbox import InboxRow
from storage.parties import Party
from storage.roster import Member
from storage.tasks import Task


@dataclass(frozen=True, slots=True)
class Bench:
    """One case with its tasks, people, allegations and findings.

    `people` are those who are in it now, `once` those who were taken off or merged. `colleagues` may be given a task.
    """

    case: Case
    agency: Agency
    tasks: tuple[Task, ...]
    people: tuple[Party, ...]
    once: tuple[Party, ...]
    allegations: tuple[AllegationRow, ...]
    findings: Mapping[Pair, Finding]
    owed: tuple[Pair, ...]
    colleagues: tuple[Member, ...]
    answers: Mapping[str, Answer] = field(repr=False)

    @property
    def respondents(self) -> tuple[Party, ...]:
        """The respondents who are in the case now."""
        return tuple(each for each in self.people if each.role == party.RESPONDENT)


async def look(desk: Desk, member: Member, case_id: str, source: InboxRow | None = None) -> Bench:
    """Look at what is worked on in a case; for those who may read it, and audited. Raises NotYours."""
    async with on_case(desk, source, member, case_id, Verb.READ, part="work") as (session, agency, case):
        everybody = await parties.of_case(session, agency.id, case)
        found = await findings.of_case(session, agency.id, case)
        made: dict[Pair, Finding] = {(each.allegation_id, each.party_id): each for each in found}
        alleged = await cases.allegations(session, agency.id, case.id)
        people = [each for each in everybody if each.removed_at is None]
        return Bench(
            case=case,
            agency=agency,
            tasks=tuple(await tasks.of_case(session, agency.id, case)),
            people=tuple(people),
            once=tuple(each for each in everybody if each.removed_at is not None),
            allegations=tuple(alleged),
            findings=made,
            owed=tuple(outcome.owed(alleged, [each for each in people if each.role == party.RESPONDENT], made)),
            colleagues=tuple(await who_may(session, agency, case)),
            answers=interview.unpack(await cases.answers(session, agency.id, case)),
        )


async def who_may(session: AsyncSession, agency: Agency, case: Case) -> Sequence[Member]:
    """Who may be given a task on a case: colleagues who work on cases and may know of this one."""
    everybody = [each for each in await roster.every(session, agency.id) if each.state == roster.CONFIRMED]
    working = [each for each in everybody if may(Verb.TASK, actor(each), agency.id)]
    return await recusals.may_know(session, agency.id, case.id, working)


def must_be_open(case: Case) -> None:
    """Raise Refused for a case that is closed: nothing in it is changed any more."""
    if case.closed_at is not None:
        raise Refused("closed_work")
