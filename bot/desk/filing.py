"""A finished draft becomes a case, triaged and on somebody's desk; called by `desk.intake` on Submit and Send now."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import allegation, conditions, conflict, deadlines, interview, notices, reference, triage
from bot.casework.agency import Agency
from bot.casework.allegation import Allegation
from bot.casework.assignment import place
from bot.casework.authorization import COMPLAINANT, OPERATOR, Actor, Verb, permit
from bot.casework.deadlines import CaseFacts, Duty
from bot.casework.guidance import Also
from bot.casework.interview import Answer
from bot.casework.triage import Triaged
from bot.casework.workdays import day_at, opening
from bot.desk import clocks, parties, passing, recusal, register
from bot.desk.desk import Act, Desk, Read
from bot.desk.papers import fingerprint
from bot.desk.permission import in_office
from nlp.reading import PATTERNS, Reading
from storage import cases, drafts, evidence, outbox, roster
from storage.cases import Case, NewAllegation, NewCase
from storage.drafts import Draft
from storage.inbox import InboxRow
from storage.outbox import Notice

STATISTICS = "statistics"
TRANSFERRED = "transfer"
ENTERED = "entered"  # written down by staff, in their own chat
IMPORTED = "import"  # a row of a spreadsheet, brought by the operator
RECEIPT_LEASE = timedelta(seconds=60)
SOUND = frozenset({"voice", "video", "audio"})

Answers = Mapping[str, Answer]
Beside = Callable[[AsyncSession, Case], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Filed:
    """The draft has become a case; `first` is False when it had become one before: nothing was done again.

    `receipt` is a notice committed with the case and held for whoever answers the tap; if they die, the courier takes
    it when the lease is over. `statistics` is a draft that may follow, `stated` one that was a witness's. `owed` are
    the public clocks of a case without a chat, for its receipt on paper. `following` is the same story for the next
    office that was chosen, `also` says where else it may be filed; `offer` is the notice of that, held like the
    receipt by whoever answers the tap.
    """

    case: Case
    first: bool
    receipt: Notice | None = None
    statistics: Draft | None = None
    stated: Draft | None = None
    owed: tuple[Duty, ...] = ()
    following: Draft | None = None
    also: tuple[Also, ...] = ()
    offer: Notice | None = None


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


async def file(desk: Desk, source: InboxRow | None, draft: Draft, beside: Beside | None = None) -> Filed:
    """Turn a finished draft into a case; if the reader fails, one that is marked for a person to read.

    `beside` is what else belongs into the same transaction.
    """
    agency = desk.agencies[draft.agency]
    answers = interview.relevant(agency, interview.unpack(draft.answers))
    judged = await _judge(desk, agency, answers, draft.language)
    now = desk.clock()
    new = _new_case(agency, draft, answers, judged, now)
    also = passing.offers(desk, draft, answers) if draft.purpose == passing.COMPLAINT else ()

    async with desk.transaction(source) as session:
        who, verb = await _sender(session, draft)
        case, first = await cases.open(session, agency.id, new, now)
        if not first:
            return Filed(case, first=False)
        await evidence.adopt(session, agency.id, draft.id, case.id)
        await parties.fill(session, agency, case, answers, now)
        await drafts.drop(session, agency.id, draft)  # versioned: a draft is filed once, whoever wins
        consent = {"consent": draft.notes.get("consent"), "entered": draft.notes.get("entered")}
        consent |= {passing.ALSO: [each.to for each in also]} if also else {}
        proof = {**consent, "fingerprint": fingerprint.digest(case, judged.story, interview.pack(answers))}
        await cases.happened(session, agency.id, case.id, verb="received", by=who.by, now=now, detail=proof)
        found = [each.text for each in judged.reading.facts if each.kind == "officer"] if judged.reading else []
        case = await recusal.compare(desk, session, agency, case, conflict.named(agency, answers, found))
        known = clocks.facts(case, judged.known)
        await register.propose(session, agency, case, judged.triaged.rules, now)
        receipt = await _announce(session, agency, draft, case, known)
        offer = await passing.plan_offer(session, agency, case, now, RECEIPT_LEASE) if also else None
        await desk.record(session, Act(who, verb, agency.id, case.id))
        if beside is not None:
            await beside(session, case)
        if draft.purpose == ENTERED:
            await roster.prompt(session, agency.id, who.by.removeprefix(outbox.MEMBER), None)
            return Filed(case, True, owed=clocks.promised(agency, known))
        if draft.purpose == IMPORTED:
            return Filed(case, True)
        following = await passing.follow(desk, session, draft, case, answers)
        # The statistics are asked once, after the last office.
        asked = None if following else await _ask_statistics(session, agency, draft, case, now)
        return Filed(case, True, receipt, asked, following=following, also=also, offer=offer)


async def _sender(session: AsyncSession, draft: Draft) -> tuple[Actor, Verb]:
    """Who sends a draft: the complainant, the operator, or a colleague who may still do so. Raises NotYours."""
    if draft.purpose == IMPORTED:
        return Actor(OPERATOR, draft.agency, OPERATOR), Verb.IMPORT
    if draft.purpose != ENTERED:
        return Actor(COMPLAINANT, draft.agency, COMPLAINANT), Verb.FILE
    member = await roster.load(session, draft.agency, str(draft.notes["entered"]["member"]))
    assert member is not None, "members are not deleted"
    who = await in_office(session, member)
    permit(Verb.ENTER, who, draft.agency)
    return who, Verb.ENTER


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
    reading = await _read(desk, story, language) if story else None
    flags = _flags(answers, reading, story)
    proposed = allegation.propose(agency, reading) if reading else ()
    known = conditions.known(
        interview.facts(agency, answers),
        allegation=[each.code for each in proposed],
        safety=[each.label for each in reading.labels if each.group == "safety"] if reading else [],
        flag=flags,
    )
    return Judged(story, reading, proposed, triage.assess(agency, known), flags, known)


async def _read(desk: Desk, story: str, language: str) -> Read | None:
    """What the reader says; of what took too long to read, the phrases of danger all the same."""
    reading = await desk.read(story, language)
    if reading is not None:
        return reading
    found = await desk.safety(story)
    return Reading(language, found, (), False, PATTERNS) if found else None


def _flags(answers: Answers, reading: Read | None, story: str) -> tuple[str, ...]:
    """What staff must know before anything else: nobody has read it yet, there is sound to listen to, call back."""
    kinds = {item.get("kind") for item in interview.story_items(answers)}
    raised = {
        "listen": bool(kinds & SOUND),
        "unread": bool(story) and _read_by_nobody(reading),
        "other_language": reading is not None and reading.language == "other",
        "call_back": "callback" in answers,
        "no_words": not any(map(str.isalnum, story)),
    }
    return tuple(flag for flag, up in raised.items() if up)


def _read_by_nobody(reading: Read | None) -> bool:
    """Patterns alone have read it where the model is missing; of another language they are all that ever reads."""
    return reading is None or (reading.by == PATTERNS and reading.language != "other")


def _new_case(agency: Agency, draft: Draft, answers: Answers, judged: Judged, now: datetime) -> NewCase:
    name_choice = answers.get("name_choice")
    year = now.astimezone(agency.zone).year
    entered = draft.notes.get("entered") or {}
    received_at = _received_at(agency, entered.get("on"), now)
    moments = {agency.initial: now, "received": received_at}
    placed = place(agency, judged.known)
    return NewCase(
        draft=draft,
        year=year,
        refer=lambda number: reference.issue(agency.short, year, number),
        status=agency.initial,
        priority=judged.triaged.priority,
        queue=judged.triaged.queue,
        unit=placed.unit,
        region=placed.region,
        respondent_unit=placed.respondent_unit,
        because=judged.triaged.because,
        name_choice=str(name_choice.value) if name_choice and name_choice.value else None,
        flags=judged.flags,
        answers=interview.pack(answers),
        narrative=judged.story,
        reading=judged.reading.to_json() if judged.reading else None,
        allegations=[NewAllegation(a.code, a.labels, a.score, a.spans, a.because) for a in judged.proposed],
        moments=moments,
        came_by=entered.get("way"),
        received_at=received_at,
        next_at=deadlines.next_date(agency, clocks.unfiled(moments, judged.triaged, judged.known, now), now),
    )


def _received_at(agency: Agency, on: str | None, now: datetime) -> datetime:
    """When the office got it: a letter of last week runs from the morning on which it came."""
    received_on = date.fromisoformat(on) if on else day_at(agency, now)
    return opening(agency, received_on) if received_on < day_at(agency, now) else now


async def _announce(session: AsyncSession, agency: Agency, draft: Draft, case: Case, known: CaseFacts) -> Notice | None:
    """Plan the receipt, the notice to the queue and the ladder of every duty; hold the receipt for the reply.

    Of a whole spreadsheet the queue hears only what is most urgent: the rest is in the list and in the reminders.
    """
    now = case.moments[agency.initial]
    owed = min(deadlines.duties(agency, known), key=lambda duty: duty.due_at, default=None)
    first = {"duty": owed.name, "due_on": owed.due_on.isoformat()} if owed else {}
    told = triage.tells_supervisor(agency, case.because)
    happened = notices.Filed(case.id, case.reference, case.priority, case.queue, **first, told=told)
    planned = [each for each in notices.after(agency, happened, now) if case.chat or each.to != notices.COMPLAINANT]
    if draft.purpose == IMPORTED and case.priority != agency.priorities[0]:
        planned = []
    await outbox.add(session, agency.id, case_id=case.id, planned=planned, now=now)
    receipt = await outbox.claim_one(session, agency.id, case.id, "receipt", now, RECEIPT_LEASE)
    await clocks.replan(session, agency, case, now, known)
    return receipt


async def _ask_statistics(
    session: AsyncSession, agency: Agency, draft: Draft, case: Case, now: datetime
) -> Draft | None:
    if not agency.statistics or "call_back" in case.flags or draft.purpose == TRANSFERRED:
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
