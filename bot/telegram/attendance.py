"""When colleagues are there: `/duty`, `/away` and `/team`, and what a colleague works on; merged into `staff`."""

from datetime import date
from typing import Final

from bot.casework import attendance
from bot.casework.authorization import Verb, permit
from bot.casework.errors import Stale, Unreadable
from bot.casework.workdays import day_at
from bot.desk import absences, asking, roster
from bot.desk.desk import Desk
from bot.desk.permission import actor
from bot.telegram.attendance_screens import AttendanceScreens
from bot.telegram.callbacks import Press
from bot.telegram.exchange import Heard, Reply
from bot.telegram.room import Room
from bot.telegram.staff_screens import start_of
from bot.words import Words
from storage.roster import CONFIRMED, DutyTimes, Member

STEP_MINUTES: Final = 30
SPOKEN: Final = ("en", "es")


class Attendance(Room):
    """A colleague's own times and absences, and the team's."""

    def __init__(self, desk: Desk, words: Words) -> None:
        self._desk = desk
        self._screens = AttendanceScreens(words)
        self.commands = {"duty": self._duty, "away": self._away, "team": self._team}
        self.presses = {
            "turn": self._turn,
            "times": self._times,
            "spoken": self._spoken,
            "away_days": self._days,
            "away_cover": self._cover,
            "away_end": self._back,
            "team": self._team_page,
            "admit": self._admit,
            "colleague": self._colleague,
            "put": self._put,
        }
        self.asked = {"away": self._dates}

    # Duty

    async def _duty(self, heard: Heard, member: Member, argument: str) -> Reply:
        permit(Verb.DUTY, actor(member), member.agency)
        return Reply([self._screens.duty(member, self._desk.agencies[member.agency])])

    async def _turn(self, heard: Heard, member: Member, press: Press) -> Reply:
        """A button says what it leads to, so that a second tap undoes nothing."""
        permit(Verb.DUTY, actor(member), member.agency)
        if (press.arg == "on") is not member.on_duty:
            await roster.turn_duty(self._desk, heard.source, member)
        return await self._duty_again(heard, member)

    async def _times(self, heard: Heard, member: Member, press: Press) -> Reply:
        permit(Verb.DUTY, actor(member), member.agency)
        times = self._changed(member, press.arg)
        await roster.set_times(self._desk, heard.source, member, times)
        return await self._duty_again(heard, member)

    def _changed(self, member: Member, wanted: str) -> DutyTimes | None:
        agency = self._desk.agencies[member.agency]
        what, _, arg = wanted.partition(".")
        if what == "always":
            return None
        if what == "office":
            return attendance.office_hours(agency)
        if what == "day" and arg in {str(day) for day in range(7)}:
            return attendance.with_day(agency, member.duty_times, arg)
        if what in ENDS and arg in STEPS:
            return attendance.moved(member.duty_times or attendance.office_hours(agency), ENDS[what], STEPS[arg])
        raise Stale

    async def _spoken(self, heard: Heard, member: Member, press: Press) -> Reply:
        permit(Verb.DUTY, actor(member), member.agency)
        if press.arg not in SPOKEN:
            raise Stale
        now = set(member.languages) ^ {press.arg}
        await roster.set_spoken(self._desk, heard.source, member, [each for each in SPOKEN if each in now])
        return await self._duty_again(heard, member)

    async def _duty_again(self, heard: Heard, member: Member) -> Reply:
        here = await roster.of_chat(self._desk, heard.chat)
        changed = next(each for each in here if each.id == member.id)
        return Reply([self._screens.duty(changed, self._desk.agencies[member.agency], edits=heard.pressed)])

    # Absence

    async def _away(self, heard: Heard, member: Member, argument: str) -> Reply:
        calendar = await absences.calendar(self._desk, member)
        return Reply([self._screens.away(member, self._desk.agencies[member.agency], calendar, self._today(member))])

    async def _days(self, heard: Heard, member: Member, press: Press) -> Reply:
        """Days were chosen by a button, or are to be written."""
        permit(Verb.AWAY, actor(member), member.agency)
        if not press.arg:
            await asking.ask(self._desk, heard.source, member, {"verb": "away"})
            return Reply([self._screens.asks(member, "away.write")])
        return await self._whom(member, read_days(press.arg), 0)

    async def _dates(self, heard: Heard, member: Member, text: str) -> Reply:
        try:
            days = attendance.days_meant(text, self._today(member))
        except Unreadable as unread:  # the next words are still for this
            return Reply([self._screens.say(member, f"unreadable.{unread.sentence}")])
        absences.check(days, self._today(member))
        await asking.ask(self._desk, heard.source, member, None)
        return await self._whom(member, days, 0)

    async def _whom(self, member: Member, days: tuple[date, date], start: int) -> Reply:
        absences.check(days, self._today(member))
        calendar = await absences.calendar(self._desk, member)
        return Reply([self._screens.covers(member, calendar, days, start)])

    async def _cover(self, heard: Heard, member: Member, press: Press) -> Reply:
        """The last answer: who covers, nobody, or more names."""
        permit(Verb.AWAY, actor(member), member.agency)
        written, _, who = press.arg.partition(".")
        days = read_days(written)
        if who.startswith("+"):
            return await self._whom(member, days, start_of(who[1:]))
        await absences.away(self._desk, heard.source, member, days, who or None)
        return await self._away(heard, member, "")

    async def _back(self, heard: Heard, member: Member, press: Press) -> Reply:
        await absences.back(self._desk, heard.source, member, press.arg)
        return await self._away(heard, member, "")

    def _today(self, member: Member) -> date:
        return day_at(self._desk.agencies[member.agency], self._desk.clock())

    # The team

    async def _team(self, heard: Heard, member: Member, argument: str) -> Reply:
        return await self._team_from(member, 0)

    async def _team_page(self, heard: Heard, member: Member, press: Press) -> Reply:
        return await self._team_from(member, start_of(press.arg))

    async def _team_from(self, member: Member, start: int) -> Reply:
        people = await roster.team(self._desk, member)
        calendar = await absences.calendar(self._desk, member)
        agency = self._desk.agencies[member.agency]
        return Reply([self._screens.team(member, agency, people, calendar, start)])

    async def _admit(self, heard: Heard, member: Member, press: Press) -> Reply:
        admitted = await roster.confirm(self._desk, actor(member), member.agency, press.arg, heard.source)
        return Reply([self._screens.say(member, "staff.admitted", name=admitted.name)])

    async def _colleague(self, heard: Heard, member: Member, press: Press) -> Reply:
        colleague = await self._one_of_us(member, press.arg)
        return Reply([self._screens.colleague(member, self._desk.agencies[member.agency], colleague)])

    async def _put(self, heard: Heard, member: Member, press: Press) -> Reply:
        """A queue, unit or region by its place in the profile; a button of another version of it is stale."""
        agency = self._desk.agencies[member.agency]
        who, _, place = press.arg.partition(".")
        colleague = await self._one_of_us(member, who)
        codes = {
            self._screens.place(agency, what, number): (what, code)
            for what, offered in roster.placeable(agency, colleague).items()
            for number, code in enumerate(offered)
        }
        if place not in codes:
            raise Stale
        colleague = await roster.place(self._desk, heard.source, member, who, *codes[place])
        return Reply([self._screens.colleague(member, agency, colleague, edits=heard.pressed)])

    async def _one_of_us(self, member: Member, who: str) -> Member:
        colleague = next((each for each in await roster.team(self._desk, member) if each.id == who), None)
        if colleague is None or colleague.state != CONFIRMED:
            raise Stale
        return colleague


ENDS: Final = {"begin": 0, "end": 1}
STEPS: Final = {"earlier": -STEP_MINUTES, "later": STEP_MINUTES}


def read_days(written: str) -> tuple[date, date]:
    """Two days out of a button. Raises Stale for a broken one."""
    if len(written) != 16 or not (written.isascii() and written.isdecimal()):
        raise Stale
    try:
        return date.fromisoformat(written[:8]), date.fromisoformat(written[8:])
    except ValueError:
        raise Stale from None
