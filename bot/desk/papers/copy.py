"""The copy of a complaint for the person who filed it: all that they said, as they filed it, and what proves it.

One that staff make does not show what the complainant asked to keep from them; none shows what the office collected.
"""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework import interview, party
from bot.casework.agency import Agency
from bot.casework.interview import Answer
from bot.casework.workdays import last_day
from bot.desk.papers import fingerprint
from bot.desk.papers.wording import Wording
from storage import cases, evidence, pauses
from storage.cases import Case


async def build(session: AsyncSession, agency: Agency, case: Case, wording: Wording) -> Mapping[str, object]:
    """Fill the template `copy`."""
    until = await fingerprint.filed_at(session, agency.id, case)
    files = [each for each in await evidence.of_case(session, agency.id, case.id) if each.sha256]
    pause = await pauses.running_at(session, agency.id, case.received_at)
    said = interview.unpack(await fingerprint.filed(session, agency.id, case))
    filled: dict[str, object] = {
        "received": wording.day(case.received_at),
        "answers": wording.answers(said, hidden=wording.kept(case)),
        "also": _beside(said, case, wording),
        "story": await cases.narrative(session, agency.id, case),
        "files": [[each.name or each.kind, each.sha256] for each in files if each.received_at <= until],
        "fingerprint": await fingerprint.of(session, agency.id, case),
    }
    if pause is not None:
        filled["paused"] = wording.day(last_day(agency, pause.ends_at))
    return filled


def _beside(said: Mapping[str, Answer], case: Case, wording: Wording) -> list[str]:
    """What came while something else was asked; its files are among the files."""
    seen, shut = party.beside(wording.agency, said, case.name_choice)
    told = [str(each["text"]) for each in (*seen, *(shut if wording.own else ())) if each.get("text")]
    hidden = not wording.own and any(each.get("text") for each in shut)
    return [*told, *([wording.say("staff.identity_kept")] if hidden else [])]
