"""The copy of a complaint for the person who filed it: all that they said, and what proves it."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import interview
from bot.casework.agency import Agency
from bot.desk.papers import fingerprint
from bot.desk.papers.wording import Wording
from storage import cases, evidence
from storage.cases import Case


async def build(session: AsyncSession, agency: Agency, case: Case, wording: Wording) -> Mapping[str, object]:
    """Fill the template `copy`."""
    files = [each for each in await evidence.of_case(session, agency.id, case.id) if each.sha256]
    return {
        "received": wording.day(case.received_at),
        "answers": wording.answers(interview.unpack(await cases.answers(session, agency.id, case))),
        "story": await cases.narrative(session, agency.id, case),
        "files": [[each.name or each.kind, each.sha256] for each in files],
        "fingerprint": await fingerprint.of(session, agency.id, case),
    }
