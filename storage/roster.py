"""Who works for an agency, for `bot.desk.roster`: invited by link, redeemed once from a chat, confirmed by a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import keys
from storage.chats import Chat, index
from storage.columns import new_id
from storage.errors import RowStale
from storage.models import cases, members
from storage.statements import changed
from storage.vault import Box, vault_of

DutyTimes = dict[str, list[str]]
"""Weekdays ("0" is Monday) and from when to when somebody works then, on the agency's clock."""

INVITED, REDEEMED, CONFIRMED, REMOVED = "invited", "redeemed", "confirmed", "removed"
YES, NO, DEMO = "yes", "no", "demo"
"""What somebody said when they were asked to attest; for a seat of the demo the program says it."""


@dataclass(frozen=True, slots=True)
class Member:
    """One person's place in one agency; `prompt` says what their next text means."""

    id: str
    agency: str
    role: str
    name: str = field(repr=False)
    chat: Chat | None = field(repr=False)
    state: str
    queues: tuple[str, ...]
    on_duty: bool
    language: str
    prompt: dict[str, Any] | None = field(repr=False)
    invited_by: str | None
    invited_at: datetime
    expires_at: datetime
    key_id: str
    units: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    duty_times: DutyTimes | None = None
    attested: str | None = None
    attested_at: datetime | None = None


async def invite(
    session: AsyncSession,
    agency: str,
    *,
    role: str,
    name: str,
    queues: Sequence[str],
    invited_by: str | None,
    language: str,
    token_digest: str,
    expires_at: datetime,
    now: datetime,
) -> Member:
    """Make a place for somebody who holds the token of which this is the digest."""
    member_id, key = new_id(), await keys.create(session, agency, now)
    box = await keys.box(session, agency, key.id, members, member_id)
    values: dict[str, Any] = {"role": role, "queues": list(queues), "language": language, "invited_by": invited_by}
    values |= {"id": member_id, "agency": agency, "key_id": key.id, "name": box.seal("name", name)}
    values |= {"state": INVITED, "on_duty": True, "token_digest": token_digest}
    await session.execute(members.insert().values(**values, invited_at=now, expires_at=expires_at))
    return await _just_written(session, agency, member_id)


async def redeem(session: AsyncSession, token_digest: str, chat: Chat, now: datetime) -> Member | None:
    """Tie the invited place to a chat; once, in time, and for whoever comes first."""
    found = (await session.execute(keys.with_key(members).where(members.c.token_digest == token_digest))).one_or_none()
    box = None if found is None else keys.box_of(session, found, members)
    if found is None or box is None:
        return None
    changes = {"state": REDEEMED, "token_digest": None, "chat_index": index(box.vault, chat)}
    valid = (members.c.token_digest == token_digest, members.c.state == INVITED, members.c.expires_at > now)
    redeemed = update(members).where(members.c.id == found.id, members.c.agency == found.agency, *valid)
    if await changed(session, redeemed.values(**changes, chat=box.seal("chat", chat))) != 1:
        return None
    return await _just_written(session, found.agency, found.id)


async def confirm(session: AsyncSession, agency: str, member_id: str) -> Member:
    """Let somebody in whose chat has redeemed an invitation; raises RowStale for anybody else."""
    await _move(session, agency, member_id, (REDEEMED,), {"state": CONFIRMED})
    return await _just_written(session, agency, member_id)


async def attest(session: AsyncSession, agency: str, member_id: str, said: str, now: datetime) -> Member:
    """Keep what somebody who waits to be let in says about themselves, once; raises RowStale for anybody else.

    For a seat of the demo it is said before anybody comes.
    """
    states = (INVITED, REDEEMED) if said == DEMO else (REDEEMED,)
    mine = (members.c.agency == agency, members.c.id == member_id, members.c.state.in_(states))
    kept = update(members).where(*mine, members.c.attested.is_(None)).values(attested=said, attested_at=now)
    if await changed(session, kept) != 1:
        raise RowStale(what="member")
    return await _just_written(session, agency, member_id)


async def recall(session: AsyncSession, agency: str) -> list[Member]:
    """Everybody who was let in and has attested to nothing waits at the door again; says who that is."""
    unsaid = (members.c.agency == agency, members.c.state == CONFIRMED, members.c.attested.is_(None))
    found = await _select(session, *unsaid)
    for each in found:
        await _move(session, agency, each.id, (CONFIRMED,), {"state": REDEEMED, "prompt": None})
    return found


async def at_the_door(session: AsyncSession, chat: Chat) -> list[Member]:
    """Who came to this chat by a link and was not let in yet, at any agency."""
    return await _select(session, members.c.chat_index == index(vault_of(session), chat), members.c.state == REDEEMED)


async def remove(session: AsyncSession, agency: str, member_id: str) -> Member:
    """End a membership: no chat, no open invitation; the name stays, for the records that mention it."""
    gone = {"state": REMOVED, "on_duty": False, "chat": None, "chat_index": None, "prompt": None, "token_digest": None}
    await _move(session, agency, member_id, (INVITED, REDEEMED, CONFIRMED), gone)
    return await _just_written(session, agency, member_id)


