"""The review of a packet before it goes to a panel: what is proposed to go black, and what people say to it.

Called by `telegram.packets`. Nothing goes out of here: once all is settled, and a second person has agreed where the
profile says so, `desk.documents.make` makes the paper, and refuses to before.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import redaction
from bot.casework.agency import Agency, DocumentKind
from bot.casework.authorization import Verb
from bot.casework.errors import NotYours, Refused, Stale
from bot.casework.oversight import PACKET
from bot.casework.redaction import OUT, STAYS, Mark, Passage
from bot.desk.desk import Desk
from bot.desk.papers import panel_packet
from bot.desk.permission import actor, on_case, permitted
from nlp import redact
from storage import cases, packets, recommendations, roster
from storage.cases import Case
from storage.inbox import InboxRow
from storage.packets import NewPacket, Packet
from storage.recommendations import Recommendation
from storage.roster import Member


@dataclass(frozen=True, slots=True)
class Review:
    """A case with its packet, where there is one: the texts, the marks in them, and what the panel has said."""

    agency: Agency
    case: Case
    packet: Packet | None
    passages: tuple[Passage, ...] = field(repr=False)
    marks: tuple[Mark, ...]
    said: tuple[Recommendation, ...] = field(repr=False)

    @property
    def waiting(self) -> tuple[int, ...]:
        """The numbers of the marks that nobody has settled."""
        return redaction.waiting(self.marks)


def kind_of(agency: Agency) -> DocumentKind | None:
    """The paper of this office that goes to a panel, where it has one."""
    return next((each for each in agency.documents.values() if each.template == PACKET), None)


async def look(desk: Desk, source: InboxRow | None, member: Member, case_id: str) -> Review:
    """Look at the packet of a case as it is now; audited. Raises NotYours."""
    async with on_case(desk, source, member, case_id, Verb.PACKET, part="packet") as (session, agency, case):
        return await _review(session, agency, case)


async def begin(desk: Desk, source: InboxRow, member: Member, case_id: str, language: str) -> Review:
    """Take the texts of the case as it is now and propose what to black out; an earlier review is dropped."""
    async with desk.database.read() as session:
        case = await permitted(session, member, await cases.load(session, member.agency, case_id), Verb.PACKET)
        agency = desk.agencies[case.agency]
        passages = await panel_packet.collect(session, agency, case, language)
        known = await panel_packet.names(session, agency, case)
    marks = await asyncio.to_thread(_proposed, passages, case.language, known)
    async with on_case(desk, source, member, case_id, Verb.PACKET, part="begin") as (session, agency, case):
        kind = kind_of(agency)
        if kind is None or member.role not in kind.by:
            raise Refused("no_such_document")
        content, packed = redaction.pack(passages, marks)
        new = NewPacket(kind.id, language, content, packed)
        await packets.begin(session, agency.id, case, new, by=actor(member).by, now=desk.clock())
        await _happened(desk, session, member, case, "packet_begun")
        return await _review(session, agency, case)


async def settle(
    desk: Desk, source: InboxRow, member: Member, case_id: str, packet_id: str, which: int | str, state: str
) -> Review:
    """Say of one mark, or of all of a kind that wait, that it goes black or stays readable.

    Raises Stale for what is settled already: a button of an older screen changes nothing without a word.
    """
    if state not in (OUT, STAYS):
        raise Stale

    def decided(review: Review) -> tuple[Mark, ...]:
        numbers = redaction.waiting(review.marks, which) if isinstance(which, str) else (which,)
        if not {*numbers} & {*redaction.waiting(review.marks)}:
            raise Stale
        return redaction.settled(review.marks, numbers, state)

    return await _changed(desk, source, member, case_id, packet_id, decided)


async def reopen(desk: Desk, source: InboxRow, member: Member, case_id: str, packet_id: str, kind: str) -> Review:
    """Let all of a kind wait again for somebody to decide. Raises Stale where there is nothing of it."""

    def decided(review: Review) -> tuple[Mark, ...]:
        if kind not in {each.kind for each in review.marks}:
            raise Stale
        return redaction.reopened(review.marks, kind)

    return await _changed(desk, source, member, case_id, packet_id, decided)


async def black_out(desk: Desk, source: InboxRow, member: Member, case_id: str, packet_id: str, words: str) -> Review:
    """Black out words wherever they stand. Raises Refused where they stand nowhere."""

    def decided(review: Review) -> tuple[Mark, ...]:
        return redaction.typed(review.passages, review.marks, words)

    return await _changed(desk, source, member, case_id, packet_id, decided)


async def finish(desk: Desk, source: InboxRow, member: Member, case_id: str, packet_id: str) -> Review:
    """The review is done: the paper can be made, or a second person is asked. Raises Refused while anything waits."""
    async with on_case(desk, source, member, case_id, Verb.PACKET, part="finish") as (session, agency, case):
        review = await _of(session, agency, case, packet_id, packets.REVIEW)
        redaction.out(review.marks, 0)  # refuses while anything waits
        assert review.packet is not None
        kind = agency.documents.get(review.packet.kind)
        state = packets.ASKED if kind is not None and kind.approval else packets.MADE
        by = actor(member).by
        await _change(session, case, review.packet, {"state": state, "asked_by": by, "answer": None})
        await _happened(desk, session, member, case, f"packet_{state}")
        return await _review(session, agency, case)


async def decide(desk: Desk, source: InboxRow, member: Member, case_id: str, packet_id: str, because: str) -> Review:
    """A second person agrees, or says why not (`because`) and the review goes on. Raises Refused for the first one."""
    async with on_case(desk, source, member, case_id, Verb.RELEASE_PACKET) as (session, agency, case):
        review = await _of(session, agency, case, packet_id, packets.ASKED)
        assert review.packet is not None
        by, state = actor(member).by, packets.REVIEW if because else packets.MADE
        if review.packet.asked_by == by:
            raise Refused("packet_same_person")
        changes: dict[str, object] = {"state": state, "answer": because or None, "decided_by": by}
        changes["decided_at"] = desk.clock()
        await _change(session, case, review.packet, changes)
        await _happened(desk, session, member, case, "packet_back" if because else "packet_approved")
        await roster.prompt(session, agency.id, member.id, None)
        return await _review(session, agency, case)


def _proposed(passages: Sequence[Passage], language: str, known: Iterable[str]) -> tuple[Mark, ...]:
    found: list[Mark] = []
    for number, each in enumerate(passages):
        found += redaction.proposed(number, redact.propose(each.text, language, known))
    return tuple(found)


async def _changed(
    desk: Desk, source: InboxRow, member: Member, case_id: str, packet_id: str,
    decided: Callable[[Review], tuple[Mark, ...]],
) -> Review:  # fmt: skip
    async with on_case(desk, source, member, case_id, Verb.PACKET, part="review") as (session, agency, case):
        review = await _of(session, agency, case, packet_id, packets.REVIEW)
        assert review.packet is not None
        _, marks = redaction.pack(review.passages, decided(review))
        await _change(session, case, review.packet, {"marks": marks})
        await roster.prompt(session, agency.id, member.id, None)
        return await _review(session, agency, case)


async def _review(session: AsyncSession, agency: Agency, case: Case) -> Review:
    packet = await packets.current(session, agency.id, case)
    said = tuple(await recommendations.of_case(session, agency.id, case))
    if packet is None:
        return Review(agency, case, None, (), (), said)
    return Review(agency, case, packet, *redaction.unpack(packet.content, packet.marks), said)


async def _of(session: AsyncSession, agency: Agency, case: Case, packet_id: str, state: str) -> Review:
    """The packet that a button was drawn for (the beginning of its id). Raises Stale for another, or one further on."""
    if kind_of(agency) is None:
        raise NotYours
    review = await _review(session, agency, case)
    if review.packet is None or not packet_id or not review.packet.id.startswith(packet_id):
        raise Stale
    if review.packet.state != state:
        raise Stale
    return review


async def _change(session: AsyncSession, case: Case, packet: Packet, changes: dict[str, object]) -> None:
    if not await packets.change(session, case.agency, case, packet, changes):
        raise Stale


async def _happened(desk: Desk, session: AsyncSession, member: Member, case: Case, verb: str) -> None:
    await cases.happened(session, case.agency, case.id, verb=verb, by=actor(member).by, now=desk.clock())
