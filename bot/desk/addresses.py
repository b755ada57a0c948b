"""Who gets a notice, and what goes out together in one message; asked by `desk.courier` about all it has claimed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework.agency import Agency
from bot.casework.agenda import WITNESS
from bot.casework.keeper import SUPERVISOR, keeper
from bot.casework.notices import COMPLAINANT, URGENT_RANK, Planned
from bot.casework.request import CUSTODIANS
from bot.desk import offers, presence
from bot.desk.permission import actor
from bot.desk.waiting import subject
from storage import cases, documents, drafts, invitations, recusals, roster, transfers
from storage.cases import Case
from storage.chats import Chat
from storage.outbox import COPY, MEMBER, Notice
from storage.roster import Member

QUEUE: Final = "queue:"
GROUPS: Final = (QUEUE, SUPERVISOR, CUSTODIANS)
LINES: Final = 30
"""How much one message says: what is longer, the chat would refuse."""
ALONE: Final = frozenset({"receipt", "new_case", "new_case_unattended", "taken"})
"""What is shown in a way of its own, or replaces an earlier message or may be replaced by a later one."""
HANDED_ON: Final = frozenset(
    {
        *("new_case", "new_message", "new_evidence", "withdrawal_asked", "unreachable", "reminder"),
        *("statement_changed", "task_due", "evidence_waits"),
        *("answer_overdue", "body_overdue", "witness_stated", "witness_unreachable", "file_added", "no_chat"),
        *("withdrawal_answered", "transfer_news", "reopened"),
        *("meeting_answered", "follow_up_due", "limit_last_staff", "limit_over_staff"),
    }
)
"""What somebody at the office must know even if the one it was for cannot be told."""
OFFER: Final = frozenset({"transfer_offered", "transfer_due"})
"""What speaks of a case that another office offers, and so of no case of ours yet."""
HANDED: Final = "!"
KEPT: Final = frozenset({"taken", "welcome", "name_opened", "name_refused", "handover_asked"})
"""What is of use only in the chat of the member it was for, even while they are away."""
LONGEST_WAIT: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one person has due at one moment; goes out as one message. `member` is None for a complainant.

    `notices` are what it says. What it settles is more: of one ladder only the last rung is said. `guest` is the
    id of the case in which a witness is asked to a meeting; which language they read is not known.
    """

    chat: Chat
    language: str
    notices: tuple[Notice, ...]
    agency: str
    member: Member | None = None
    case: Case | None = None
    guest: str | None = None


def bundles(claimed: Iterable[Notice]) -> list[tuple[Notice, ...]]:
    """Notices for persons, one bundle for each message; the most urgent message first."""
    together = (_lines(same) for _, same in groupby(sorted(claimed, key=_address), key=_address))
    pages = [lines[start : start + LINES] for lines in together for start in range(0, len(lines), LINES)]
    found = [tuple(notice for line in page for notice in line) for page in pages]
    return sorted(found, key=lambda bundle: _urgency(bundle[0]))


def said(bundle: Iterable[Notice]) -> tuple[Notice, ...]:
    """What a message says of a bundle: after days of silence the last rung of each ladder, not all of them."""
    return tuple(line[-1] for line in _lines(bundle))


def copies(notice: Notice, members: Sequence[Member], *, attended: bool) -> list[Planned]:
    """A notice to a group as one for each of its members; supervisors learn that nobody else would have heard it."""
    unattended = notice.template == "new_case" and not attended
    return [
        Planned(
            key=f"{notice.key}{COPY}{each.id}",
            to=f"{MEMBER}{each.id}",
            template="new_case_unattended" if unattended else notice.template,
            params=notice.params,
            rank=URGENT_RANK if unattended else notice.rank,
            due_at=notice.due_at,
        )
        for each in members
    ]


def handed_on(notice: Notice) -> Planned | None:
    """The same for the supervisors, because the member it was for cannot be told; None for what can be let go."""
    if notice.case_id is None or notice.template not in HANDED_ON or notice.key.startswith(HANDED):
        return None
    template = "new_case_unattended" if notice.template == "new_case" else notice.template
    key = f"{HANDED}{notice.key.partition(COPY)[0]}"
    return Planned(key, SUPERVISOR, template, notice.params, notice.rank, notice.due_at)


async def members_of(
    session: AsyncSession, agency: Agency, notice: Notice, now: datetime
) -> tuple[list[Member], bool | datetime]:
    """Who is in a group now and may know of the case, and whether a queue is attended.

    When nobody is on duty there, its supervisors hear; what is not urgent waits for the next who comes: until when is
    said instead.
    """
    if notice.to.startswith(QUEUE):
        queue = notice.to.removeprefix(QUEUE)
        working, comes_at = await presence.on_duty(session, agency, queue, notice.case_id, now)
        if working:
            return working, True
        if comes_at is not None and notice.rank > URGENT_RANK and comes_at - now <= LONGEST_WAIT:
            return [], comes_at
    if notice.to == CUSTODIANS:
        return await presence.custodians(session, agency, notice.case_id), True
    supervisors = await presence.supervisors(session, agency, notice.case_id, now)
    supervisors = await _concerned(session, agency, notice, supervisors)
    return supervisors, not notice.to.startswith(QUEUE)


