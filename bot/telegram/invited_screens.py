"""What those who are asked to a meeting see of it; pure, used by `guests`, `notices` and the screens of staff.

Neither what it is about nor who comes stands here, except the names that the office lets them know.
"""

from datetime import datetime
from typing import Final

from aiogram.utils.formatting import Text

from bot.answer_words import AnswerWords
from bot.casework.agency import Agency
from bot.casework.notices import COMPLAINANT
from bot.desk.invited import Invited
from bot.documents import Appointment, invitation
from bot.telegram.callbacks import CASE, Press
from bot.telegram.delivery import Attachment, Button, Screen
from bot.words import LANGUAGES, Words
from storage import meetings
from storage.meetings import Meeting

CALENDAR: Final = "text/calendar"
FILE: Final = "appointment.ics"


class InvitedScreens:
    """Renders meetings in the language of whoever is asked."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._answers = AnswerWords(words)

    def when(self, agency: Agency, at: datetime, language: str) -> str:
        """A day and a time on the office's clock."""
        return self._answers.moment(at.astimezone(agency.zone), language)

    def details(self, agency: Agency, reference: str, meeting: Meeting, language: str) -> str:
        """When and where, in a few lines; neither what it is about nor who comes."""
        assert meeting.starts_at is not None, "there are details only once there is a time"
        key = "off_details" if meeting.state == meetings.CANCELLED else "details"
        return self._words.say(
            language,
            f"meeting.{key}",
            reference=reference,
            when=self.when(agency, meeting.starts_at, language),
            minutes=meeting.minutes,
            place=meeting.place,
            phone=agency.phone,
        )

    def calendar(self, agency: Agency, reference: str, meeting: Meeting, language: str, now: datetime) -> Screen:
        """The file for a calendar: number, time and place, no name."""
        assert meeting.starts_at is not None, "there is a file only once there is a time"
        appointment = Appointment(
            uid=f"{meeting.id}@redress",
            title=self._words.say(language, "meeting.ics_title", reference=reference),
            place=meeting.place,
            starts_at=meeting.starts_at,
            minutes=meeting.minutes,
            revision=meeting.revision,
            cancelled=meeting.state == meetings.CANCELLED,
        )
        data = invitation(appointment, office=agency.phone, made_at=now)
        caption = self._words.say(language, "meeting.ics_off" if appointment.cancelled else "meeting.ics")
        return Screen(Text(caption), attachment=Attachment(data, FILE, CALENDAR))

    def invited(self, found: Invited, language: str, now: datetime, edits: int | None = None) -> list[Screen]:
        """One meeting as the one sees it who is asked."""
        meeting, agency, called = found.meeting, found.agency, self._matter(found, language)
        others = self._words.say(language, "meeting.others", names=", ".join(found.others)) if found.others else ""
        if meeting.state == meetings.PROPOSED:
            return [self._proposed(found, language, others, edits)]
        if meeting.starts_at is None:
            return [Screen(Text(self._words.say(language, "meeting.off", reference=called)))]
        text = self.details(agency, called, meeting, language)
        rows = self._answers_to(found, language, "meeting_no", "meeting_help") if meeting.state == meetings.SET else ()
        screen = Screen(Text(f"{text}\n\n{others}" if others else text), rows)
        return [screen, self.calendar(agency, called, meeting, language, now)]

    def _proposed(self, found: Invited, language: str, others: str, edits: int | None) -> Screen:
        meeting, case = found.meeting, found.guest.case
        text = self._words.say(
            language,
            "meeting.which_suit",
            reference=self._matter(found, language),
            place=meeting.place,
            minutes=meeting.minutes,
        )
        times = tuple(
            (
                Button(
                    ("✓ " if number in found.me.suits else "") + self.when(found.agency, at, language),
                    Press(CASE, "meeting_at", case.id, f"{meeting.id}.{number}").pack(),
                ),
            )
            for number, at in enumerate(meeting.times)
        )
        rows = (*times, *self._answers_to(found, language, "meeting_no", "meeting_help"))
        return Screen(Text(f"{text}\n\n{others}" if others else text), rows, edits=edits)

    def _answers_to(self, found: Invited, language: str, *verbs: str) -> tuple[tuple[Button, ...], ...]:
        return tuple(
            (
                Button(
                    self._words.say(language, f"button.{verb}"),
                    Press(CASE, verb, found.guest.case.id, found.meeting.id).pack(),
                ),
            )
            for verb in verbs
        )

    def _matter(self, found: Invited, language: str) -> str:
        """What the meeting is called: the complainant knows the number; a witness is told the office, not the case."""
        if found.guest.who == COMPLAINANT:
            return found.guest.case.reference
        return found.agency.short if found.agency.discreet else found.agency.name.to(language)

    def nothing(self, language: str) -> Screen:
        """No meeting is ahead."""
        return Screen(Text(self._words.say(language, "meeting.nothing_ahead")))

    def for_witness(self, agency: Agency, case_id: str, template: str, starts_at: datetime | None) -> Screen:
        """The notice for a witness, in both languages: which one they read is not known here."""
        lines = []
        for language in LANGUAGES:
            when = self.when(agency, starts_at, language) if starts_at else ""
            lines.append(self._words.say(language, f"meeting.witness_{template.removeprefix('meeting_')}", when=when))
        label = " / ".join(self._words.say(each, "button.meetings") for each in LANGUAGES)
        return Screen(Text("\n\n".join(lines)), ((Button(label, Press(CASE, "meetings", case_id).pack()),),))