async def of_chat(session: AsyncSession, chat: Chat) -> list[Member]:
    """The confirmed memberships of whoever writes in this chat, in any agency."""
    return await _select(session, members.c.chat_index == index(vault_of(session), chat), members.c.state == CONFIRMED)


async def load(session: AsyncSession, agency: str, member_id: str) -> Member | None:
    """One member of this agency, in whatever state."""
    return next(iter(await _select(session, members.c.agency == agency, members.c.id == member_id)), None)


async def every(session: AsyncSession, agency: str) -> list[Member]:
    """All members of an agency, removed ones too."""
    return await _select(session, members.c.agency == agency)


async def on_duty(session: AsyncSession, agency: str, queue: str) -> list[Member]:
    """Who looks after a queue and has not gone off duty; `bot.desk.presence` knows who of them is there now."""
    working = (members.c.agency == agency, members.c.state == CONFIRMED, members.c.on_duty.is_(True))
    return [member for member in await _select(session, *working) if queue in member.queues]


async def supervisors(session: AsyncSession, agency: str) -> list[Member]:
    """To whom an agency's escalations go, on duty or not: somebody must hear of them."""
    leading = (members.c.agency == agency, members.c.state == CONFIRMED, members.c.role == "supervisor")
    return await _select(session, *leading)


async def set_duty(session: AsyncSession, agency: str, member_id: str, working: bool) -> None:
    """Begin or end a member's duty."""
    await _move(session, agency, member_id, (CONFIRMED,), {"on_duty": working})


async def set_queues(session: AsyncSession, agency: str, member_id: str, queues: Sequence[str]) -> None:
    """Change which queues a member looks after."""
    await _move(session, agency, member_id, (INVITED, REDEEMED, CONFIRMED), {"queues": list(queues)})


async def set_times(session: AsyncSession, agency: str, member_id: str, times: DutyTimes | None) -> None:
    """Change a member's weekly duty times; None means always."""
    await _move(session, agency, member_id, (CONFIRMED,), {"duty_times": times})


async def place(session: AsyncSession, agency: str, member_id: str, **where: Sequence[str]) -> None:
    """Change a member's units, regions or languages."""
    changes = {name: list(codes) for name, codes in where.items() if name in ("units", "regions", "languages")}
    await _move(session, agency, member_id, (INVITED, REDEEMED, CONFIRMED), changes)


async def set_language(session: AsyncSession, agency: str, member_id: str, language: str) -> None:
    """Change the language in which a member is written to."""
    await _move(session, agency, member_id, (INVITED, REDEEMED, CONFIRMED), {"language": language})


async def prompt(session: AsyncSession, agency: str, member_id: str, value: dict[str, Any] | None) -> None:
    """Remember what a member's next text will mean; None to forget it."""
    key_id = select(members.c.key_id).where(members.c.agency == agency, members.c.id == member_id)
    box = await keys.box(session, agency, (await session.execute(key_id)).scalar_one(), members, member_id)
    mine = (members.c.agency == agency, members.c.id == member_id)
    await session.execute(update(members).where(*mine).values(prompt=box.seal("prompt", value)))


async def load_counts(session: AsyncSession, agency: str) -> dict[str, int]:
    """How many open cases each member owns; those with none are left out."""
    owned = (cases.c.agency == agency, cases.c.closed_at.is_(None), cases.c.owner_id.is_not(None))
    counted = select(cases.c.owner_id, func.count()).where(*owned).group_by(cases.c.owner_id)
    return {row.owner_id: row[1] for row in await session.execute(counted)}


async def _move(
    session: AsyncSession, agency: str, member_id: str, states: Sequence[str], changes: dict[str, Any]
) -> None:
    mine = (members.c.agency == agency, members.c.id == member_id, members.c.state.in_(states))
    if await changed(session, update(members).where(*mine).values(changes)) != 1:
        raise RowStale(what="member")


async def _just_written(session: AsyncSession, agency: str, member_id: str) -> Member:
    member = await load(session, agency, member_id)
    assert member is not None
    return member


async def _select(session: AsyncSession, *where: ColumnElement[bool]) -> list[Member]:
    chosen = keys.with_key(members).where(*where).order_by(members.c.seq)
    return _opened(session, await session.execute(chosen))


def _opened(session: AsyncSession, rows: Iterable[Row[Any]]) -> list[Member]:
    boxes = ((row, keys.box_of(session, row, members)) for row in rows)
    return [_member(row, box) for row, box in boxes if box is not None]


def _member(row: Row[Any], box: Box) -> Member:
    chat = box.open("chat", row.chat)
    return Member(
        id=row.id,
        agency=row.agency,
        role=row.role,
        name=box.open("name", row.name),
        chat=None if chat is None else Chat(*chat),
        state=row.state,
        queues=tuple(row.queues),
        on_duty=row.on_duty,
        language=row.language,
        prompt=box.open("prompt", row.prompt),
        invited_by=row.invited_by,
        invited_at=row.invited_at,
        expires_at=row.expires_at,
        key_id=row.key_id,
        units=tuple(row.units),
        regions=tuple(row.regions),
        languages=tuple(row.languages),
        duty_times=row.duty_times,
        attested=row.attested,
        attested_at=row.attested_at,
    )
