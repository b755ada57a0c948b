"""Who is told of a meeting or reminded of it, and of what others have to do after a decision; for `desk.agenda`.

Notices carry the number of the case and the time, never what it is about or who comes.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, Protocol

from bot.casework.agency import Agency
from bot.casework.keeper import Subject, keeper
from bot.casework.notices import COMPLAINANT, NEWS_RANK, REMINDER_RANK, Planned, told
from bot.casework.parts import RUNG
from bot.casework.workdays import day_at, opening, rolled

ASKED, SET, MOVED, OFF, SOON = "asked", "set", "moved", "off", "soon"
WITNESS: Final = "witness:"
MEMBER: Final = "member:"
OTHER: Final = "other"
_BACK: Final = timedelta(days=-1)


class PersonLike(Protocol):
    """Somebody who is asked to a meeting, by shape."""

    @property
    def who(self) -> str: ...
    @property
    def state(self) -> str: ...


class Arranged(Protocol):
    """What meetings and follow-ups are told apart by."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...


class MeetingLike(Arranged, Protocol):
    """A meeting as it is stored, by shape."""

    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def set_at(self) -> datetime | None: ...
    @property
    def revision(self) -> int: ...
    @property
    def people(self) -> Sequence[PersonLike]: ...


class FollowUpLike(Arranged, Protocol):
    """Something that others have to do, by shape."""

    @property
    def due_on(self) -> date: ...
    @property
    def since(self) -> datetime: ...


def reached(who: str) -> bool:
    """Say whether somebody is told by the program: everybody else gets a file from a colleague."""
    return who == COMPLAINANT or who.startswith((WITNESS, MEMBER))


def news(
    agency: Agency, case: Subject, meeting: MeetingLike, what: str, now: datetime, but: str = "", only: str = ""
) -> tuple[Planned, ...]:
    """Return what those who are asked to a meeting are told now; `but` has done it, `only` is the one who is told."""
    whom = [each.who for each in meeting.people if reached(each.who) and each.who != but and only in ("", each.who)]
    said = _said(agency, case, meeting)
    key = f"{case.id}:meeting_news:{meeting.id}:{meeting.revision}:{what}"
    return tuple(Planned(f"{key}:{who}", who, _template(who, what), said, NEWS_RANK, now) for who in whom)


def answered(agency: Agency, case: Subject, meeting: MeetingLike, now: datetime) -> tuple[Planned, ...]:
    """Return the news that somebody has answered, for whoever keeps the case; ten taps of an hour are one news."""
    key = f"{case.id}:meeting_answered:{meeting.id}:{now:%Y%m%d%H}"
    said = _said(agency, case, meeting)
    return (Planned(key, keeper(agency, case), "meeting_answered", said, NEWS_RANK, now),)


def reminders(agency: Agency, case: Subject, meetings: Iterable[MeetingLike]) -> tuple[Planned, ...]:
    """Return every reminder of the meetings that are set; a time that was changed is reminded of anew."""
    return tuple(planned for each in meetings for planned in _reminders(agency, case, each))


def _reminders(agency: Agency, case: Subject, meeting: MeetingLike) -> Iterator[Planned]:
    kind, at, since = agency.meetings.get(meeting.kind), meeting.starts_at, meeting.set_at
    if kind is None or meeting.state != "set" or at is None or since is None:
        return
    said = _said(agency, case, meeting)
    for rung in kind.remind:
        due_at = opening(agency, rolled(agency, day_at(agency, at) + _days(rung), _BACK))
        for each in meeting.people if since < due_at < at else ():
            if reached(each.who) and each.state != "cannot":
                key = f"{meeting_scope(case.id)}{meeting.id}:{at:%Y%m%dT%H%M}:{rung}:{each.who}"
                yield Planned(key, each.who, _template(each.who, SOON), said, REMINDER_RANK, due_at)


def meeting_scope(case: str) -> str:
    """Return how the keys of all reminders of a case's meetings begin."""
    return f"{case}:meeting_due:"


def follow_up_scope(case: str) -> str:
    """Return how the keys of all reminders of what others have to do in a case begin."""
    return f"{case}:follow_up:"


def watches(agency: Agency, case: Subject, follow_ups: Iterable[FollowUpLike]) -> tuple[Planned, ...]:
    """Return the reminders of what others have to do, for whoever keeps the case, also when that is closed."""
    return tuple(planned for each in follow_ups for planned in _watched(agency, case, each))


def _watched(agency: Agency, case: Subject, follow_up: FollowUpLike) -> Iterator[Planned]:
    kind = agency.follow_ups.get(follow_up.kind)
    if kind is None or follow_up.state != "open":
        return
    said = told(agency, reference=case.reference, due_on=follow_up.due_on.isoformat(), item=follow_up.id)
    for rung in kind.remind:
        on = rolled(agency, follow_up.due_on + _days(rung), _BACK if rung.endswith("before") else -_BACK)
        key, at = f"{follow_up_scope(case.id)}{follow_up.id}:{follow_up.due_on}:{rung}", opening(agency, on)
        if at > follow_up.since:
            yield Planned(key, keeper(agency, case), "follow_up_due", said, REMINDER_RANK, at)


def is_late(agency: Agency, follow_up: FollowUpLike, now: datetime) -> bool:
    """Say whether it should have been done by now; whoever has to has until the end of the day."""
    return follow_up.state == "open" and follow_up.due_on < day_at(agency, now)


def moment(said: str) -> datetime:
    """Return the instant that a notice carries."""
    return datetime.fromisoformat(said)


def _said(agency: Agency, case: Subject, meeting: MeetingLike) -> dict[str, str]:
    starts = {"starts_at": meeting.starts_at.astimezone(UTC).isoformat()} if meeting.starts_at else {}
    return told(agency, reference=case.reference, item=meeting.id, **starts)


def _template(who: str, what: str) -> str:
    return f"meeting_{what}_staff" if who.startswith(MEMBER) else f"meeting_{what}"


def _days(rung: str) -> timedelta:
    read = RUNG.fullmatch(rung)
    assert read is not None, "or the profile would not have loaded"
    days = timedelta(days=int(read["number"] or 0))
    return -days if read["side"] == "before" else days
