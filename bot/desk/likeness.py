"""Compares each new case with the others and proposes what may belong together; `round` is run by `bot.app`.

It works after the commit of a filing, claimed as notices are, so that no complainant waits for it. The same look tells
supervisors of an officer with several complaints, and colleagues of a case that a saved search looks for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import interview, relation
from bot.casework import surge as surge_rules
from bot.casework.agency import Agency
from bot.casework.allegation import FactLike
from bot.casework.authorization import PROGRAM, Actor, Verb
from bot.casework.keeper import SUPERVISOR
from bot.casework.officer import Officer, officers
from bot.casework.relation import Reason, Told
from bot.casework.workdays import day_at
from bot.desk import surge, watch
from bot.desk.desk import Act, Desk
from bot.desk.watch import Fitting
from storage import cases, links, outbox, recusals, roster
from storage.cases import Case
from storage.links import Arrival, Near
from storage.searches import listed

LEASE: Final = timedelta(minutes=5)
BATCH: Final = 20
ALIKE_MOST: Final = 60
"""How many cases one is compared with at most: those that share most traces."""
ABOUT_MOST: Final = 200
"""The same for cases that may be about an officer of this one."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a stored reading."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Content:
    """What of a case is compared, opened."""

    case: Case
    answers: interview.Answers
    story: str
    facts: tuple[FactLike, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing one case; `pattern`: the earlier cases about one officer that the rule counts.

    `incident`: the cases about the same incident that the rule for a surge counts.
    """

    told: Told
    traces: frozenset[str]
    proposed: Mapping[str, tuple[Reason, ...]]
    pattern: tuple[tuple[str, str], ...]
    fitting: tuple[Fitting, ...]
    incident: frozenset[str] = frozenset()


async def round(desk: Desk) -> int:
    """Compare what has been filed since the last round; return how many cases that were."""
    async with desk.database.read() as session:
        if not await links.waiting(session):
            return 0
    async with desk.database.write() as session:
        claimed = await links.claim_arrivals(session, desk.clock(), LEASE, BATCH)
    for arrival in claimed:
        try:
            await compare(desk, arrival)
        except Exception as fault:  # one case that cannot be compared must not keep the others waiting
            log.error("case_not_compared", agency=arrival.agency, fault=type(fault).__name__)
    return len(claimed)


async def compare(desk: Desk, arrival: Arrival) -> None:
    """Find out what a new case belongs to and what it has to tell; once, whoever comes first."""
    agency = desk.agencies[arrival.agency]
    async with desk.database.read() as session:
        content = await _content(session, agency, arrival.case_id)
    if content is None:
        async with desk.database.write() as session:
            await links.compared(session, agency.id, arrival.case_id, told=None, left=(), now=desk.clock())
        return
    about = await _officers(desk, agency, content)
    async with desk.database.read() as session:
        found = await _found(session, agency, content, about)
    await _write(desk, agency, content.case, found)


async def _content(session: AsyncSession, agency: Agency, case_id: str) -> Content | None:
    case = await cases.load(session, agency.id, case_id)
    if case is None or not case.readable:
        return None
    answers = interview.unpack(await cases.answers(session, agency.id, case))
    story = await cases.narrative(session, agency.id, case)
    reading = await cases.reading(session, agency.id, case) or {"facts": ()}
    facts = tuple(Fact(each["kind"], each["text"], each["start"], each["end"]) for each in reading["facts"])
    return Content(case, answers, story, facts)


async def _officers(desk: Desk, agency: Agency, content: Content) -> tuple[Officer, ...]:
    """Whom a case is about: as the story says, and as the complainant described each one."""
    found = [*officers(content.facts)]
    for id, answer in content.answers.items():
        question = agency.questions.get(id)
        if question is None or question.kind != "respondents" or not answer.value:
            continue
        for piece in answer.value:
            read = await desk.read(piece.get("text") or "", content.case.language)
            found += officers(read.facts) if read else ()
    return tuple(found)


async def _found(session: AsyncSession, agency: Agency, content: Content, about: Sequence[Officer]) -> Compared:
    case = content.case
    told = relation.told(agency, content.answers, content.story, about, await _chat(session, case))
    by_kind: dict[str, set[str]] = {}
    for kind, value in relation.traces(told):
        by_kind.setdefault(kind, set()).add(links.trace(session, agency.id, kind, value))
    left = frozenset().union(*by_kind.values())
    persons = by_kind.get("badge", set()) | by_kind.get("name", set())
    alike = await links.near(session, agency.id, case.id, left, limit=ALIKE_MOST)
    officers_too = await links.near(session, agency.id, case.id, persons, limit=ABOUT_MOST) if persons else []
    texts = by_kind.get("text", set())
    proposed = {each.id: _reasons(told, each, texts) for each in alike}
    near = {each.id: each for each in (*officers_too, *alike)}
    incident = {
        id: _day(agency, near[id]) for id, reasons in proposed.items() if any(r.kind == "incident" for r in reasons)
    }
    pattern = _pattern(agency, case, told, near.values())
    for id, reason in pattern.items():
        proposed[id] = (*proposed.get(id, ()), reason)
    return Compared(
        told=told,
        traces=left,
        proposed={id: reasons for id, reasons in proposed.items() if reasons},
        pattern=tuple(
            (id, near[id].reference)
            for id in sorted(pattern, key=lambda id: (near[id].received_at, near[id].reference))
        ),
        fitting=await watch.fitting(session, agency, case.id),
        incident=surge_rules.near(agency, day_at(agency, case.received_at), incident),
    )


def _reasons(told: Told, near: Near, texts: set[str]) -> tuple[Reason, ...]:
    """The other's story is opened only where something of it is the same."""
    return relation.reasons(told, relation.unpack(near.told, near.story() if near.traces & texts else ""))


def _pattern(agency: Agency, case: Case, told: Told, near: Iterable[Near]) -> dict[str, Reason]:
    rule = agency.early_intervention
    if rule is None:
        return {}
    day = day_at(agency, case.received_at)
    lately = {each.id: relation.unpack(each.told) for each in near if relation.lately(rule, day, _day(agency, each))}
    return relation.repeated(rule, told, lately)


def _day(agency: Agency, near: Near) -> date:
    return day_at(agency, near.received_at)


async def _chat(session: AsyncSession, case: Case) -> str | None:
    """What stands for the chat it was filed from; a colleague's own is where they typed it in, not who complains."""
    if case.chat is None or await roster.of_chat(session, case.chat):
        return None
    return " ".join(case.chat)


async def _write(desk: Desk, agency: Agency, case: Case, found: Compared) -> None:
    now, by = desk.clock(), Actor(PROGRAM, agency.id, PROGRAM)
    async with desk.transaction(None) as session:
        told = relation.pack(found.told)
        if not await links.compared(session, agency.id, case.id, told=told, left=found.traces, now=now):
            return  # another replica was quicker
        count = 0
        for other, reasons in sorted(found.proposed.items()):
            because = [[each.kind, dict(each.said)] for each in reasons]
            count += await links.propose(session, agency.id, case.id, other, because=because, by=PROGRAM, now=now)
        await surge.propose(desk, session, agency, case, found.incident)
        if count:  # after all that is held, as in every verb
            await desk.record(session, Act(by, Verb.PROPOSE, agency.id, case.id, {"count": count}))
        await _tell_pattern(session, agency, case, found, desk)
        await watch.tell(session, agency, case, found.fitting, now)


async def _tell_pattern(session: AsyncSession, agency: Agency, case: Case, found: Compared, desk: Desk) -> None:
    """Each supervisor hears of it who may know of the case, with those of the others that they may know of."""
    if not found.pattern:
        return
    leading = await roster.supervisors(session, agency.id)
    told: dict[str, list[str]] = {}
    for each in await recusals.may_know(session, agency.id, case.id, leading):
        there = await listed(session, agency.id, [id for id, _ in found.pattern], each)
        told[f"{outbox.MEMBER}{each.id}"] = [name for id, name in found.pattern if id in there]
    told = told or ({} if leading else {SUPERVISOR: []})
    now = desk.clock()
    same = (case.id, case.reference)
    planned = [relation.pattern_told(agency, same, to, others, now) for to, others in told.items()]
    await outbox.add(session, agency.id, case_id=case.id, planned=planned, now=now)
