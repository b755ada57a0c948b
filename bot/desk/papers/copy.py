"""The copy of a complaint for the person who filed it: all that they said, as they filed it, and what proves it.

One that staff make does not show what the complainant asked to keep from them; none shows what the office collected.
"""

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
    until = await fingerprint.filed_at(session, agency.id, case)
    files = [each for each in await evidence.of_case(session, agency.id, case.id) if each.sha256]
    said = interview.unpack(await fingerprint.filed(session, agency.id, case))
    return {
        "received": wording.day(case.received_at),
        "answers": wording.answers(said, hidden=wording.kept(case)),
        "story": await cases.narrative(session, agency.id, case),
        "files": [[each.name or each.kind, each.sha256] for each in files if each.received_at <= until],
        "fingerprint": await fingerprint.of(session, agency.id, case),
    }
