"""What staff see of the meetings of a case; pure, used by `meetings` and its forms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.answer_words import shorten
from bot.casework.agency import Agency
from bot.casework.notices import COMPLAINANT
from bot.desk import agenda
from bot.desk.meetings import Board, Person
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import rows_of
from bot.telegram.invited_screens import InvitedScreens
from bot.telegram.staff_screens import StaffScreens
from bot.words import LANGUAGES, Words
from storage import meetings
from storage.meetings import Attendance, Meeting
from storage.roster import Member

LABEL: Final = 40
CAME: Final = ("came", "absent", "excused")


class MeetingScreens(StaffScreens):
    """Renders meetings in the member's language."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self._invited = InvitedScreens(words)

    def board(self, member: Member, board: Board) -> Screen:
        """The meetings of a case, the latest first; each opens with a tap."""
        language, case = member.language, board.case
        lines: list[Any] = [Bold(self._words.say(language, "meeting.title", reference=case.reference)), "\n"]
        if not board.meetings:
            lines.append("\n" + self._words.say(language, "meeting.none"))
        rows: list[tuple[Button, ...]] = []
        for each in reversed(board.meetings):
            head = self._head(board.agency, each, language)
            lines.append(f"\n• {head}")
            rows.append((Button(shorten(head, 2 * LABEL), Press(STAFF, "meet", case.id, each.id).pack()),))
        new = [] if case.closed_at else [self._button(member, "meet_new", case.id, label="meeting.button_new")]
        back = self._button(member, "work", case.id, label="work.button_work")
        return Screen(Text(*lines), (*rows, *rows_of([*new, back], wide=22)), protected=True)

    def _head(self, agency: Agency, meeting: Meeting, language: str) -> str:
        state = self._words.say(language, f"meeting.state_{meeting.state}")
        when = f" · {self._invited.when(agency, meeting.starts_at, language)}" if meeting.starts_at else ""
        return f"{_kind(agency, meeting.kind, language)} · {state}{when}"

    def one(self, member: Member, board: Board, meeting: Meeting) -> Screen:
        """One meeting: when, where, who was asked and what they said; below, what can be done about it."""
        say, language, agency = self._words.say, member.language, board.agency
        lines: list[Any] = [Bold(self._head(agency, meeting, language)), "\n\n"]
        lines += [say(language, "meeting.about", words=meeting.about), "\n"]
        lines += [say(language, "meeting.place", words=meeting.place)]
        if meeting.state == meetings.PROPOSED:
            for number, at in enumerate(meeting.times):
                count = sum(number in each.suits for each in meeting.people)
                lines.append(
                    f"\n{say(language, 'meeting.proposed', when=self._invited.when(agency, at, language), count=count)}"
                )
        lines.append("\n")
        lines += [f"\n{self._attendance(board, each, language)}" for each in meeting.people]
        if meeting.open:
            lines.append(f"\n\n{say(language, 'meeting.is_open')}")
        if meeting.result:
            key = "why_off" if meeting.state == meetings.CANCELLED else "result"
            lines.append(f"\n\n{say(language, f'meeting.{key}', words=meeting.result)}")
        return Screen(Text(*lines), self._rows(member, board, meeting), protected=True)

    def _rows(self, member: Member, board: Board, meeting: Meeting) -> tuple[tuple[Button, ...], ...]:
        case, language = board.case, member.language
        begun = meeting.starts_at is not None and meeting.starts_at <= board.now
        rows: list[tuple[Button, ...]] = []
        ahead = agenda.on_calendar(meeting, board.now) and case.closed_at is None
        for number, at in enumerate(meeting.times if ahead and meeting.state == meetings.PROPOSED else ()):
            if at > board.now:
                label = self._words.say(
                    language, "meeting.button_set", when=self._invited.when(board.agency, at, language)
                )
                rows.append((Button(label, Press(STAFF, "meet_set", case.id, f"{meeting.id}.{number}").pack()),))
        verbs = ["meet_move", "meet_more", "meet_off"] if ahead else []
        if meeting.state == meetings.SET:
            verbs += ["meet_off"] if begun and case.closed_at is None else []
        verbs += ["meet_ics"] if meeting.state in (meetings.SET, meetings.CANCELLED) and meeting.starts_at else []
        buttons = [self._button(member, each, case.id, meeting.id, label=f"meeting.button_{each}") for each in verbs]
        if begun and meeting.state in (meetings.SET, meetings.HELD):
            came = (Button(self._called(board, each, language), Press(STAFF, "meet_who_came", case.id, each.id).pack())
                    for each in meeting.people)  # fmt: skip
            buttons += [*came, self._button(member, "meet_held", case.id, meeting.id, label="meeting.button_meet_held")]
            buttons.append(self._button(member, "bring", case.id, label="meeting.button_bring"))
        buttons.append(self._button(member, "meets", case.id, label="meeting.button_meets"))
        return (*rows, *rows_of(buttons, wide=22))

    def _attendance(self, board: Board, person: Attendance, language: str) -> str:
        state = self._words.say(language, f"meeting.person_{person.state}")
        said = f"\n   “{shorten(person.said, 300)}”" if person.said else ""
        return f"• {self._called(board, person, language)}: {state}{said}"

    def _called(self, board: Board, person: Attendance, language: str) -> str:
        known = next((each for each in board.people if each.who == person.who), None)
        role = known.role if known else person.who.partition(":")[0]
        return self.person(Person(person.who, role, person.name), language)

    def person(self, person: Person, language: str) -> str:
        """What somebody is called here; a name that is kept stays shut."""
        key = f"role.{person.role}" if self._words.has(f"role.{person.role}") else "role.other"
        role = self._words.say(language, key)
        return shorten(f"{role}: {' '.join(person.name.split())}" if person.name else role, LABEL)

    def came(self, member: Member, board: Board, person: Attendance) -> Screen:
        """Whether somebody came."""
        whom = self._called(board, person, member.language)
        row = tuple(
            self._button(member, f"meet_{each}", board.case.id, person.id, label=f"meeting.button_{each}")
            for each in CAME
        )
        return Screen(Text(self._words.say(member.language, "meeting.did_they_come", who=whom)), (row,), protected=True)

    def planning(
        self, member: Member, board: Board, wanted: dict[str, Any], times: Sequence[datetime], edits: int | None = None
    ) -> Screen:
        """Who is asked: ticked with a tap, others by name; what was understood stands above it."""
        say, language, case, agency = self._words.say, member.language, board.case, board.agency
        lines: list[Any] = [Bold(_kind(agency, wanted["kind"], language)), "\n"]
        lines += [
            f"\n{say(language, 'meeting.time_read', when=self._invited.when(agency, each, language))}" for each in times
        ]
        lines += ["\n", say(language, "meeting.place", words=wanted["place"])]
        lines += [f"\n• {self.person(Person('other', 'other', each), language)}" for each in wanted["others"]]
        lines += ["\n\n", say(language, "meeting.whom")]
        buttons = [
            Button(
                ("✓ " if each.who in wanted["people"] else "") + self.person(each, language),
                Press(STAFF, "meet_who", case.id, each.who).pack(),
            )
            for each in board.people
        ]
        tick = "✓ " if wanted["open"] else ""
        may_know = Button(tick + say(language, "meeting.button_open"), Press(STAFF, "meet_open", case.id).pack())
        send = self._button(member, "meet_send", case.id, label="meeting.button_send")
        rows = (*rows_of(buttons, wide=22), (may_know,), (send,), (self._button(member, "forget", case.id),))
        return Screen(Text(*lines), rows, protected=True, edits=edits)

    def more(self, member: Member, board: Board, meeting: Meeting) -> Screen:
        """Who else can be asked."""
        there = {each.who for each in meeting.people}
        buttons = [
            Button(self.person(each, member.language), Press(STAFF, "meet_add", board.case.id, each.who).pack())
            for each in board.people
            if each.who not in there
        ]
        rows = (*rows_of(buttons, wide=22), (self._button(member, "forget", board.case.id),))
        return Screen(Text(self._words.say(member.language, "meeting.who_else")), rows, protected=True)

    def paper(self, member: Member, board: Board, meeting: Meeting) -> list[Screen]:
        """For those without a chat: the file, and the same in words to print or read out, in both languages."""
        words = "\n\n".join(
            self._invited.details(board.agency, board.case.reference, meeting, each) for each in LANGUAGES
        )
        head = self._words.say(member.language, "meeting.for_others")
        file = self._invited.calendar(board.agency, board.case.reference, meeting, member.language, board.now)
        return [Screen(Text(f"{head}\n\n{words}"), protected=True), file]


def _kind(agency: Agency, kind: str, language: str) -> str:
    known = agency.meetings.get(kind)
    return known.name.to(language) if known else kind


def by_default(agency: Agency, kind: str, people: Sequence[Person], owner: str | None) -> list[str]:
    """Who is asked to this kind of meeting if nobody says otherwise."""
    asks = agency.meetings[kind].asks if kind in agency.meetings else (COMPLAINANT,)
    theirs = [each.who for each in people if each.role in asks]
    return [*theirs, *(each.who for each in people if "owner" in asks and each.who == f"member:{owner}")]
