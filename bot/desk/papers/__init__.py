"""What each template is filled with: one module a template, called by `desk.documents` inside its transaction."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.casework.agency import Agency
from bot.desk.papers import complaint_to_swear, copy, investigation_report, letter, panel_packet
from bot.desk.papers.wording import Wording
from storage.cases import Case

Build = Callable[[AsyncSession, Agency, Case, Wording], Awaitable[Mapping[str, object]]]

BUILDERS: Final[Mapping[str, Build]] = {
    "copy": copy.build,
    "letter": letter.build,
    "complaint_to_swear": complaint_to_swear.build,
    "panel_packet": panel_packet.build,
    "investigation_report": investigation_report.build,
}
"""By template, as `casework.letter.TEMPLATES` names them."""
