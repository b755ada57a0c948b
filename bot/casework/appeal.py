"""Another look at a closed case, where the profile has it: until when it can be asked, and by when it is answered.

Late is never refused here: it is marked, and a person decides. Called by `desk.aftercare`.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from bot.casework.agency import Agency
from bot.casework.deadlines import duties
from bot.casework.duty import CaseFacts
from bot.casework.errors import Refused
from bot.casework.keeper import SUPERVISOR, Subject
from bot.casework.notices import ESCALATION_RANK, NEWS_RANK, Planned, told
from bot.casework.parts import APPEALED, DONE, WITHIN, Reconsideration
from bot.casework.workdays import add_days, day_at, end_of_day, opening, rolled

REMINDED_DAYS: Final = (-3, 0, 7, 14, 28)
"""On which days around the due day the supervisors hear of an appeal that nobody has answered."""


def of(agency: Agency) -> Reconsideration:
    """Return what the profile says about it. Raises Refused where it says nothing."""
    if agency.appeal is None:
        raise Refused("no_appeal")
    return agency.appeal


def until(agency: Agency, closed_at: datetime) -> date:
    """Return the last day on which it is in time."""
    return _after(agency, of(agency).within, closed_at)


def late(agency: Agency, closed_at: datetime, now: datetime) -> bool:
    """Say whether it comes after its time."""
    return day_at(agency, now) > until(agency, closed_at)


def due_on(agency: Agency, asked_at: datetime) -> date:
    """Return the day by which a person answers."""
    return rolled(agency, _after(agency, of(agency).answer_within, asked_at))


def due_at(agency: Agency, asked_at: datetime) -> datetime:
    """Return the end of that day."""
    return end_of_day(agency, due_on(agency, asked_at))


def scope(case: str) -> str:
    """Return how the keys of everything that is told about it begin."""
    return f"{case}:appeal:"


def plan(agency: Agency, about: Subject, asked_at: datetime) -> tuple[Planned, ...]:
    """Return what the supervisors are told until somebody has decided: at once, and around the due day."""
    day = due_on(agency, asked_at)
    said = told(agency, reference=about.reference, due_on=day.isoformat())
    first = f"{scope(about.id)}{asked_at:%Y%m%d%H%M%S}"
    return (
        Planned(first, SUPERVISOR, "appeal_asked", said, NEWS_RANK, asked_at),
        *(
            Planned(f"{first}:{on}", SUPERVISOR, "appeal_due", said, ESCALATION_RANK, opening(agency, on))
            for on in _mornings(agency, day)
            if opening(agency, on) > asked_at
        ),
    )


def reopened(agency: Agency, case: CaseFacts, now: datetime) -> dict[str, datetime]:
    """Return the moments of a case that is opened again: the second round has its own, with clocks of its own.

    What was done of the duties that ran from the filing stays done. The stages that lie ahead once more have not come
    yet, and their clocks begin anew when they do; when a case counted as filed is never taken back.
    """
    status = of(agency).reopens
    kept = {agency.unfiled.until} if agency.unfiled else set()
    ahead = (agency.ahead(status) | {"closed"} | ({"claimed"} if case.owner is None else set())) - kept
    anew = {DONE + each.name for each in agency.deadlines if each.of in {*ahead, APPEALED}}
    done = {DONE + each.name: each.met_at for each in duties(agency, case) if each.met_at}
    before = {moment: at for moment, at in {**done, **case.moments}.items() if moment not in {*ahead, *anew}}
    return {**before, status: now, APPEALED: now}


def _mornings(agency: Agency, day: date) -> Iterator[date]:
    back = timedelta(days=-1)
    yield from (rolled(agency, day + timedelta(days=n), back if n < 0 else timedelta(days=1)) for n in REMINDED_DAYS)


def _after(agency: Agency, within: str, at: datetime) -> date:
    read = WITHIN.fullmatch(within)
    assert read is not None  # or the profile would not have loaded
    return add_days(agency, day_at(agency, at), int(read["number"]), read["business"] is not None)
