"""What goes to another office with an offer: packed when somebody has agreed, erased again if it is not taken.

Called by `desk.transfers`, `lapse` by `desk.retention`, `contents` by the collector of files, which seals each anew
there. What is packed is a draft of the other office's own, under a key of its own.
"""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import aftercare, transfer
from bot.casework.authorization import PROGRAM, Actor, Verb
from bot.casework.errors import Stale, Undeliverable
from bot.casework.interview import pack as packed
from bot.casework.interview import unpack
from bot.desk.desk import Act, Desk
from bot.desk.filing import TRANSFERRED
from bot.desk.waiting import subject
from storage import cases, drafts, evidence, keys, outbox, transfers
from storage.cases import Case
from storage.chats import Chat
from storage.columns import new_id
from storage.drafts import Draft
from storage.transfers import Transfer

CHANNEL: Final = "transfer"
"""Stands for a door where something comes from another office: a package's chat, and where its files are fetched."""
EVENT: Final = "transfer"


async def pack(desk: Desk, session: AsyncSession, case: Case, proposal: Transfer, consent: dict[str, str]) -> Draft:
    """Seal the story, the answers and the chosen files for the other office."""
    agency, target, now = desk.agencies[case.agency], desk.agencies[proposal.target or ""], desk.clock()
    files = {each: new_id() for each in proposal.files}
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