async def _concerned(session: AsyncSession, agency: Agency, notice: Notice, supervisors: list[Member]) -> list[Member]:
    """Those whom the button under a notice leads anywhere: not the maker of a paper, nor who must not see an offer."""
    if notice.template == "paper_asked":
        case = await cases.load(session, agency.id, notice.case_id or "")
        paper = await documents.load(session, agency.id, case, notice.params.get("item", "")) if case else None
        return [each for each in supervisors if paper is None or paper.by != actor(each).by]
    offer = notice.params.get("transfer") if notice.template in OFFER else None
    found = await transfers.load(session, agency.id, offer) if offer else None
    if found is None:
        return supervisors
    return [each for each in supervisors if await offers.may_know(session, agency, each, found)]


async def by_hand(session: AsyncSession, agency: Agency, notice: Notice) -> Planned | None:
    """News for a complainant without a chat, for whoever looks after the case: somebody calls or writes instead."""
    case = await cases.load(session, agency.id, notice.case_id or "") if notice.to == COMPLAINANT else None
    if case is None or case.chat is not None:
        return None
    to = keeper(agency, subject(case))
    said = {"reference": case.reference}
    return Planned(f"{notice.key}:by_hand", to, "no_chat", said, notice.rank, notice.due_at)


async def turned(
    session: AsyncSession, agency: Agency, claimed: Sequence[Notice], now: datetime
) -> tuple[list[Notice], list[Notice]]:
    """Notices of an agency with those for somebody who is away turned to their cover; then those nobody may get.

    These are for members who must not know of the case any more.
    """
    theirs = {each.id: each.to.removeprefix(MEMBER) for each in claimed if each.to.startswith(MEMBER)}
    covers = await presence.covers(session, agency, set(theirs.values()), now)
    cases_of = {each.id: each.case_id for each in claimed if each.case_id}
    pairs = {(cases_of[id], who) for id in theirs if id in cases_of for who in (theirs[id], covers.get(theirs[id]))}
    barred = await recusals.barred(session, agency.id, {(case, who) for case, who in pairs if who is not None})
    kept, lost = [], []
    for each in claimed:
        case, who = each.case_id or "", theirs.get(each.id, "")
        cover = covers.get(who)
        if (case, who) in barred:
            lost.append(each)
        elif cover is not None and each.template not in KEPT and (case, cover) not in barred:
            kept.append(replace(each, to=f"{MEMBER}{cover}"))
        else:
            kept.append(each)
    return kept, lost


async def addressed(session: AsyncSession, bundle: Sequence[Notice]) -> Parcel | None:
    """Where a bundle goes now; None when there is nowhere to send it."""
    first, words = bundle[0], said(bundle)
    if first.to.startswith(MEMBER):
        member = await roster.load(session, first.agency, first.to.removeprefix(MEMBER))
        if member is None or member.state != roster.CONFIRMED or member.chat is None:
            return None
        return Parcel(member.chat, member.language, words, first.agency, member=member)
    if first.to.startswith(WITNESS):
        link = await invitations.load(session, first.agency, first.case_id or "", first.to.removeprefix(WITNESS))
        chat = link.chat if link else None
        return Parcel(chat, "en", words, first.agency, guest=first.case_id) if chat else None
    if first.case_id is not None:
        case = await cases.load(session, first.agency, first.case_id)
        if case is None or case.chat is None:
            return None
        return Parcel(case.chat, case.language, words, first.agency, case=case)
    draft = await drafts.load(session, first.agency, first.draft_id or "")
    return Parcel(draft.chat, draft.language, words, first.agency) if draft else None


def _address(notice: Notice) -> tuple[str, str, str, str]:
    """Notices with the same address go out together; a complainant's go by case, for one chat may have several."""
    owner = "" if notice.to.startswith(MEMBER) else notice.case_id or notice.draft_id or ""
    return (notice.agency, notice.to, owner, notice.key if notice.template in ALONE else "")


def _urgency(notice: Notice) -> tuple[int, datetime, int]:
    return notice.rank, notice.due_at, notice.id


def _lines(bundle: Iterable[Notice]) -> list[list[Notice]]:
    """Rungs of one ladder that are due together make one line, the others one each; the most urgent line first."""
    lines: dict[object, list[Notice]] = {}
    for each in sorted(bundle, key=_urgency):
        duty = each.params.get("duty") or each.params.get("item")
        lines.setdefault((each.case_id, each.template, duty) if duty else each.id, []).append(each)
    return list(lines.values())
