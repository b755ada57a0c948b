"""The parts of an investigation report, each as the rows that its template fills in; used by `investigation_report`."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import outcome, party
from bot.casework.agency import Agency
from bot.desk.papers.wording import Wording
from storage import cases, findings, follow_ups, invitations, meetings, requests
from storage.cases import AllegationRow, Case
from storage.evidence import Evidence
from storage.findings import Finding
from storage.meetings import Attendance
from storage.parties import Party
from storage.requests import Request

Row = dict[str, object]


def complainant(people: Iterable[Party]) -> Row:
    found = next((each for each in people if each.role == party.COMPLAINANT), None)
    if found is None or (not found.kept and not found.name):
        return {"state": "unnamed", "name": ""}
    return {"state": "kept", "name": ""} if found.kept else {"state": "named", "name": found.name}


def called(person: Party | None) -> Row:
    """Somebody as the template names them: a description is said to be one."""
    if person is None or not person.name:
        return {"state": "unnamed", "name": ""}
    return {"state": "known" if person.known else "described", "name": " ".join(person.name.split())}


def item(agency: Agency, entry: Request, language: str) -> str:
    kind = agency.evidence_kinds.get(entry.item or "")
    return kind.name.to(language) if kind else entry.item or ""


def entry(agency: Agency, entry: Request, numbers: Mapping[str, int], wording: Wording) -> Row:
    """One entry of the register: `state` is `waiting`, `received` or `refused`."""
    answer = entry.answer
    state = "waiting" if answer is None and entry.state != requests.ANSWERED else "received"
    body = agency.bodies.get(entry.body or "")
    return {
        "item": item(agency, entry, wording.language),
        "whom": body.name.to(wording.language) if body else "",
        "asked_on": wording.day(entry.at),
        "due_on": wording.day(entry.due_on),
        "state": "refused" if answer is not None and answer.refused else state,
        "on": wording.day(entry.answered_on) if entry.answered_on else "",
        "words": answer.words if answer else "",
        "files": [numbers[each] for each in answer.files if each in numbers] if answer else [],
    }


def file(one: Evidence, number: int, wording: Wording) -> Row:
    return {
        "number": number,
        "kind": wording.say(f"kind.{one.kind}"),
        "name": one.name or "",
        "on": wording.day(one.received_at),
        "digest": one.sha256 or "",
    }


async def interviews(
    session: AsyncSession, agency: Agency, case: Case, people: Sequence[Party], wording: Wording
) -> list[Row]:
    """Every meeting that was held, with who came."""
    unnamed = any(each.role == party.COMPLAINANT and (each.kept or not each.name) for each in people)
    found: list[Row] = []
    for each in await meetings.of_case(session, agency.id, case):
        kind = agency.meetings.get(each.kind)
        if each.state != meetings.HELD or each.starts_at is None:
            continue
        found.append({
            "kind": kind.name.to(wording.language) if kind else each.kind,
            "on": wording.day(each.starts_at),
            "place": each.place,
            "about": each.about,
            "came": [
                {"name": _attendant(one, wording, unnamed=unnamed), "state": one.state}
                for one in each.people
            ],
            "result": each.result or "",
        })  # fmt: skip
    return found


def _attendant(one: Attendance, wording: Wording, *, unnamed: bool) -> str:
    """Who was asked to a meeting; a complainant without a name is named by the template."""
    if one.who == party.COMPLAINANT and (unnamed or not one.name):
        return ""
    return one.name or wording.say("work.somebody")


async def statements(
    session: AsyncSession, agency: Agency, case: Case, numbers: Mapping[str, int], wording: Wording
) -> list[Row]:
    """What witnesses sent by their link."""
    who = {each.id: each.who for each in await invitations.of_case(session, agency.id, case.id)}
    return [
        {
            "who": who.get(each.invitation_id, ""),
            "on": wording.day(each.at),
            "words": each.words,
            "files": [numbers[id] for id in each.files if id in numbers],
        }
        for each in await invitations.stated(session, agency.id, case.id)
    ]


async def allegations(
    session: AsyncSession, agency: Agency, case: Case, people: Sequence[Party], language: str
) -> list[Row]:
    """Every confirmed allegation, with what was found about each officer."""
    alleged = await cases.allegations(session, agency.id, case.id)
    made = {(each.allegation_id, each.party_id): each for each in await findings.of_case(session, agency.id, case)}
    officers = [each for each in people if each.role == party.RESPONDENT and each.removed_at is None]
    return [
        {
            "code": each.code,
            "name": _kind(agency, each, language),
            "findings": [_found(agency, one, made.get((each.id, one.id)), language) for one in officers],
        }
        for each in alleged
        if each.state in outcome.CONFIRMED
    ]


def _kind(agency: Agency, allegation: AllegationRow, language: str) -> str:
    kind = agency.allegations.get(allegation.code)
    return kind.name.to(language) if kind else allegation.code


def _found(agency: Agency, officer: Party, found: Finding | None, language: str) -> Row:
    """One finding; without one the report says that it is missing."""
    if found is None:
        return {"officer": called(officer), "made": False}
    finding = agency.findings.get(found.finding)
    return {
        "officer": called(officer),
        "made": True,
        "finding": finding.name.to(language) if finding else found.finding,
        "severity": outcome.grade(agency, found.severity, language),
        "because": found.because,
        "action": found.action,
        "action_words": found.action_words,
    }


async def recommendations(session: AsyncSession, agency: Agency, case: Case, wording: Wording) -> list[Row]:
    """What was recommended to others about their rules and practice, with their answer."""
    found: list[Row] = []
    for each in await follow_ups.of_case(session, agency.id, case):
        kind, language = agency.follow_ups.get(each.kind), wording.language
        if each.state == follow_ups.DROPPED:
            continue
        came_of = next((one.label.to(language) for one in kind.choices if one.id == each.outcome), "") if kind else ""
        found.append({
            "kind": kind.name.to(language) if kind else each.kind,
            "what": each.what,
            "to": each.to,
            "due_on": wording.day(each.due_on),
            "settled": each.state == follow_ups.SETTLED,
            "on": wording.day(each.settled_on) if each.settled_on else "",
            "outcome": came_of or each.outcome or "",
            "answer": each.answer or "",
        })  # fmt: skip
    return found
