"""What the office asks of a complainant or of another body about a case, until it is settled; for `desk.requests`."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.caserows import Case, box_by_id, box_for, boxed
from storage.columns import new_id
from storage.errors import RowStale
from storage.models import requests
from storage.statements import changed
from storage.vault import Box

OPEN, OFFERED, ANSWERED, WITHDRAWN = "open", "offered", "answered", "withdrawn"
WAITING = (OPEN, OFFERED)
COLUMNS = [each for each in requests.c if each.name != "agency"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: words, and the ids of the files that came with them; `refused` where it was a no."""

    words: str = field(default="", repr=False)
    files: tuple[str, ...] = ()
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One request. Without a `body` it is the complainant who was asked; `shared` names what was sent along.

    It is open, offered once something came that may be the answer, and in the end answered or withdrawn.
    """

    seq: int
    id: str
    case_id: str
    body: str | None
    state: str
    asked: str = field(repr=False)
    shared: tuple[str, ...]
    answer: Answer | None
    message_id: str | None
    by: str
    at: datetime
    due_on: date
    settled_by: str | None
    settled_at: datetime | None
    answered_on: date | None
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """What is asked, of whom, until when; `message_id` is the message in which the complainant reads it."""

    asked: str = field(repr=False)
    due_on: date
    body: str | None = None
    shared: Sequence[str] = ()
    message_id: str | None = None
    item: str | None = None


async def ask(session: AsyncSession, agency: str, case: Case, new: NewRequest, *, by: str, now: datetime) -> Request:
    """Keep a request."""
    request_id = new_id()
    box = (await box_for(session, agency, case)).beside(requests.name, request_id)
    plain = {"id": request_id, "agency": agency, "case_id": case.id, "body": new.body, "message_id": new.message_id}
    plain |= {"item": new.item}
    sealed = {"asked": box.seal("asked", new.asked), "shared": box.seal("shared", list(new.shared))}
    await session.execute(requests.insert().values(**plain, **sealed, state=OPEN, by=by, at=now, due_on=new.due_on))
    kept = await load(session, agency, case.id, request_id)
    assert kept is not None
    return kept


async def load(session: AsyncSession, agency: str, case_id: str, request_id: str) -> Request | None:
    """One request of this case."""
    return next(iter(await _select(session, agency, case_id, (requests.c.id == request_id,))), None)


async def of_case(
    session: AsyncSession, agency: str, case_id: str, *, before: int | None = None, limit: int
) -> list[Request]:
    """A page of a case's requests, the newest first; `before` is the last one's `seq`."""
    older = () if before is None else (requests.c.seq < before,)
    return await _select(session, agency, case_id, older, limit)


async def waiting(session: AsyncSession, agency: str, case_id: str) -> list[Request]:
    """What is still waited for, the newest first."""
    return await _select(session, agency, case_id, (requests.c.state.in_(WAITING),))


async def registered(session: AsyncSession, agency: str, case_id: str) -> list[Request]:
    """What the register of evidence of a case holds, the oldest first."""
    return (await _select(session, agency, case_id, (requests.c.item.is_not(None),)))[::-1]


async def offered(session: AsyncSession, agency: str, case_id: str) -> int:
    """The complainant has sent something: note with what they were asked that it may be the answer; say how often."""
    theirs = (requests.c.agency == agency, requests.c.case_id == case_id, requests.c.body.is_(None))
    open_ones = update(requests).where(*theirs, requests.c.state == OPEN)
    return await changed(session, open_ones.values(state=OFFERED))


async def again(session: AsyncSession, agency: str, request: Request) -> None:
    """What came was not the answer: it is open again. Raises RowStale."""
    await _move(session, agency, request, (OFFERED,), {"state": OPEN})


async def settle(
    session: AsyncSession,
    agency: str,
    request: Request,
    *,
    by: str,
    now: datetime,
    answer: Answer | None = None,
    answered_on: date | None = None,
) -> None:
    """Mark as answered, or as withdrawn where there is no day of an answer. Raises RowStale for one that is settled."""
    box = (await box_by_id(session, agency, request.case_id)).beside(requests.name, request.id)
    state = WITHDRAWN if answered_on is None else ANSWERED
    changes = {"state": state, "settled_by": by, "settled_at": now, "answered_on": answered_on}
    await _move(session, agency, request, WAITING, changes | {"answer": box.seal("answer", _packed(answer))})


async def link(session: AsyncSession, agency: str, request: Request, files: Sequence[str]) -> None:
    """Say which files came as the answer. Raises RowStale for a request that has none yet."""
    box = (await box_by_id(session, agency, request.case_id)).beside(requests.name, request.id)
    kept = replace(request.answer or Answer(), files=tuple(files))
    await _move(session, agency, request, (ANSWERED,), {"answer": box.seal("answer", _packed(kept))})


def _packed(answer: Answer | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    return {"words": answer.words, "files": list(answer.files), "refused": answer.refused}


async def _move(
    session: AsyncSession, agency: str, request: Request, states: Sequence[str], changes: dict[str, Any]
) -> None:
    mine = (requests.c.agency == agency, requests.c.id == request.id, requests.c.state.in_(states))
    if await changed(session, update(requests).where(*mine).values(changes)) != 1:
        raise RowStale(what="request")


async def _select(
    session: AsyncSession, agency: str, case_id: str, more: Sequence[ColumnElement[bool]], limit: int | None = None
) -> list[Request]:
    mine = select(requests).where(requests.c.agency == agency, requests.c.case_id == case_id, *more)
    found = (await session.execute(mine.order_by(requests.c.seq.desc()).limit(limit))).all()
    return [_request(box, row._mapping) for box, row in await boxed(session, agency, case_id, requests, found)]


def _request(box: Box, row: Any) -> Request:
    values = {each.name: row[each] for each in COLUMNS}
    answer = box.open("answer", row["answer"])
    values |= {"asked": box.open("asked", row["asked"]), "shared": tuple(box.open("shared", row["shared"]))}
    return Request(**{**values, "answer": answer and _answer(answer)})


def _answer(kept: dict[str, Any]) -> Answer:
    return Answer(kept["words"], tuple(kept["files"]), kept.get("refused", False))
