"""A finished draft becomes a case, triaged and on somebody's desk; called by `desk.intake` on Submit and Send now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import allegation, conditions, deadlines, interview, notices, reference, triage
from bot.casework.agency import Agency
from bot.casework.allegation import Allegation
from bot.casework.authorization import COMPLAINANT, Actor, Verb
from bot.casework.interview import Answer
from bot.casework.triage import Triaged
from bot.desk import clocks
from bot.desk.desk import Act, Desk, Read
from storage import cases, drafts, evidence, outbox
from storage.cases import Case, NewAllegation, NewCase
from storage.drafts import Draft
from storage.inbox import InboxRow
from storage.outbox import Notice

STATISTICS = "statistics"
RECEIPT_LEASE = timedelta(seconds=60)
SOUND = frozenset({"voice", "video", "audio"})

Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Filed:
    """The draft has become a case; `first` is False when it had become one before: nothing was done again.

    `receipt` is a notice committed with the case and held for whoever answers the tap; if they die, the courier takes
    it when the lease is over. `statistics` is a draft that may follow.
    """

    case: Case
    first: bool
    receipt: Notice | None = None
    statistics: Draft | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided about a narrative before it became a case; `reading` is None when nobody could read it.

    `known` is what it was decided by: triage rules and deadlines ask about the same things.
    """

    story: str
    reading: Read | None
    proposed: tuple[Allegation, ...]
    triaged: Triaged
    flags: tuple[str, ...]
    known: Mapping[str, object]


async def file(desk: Desk, source: InboxRow, draft: Draft) -> Filed:
    """Turn a finished draft into a case; if the reader fails, one that is marked for a person to read."""
    agency = desk.agencies[draft.agency]
    answers = interview.relevant(agency, interview.unpack(draft.answers))
    judged = await _judge(desk, agency, answers, draft.language)
    now = desk.clock()
    new = _new_case(agency, draft, answers, judged, now)

    async with desk.transaction(source) as session:
        case, first = await cases.open(session, agency.id, new, now)
        if not first:
            return Filed(case, first=False)
        await evidence.adopt(session, agency.id, draft.id, case.id)
        await drafts.drop(session, agency.id, draft)  # versioned: a draft is filed once, whoever wins
        consent = {"consent": draft.notes.get("consent")}
        await cases.happened(session, agency.id, case.id, verb="received", by=COMPLAINANT, now=now, detail=consent)
        receipt = await _announce(session, agency, case, now)
        await desk.record(session, Act(Actor(COMPLAINANT, agency.id, COMPLAINANT), Verb.FILE, agency.id, case.id))
        return Filed(case, True, receipt, await _ask_statistics(session, agency, draft, case, now))


async def keep_statistics(desk: Desk, source: InboxRow, draft: Draft) -> Filed:
    """Put the three optional answers that follow the receipt into the case's record."""
    agency = desk.agencies[draft.agency]
    answers = interview.relevant(agency, interview.unpack(draft.answers))
    who = Actor(COMPLAINANT, agency.id, COMPLAINANT)
    act = Act(who, Verb.ADD, agency.id, draft.case_id or "", {"what": "statistics"})
    async with desk.transaction(source, act) as session:
        case = await cases.load(session, draft.agency, draft.case_id or "")
        assert case is not None, "statistics belong to a case by foreign key"
        await cases.keep_statistics(session, draft.agency, case, interview.pack(answers))
        await drafts.drop(session, draft.agency, draft)
    return Filed(case, first=False)


async def _judge(desk: Desk, agency: Agency, answers: Answers, language: str) -> Judged:
    """Read, propose, triage: each result says because."""
    story = interview.narrative(answers)
    reading = await desk.read(story, language) if story else None
    flags = _flags(answers, reading, story)
    proposed = allegation.propose(agency, reading) if reading else ()
    labels = reading.labels if reading else ()
    known = conditions.known(
        interview.facts(agency, answers),
        allegation=[each.code for each in proposed],
        safety=[each.label for each in labels if each.group == "safety"],
        flag=flags,
    )
    return Judged(story, reading, proposed, triage.assess(agency, known), flags, known)


def _flags(answers: Answers, reading: Read | None, story: str) -> tuple[str, ...]:
    """What staff must know before anything else: nobody has read it yet, there is sound to listen to, call back."""
    kinds = {item.get("kind") for item in interview.story_items(answers)}
    raised = {
        "listen": bool(kinds & SOUND),
        "unread": bool(story) and reading is None,
        "other_language": reading is not None and reading.language == "other",
        "call_back": "callback" in answers,
        "no_words": not any(map(str.isalnum, story)),
    }
    return tuple(flag for flag, up in raised.items() if up)


def _new_case(agency: Agency, draft: Draft, answers: Answers, judged: Judged, now: datetime) -> NewCase:
    name_choice = answers.get("name_choice")
    year = now.astimezone(agency.zone).year
    moments = {"received": now, agency.initial: now}
    return NewCase(
        draft=draft,
        prefix=agency.short,
        year=year,
        refer=lambda number: reference.issue(agency.short, year, number),
        status=agency.initial,
        priority=judged.triaged.priority,
        queue=judged.triaged.queue,
        because=judged.triaged.because,
        name_choice=str(name_choice.value) if name_choice and name_choice.value else None,
        flags=judged.flags,
        answers=interview.pack(answers),
        narrative=judged.story,
        reading=judged.reading.to_json() if judged.reading else None,
        allegations=[NewAllegation(a.code, a.labels, a.score, a.spans, a.because) for a in judged.proposed],
        moments=moments,
        next_at=deadlines.next_date(agency, clocks.unfiled(moments, judged.triaged, judged.known, now), now),
    )


async def _announce(session: AsyncSession, agency: Agency, case: Case, now: datetime) -> Notice | None:
    """Plan the receipt, the notice to the queue and the ladder of every duty; hold the receipt for the reply."""
    owed = min(await clocks.duties(session, agency, case), key=lambda duty: duty.due_at, default=None)
    first = (owed.name, owed.due_on.isoformat()) if owed else ()
    happened = notices.Filed(case.id, case.reference, case.priority, case.queue, *first)
    await outbox.add(session, agency.id, case_id=case.id, planned=notices.after(agency, happened, now), now=now)
    receipt = await outbox.claim_one(session, agency.id, case.id, "receipt", now, RECEIPT_LEASE)
    await clocks.replan(session, agency, case, now)
    return receipt


async def _ask_statistics(
    session: AsyncSession, agency: Agency, draft: Draft, case: Case, now: datetime
) -> Draft | None:
    if not agency.statistics or "call_back" in case.flags:
        return None
    return await drafts.start(
        session,
        agency.id,
        chat=draft.chat,
        language=draft.language,
        profile=agency.digest,
        now=now,
        purpose=STATISTICS,
        case_id=case.id,
    )
