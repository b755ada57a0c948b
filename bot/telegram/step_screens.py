"""Which day a step was taken on, asked and asked again where it lies before the incident; pure, used by `prompts`."""

from datetime import date, datetime, timedelta

from bot.casework.agency import Action
from bot.casework.workdays import day_at
from bot.desk.caseload import Moves
from bot.telegram.callbacks import STAFF, Press
from bot.telegram.delivery import Button, Screen
from bot.telegram.staff_screens import StaffScreens
from storage.cases import Case
from storage.roster import Member


class StepScreens(StaffScreens):
    """Renders what is asked about a step before a case moves on."""

    def which_day(self, member: Member, at: Moves, action: Action, now: datetime) -> Screen:
        """Ask on which day a step was taken; a tap for the usual days, words for any other."""
        today = day_at(at.agency, now)
        days = {"today": today, "yesterday": today - timedelta(days=1)}
        others = [
            Button(
                self._words.say(member.language, f"soon.{name}"),
                Press(STAFF, "act_day", at.case.id, on.isoformat()).pack(),
            )
            for name, on in days.items()
        ]
        label = action.label.to(member.language)
        return self.asks(member, "staff.which_day", at.case.id, *others, reference=at.case.reference, action=label)

    def day_in_doubt(self, member: Member, case: Case, action: str, on: date, incident: date) -> Screen:
        """Ask if a day before the incident is right; it is taken on a second yes."""
        dates = {
            "date": self._answers.day(on, member.language),
            "incident": self._answers.day(incident, member.language),
        }
        sure = self._button(member, "act_sure", case.id, on.isoformat(), label="staff.button_day_sure")
        other = self._button(member, "act", case.id, action, label="staff.button_another_day")
        return self.asks(member, "staff.day_in_doubt", case.id, sure, other, **dates)
