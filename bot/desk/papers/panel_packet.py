"""The packet for a panel: the whole case with what a person has settled burnt in, or no packet at all.

`collect` takes the texts out of the record for the review (`desk.packets`); `build` fills the template with what came
of that review, and with nothing else.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import interview, outcome, party, redaction
from bot.casework.agency import Agency
from bot.casework.errors import Refused
from bot.casework.redaction import Mark, Passage
from bot.desk.papers.wording import Wording
from bot.words import Words
from nlp import redact
from storage import cases, compelled, evidence, findings, invitations, packets, parties
from storage.allegations import AllegationRow
from storage.cases import Case

STORY, ANSWER, FILE, STATEMENT, FINDING = "story", "answer", "file", "statement", "finding"
READY: Final = packets.MADE


async def collect(session: AsyncSession, agency: Agency, case: Case, language: str) -> tuple[Passage, ...]:
    """Every text of the case that somebody has written, as it stands in the record; identity answers stay out."""
    words, wording = Words.load(), Wording(agency, language)
    story = await cases.narrative(session, agency.id, case)
    answers = interview.unpack(await cases.answers(session, agency.id, case))
    kept = frozenset(id for id, each in agency.questions.items() if each.identity)
    files = await evidence.of_case(session, agency.id, case.id)
    forced = await compelled.of_case(session, agency.id, case.id)
    found = [Passage(STORY, "", story)] if story else []
    found += [Passage(ANSWER, name, said) for name, said in wording.answers(answers, without=kept)]
    found += [
        Passage(FILE, "compelled" if each.id in forced else "", each.name or words.say(language, f"kind.{each.kind}"))
        for each in files
        if each.sha256
    ]
    for number, each in enumerate(await invitations.stated(session, agency.id, case.id), 1):
        label = words.say(language, "packet.statement_compelled" if each.id in forced else "packet.statement")
        found.append(Passage(STATEMENT, f"{label} {number}", each.words))
    return (*found, *await _findings(session, agency, case, language))


async def names(session: AsyncSession, agency: Agency, case: Case) -> list[str]:
    """Every name that the record holds: the people of the case, who was invited, and the answers that tell a name."""
    answers = interview.unpack(await cases.answers(session, agency.id, case))
    told = [answers[id].value for id, each in agency.questions.items() if each.identity and id in answers]
    people = [each.name for each in await parties.of_case(session, agency.id, case) if each.known]
    invited = [each.who for each in await invitations.of_case(session, agency.id, case.id)]
    return [each for each in (*people, *invited, *(said for said in told if isinstance(said, str))) if each]


async def build(session: AsyncSession, agency: Agency, case: Case, wording: Wording) -> Mapping[str, object]:
    """Fill the template `panel_packet` with the reviewed packet. Raises Refused for one that is not reviewed."""
    packet = await packets.current(session, agency.id, case)
    if packet is None:
        raise Refused("packet_not_begun")
    passages, marks = redaction.unpack(packet.content, packet.marks)
    burnt = _burnt(passages, marks, packet.language)
    if packet.state != READY:
        raise Refused("packet_not_approved" if packet.state == packets.ASKED else "packet_not_finished")
    if packet.language != wording.language:
        raise Refused("packet_language")
    return {
        "received": wording.day(case.received_at),
        **_parts(passages, burnt),
        "allegations": [
            agency.allegations[each.code].name.to(wording.language) for each in await _alleged(session, case)
        ],
        "timeline": await _timeline(session, agency, case, wording),
        "compelled": any(each.label == "compelled" for each in passages) or await _forced(session, case),
    }


def _burnt(passages: Sequence[Passage], marks: Sequence[Mark], language: str) -> list[str]:
    """The texts with what a person has settled burnt in. Raises Refused as long as anything waits."""
    found = []
    for number, each in enumerate(passages):
        spans = [redact.Redaction(m.start, m.end, m.kind, m.because) for m in redaction.out(marks, number)]
        found.append(redact.burn(each.text, spans, language=language))
    return found


def _parts(passages: Sequence[Passage], burnt: Sequence[str]) -> dict[str, Any]:
    by_part: dict[str, list[list[str]]] = {part: [] for part in (STORY, ANSWER, FILE, STATEMENT, FINDING)}
    for each, text in zip(passages, burnt, strict=True):
        by_part[each.part].append([each.label, text])
    return {
        "story": "".join(text for _, text in by_part[STORY]),
        "answers": by_part[ANSWER],
        "files": by_part[FILE],
        "statements": by_part[STATEMENT],
        "findings": by_part[FINDING],
    }


async def _alleged(session: AsyncSession, case: Case) -> list[AllegationRow]:
    rows = await cases.allegations(session, case.agency, case.id)
    return [each for each in rows if each.state in outcome.CONFIRMED]


async def _findings(session: AsyncSession, agency: Agency, case: Case, language: str) -> list[Passage]:
    """What was found of each allegation, with why; respondents have numbers instead of names."""
    people = [each for each in await parties.of_case(session, agency.id, case) if each.role == party.RESPONDENT]
    numbers = {each.id: number for number, each in enumerate(people, 1)}
    codes = {each.id: each.code for each in await cases.allegations(session, agency.id, case.id)}
    found = []
    for each in await findings.of_case(session, agency.id, case):
        kind = agency.findings.get(each.finding)
        name = agency.allegations[codes[each.allegation_id]].name.to(language)
        whom = f"{agency.respondent_word.to(language)} {numbers.get(each.party_id, '')}".strip()
        label = f"{name} · {whom}: {kind.name.to(language) if kind else each.finding}"
        found.append(Passage(FINDING, label, "\n".join(filter(None, (each.because, each.action_words)))))
    return found


async def _timeline(session: AsyncSession, agency: Agency, case: Case, wording: Wording) -> list[list[str]]:
    """When the case came to which status: days and the profile's words, nobody's name."""
    rows = [[wording.day(case.received_at), agency.statuses[agency.initial].name.to(wording.language)]]
    for each in await cases.events(session, agency.id, case.id):
        status = agency.statuses.get(str(each.detail.get("status", ""))) if each.verb == "status" else None
        if status is not None:
            rows.append([wording.day(each.at), status.name.to(wording.language)])
    return rows


async def _forced(session: AsyncSession, case: Case) -> bool:
    forced = await compelled.of_case(session, case.agency, case.id)
    return any(each.id in forced for each in await invitations.stated(session, case.agency, case.id))
