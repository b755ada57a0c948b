"""A complainant talks and a draft grows; called by `telegram.resident` for every message and tap before filing."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import deadlines, filing_time, guidance, hearing, interview
from bot.casework.agency import Agency
from bot.casework.authorization import COMPLAINANT, WITNESS, Actor, Verb
from bot.casework.interview import Answer, Attached, Context, Found, Incoming, Remark, Said, Step, TakenOut, Turn
from bot.desk import filing, passing, practice, retention, witnesses
from bot.desk.desk import Act, Desk
from bot.desk.evidence import FileCame, expect
from bot.desk.filing import ENTERED, STATISTICS, Filed
from storage import conversations, drafts, evidence, outbox
from storage.chats import Chat
from storage.columns import new_id
from storage.conversations import DOOR
from storage.drafts import Draft
from storage.errors import RowStale
from storage.inbox import InboxRow
from storage.outbox import MEMBER
from storage.vault import vault_of

COMPLAINT: Final = "complaint"
UNSENT: Final = (COMPLAINT, guidance.PURPOSE)
"""The purposes of a draft that is somebody's own story on its way to an office."""
CRISIS_AT_MOST_EVERY: Final = timedelta(hours=1)
ONE_MESSAGE: Final = timedelta(seconds=3)
"""Chat apps send the parts of a long message at once; nobody reads an answer and writes the next one so soon."""
FINISH: Final = {
    STATISTICS: filing.keep_statistics,
    witnesses.PURPOSE: witnesses.keep,
    practice.PURPOSE: practice.never,
}
"""What becomes of a finished draft that is no complaint."""
ORIGIN: Final = ("entered", "invitation")
"""The notes of a draft that say where it comes from: they outlast a new beginning."""
KEPT: Final = (*ORIGIN, "place", passing.THEN)


@dataclass(frozen=True, slots=True)
class Asked:
    """The interview goes on: show the remarks, then the step. `quiet`: nothing new to show (a further album file)."""

    draft: Draft
    step: Step
    remarks: tuple[Remark, ...] = ()
    crisis: bool = False
    quiet: bool = False


async def draft_of(desk: Desk, chat: Chat, *, entered: bool = False) -> Draft | None:
    """What is unfinished in a chat: a complaint, the optional questions after one, a statement of a witness.

    What staff write down for somebody else is apart: whoever leaves the office does not find it in their chat.
    """
    async with desk.database.read() as session:
        if entered:
            return await drafts.of_chat(session, chat, purpose=ENTERED)
        return await drafts.of_chat(session, chat, but=ENTERED)


async def begin(
    desk: Desk, source: InboxRow | None, chat: Chat, agency: Agency, language: str, place: str | None = None
) -> Asked:
    """Start a draft, in place of one that nobody has answered anything in; the first step asks for the language.

    `place` is where the poster hangs whose link was followed.
    """
    now, paths = desk.clock(), list[str]()
    async with desk.transaction(source) as session:
        left = await drafts.of_chat(session, chat, but=ENTERED)
        if left is not None and left.purpose != witnesses.PURPOSE:
            paths = await drafts.erase(session, left.agency, left)
        draft = await drafts.start(
            session,
            agency.id,
            chat=chat,
            language=language,
            profile=agency.digest,
            now=now,
            purpose=guidance.PURPOSE if agency.guides else COMPLAINT,
            notes={"place": place} if place else None,
        )
    await retention.delete(desk, paths)
    return resume(desk, draft)


def resume(desk: Desk, draft: Draft, remarks: tuple[Remark, ...] = ()) -> Asked:
    """Where the draft stands, computed from its answers: what to show after a pause, a crash or a stale button."""
    agency = desk.agencies[draft.agency]
    return Asked(draft, interview.step(agency, interview.unpack(draft.answers), draft.purpose), remarks)


async def hear(desk: Desk, source: InboxRow, draft: Draft, incoming: Incoming | FileCame) -> Asked | Filed:
    """Give one message or tap to the interview and keep the result; a lost race is played again on the newer draft."""
    try:
        return await _hear(desk, source, draft, incoming)
    except RowStale:
        newer = await draft_of(desk, draft.chat, entered=draft.purpose == ENTERED)
        if newer is None or newer.id != draft.id:
            raise
        return await _hear(desk, source, newer, incoming)


async def _hear(desk: Desk, source: InboxRow, draft: Draft, incoming: Incoming | FileCame) -> Asked | Filed:
    came = incoming if isinstance(incoming, FileCame) else None
    heard = _attached(incoming, new_id()) if isinstance(incoming, FileCame) else incoming
    turn = _turn(desk, draft, heard)
    if turn.closed_story and draft.purpose != practice.PURPOSE:
        turn = await _with_facts(desk, draft, turn)
    if turn.outcome == "restart":
        return await _restart(desk, source, draft)
    grown = replace(draft, answers=interview.pack(turn.answers), notes=_noted(desk, draft, turn, heard))
    if turn.outcome == "file" and draft.purpose == guidance.PURPOSE:
        passed = await passing.hand_on(desk, source, grown)
        office = desk.agencies[passed.agency].name.to(passed.language)
        return resume(desk, passed, (Remark("passed", {"office": office}),))
    if turn.outcome == "file":
        finish = FINISH.get(draft.purpose, filing.file)
        return await finish(desk, source, grown)
    taken_out = isinstance(heard, TakenOut)
    gone = _files(interview.unpack(draft.answers)) - _files(turn.answers) if taken_out else set[str]()
    return await _keep(desk, source, grown, turn, came, heard, gone)


