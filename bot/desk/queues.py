"""Lists of cases for one colleague: what waits in their queues and what is theirs; called by `telegram.people`.

The oldest clock is on top. A page is found by the key of the last case before it, so that it costs the same at the
end of a long list. No list shows a case that the reader must not know of.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework.agency import Agency
from bot.casework.authorization import Verb, permit
from bot.casework.errors import Stale
from bot.casework.workdays import day_at
from bot.desk.desk import Act, Desk
from bot.desk.permission import actor, known
from storage import cases, clusters
from storage.cases import Case, Key, Narrowed, Touch
from storage.roster import Member

PAGE: Final = 8
LANGUAGES: Final = ("en", "es")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a list is narrowed down to, in the profile's words; None means whatever it may be."""

    queue: str | None = None
    priority: str | None = None
    language: str | None = None
    region: str | None = None
    unit: str | None = None
    held: str | None = None

    def narrowed(self) -> Narrowed:
        """The same for storage."""
        held = None if self.held is None else self.held == HELD
        return Narrowed(self.priority, self.language, self.region, self.unit, held)


EVERYTHING: Final = Chosen()
HELD: Final = "held"


@dataclass(frozen=True, slots=True)
class Care:
    """The days between which a case lives: the last contact with anybody outside, and the next follow-up."""

    contact_on: date | None
    follow_up_on: date | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list of cases; `after` is the key of the next page, None on the last."""

    cases: tuple[Case, ...]
    after: Key | None
    agency: Agency
    chosen: Chosen = EVERYTHING
    incidents: Mapping[str, str] = field(default_factory=dict, repr=False)  # by case: what its cluster is called
    care: Mapping[str, Care] = field(default_factory=dict)  # by case; only of one's own


async def queue(desk: Desk, member: Member, chosen: Chosen = EVERYTHING, after: Key | None = None) -> Page:
    """Open cases without an owner in the member's queues (a supervisor's: all). Raises Stale for a strange filter."""
    async with _list(desk, member, Verb.QUEUE) as (session, agency, reader):
        must_fit(agency, reader, chosen)
        queues = [each for each in of(agency, reader) if chosen.queue in (None, each)]
        narrowed = chosen.narrowed()
        found = await cases.in_queues(
            session, agency.id, queues, reader=reader, narrowed=narrowed, after=after, limit=PAGE + 1
        )
        return _page(agency, found, chosen, await clusters.names_of(session, agency.id, [each.id for each in found]))


async def mine(desk: Desk, member: Member, chosen: Chosen = EVERYTHING, after: Key | None = None) -> Page:
    """The member's own open cases. Raises Stale for a strange filter."""
    async with _list(desk, member, Verb.MINE) as (session, agency, reader):
        must_fit(agency, reader, replace(chosen, queue=None))
        narrowed = replace(chosen.narrowed(), queue=chosen.queue)
        found = await cases.owned(
            session, agency.id, reader.id, reader=reader, narrowed=narrowed, after=after, limit=PAGE + 1
        )
        ids = [each.id for each in found]
        touched = await cases.touched(session, agency.id, ids[:PAGE]) if ids else {}
        page = _page(agency, found, chosen, await clusters.names_of(session, agency.id, ids))
        return replace(page, care={id: _care(agency, each) for id, each in touched.items()})


def of(agency: Agency, member: Member) -> tuple[str, ...]:
    """The queues that a member sees: their own, a supervisor's are all."""
    return tuple(agency.queues) if member.role == "supervisor" else member.queues


def offered(agency: Agency) -> Mapping[str, tuple[str, ...]]:
    """What each part of a filter may be at this agency, in the order of the profile."""
    return {
        "queue": tuple(agency.queues),
        "priority": agency.priorities,
        "language": LANGUAGES,
        "region": tuple(agency.regions),
        "unit": tuple(id for id, each in agency.units.items() if not each.respondents),
        "held": (HELD, "running"),
    }


def must_fit(agency: Agency, reader: Member, chosen: Chosen) -> None:
    """A filter of an older profile, or of queues that are not the reader's any more, is stale."""
    known_here = {**offered(agency), "queue": of(agency, reader)}
    for part, values in known_here.items():
        value = getattr(chosen, part)
        if value is not None and value not in values:
            raise Stale


@asynccontextmanager
async def _list(desk: Desk, member: Member, verb: Verb) -> AsyncIterator[tuple[AsyncSession, Agency, Member]]:
    """One look at a list of cases: permitted and audited; also the member as the roster knows them now."""
    async with desk.transaction(None, Act(actor(member), verb, member.agency, member.agency)) as session:
        reader = await known(session, member)
        permit(verb, actor(reader), reader.agency)
        yield session, desk.agencies[reader.agency], reader


def _page(agency: Agency, found: list[Case], chosen: Chosen, incidents: Mapping[str, str]) -> Page:
    shown = tuple(found[:PAGE])
    return Page(shown, (shown[-1].next_at, shown[-1].id) if len(found) > PAGE else None, agency, chosen, incidents)


def _care(agency: Agency, touch: Touch) -> Care:
    days = (touch.logged_on, day_at(agency, touch.at) if touch.at else None)
    return Care(max((each for each in days if each is not None), default=None), touch.due_on)
