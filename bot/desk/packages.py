"""What goes to another office with an offer: packed when somebody has agreed, erased again if it is not taken.

Called by `desk.transfers`, `lapse` by `desk.retention`, `contents` by the collector of files, which seals each anew
there. What is packed is a draft of the other office's own, under a key of its own. What somebody was compelled to give
goes only to an office that keeps such things from prosecutors, and its mark goes with it.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import aftercare, transfer
from bot.casework.agency import Agency
from bot.casework.authorization import PROGRAM, Actor, Verb
from bot.casework.errors import Stale, Undeliverable
from bot.casework.interview import pack as packed
from bot.casework.interview import unpack
from bot.desk.desk import Act, Desk
from bot.desk.filing import TRANSFERRED
from bot.desk.waiting import subject
from storage import cases, compelled, drafts, evidence, keys, outbox, transfers
from storage.cases import Case
from storage.chats import Chat
from storage.columns import new_id
from storage.drafts import Draft
from storage.evidence import Evidence
from storage.transfers import Transfer

CHANNEL: Final = "transfer"
"""Stands for a door where something comes from another office: a package's chat, and where its files are fetched."""
EVENT: Final = "transfer"


async def pack(desk: Desk, session: AsyncSession, case: Case, proposal: Transfer, consent: dict[str, str]) -> Draft:
    """Seal the story, the answers and the chosen files for the other office."""
    agency, target, now = desk.agencies[case.agency], desk.agencies[proposal.target or ""], desk.clock()
    forced = await kept_from(session, target, case)
    files = {each: new_id() for each in proposal.files if each not in forced}
    answers = unpack(await cases.answers(session, agency.id, case))
    package = await drafts.start(
        session,
        target.id,
        chat=Chat(CHANNEL, proposal.id),
        language=case.language,
        profile=target.digest,
        now=now,
        purpose=TRANSFERRED,
        answers=packed(transfer.carried(agency, target, answers, files, case.language)),
        notes={"consent": consent} | ({"chat": case.chat} if case.chat else {"entered": {"way": case.came_by}}),
    )
    for one in await evidence.of_case(session, agency.id, case.id):
        if one.id in files:
            await evidence.expect(
                session,
                target.id,
                package,
                id=files[one.id],
                kind=one.kind,
                source=(CHANNEL, f"{agency.id}/{one.id}"),
                name=one.name,
                mime=one.mime,
                size=one.size,
                now=now,
            )
    return package


async def kept_from(session: AsyncSession, target: Agency, case: Case) -> frozenset[str]:
    """What somebody was compelled to give and this office may not see."""
    marked = await compelled.of_case(session, case.agency, case.id)
    return frozenset() if transfer.keeps_apart(target) else marked


async def note_kept(desk: Desk, session: AsyncSession, case: Case, proposal: Transfer, items: Collection[str]) -> None:
    """Write down that these do not go along, a line on the timeline and one in the chain, and tell who has the case."""
    if not items:
        return
    agency, now, by = desk.agencies[case.agency], desk.clock(), Actor(PROGRAM, case.agency, PROGRAM)
    detail = {"step": "kept_back", "target": proposal.target, "count": len(items), "items": sorted(items)}
    await cases.happened(session, agency.id, case.id, verb=EVENT, by=PROGRAM, now=now, detail=detail)
    await desk.record(session, Act(by, Verb.TRANSFER, agency.id, case.id, detail))
    once = f"{proposal.id}:kept_back:{now.isoformat()}"
    told = aftercare.to_a_person(agency, subject(case), "transfer_news", once, now)
    await outbox.add(session, agency.id, case_id=case.id, planned=[told], now=now)


async def take_out(desk: Desk, session: AsyncSession, case: Case, items: Collection[str]) -> list[str]:
    """Take what was marked only now out of an offer that waits at an office that may not see it.

    The answer is the paths of the files to delete after the commit.
    """
    tried = await transfers.of_case(session, case.agency, case.id)
    offer = next((each for each in tried if each.state == transfers.OFFERED), None)
    if offer is None or transfer.keeps_apart(desk.agencies[offer.target or ""]):
        return []
    package = await drafts.load(session, offer.target or "", offer.package_id or "")
    assert package is not None, "an offer that waits has its package"
    came = await evidence.of_draft(session, package.agency, package.id)
    gone = {each.id: _origin(each) for each in came if _origin(each) in items}
    if not gone:
        return []
    left = transfer.left_with(unpack(package.answers), [each.id for each in came if each.id not in gone])
    answers, now = packed(left), desk.clock()
    await drafts.save(
        session, package.agency, package, answers=answers, notes=package.notes, language=package.language, now=now
    )
    paths = await evidence.take_out(session, package.agency, package.id, gone)
    await note_kept(desk, session, case, offer, gone.values())
    return paths


async def mark_there(session: AsyncSession, offer: Transfer, new: Case, now: datetime) -> None:
    """What was compelled counts as compelled in the case that it became, too."""
    forced = await compelled.of_case(session, offer.agency, offer.case_id)
    for each in await evidence.of_case(session, new.agency, new.id):
        if _origin(each) in forced:
            await compelled.mark(session, new.agency, new.id, each.id, by=PROGRAM, now=now)


def _origin(one: Evidence) -> str:
    """Which file of the first office one of a package is."""
    return one.source[1].partition("/")[2] if one.source else ""


async def contents(desk: Desk, file_id: str) -> bytes:
    """One file as the first office keeps it. Raises Undeliverable."""
    agency, _, evidence_id = file_id.partition("/")
    async with desk.database.read() as session:
        one = await evidence.load(session, agency, evidence_id)
        if one is None or one.path is None:
            raise Undeliverable("file_gone")
        key = await keys.load(session, agency, one.key_id)
    return await desk.files.get_sealed(one.path, key, one.place)


async def erase(session: AsyncSession, proposal: Transfer) -> list[str]:
    """Erase what was offered, its key too; the answer is the paths of the files to delete after the commit."""
    if proposal.package_id is None or proposal.target is None:
        return []
    package = await drafts.load(session, proposal.target, proposal.package_id)
    return [] if package is None else await drafts.erase(session, proposal.target, package)


async def lapse(desk: Desk, session: AsyncSession, package: Draft) -> list[str]:
    """Take an offer back that nobody has answered for as long as a draft is kept, erase it, and tell who offered it.

    The answer is the paths of the files to delete after the commit. Raises Stale before the day of the answer.
    """
    offer, now = await transfers.load(session, package.agency, package.chat.id), desk.clock()
    if offer is not None and offer.state == transfers.OFFERED:
        if offer.due_at is not None and offer.due_at > now:
            raise Stale
        case = await cases.hold(session, offer.agency, offer.case_id)
        assert case is not None, "a proposal belongs to a case by foreign key"
        await transfers.move(session, offer.agency, offer, transfers.STOPPED, decided_by=PROGRAM, decided_at=now)
        detail = {"step": "stopped", "target": package.agency}
        await cases.happened(session, case.agency, case.id, verb=EVENT, by=PROGRAM, now=now, detail=detail)
        by = Actor(PROGRAM, case.agency, PROGRAM)
        await desk.record(session, Act(by, Verb.TRANSFER, case.agency, case.id, detail))
        agency, about = desk.agencies[case.agency], subject(case)
        planned = [aftercare.to_a_person(agency, about, "transfer_news", f"{offer.id}:lapsed", now)]
        if not about.closed:
            planned.append(aftercare.to_complainant(agency, about, "transfer_kept", offer.id, now))
        await outbox.add(session, agency.id, case_id=case.id, planned=planned, now=now)
    return await drafts.erase(session, package.agency, package)