def _turn(desk: Desk, draft: Draft, heard: Incoming) -> Turn:
    agency, answers = desk.agencies[draft.agency], interview.unpack(draft.answers)
    if isinstance(heard, Said) and _goes_on(draft, heard):
        return interview.put_aside(agency, answers, heard, _context(desk, draft), hearing.TOO_LONG)
    if draft.notes.get("paused") and isinstance(heard, Said):
        return interview.returned(agency, answers, heard, _context(desk, draft))
    return interview.reply(agency, answers, heard, _context(desk, draft))


async def _keep(
    desk: Desk,
    source: InboxRow,
    grown: Draft,
    turn: Turn,
    came: FileCame | None,
    heard: Incoming,
    gone: Collection[str],
) -> Asked:
    """Save the grown draft, the place of a file that came, and the reminders; then say what to show.

    `gone` are files that their owner took out: nothing is left of them.
    """
    crisis = await _alarming(desk, grown, heard)
    quiet = came is not None and came.album is not None and came.album == grown.notes.get("album")
    notes = {**grown.notes, "album": came.album if came else None}
    if crisis:
        notes["crisis_at"] = desk.clock().isoformat()
    language = _language(turn.answers, grown.language)
    async with desk.transaction(source) as session:
        paths = await evidence.take_out(session, grown.agency, grown.id, gone) if gone else []
        if came is not None and isinstance(heard, Attached) and grown.purpose != practice.PURPOSE:
            await expect(session, grown, came, desk.clock(), id=heard.evidence)
        draft = await _save(session, grown, desk.clock(), notes=notes, language=language)
        await _remind(session, desk.agencies[draft.agency], draft, desk.clock())
    await retention.delete(desk, paths)
    return Asked(draft, turn.step, turn.remarks, crisis=crisis, quiet=quiet and not crisis)


def _files(answers: Mapping[str, Answer]) -> set[str]:
    """The files that came beside the answers."""
    beside = answers[interview.ALSO].value if interview.ALSO in answers else ()
    return {each["evidence"] for each in beside if "evidence" in each}


async def put_aside(desk: Desk, source: InboxRow, draft: Draft, said: Said, key: str) -> Asked:
    """Keep words beside the story that are no answer, such as a forwarded message; the question stays."""
    agency = desk.agencies[draft.agency]
    turn = interview.put_aside(agency, interview.unpack(draft.answers), said, _context(desk, draft), key)
    async with desk.transaction(source) as session:
        draft = await _save(session, draft, desk.clock(), answers=interview.pack(turn.answers))
        await _remind(session, agency, draft, desk.clock())
    return Asked(draft, turn.step, turn.remarks)


async def cancel(desk: Desk, source: InboxRow, draft: Draft) -> None:
    """Erase an unfinished complaint with its files and key, as the complainant asked."""
    async with desk.transaction(source, _cancelled(draft)) as session:
        paths = await retention.erase(session, draft, desk.clock(), heard=source.update_id)
    await retention.delete(desk, paths)


async def speak(desk: Desk, source: InboxRow, draft: Draft, language: str) -> Asked:
    """Go on in another language; every answer stays as it is."""
    async with desk.transaction(source) as session:
        draft = await _save(session, draft, desk.clock(), language=language)
        await _remind(session, desk.agencies[draft.agency], draft, desk.clock())
    return resume(desk, draft)


async def pause(desk: Desk, source: InboxRow, draft: Draft, *, paused: bool) -> Draft:
    """Note that the person goes away for a while, or is back: the first words after a pause are a greeting."""
    if bool(draft.notes.get("paused")) == paused:
        return draft
    async with desk.transaction(source) as session:
        return await _save(session, draft, desk.clock(), notes={**draft.notes, "paused": paused})


async def way_back(desk: Desk, draft: Draft) -> str | None:
    """A word that opens the web chat once more, from any browser, while the draft lasts; stored as a digest alone."""
    if draft.chat.channel != DOOR:
        return None
    word = draft.id + secrets.token_urlsafe(16)
    async with desk.database.write() as session:
        await conversations.way_back(session, int(draft.chat.id), vault_of(session).digest_token(word))
    return word


async def remind(desk: Desk, source: InboxRow, draft: Draft, *, wanted: bool) -> Draft:
    """Keep whether the person wants the two neutral reminders while the draft waits, and plan them."""
    async with desk.transaction(source) as session:
        draft = await _save(session, draft, desk.clock(), notes={**draft.notes, "reminders": wanted})
        await _remind(session, desk.agencies[draft.agency], draft, desk.clock())
    return draft


