"""An office would give a case to another one: proposed with a reason, agreed to by the complainant, or stopped again.

Called by `telegram.transfers` for staff and by `telegram.case_talk` for the complainant. Nothing leaves the office
before the complainant has agreed. `desk.offers` is the other side; `desk.packages` is what goes there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import aftercare, notices, transfer
from bot.casework.agency import Agency
from bot.casework.authorization import COMPLAINANT, Verb
from bot.casework.errors import Refused, Stale
from bot.casework.workdays import end_of_day
from bot.desk import packages, retention
from bot.desk.correspondence import on_own_case
from bot.desk.desk import Desk
from bot.desk.permission import actor, on_case
from bot.desk.waiting import subject
from storage import cases, compelled, evidence, outbox, roster, transfers
from storage.cases import Case
from storage.evidence import Evidence
from storage.inbox import InboxRow
from storage.roster import Member
from storage.transfers import Transfer


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which office should take a case, why, and which files go along with the story."""

    target: str
    because: str = field(repr=False)
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """What there is to say about giving a case away: who could take it, what can go along, what was tried before.

    `forced` are the files that somebody was compelled to give.
    """

    case: Case
    agency: Agency
    targets: Mapping[str, Agency]
    files: tuple[Evidence, ...]
    tried: tuple[Transfer, ...]
    forced: frozenset[str] = frozenset()

    def stays(self, target: Agency, file: Evidence) -> bool:
        """Say that a file cannot go to this office, which may not see what somebody was compelled to give."""
        return file.id in self.forced and not transfer.keeps_apart(target)

    @property
    def pending(self) -> Transfer | None:
        """The proposal that is not settled yet."""
        return _pending(self.tried)


async def look(desk: Desk, source: InboxRow | None, member: Member, case_id: str) -> Board:
    """What staff see before they propose anything."""
    async with on_case(desk, source, member, case_id, Verb.TRANSFER, step="look") as (session, agency, case):
        tried = await transfers.of_case(session, agency.id, case.id)
        files = [each for each in await evidence.of_case(session, agency.id, case.id) if _goes_along(each)]
        forced = await compelled.of_case(session, agency.id, case.id)
    others = {id: each for id, each in desk.offices.items() if id != agency.id}
    return Board(case, agency, others, tuple(files), tuple(tried), forced)


async def propose(desk: Desk, source: InboxRow, member: Member, case_id: str, wanted: Proposal) -> Transfer:
    """Ask the complainant whether another office of the deployment may have the case. Raises Refused, Stale."""
    async with on_case(desk, source, member, case_id, Verb.TRANSFER, step="asked", to=wanted.target) as on:
        session, agency, case = on
        if wanted.target not in desk.offices or wanted.target == agency.id:
            raise Stale
        await _may_propose(session, agency, case)
        now, by = desk.clock(), actor(member).by
        there = {each.id for each in await evidence.of_case(session, agency.id, case.id) if _goes_along(each)}
        kept = await packages.kept_from(session, desk.agencies[wanted.target], case)
        proposed = await transfers.propose(
            session,
            agency.id,
            case,
            target=wanted.target,
            because=wanted.because,
            files=[each for each in wanted.files if each in there - kept],
            by=by,
            now=now,
        )
        await _note(desk, session, case, by, {"step": "asked", "target": wanted.target})
        if case.chat is not None:
            asks = aftercare.to_complainant(agency, subject(case), "question", proposed.id, now)
            await outbox.add(session, agency.id, case_id=case.id, planned=[asks], now=now)
        await roster.prompt(session, agency.id, member.id, None)
        await packages.note_kept(desk, session, case, proposed, there & kept)
        return proposed


async def refer(desk: Desk, source: InboxRow, member: Member, case_id: str, office: str, told: str) -> Transfer:
    """Write down that an office outside could help, and tell the complainant so; the program sends nothing there."""
    async with on_case(desk, source, member, case_id, Verb.TRANSFER, step="referred") as (session, agency, case):
        await _may_propose(session, agency, case)
        now, by = desk.clock(), actor(member).by
        referred = await transfers.propose(
            session, agency.id, case, target=None, because=office, files=(), by=by, now=now
        )
        await _note(desk, session, case, by, {"step": "referred"})
        if case.chat is not None:
            said = await cases.say(session, agency.id, case, direction="out", by=by, text=told, now=now)
            happened = notices.MessageToComplainant(case.id, case.reference, said.id)
            await outbox.add(session, agency.id, case_id=case.id, planned=notices.after(agency, happened, now), now=now)
        await roster.prompt(session, agency.id, member.id, None)
        return referred


