"""One number for what somebody filed: on copies, kept at the filing, and what /verify computes anew.

Later versions of an answer or of the story do not change it: it is always over the record as it was filed.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from storage import cases
from storage.cases import Case, Event

VERSIONS: Final = ("corrected", "amended")
"""Lines of the timeline that changed the answers; `before` holds all of them as they were."""


async def filed(session: AsyncSession, agency: str, case: Case) -> Any:
    """The answers as they were filed, packed: those before the first version, where there is one."""
    happened = await cases.events(session, agency, case.id)
    first = next((each for each in happened if each.verb in VERSIONS and "before" in each.detail), None)
    return await cases.answers(session, agency, case) if first is None else first.detail["before"]


async def of(session: AsyncSession, agency: str, case: Case) -> str:
    """SHA-256, in hex, over the reference, when it came, the narrative and the answers as they were filed."""
    return digest(case, await cases.narrative(session, agency, case), await filed(session, agency, case))


def digest(case: Case, story: str, said: Any) -> str:
    """The same of words that are at hand: the narrative, and the answers as `interview.pack` gives them."""
    record = [case.reference, case.received_at.astimezone(UTC).isoformat(), story, said]
    canonical = json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


async def kept(session: AsyncSession, agency: str, case: Case) -> str | None:
    """The one that was kept at the filing; None for a case that was filed before any was."""
    received = await _received(session, agency, case)
    return received.detail.get("fingerprint") if received else None


async def filed_at(session: AsyncSession, agency: str, case: Case) -> datetime:
    """When it became a case: what came before that was filed, whatever day a letter reached the office."""
    received = await _received(session, agency, case)
    return received.at if received else case.received_at


async def _received(session: AsyncSession, agency: str, case: Case) -> Event | None:
    return next((each for each in await cases.events(session, agency, case.id) if each.verb == "received"), None)