async def _save(session: AsyncSession, draft: Draft, now: datetime, **changed: Any) -> Draft:
    kept = {"answers": draft.answers, "notes": draft.notes, "language": draft.language} | changed
    return await drafts.save(session, draft.agency, draft, now=now, **kept)


async def _remind(session: AsyncSession, agency: Agency, draft: Draft, now: datetime) -> None:
    if draft.purpose not in UNSENT or draft.notes.get("reminders") is None:
        return
    near = filing_time.plan_draft(agency, draft.id, filing_time.filing(agency, interview.unpack(draft.answers)), now)
    planned = (*deadlines.plan_draft(agency, draft.id, draft.touched_at), *near) if draft.notes["reminders"] else ()
    await outbox.plan(session, agency.id, draft_id=draft.id, planned=planned, now=now)


async def _restart(desk: Desk, source: InboxRow, draft: Draft) -> Asked:
    agency = desk.agencies[draft.agency]
    async with desk.transaction(source, _cancelled(draft)) as session:
        paths = await retention.erase(session, draft, desk.clock(), heard=source.update_id)
        fresh = await drafts.start(
            session,
            agency.id,
            chat=draft.chat,
            language=draft.language,
            profile=agency.digest,
            now=desk.clock(),
            purpose=draft.purpose,
            case_id=draft.case_id,
            notes={key: draft.notes[key] for key in KEPT if key in draft.notes},
        )
    await retention.delete(desk, paths)
    return resume(desk, fresh)


def _cancelled(draft: Draft) -> Act:
    """Who erases a draft: whoever it belongs to, or the colleague who was writing it down."""
    entered, invitation = (draft.notes.get(each) for each in ORIGIN)
    role = WITNESS if invitation else COMPLAINANT
    by = f"{MEMBER}{entered['member']}" if entered else f"{WITNESS}:{invitation}" if invitation else COMPLAINANT
    return Act(Actor(role, draft.agency, by), Verb.CANCEL, draft.agency, draft.id)


def _context(desk: Desk, draft: Draft) -> Context:
    agency = desk.agencies[draft.agency]
    return Context(language=draft.language, now=desk.clock().astimezone(agency.zone), purpose=draft.purpose)


def _attached(came: FileCame, evidence_id: str) -> Attached:
    kind = "oversize" if came.oversize else "archive" if came.packed else came.kind
    return Attached(evidence=evidence_id, kind=kind, name=came.name, caption=came.caption, message=came.message)


async def _with_facts(desk: Desk, draft: Draft, turn: Turn) -> Turn:
    """The story was closed: offer what was found in it, on one screen, before anything else is asked."""
    story = interview.narrative(turn.answers)
    reading = await desk.read(story, draft.language) if story else None
    if reading is None or not reading.facts:
        return turn
    found = Found(tuple({"kind": f.kind, "text": f.text, "start": f.start, "end": f.end} for f in reading.facts))
    offered = interview.reply(desk.agencies[draft.agency], turn.answers, found, _context(desk, draft))
    return replace(offered, remarks=(*turn.remarks, *offered.remarks))


def _goes_on(draft: Draft, said: Said) -> bool:
    """Say whether this is the rest of a long message that the chat app has cut: it answers no other question."""
    last = draft.notes.get("long_at")
    if last is None or said.sent is None:
        return False
    return abs(said.sent - datetime.fromisoformat(last)) <= ONE_MESSAGE


def _noted(desk: Desk, draft: Draft, turn: Turn, heard: Incoming) -> dict[str, Any]:
    """The draft's notes; reading the notice is recorded with its version, its language and the time."""
    agency = desk.agencies[draft.agency]
    notes = {**{key: note for key, note in draft.notes.items() if key != "long_at"}, "paused": False}
    if isinstance(heard, Said) and heard.sent and any(each.key.startswith(hearing.TOO_LONG) for each in turn.remarks):
        notes["long_at"] = heard.sent.isoformat()
    notice = (
        each for id, each in turn.answers.items() if (asked := agency.questions.get(id)) and asked.kind == "notice"
    )
    accepted = next(notice, None)
    if accepted is None or accepted.state != "given" or "consent" in draft.notes:
        return notes
    consent = {"version": agency.privacy.version, "language": draft.language, "at": desk.clock().isoformat()}
    return {**notes, "consent": consent}


async def _alarming(desk: Desk, draft: Draft, heard: Incoming) -> bool:
    """True when this message speaks of danger and the fixed message was not shown within the last hour."""
    words = getattr(heard, "text", None) or getattr(heard, "caption", None) or ""
    last = draft.notes.get("crisis_at")
    due = last is None or desk.clock() - datetime.fromisoformat(last) >= CRISIS_AT_MOST_EVERY
    return bool(words) and due and bool(await desk.danger(words))


def _language(answers: Mapping[str, Answer], before: str) -> str:
    chosen = answers.get("language")
    return str(chosen.value) if chosen and chosen.value in ("en", "es") else before
