"""The complainant's side of papers: those that the office sent, a copy of the complaint; for `telegram.own_papers`.

What was sent is handed over as the answer to a tap, never unasked, byte for byte as it was made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import structlog

from bot.casework.authorization import COMPLAINANT, Actor, Verb
from bot.casework.errors import Refused, Stale
from bot.desk.correspondence import on_own_case
from bot.desk.desk import Act, Desk
from bot.desk.documents import Paper, fill, note, printed
from bot.desk.papers import fingerprint
from bot.desk.papers.wording import Wording
from storage import cases, documents, keys
from storage.cases import Case
from storage.documents import SENT, Document
from storage.inbox import InboxRow

COPY: Final = "copy"
AT_ONCE: Final = 5
"""So many papers are handed over with one tap; the next tap brings the others."""
EVERY: Final = 10_000

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether a record is as it was filed: the fingerprint kept then (None: there was none yet) and the one found now.

    `since`: how much came to it, by what it is.
    """

    kept: str | None
    found: str
    since: Mapping[str, int]

    @property
    def as_filed(self) -> bool:
        """True where not one letter has changed."""
        return self.kept == self.found


async def sent(desk: Desk, case: Case) -> tuple[Document, ...]:
    """What the office has sent about a case of the asking chat, the newest first."""
    async with desk.database.read() as session:
        found = await documents.of_case(session, case.agency, case) if case.readable else []
    return tuple(each for each in reversed(found) if _for_them(each))


async def read(desk: Desk, source: InboxRow, case: Case, document_id: str = "") -> tuple[Paper, ...]:
    """The papers that were not opened yet, or the one that is named, opened now. Raises Stale.

    Each counts as read, and the first time is on the timeline.
    """
    async with on_own_case(desk, source, case, Verb.STATUS, what="paper") as (session, agency, held):
        found = [each for each in await documents.of_case(session, agency.id, held) if _for_them(each)]
        wanted = [each for each in found if (each.id == document_id if document_id else each.read_at is None)]
        if document_id and not wanted:
            raise Stale
        wanted = wanted[:AT_ONCE]
        for each in (each for each in wanted if each.read_at is None):
            await note(desk, session, held, each, "read", COMPLAINANT)
        await documents.read(session, agency.id, held, [each.id for each in wanted], desk.clock())
        key = await keys.load(session, agency.id, held.key_id)
    return tuple([Paper(case, each, await desk.files.get_sealed(each.path, key, each.place)) for each in wanted])


async def copy(desk: Desk, source: InboxRow, case: Case, template: str = COPY) -> Paper:
    """The complaint as it was filed, on paper, for whoever filed it; the same bytes each time nothing came to it.

    Another `template` is another paper that they make for themselves. Raises Refused where the office has none.
    """
    made_here = desk.agencies[case.agency].documents.values()
    kind = next((each for each in made_here if each.template == template), None)
    if kind is None:
        raise Refused("no_such_document")
    wording = Wording(desk.agencies[case.agency], case.language, kind, today=desk.clock(), own=True)
    async with desk.database.read() as session:
        filled = await fill(session, case, wording)
        made = [each for each in await documents.of_case(session, case.agency, case) if each.by == COMPLAINANT]
    of_kind = [each for each in made if (each.kind, each.language) == (kind.id, case.language)]
    there = next((each for each in of_kind if _same(each.filled, filled)), None)
    if there is None:
        new, data = await printed(desk, case, wording, filled, SENT)
        async with on_own_case(desk, source, case, Verb.COPY, made=new.id) as (session, agency, held):
            one = await documents.add(session, agency.id, held, new, by=COMPLAINANT, now=desk.clock())
            await note(desk, session, held, one, "copied", COMPLAINANT)
        return Paper(case, one, data)
    async with on_own_case(desk, source, case, Verb.COPY, read=there.id) as (session, agency, held):
        key = await keys.load(session, agency.id, held.key_id)
    return Paper(case, there, await desk.files.get_sealed(there.path, key, there.place))


async def verify(desk: Desk, case: Case) -> Verified:
    """Compute the fingerprint anew from the record, and compare it with the one that was kept at the filing."""
    act = Act(Actor(COMPLAINANT, case.agency, COMPLAINANT), Verb.COPY, case.agency, case.id, {"what": "verify"})
    async with desk.transaction(None, act) as session:
        kept = await fingerprint.kept(session, case.agency, case)
        found = await fingerprint.of(session, case.agency, case)
        happened = await cases.events(session, case.agency, case.id)
        talk = await cases.messages(session, case.agency, case.id, limit=EVERY)
    since = {
        "messages": sum(each.direction == "in" for each in talk),
        "files": sum(each.verb == "evidence" and each.by == COMPLAINANT for each in happened),
        **{version: sum(each.verb == version for each in happened) for version in fingerprint.VERSIONS},
    }
    if kept is not None and kept != found:
        log.error("not_as_filed", case=case.id)
    return Verified(kept, found, since)


def _for_them(one: Document) -> bool:
    return one.state == SENT and one.by != COMPLAINANT


def _same(was: Mapping[str, object], now: Mapping[str, object]) -> bool:
    """Whether two papers say the same, but for the day on which they were made."""
    return {**was, "made": ""} == {**_plain(now), "made": ""}


def _plain(value: Mapping[str, object]) -> dict[str, object]:
    """What it was filled with, as it comes back from the record: lists where there were tuples."""
    return {name: _listed(each) for name, each in value.items()}


def _listed(value: object) -> object:
    if isinstance(value, list | tuple):
        return [_listed(each) for each in value]
    return _plain(value) if isinstance(value, Mapping) else value
