"""One number for what somebody filed: the same record gives the same one; on copies, and what /verify computes anew."""

import json
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession

from storage import cases
from storage.cases import Case


async def of(session: AsyncSession, agency: str, case: Case) -> str:
    """SHA-256, in hex, over the reference, when it came, the narrative and the answers as the record has them."""
    said = await cases.answers(session, agency, case)
    story = await cases.narrative(session, agency, case)
    record = [case.reference, case.received_at.isoformat(), story, said]
    canonical = json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
