"""What staff see of duty times, absences and the team; pure, used by `attendance`."""

from datetime import date, timedelta
from typing import Any, Final

from aiogram.utils.formatting import Bold, Text

from bot.casework.agency import Agency
from bot.casework.workdays import day_at, last_day
from bot.desk.absences import Calendar
from bot.desk.roster import placeable
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.fitting import rows_of
from bot.telegram.staff_screens import StaffScreens, place_name
from storage.absences import Absence
from storage.roster import CONFIRMED, NO, REDEEMED, DutyTimes, Member

SHOWN: Final = 8
TICK: Final = "✓ "
Rows = list[tuple[Button, ...]]


class AttendanceScreens(StaffScreens):
    """Renders when colleagues are there."""

    def duty(self, member: Member, agency: Agency, *, edits: int | None = None) -> Screen:
        """Whether and when a member is on duty, and which languages they speak; everything by buttons."""
        say, language = self._words.say, member.language
        state = "on_duty" if member.on_duty else "off_duty"
        lines = [say(language, f"staff.{state}"), self._times(member.duty_times, language)]
        spoken = ", ".join(say(language, f"speaks.{each}") for each in member.languages)
        lines.append(say(language, "duty.speaks", languages=spoken or say(language, "duty.none")))
        turn = "off" if member.on_duty else "on"
        rows: Rows = [(self._button(member, "turn", "", turn, f"duty.turn_{turn}"),)]
        rows += rows_of([self._day_button(member, day) for day in range(7)])
        if member.duty_times:
            rows += [
                tuple(
                    self._button(member, "times", "", f"{end}.{step}", f"duty.{end}_{step}")
                    for step in ("earlier", "later")
                )
                for end in ("begin", "end")
            ]
        chosen = "office" if member.duty_times is None else "always"
        rows.append((self._button(member, "times", "", chosen, f"duty.{chosen}"),))
        rows.append(
            tuple(
                self._button(
                    member,
                    "spoken",
                    "",
                    each,
                    "duty.spoken",
                    tick=TICK if each in member.languages else "",
                    language=say(language, f"speaks.{each}"),
                )
                for each in ("en", "es")
            )
        )
        return Screen(Text("\n\n".join(lines)), tuple(rows), edits=edits)

    def _times(self, times: DutyTimes | None, language: str) -> str:
        if times is None:
            return self._words.say(language, "duty.at_all_times")
        days = (f"{self._words.say(language, f'weekday.d{day}')} {begin}-{end}" for day, (begin, end) in times.items())
        return self._words.say(language, "duty.times", times=", ".join(days) or self._words.say(language, "duty.none"))

    def _day_button(self, member: Member, day: int) -> Button:
        name = self._words.say(member.language, f"weekday.d{day}")
        on = TICK if member.duty_times is not None and str(day) in member.duty_times else ""
        return Button(f"{on}{name}", Press(STAFF, "times", arg=f"day.{day}").pack())

    def away(self, member: Member, agency: Agency, calendar: Calendar, today: date) -> Screen:
        """Who is or will be away; one's own absences can be ended, and new ones entered."""
        say, language = self._words.say, member.language
        lines: list[Any] = [Bold(say(language, "away.title")), "\n"]
        for each in calendar.absences:
            lines += ["\n", self._absence(member, agency, calendar, each)]
        if not calendar.absences:
            lines += ["\n", say(language, "away.nobody")]
        rows: Rows = [
            (self._button(member, "away_end", "", each.id, "away.back", date=self._first(agency, each, language)),)
            for each in calendar.absences
            if each.member_id == member.id
        ]
        offered = [
            self._button(member, "away_days", "", written_days(days), f"away.{name}")
            for name, days in ahead_of(today).items()
        ]
        rows += rows_of([*offered, self._button(member, "away_days", "", "", "away.other_days")], wide=22)
        return Screen(Text(*lines), tuple(rows), protected=True)

    def _absence(self, member: Member, agency: Agency, calendar: Calendar, absence: Absence) -> str:
        cover = calendar.people[absence.cover_id].name if absence.cover_id else None
        return self._words.say(
            member.language,
            "away.covered" if cover else "away.uncovered",
            name=calendar.people[absence.member_id].name,
            begin=self._first(agency, absence, member.language),
            end=self.day(member, last_day(agency, absence.until_at)),
            cover=cover or "",
        )

    def _first(self, agency: Agency, absence: Absence, language: str) -> str:
        return self._answers.day(day_at(agency, absence.from_at), language)

    def covers(self, member: Member, calendar: Calendar, days: tuple[date, date], start: int) -> Screen:
        """Who covers meanwhile."""
        say, written = self._words.say, written_days(days)
        shown = calendar.covers[start : start + SHOWN]
        rows = [(Button(each.name, Press(STAFF, "away_cover", arg=f"{written}.{each.id}").pack()),) for each in shown]
        if start + SHOWN < len(calendar.covers):
            rows.append((self._button(member, "away_cover", "", f"{written}.+{start + SHOWN}", "staff.more"),))
        rows.append((self._button(member, "away_cover", "", f"{written}.", "away.no_cover"),))
        begin, end = (self.day(member, each) for each in days)
        return Screen(Text(say(member.language, "away.who_covers", begin=begin, end=end)), tuple(rows), protected=True)

    def team(self, member: Member, agency: Agency, people: list[Member], calendar: Calendar, start: int = 0) -> Screen:
        """Who works for the agency and who is away; a button for each who waits to be confirmed or is in."""
        language = member.language
        lines: list[Any] = [Bold(self._words.say(language, "staff.team_title"))]
        shown = people[start : start + SHOWN]
        for each in shown:
            role = agency.roles[each.role].to(language)
            lines.append(f"\n{each.name}, {role}: {self._words.say(language, f'state.{each.state}')}")
            lines += self._attested(agency, each, language)
            theirs = [absence for absence in calendar.absences if absence.member_id == each.id]
            lines += [f"\n   {self._absence(member, agency, calendar, absence)}" for absence in theirs]
        rows = [
            (self._button(member, "admit", "", each.id, name=each.name),)
            for each in shown
            if each.state == REDEEMED and each.attested != NO
        ]
        rows += [
            (self._button(member, "colleague", "", each.id, "team.colleague", name=each.name),)
            for each in shown
            if each.state == CONFIRMED
        ]
        if start + SHOWN < len(people):
            rows.append((self._button(member, "team", "", str(start + SHOWN), "staff.more"),))
        return Screen(Text(*lines), tuple(rows), protected=True)

    def _attested(self, agency: Agency, colleague: Member, language: str) -> list[str]:
        """What they said before they were let in, where the profile asks for it."""
        if agency.attestation is None:
            return []
        at = colleague.attested_at
        on = self._answers.day(day_at(agency, at), language) if at else ""
        return ["\n   " + self._words.say(language, f"attest.team_{colleague.attested or 'open'}", date=on)]

    def colleague(self, member: Member, agency: Agency, colleague: Member, *, edits: int | None = None) -> Screen:
        """What a colleague works on, to be changed with a tap."""
        say, language = self._words.say, member.language
        lines: list[Any] = [Bold(colleague.name), "\n", self._times(colleague.duty_times, language)]
        rows: Rows = []
        for what, codes in placeable(agency, colleague).items():
            names = {code: place_name(agency, what.removesuffix("s"), code, language) for code in codes}
            theirs = [code for code in codes if code in getattr(colleague, what)]
            if codes:
                known = ", ".join(names[code] for code in theirs) or say(language, "duty.none")
                lines += ["\n", say(language, f"team.{what}", names=known)]
            for number, code in enumerate(codes):
                to = Press(STAFF, "put", arg=f"{colleague.id}.{self.place(agency, what, number)}")
                rows.append((Button(f"{TICK if code in theirs else ''}{names[code]}", to.pack()),))
        rows.append((self._button(member, "team", "", "", "team.back"),))
        return Screen(Text(*lines), tuple(rows), protected=True, edits=edits)

    @staticmethod
    def place(agency: Agency, what: str, number: int) -> str:
        """A queue, unit or region as a button carries it; another version of the profile draws other buttons."""
        return f"{what[0]}{number}{agency.digest[:3]}"


def written_days(days: tuple[date, date]) -> str:
    """Two days as a button carries them."""
    return f"{days[0]:%Y%m%d}{days[1]:%Y%m%d}"


def ahead_of(today: date) -> dict[str, tuple[date, date]]:
    """The absences that one tap enters: today, tomorrow, until Friday."""
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    tomorrow = today + timedelta(days=1)
    return {"today": (today, today), "tomorrow": (tomorrow, tomorrow), "week": (today, friday)}
