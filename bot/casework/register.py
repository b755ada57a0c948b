"""What a profile says about the register of evidence; read by `agency`, checked by `soundness`."""

from typing import TYPE_CHECKING

from bot.casework.advice import Found, misnamed, unknown
from bot.casework.parts import Part, Text

if TYPE_CHECKING:
    from bot.casework.agency import Agency


class EvidenceKind(Part):
    """One kind of evidence: of whom it is asked (`body`; without one, of the complainant) and in which words."""

    id: str
    name: Text
    ask: Text
    body: str | None = None
    days: int | None = None  # by when; without it, as other requests


def problems(agency: "Agency") -> Found:
    """What is asked for is asked of somebody there is, and a triage rule proposes only what the register knows."""
    yield from misnamed("register", agency.evidence_kinds)
    for id, kind in agency.evidence_kinds.items():
        if kind.body is not None and kind.body not in agency.bodies:
            yield f"register.{id}.body", unknown(kind.body, agency.bodies, "body")
        if kind.days is not None and kind.days < 1:
            yield f"register.{id}.days", "this leaves no time at all. Write 1 or more."
    for number, rule in enumerate(agency.triage, 1):
        for item in rule.propose:
            if item not in agency.evidence_kinds:
                yield f"triage.{number}.propose", unknown(item, agency.evidence_kinds, "entry of the register")