async def stop(desk: Desk, source: InboxRow, member: Member, case_id: str) -> Case:
    """Take a proposal back; the other office keeps nothing of it. Raises Refused when it is settled already."""
    async with on_case(desk, source, member, case_id, Verb.TRANSFER, step="stopped") as (session, agency, case):
        pending = _pending(await transfers.of_case(session, agency.id, case.id))
        if pending is None:
            raise Refused("transfer_decided")
        paths = await packages.erase(session, pending)
        now, by = desk.clock(), actor(member).by
        await transfers.move(session, agency.id, pending, transfers.STOPPED, decided_by=by, decided_at=now)
        await _note(desk, session, case, by, {"step": "stopped"})
        kept = aftercare.to_complainant(agency, subject(case), "transfer_kept", pending.id, now)
        await outbox.add(session, agency.id, case_id=case.id, planned=[kept], now=now)
    await retention.delete(desk, paths)
    return case


async def note_consent(desk: Desk, source: InboxRow, member: Member, case_id: str) -> Transfer:
    """Write down that somebody without a chat has agreed, on paper or by telephone. Raises Refused."""
    async with on_case(desk, source, member, case_id, Verb.TRANSFER, step="consent") as (session, agency, case):
        if case.chat is not None:
            raise Refused("ask_in_the_chat")
        pending = _pending(await transfers.of_case(session, agency.id, case.id))
        if pending is None or pending.state != transfers.ASKED:
            raise Refused("transfer_decided")
        return await _offer(desk, session, agency, case, pending, actor(member).by)


# The complainant


async def question(desk: Desk, case: Case) -> Transfer | None:
    """What waits for the complainant's yes or no."""
    async with desk.database.read() as session:
        pending = _pending(await transfers.of_case(session, case.agency, case.id))
    return pending if pending is not None and pending.state == transfers.ASKED else None


async def answer(desk: Desk, source: InboxRow, case: Case, *, agrees: bool) -> Transfer:
    """Keep the complainant's yes or no, with the version of the words and the time. Raises Refused when it is late."""
    async with on_own_case(desk, source, case, Verb.CONSENT, agrees=agrees) as (session, agency, held):
        pending = _pending(await transfers.of_case(session, agency.id, held.id))
        if pending is None or pending.state != transfers.ASKED:
            raise Refused("no_question")
        if agrees:
            return await _offer(desk, session, agency, held, pending, COMPLAINANT)
        now = desk.clock()
        await _note(desk, session, held, COMPLAINANT, {"step": "declined"})
        told = aftercare.to_a_person(agency, subject(held), "transfer_news", f"{pending.id}:declined", now)
        await outbox.add(session, agency.id, case_id=held.id, planned=[told], now=now)
        return await transfers.move(
            session, agency.id, pending, transfers.DECLINED, decided_by=COMPLAINANT, decided_at=now
        )


async def _offer(desk: Desk, session: AsyncSession, agency: Agency, case: Case, pending: Transfer, by: str) -> Transfer:
    """Seal the story, the answers and the chosen files for the other office, and tell its supervisors."""
    target, now = desk.agencies[pending.target or ""], desk.clock()
    consent = {"version": transfer.CONSENT, "language": case.language, "at": now.isoformat()}
    package = await packages.pack(desk, session, case, pending, consent)
    planned = transfer.plan_offer(target, pending.id, now)
    await outbox.add(session, target.id, draft_id=package.id, planned=planned, now=now)
    await _note(desk, session, case, by, {"step": "offered", "target": target.id, "consent": consent})
    moved = await transfers.move(
        session,
        agency.id,
        pending,
        transfers.OFFERED,
        consent_version=transfer.CONSENT,
        consent_by=by,
        consent_at=now,
        package_id=package.id,
        due_at=end_of_day(target, transfer.due_on(target, now)),
    )
    kept = await packages.kept_from(session, target, case) & {*pending.files}  # marked since it was proposed
    await packages.note_kept(desk, session, case, pending, kept)
    return moved


async def _may_propose(session: AsyncSession, agency: Agency, case: Case) -> None:
    if case.closed_at is not None:
        raise Refused("closed")
    if _pending(await transfers.of_case(session, agency.id, case.id)) is not None:
        raise Refused("transfer_pending")


async def _note(desk: Desk, session: AsyncSession, case: Case, by: str, detail: Mapping[str, object]) -> None:
    await cases.happened(session, case.agency, case.id, verb=packages.EVENT, by=by, now=desk.clock(), detail=detail)


def _pending(tried: tuple[Transfer, ...] | list[Transfer]) -> Transfer | None:
    return next((each for each in tried if each.state in transfers.PENDING), None)


def _goes_along(one: Evidence) -> bool:
    return one.state == evidence.STORED
