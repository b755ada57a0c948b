"""Cases that one office offers to another, for `bot.desk.transfers`; either side sees only its own.

What is offered lies beside this as a draft of the target's own: sealed with a key of the target, and gone with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_by_id, box_for, boxed, unsealed, with_case_key
from storage.columns import new_id
from storage.errors import RowStale
from storage.models import transfers
from storage.statements import changed
from storage.vault import Box

ASKED, OFFERED, DECLINED, ACCEPTED = "asked", "offered", "declined", "accepted"
REFUSED, STOPPED, REFERRED = "refused", "stopped", "referred"
PENDING: Final = (ASKED, OFFERED)
PLAIN: Final = frozenset(
    {"consent_version", "consent_by", "consent_at", "package_id", "due_at", "decided_by", "decided_at", "new_case_id"}
)


@dataclass(frozen=True, slots=True)
class Transfer:
    """One proposal: `target` is the office asked, None for one outside the deployment; `files` go with the story.

    `answer` is why the other side refused, or the name of the office outside.
    """

    id: str
    agency: str
    case_id: str
    target: str | None
    state: str
    because: str = field(repr=False)
    files: tuple[str, ...]
    answer: str | None = field(repr=False)
    by: str
    asked_at: datetime
    consent_version: str | None
    consent_by: str | None
    consent_at: datetime | None
    package_id: str | None
    due_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None
    new_case_id: str | None


async def propose(
    session: AsyncSession,
    agency: str,
    case: Case,
    *,
    target: str | None,
    because: str,
    files: Sequence[str],
    by: str,
    now: datetime,
) -> Transfer:
    """Write down that an office would give a case to another one; without a target it is referred outside."""
    transfer_id = new_id()
    box = (await box_for(session, agency, case)).beside(transfers.name, transfer_id)
    values = {
        "id": transfer_id,
        "agency": agency,
        "case_id": case.id,
        "target": target,
        "state": ASKED if target else REFERRED,
        "because": box.seal("because", because),
        "files": box.seal("files", list(files)),
        "by": by,
        "asked_at": now,
    }
    await session.execute(transfers.insert().values(values))
    proposed = await load(session, agency, transfer_id)
    assert proposed is not None
    return proposed


async def load(session: AsyncSession, agency: str, transfer_id: str) -> Transfer | None:
    """One proposal, for either side: what is not offered yet is nothing to the office it is meant for."""
    theirs = or_(
        transfers.c.agency == agency,
        (transfers.c.target == agency) & transfers.c.state.not_in((ASKED, DECLINED)),
    )
    found = await session.execute(with_case_key(transfers).where(transfers.c.id == transfer_id, theirs))
    return next((_transfer(box, row) for box, row in unsealed(session, transfers, found)), None)


async def of_case(session: AsyncSession, agency: str, case_id: str) -> list[Transfer]:
    """Every proposal about a case, oldest first."""
    mine = (transfers.c.agency == agency, transfers.c.case_id == case_id)
    found = (await session.execute(select(transfers).where(*mine).order_by(transfers.c.asked_at, transfers.c.id))).all()
    return [_transfer(box, row) for box, row in await boxed(session, agency, case_id, transfers, found)]


async def offered_to(
    session: AsyncSession, agency: str, *, after: tuple[datetime, str] | None = None, limit: int
) -> list[Transfer]:
    """What waits for an office's answer, the longest waiting first; `after` is the last one's (asked_at, id)."""
    waiting = with_case_key(transfers).where(transfers.c.target == agency, transfers.c.state == OFFERED)
    if after is not None:
        later = (transfers.c.asked_at == after[0]) & (transfers.c.id > after[1])
        waiting = waiting.where(or_(transfers.c.asked_at > after[0], later))
    found = await session.execute(waiting.order_by(transfers.c.asked_at, transfers.c.id).limit(limit))
    return [_transfer(box, row) for box, row in unsealed(session, transfers, found)]


async def move(
    session: AsyncSession, agency: str, transfer: Transfer, state: str, *, answer: str | None = None, **marks: object
) -> Transfer:
    """Bring a proposal on from the state it was read in; raises RowStale when somebody was quicker."""
    if not marks.keys() <= PLAIN:
        raise ValueError("a proposal does not change that")
    values: Mapping[str, Any] = {"state": state, **marks}
    if answer is not None:
        box = await box_by_id(session, transfer.agency, transfer.case_id)
        values = {**values, "answer": box.beside(transfers.name, transfer.id).seal("answer", answer)}
    theirs = or_(transfers.c.agency == agency, transfers.c.target == agency)
    as_read = (transfers.c.id == transfer.id, transfers.c.state == transfer.state, theirs)
    if await changed(session, update(transfers).where(*as_read).values(values)) != 1:
        raise RowStale(what="transfer")
    moved = await load(session, transfer.agency, transfer.id)
    assert moved is not None
    return moved


def _transfer(box: Box, row: Row[Any]) -> Transfer:
    return Transfer(
        id=row.id,
        agency=row.agency,
        case_id=row.case_id,
        target=row.target,
        state=row.state,
        because=box.open("because", row.because),
        files=tuple(box.open("files", row.files)),
        answer=box.open("answer", row.answer),
        by=row.by,
        asked_at=row.asked_at,
        consent_version=row.consent_version,
        consent_by=row.consent_by,
        consent_at=row.consent_at,
        package_id=row.package_id,
        due_at=row.due_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        new_case_id=row.new_case_id,
    )
