"""The report on an investigation: what was alleged, what was looked at, who was heard, what was found and recommended.

What staff write for it (`desk.passages`) stands as they wrote it; what is missing is named as missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import interview, outcome, party
from bot.casework.agency import Agency
from bot.desk.papers import kept_names, report_rows
from bot.desk.papers.wording import Wording
from storage import cases, evidence, findings, invitations, meetings, parties, passages, requests, roster
from storage import proposals as proposal_rows
from storage.cases import Case
from storage.parties import Party
from storage.requests import Request


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that a complete report has and this one has not: `missing_KEY` in the words of the paper."""

    key: str
    about: str = ""


async def gaps(session: AsyncSession, agency: Agency, case: Case, language: str = "en") -> list[Gap]:
    """What is missing still."""
    alleged = [each for each in await cases.allegations(session, agency.id, case.id) if each.state in outcome.CONFIRMED]
    people = await _respondents(session, agency, case)
    made = {(each.allegation_id, each.party_id) for each in await findings.of_case(session, agency.id, case)}
    owed = outcome.owed(alleged, people, made)
    found = [Gap("allegations")] if not alleged else []
    found += [Gap("findings", str(len(owed)))] if owed else []
    held = [each for each in await meetings.of_case(session, agency.id, case) if each.state == meetings.HELD]
    stated = await invitations.stated(session, agency.id, case.id)
    found += [Gap("interviews")] if agency.meetings and not held and not stated else []
    waits = await proposal_rows.open_ones(session, agency.id, case)
    names = [each.name.to(language) for id, each in agency.evidence_kinds.items() if id in waits]
    found += [Gap("unasked", each) for each in names]
    asked = await requests.registered(session, agency.id, case.id)
    found += [
        Gap("awaited", report_rows.item(agency, each, language)) for each in asked if each.state in requests.WAITING
    ]
    written = await passages.of_case(session, agency.id, case)
    return found + [Gap("passage", each.name.to(language)) for id, each in agency.passages.items() if id not in written]


async def build(session: AsyncSession, agency: Agency, case: Case, wording: Wording) -> Mapping[str, object]:
    """Fill the template `investigation_report`."""
    people = await parties.of_case(session, agency.id, case)
    files = await evidence.of_case(session, agency.id, case.id)
    owner = await roster.load(session, agency.id, case.owner_id) if case.owner_id else None
    numbers = {each.id: number for number, each in enumerate(files, 1)}
    answers = interview.unpack(await cases.answers(session, agency.id, case))
    identity = frozenset(id for id, each in agency.questions.items() if each.identity or each.kind == "respondents")
    written = await passages.of_case(session, agency.id, case)
    language = wording.language
    filled: report_rows.Row = {
        "received": wording.day(case.received_at),
        "complainant": report_rows.complainant(people),
        "investigator": owner.name if owner else "",
        "respondents": [
            report_rows.called(each) for each in people if each.role == party.RESPONDENT and not each.removed_at
        ],
        "answers": wording.answers(answers, without=identity),
        "story": await cases.narrative(session, agency.id, case),
        "register": [
            report_rows.entry(agency, each, numbers, wording) for each in await _register(session, agency, case)
        ],
        "files": [report_rows.file(each, numbers[each.id], wording) for each in files],
        "interviews": await report_rows.interviews(session, agency, case, people, wording),
        "statements": await report_rows.statements(session, agency, case, numbers, wording),
        "allegations": await report_rows.allegations(session, agency, case, people, language),
        "passages": [
            {
                "name": each.name.to(language),
                "opens": each.opens,
                "words": written[id].words if id in written else "",
            }
            for id, each in agency.passages.items()
        ],
        "recommendations": await report_rows.recommendations(session, agency, case, wording),
        "missing": [{"key": each.key, "about": each.about} for each in await gaps(session, agency, case, language)],
    }
    kept = [each.name for each in people if each.kept and each.name]
    kept += _contacts(agency, answers) if kept or case.name_choice == party.KEEPS_NAME else []
    return dict(kept_names.without(filled, kept, wording.say("work.name_kept")))


def _contacts(agency: Agency, answers: Mapping[str, interview.Answer]) -> list[str]:
    """How a complainant whose name is kept can be reached: that says who it is, too."""
    values = [answers[id].value for id, each in agency.questions.items() if each.kind == "contact" and id in answers]
    said = [each for each in values if isinstance(each, Mapping)]
    return [str(each[key]) for each in said for key in ("said", "phone", "email") if each.get(key)]


async def _respondents(session: AsyncSession, agency: Agency, case: Case) -> list[Party]:
    everybody = await parties.of_case(session, agency.id, case)
    return [each for each in everybody if each.role == party.RESPONDENT and each.removed_at is None]


async def _register(session: AsyncSession, agency: Agency, case: Case) -> list[Request]:
    asked = await requests.registered(session, agency.id, case.id)
    return [each for each in asked if each.state != requests.WITHDRAWN]
