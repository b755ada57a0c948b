"""What a reader can learn from this office: confirmed labels and burnt narratives; called by the command line.

Nobody has looked at what was burnt: redaction misses some names, and tells nothing of whoever is known by the story
alone. A person must read the whole file before it leaves the office.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, TextIO

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import overrides
from bot.casework.agency import Agency
from bot.casework.authorization import Actor, Verb, permit
from bot.desk.desk import Act, Desk
from bot.desk.papers import panel_packet
from nlp import language as languages
from nlp import redact, vocabulary
from storage import allegations, cases
from storage.cases import Case
from storage.errors import Unsealable

PAGE: Final = 50

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Told:
    """One case to learn from, its narrative not burnt yet; `known` are the names in its record."""

    id: str
    language: str
    text: str = field(repr=False)
    known: tuple[str, ...] = field(repr=False)
    labels: dict[str, list[str]] = field(repr=False)


async def export(desk: Desk, by: Actor, agency_id: str, out: TextIO, *, language: str | None = None) -> int:
    """Write a JSON line for each case that can be learnt from, and return how many; one audit row.

    `nlp.corpus.load` reads the file, which needs `out` to be UTF-8. There is no line for a case that somebody has still
    to decide about, that nobody confirmed or added anything in, that cannot be opened any more, or whose story is in
    neither language. Statements and files are never in it, whoever gave them. A person must read the file before it
    leaves the office.
    """
    permit(Verb.EXPORT, by, agency_id)
    detail = {"format": "training"} | ({"language": language} if language else {})
    async with desk.transaction(None, Act(by, Verb.EXPORT, agency_id, agency_id, detail)):
        pass
    count = 0
    async for told in _told(desk, desk.agencies[agency_id], language):
        out.write(json.dumps(await asyncio.to_thread(_row, told), ensure_ascii=False) + "\n")
        count += 1
    return count


async def _told(desk: Desk, agency: Agency, language: str | None) -> AsyncIterator[Told]:
    """A session for each page: it remembers the keys of all that it opened."""
    after, more = 0, True
    while more:
        async with desk.database.read() as session:
            page = await allegations.settled(session, agency.id, after=after, limit=PAGE)
            found = [await _opened(session, agency, id) for _, id in page]
        for each in found:
            if each is not None and language in (None, each.language):
                yield each
        more = len(page) == PAGE
        after = page[-1][0] if page else after


async def _opened(session: AsyncSession, agency: Agency, case_id: str) -> Told | None:
    try:
        case = await cases.load(session, agency.id, case_id)
        return await _of_case(session, agency, case) if case is not None and case.readable else None
    except Unsealable as fault:
        log.error("case_not_opened", agency=agency.id, fault=type(fault).__name__)
        return None


async def _of_case(session: AsyncSession, agency: Agency, case: Case) -> Told | None:
    decided = await cases.allegations(session, agency.id, case.id)
    reading = await cases.reading(session, agency.id, case)
    read = [each["label"] for each in reading["labels"]] if reading else []
    labels = overrides.learnt(agency, decided, read, vocabulary.groups())
    text = await cases.narrative(session, agency.id, case) if labels else ""
    spoken = languages.detect(text)
    if spoken not in languages.LANGUAGES:
        return None
    known = await panel_packet.names(session, agency, case)
    return Told(sha256(case.id.encode()).hexdigest()[:16], spoken, text, tuple(known), labels)


def _row(told: Told) -> dict[str, Any]:
    burnt = redact.burn(told.text, redact.propose(told.text, told.language, told.known), language=told.language)
    return {"id": told.id, "language": told.language, "text": burnt, **told.labels, "not_a_complaint": False}
