"""Acts on many cases at once: cases ticked on a list, and one act meant for all of them; called by `telegram.bulk`.

`desk.bulk_plan` checks and plans what is put together here, `desk.bulk_acts` carries it out.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import workflow
from bot.casework.agency import Action, Agency
from bot.casework.authorization import Verb, permit
from bot.casework.errors import NotYours, Refused, Stale
from bot.desk import queues
from bot.desk.desk import Act, Desk
from bot.desk.ownership import works_on_cases
from bot.desk.permission import actor, known
from bot.desk.queues import EVERYTHING, Chosen
from storage import bulks, roster, views
from storage.bulks import Bulk, Key, Listed, Lists
from storage.inbox import InboxRow
from storage.roster import Member

PAGE: Final = 8
LIMIT: Final = 50
"""How many cases one act takes: what one person can have looked at, and one report can name."""
MINE, WAITING, OF = "mine", "waiting", "of"
CLUSTER: Final = "cluster"
"""Where the cases were not ticked on a list: they are those about one incident."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The lists a member may tick cases on; `chosen` counts what is ticked already."""

    queues: tuple[str, ...]
    colleagues: tuple[Member, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class Ticking:
    """One page of a list to tick; `after` is the key of the next page, `seen` are those opened as they are now.

    `narrowed` is what the list is narrowed down to.
    """

    cases: tuple[Listed, ...]
    ticked: frozenset[str]
    seen: frozenset[str]
    chosen: int
    after: Key | None
    narrowed: Chosen = EVERYTHING


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be done: status actions and to how many of the cases, and who may be given them."""

    actions: tuple[tuple[Action, int], ...]
    people: tuple[Member, ...]
    chosen: int


async def begin(desk: Desk, member: Member, *, anew: bool = False) -> Sources:
    """Start putting an act together, or go on with the one at hand."""
    async with at_it(desk, None, member) as (session, member):
        found = await bulks.current(session, member.agency, member)
        if found is None or anew:
            found = await bulks.begin(session, member.agency, member, desk.clock())
        items = await bulks.cases_of(session, member.agency, found.id)
        loads = await roster.load_counts(session, member.agency) if member.role == "supervisor" else {}
        people = await roster.every(session, member.agency)
    others = tuple(each for each in people if each.id in loads and each.id != member.id)
    return Sources(queues.of(desk.agencies[member.agency], member), others, len(items))


async def show(
    desk: Desk, member: Member, source: str | None = None, page: Key | None = None, chosen: Chosen | None = None
) -> Ticking:
    """A page of a list to tick cases on: of another list, narrowed down anew, or the page that was shown last.

    Raises Stale for a strange filter.
    """
    async with at_it(desk, None, member) as (session, member):
        bulk = await current(session, member)
        if source is not None:
            bulk = replace(bulk, source=source, page=None, narrowed={})
        elif page is not None or chosen is not None:
            narrowed = bulk.narrowed if chosen is None else {k: v for k, v in asdict(chosen).items() if v is not None}
            bulk = replace(bulk, page=page, narrowed=narrowed)
        await bulks.show(session, member.agency, bulk)
        return await _page(desk, session, member, bulk)


async def tick(desk: Desk, source: InboxRow, member: Member, case_id: str) -> Ticking:
    """Choose a case of the page that is shown, or take it out; without an id, all of the page. Raises Refused."""
    async with at_it(desk, source, member) as (session, member):
        bulk = await current(session, member)
        shown = await _page(desk, session, member, bulk)
        there = {each.id for each in shown.cases}
        wanted = {case_id} if case_id else there
        if not wanted <= there:
            raise Stale
        on = not wanted <= shown.ticked
        if on and shown.chosen + len(wanted - shown.ticked) > LIMIT:
            raise Refused("bulk_too_many", limit=LIMIT)
        await bulks.tick(session, member.agency, bulk.id, sorted(wanted), on=on)
        return await _page(desk, session, member, bulk)


async def offer(desk: Desk, member: Member) -> Offer:
    """What can be done with the chosen cases. Raises Refused when there are none."""
    async with at_it(desk, None, member) as (session, member):
        agency = desk.agencies[member.agency]
        chosen = await chosen_cases(session, member, await current(session, member))
        if not chosen:
            raise Refused("bulk_empty")
        counted: Counter[str] = Counter()
        named: dict[str, Action] = {}
        for each in chosen:
            for action in workflow.available(agency, each.status, member.role):
                counted[action.id] += 1
                named[action.id] = action
        people = await roster.every(session, member.agency)
        working = tuple(each for each in people if works_on_cases(each))
    return Offer(tuple((named[id], count) for id, count in counted.most_common()), working, len(chosen))


async def outcomes(desk: Desk, member: Member) -> tuple[tuple[str, int], ...]:
    """Which outcomes the act that is meant may give, and to how many of the chosen cases; none where it asks for none.

    A step of one name may lead to different ends from different statuses: each case is asked where it stands.
    """
    async with at_it(desk, None, member) as (session, member):
        agency, bulk = desk.agencies[member.agency], await current(session, member)
        wanted = (bulk.detail or {}).get("action")
        counted: Counter[str] = Counter()
        for each in await chosen_cases(session, member, bulk):
            steps = workflow.available(agency, each.status, member.role)
            counted.update(id for step in steps if step.id == wanted for id in workflow.outcomes(agency, step))
    return tuple((id, counted[id]) for id in agency.dispositions if counted[id])


async def intend(
    desk: Desk, source: InboxRow | None, member: Member, detail: Mapping[str, str], *, anew: bool = False
) -> dict[str, str]:
    """Remember what is to be done to the chosen cases, and say all that is known of it.

    `do` is act, assign or message; the rest is what that needs: action, disposition, to, words.
    """
    async with at_it(desk, source, member) as (session, member):
        bulk = await current(session, member)
        if bulk.detail is None and not anew:
            raise Stale
        meant = {**({} if anew else bulk.detail or {}), **detail}
        await bulks.intend(session, member.agency, bulk, member, meant)
        await roster.prompt(session, member.agency, member.id, None)
        return meant


@asynccontextmanager
async def at_it(desk: Desk, source: InboxRow | None, member: Member) -> AsyncIterator[tuple[AsyncSession, Member]]:
    """One step of an act on many cases: permitted, audited; also the member as the roster knows them now."""
    async with desk.transaction(source, Act(actor(member), Verb.BULK, member.agency, member.agency)) as session:
        colleague = await known(session, member)
        permit(Verb.BULK, actor(colleague), colleague.agency)
        yield session, colleague


async def current(session: AsyncSession, member: Member) -> Bulk:
    """What the member is putting together. Raises Stale when that is planned or dropped."""
    found = await bulks.current(session, member.agency, member)
    if found is None:
        raise Stale
    return found


async def chosen_cases(session: AsyncSession, member: Member, bulk: Bulk) -> list[Listed]:
    items = await bulks.cases_of(session, member.agency, bulk.id)
    return await bulks.known(session, member.agency, member, [each.case_id for each in items])


def _lists(agency: Agency, member: Member, source: str | None) -> Lists:
    """The list behind a source: one's own cases, those that wait (in one queue), a colleague's. Raises NotYours."""
    kind, _, which = (source or "").partition(":")
    theirs = queues.of(agency, member)
    if kind == MINE:
        return Lists(owner_id=member.id)
    if kind == WAITING and (not which or which in theirs):
        return Lists(queues=(which,) if which else theirs)
    if kind == OF and member.role == "supervisor":
        return Lists(owner_id=which)
    raise NotYours


async def _page(desk: Desk, session: AsyncSession, member: Member, bulk: Bulk) -> Ticking:
    agency, chosen = desk.agencies[member.agency], Chosen(**bulk.narrowed)
    queues.must_fit(agency, member, chosen)
    lists = replace(_lists(agency, member, bulk.source), narrowed=replace(chosen.narrowed(), queue=chosen.queue))
    found = await bulks.listed(session, member.agency, member, lists, bulk.page, PAGE + 1)
    shown, ids = tuple(found[:PAGE]), [each.id for each in found[:PAGE]]
    items = {each.case_id for each in await bulks.cases_of(session, member.agency, bulk.id)}
    seen = await views.up_to_date(session, member.agency, member.id, ids)
    after = (shown[-1].next_at, shown[-1].id) if len(found) > PAGE else None
    return Ticking(shown, frozenset(items & set(ids)), frozenset(seen), len(items), after, chosen)
