"""What happened to a case, in order and by whom, a page at a time; called by `telegram.casework`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.casework.agency import Agency
from bot.casework.authorization import Verb
from bot.casework.errors import Stale
from bot.desk.desk import Desk
from bot.desk.permission import on_case
from storage import cases, evidence, parties, roster, timeline
from storage.cases import Case
from storage.evidence import Evidence
from storage.inbox import InboxRow
from storage.parties import Party
from storage.roster import Member
from storage.timeline import MESSAGE, Entry, Key, Only

PAGE: Final = 8
LISTS: Final[Mapping[str, Only]] = {
    "all": timeline.EVERYTHING,
    "notes": Only(events=(), messages=("note",), files=False),
    "contacts": Only(events=("contact",), messages=(), files=False),
    "versions": Only(events=("corrected", "amended"), messages=(), files=False),
}
"""The whole timeline, and the parts of it that have a screen of their own."""


@dataclass(frozen=True, slots=True)
class History:
    """One page, oldest entry first; `earlier` leads to the page before it. By id: colleagues' names, people, files."""

    case: Case
    agency: Agency
    which: str
    entries: tuple[Entry, ...]
    earlier: Key | None
    names: Mapping[str, str]
    people: Mapping[str, Party]
    files: Mapping[str, Evidence]


async def history(
    desk: Desk, source: InboxRow | None, member: Member, case_id: str, which: str = "all", before: Key | None = None
) -> History:
    """The last entries of a list, or those before `before`; messages that are shown count as read. Audited."""
    only = LISTS.get(which)
    if only is None:
        raise Stale
    async with on_case(desk, source, member, case_id, Verb.READ, part=which) as (session, agency, case):
        found = await timeline.page(session, agency.id, case, only=only, before=before, limit=PAGE + 1)
        shown = found[-PAGE:]
        for each in shown:
            if each.what == MESSAGE and each.detail["direction"] == "in":
                await cases.read(session, agency.id, each.detail["id"], desk.clock())
        names = {each.id: each.name for each in await roster.every(session, agency.id)}
        people = {each.id: each for each in await parties.of_case(session, agency.id, case)}
        files = {each.id: each for each in await evidence.of_case(session, agency.id, case.id)}
    earlier = shown[0].key if len(found) > PAGE else None
    return History(case, agency, which, tuple(shown), earlier, names, people, files)
